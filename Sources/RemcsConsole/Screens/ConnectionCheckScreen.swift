internal import Localization
internal import RemcsCore

extension FormScreen {
  /// Figure 3.20 (4.13 and 4.14 from the menu): who is told that the check arrived.
  static func connectionCheck(answers: Answers, focus: FieldID? = nil) -> FormScreen {
    let address = answers[.administratorEmail].harmless(maximum: 60)
    let heading: FormDesign.Heading =
      address.isEmpty
      ? .init(key: .connectionCheckAdministratorDeleted)
      : .init(key: .connectionCheckAdministrator, argument: address)
    let design = FormDesign(
      radio: [.notifyAdministrator, .notifyEngineer],
      headings: [
        .notifyAdministrator: heading, .notifyEngineer: FormDesign.Heading(key: .connectionCheckEngineer),
      ], intro: [.connectionCheckIntro])
    return FormScreen(
      id: .connectionCheck, step: .connectionCheck, primary: .check,
      form: Form(.connectionCheck, design: design, answers: answers, buttons: [.check, .cancel], focus: focus))
  }
}
