internal import Localization
internal import RemcsCore

extension FormScreen {
  /// Figure 3.20 (4.13 and 4.14 from the menu): who is told that the check arrived.
  static func connectionCheck(answers: Answers, administrator: String?, focus: FieldID? = nil) -> FormScreen {
    let heading =
      administrator.map { FormDesign.Heading(key: .connectionCheckAdministrator, argument: $0.harmless()) }
      ?? FormDesign.Heading(key: .connectionCheckAdministratorDeleted)
    let design = FormDesign(
      radio: [.notifyAdministrator, .notifyEngineer],
      headings: [
        .notifyAdministrator: heading, .notifyEngineer: FormDesign.Heading(key: .connectionCheckEngineer),
      ], intro: [.connectionCheckIntro])
    return FormScreen(
      id: .connectionCheck, step: .connectionCheck, primary: .check,
      form: Form(.connectionCheck, design: design, answers: answers, buttons: [.back, .check], focus: focus))
  }
}
