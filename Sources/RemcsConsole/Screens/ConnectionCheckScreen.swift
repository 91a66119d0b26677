internal import Localization
internal import RemcsCore

extension FormScreen {
  /// Figure 3.20 (4.13 and 4.14 from the menu): who is told that the check arrived.
  /// Figure 3.24 asks the same before an automatic registration.
  static func connectionCheck(
    answers: Answers, focus: FieldID? = nil, isAutomatic: Bool = false, administrator: String? = nil
  ) -> FormScreen {
    let address = (administrator ?? answers[.administratorEmail]).harmless(maximum: 60)
    let heading: FormDesign.Heading =
      address.isEmpty
      ? .init(key: .connectionCheckAdministratorDeleted)
      : .init(key: .connectionCheckAdministrator, argument: address)
    let design = FormDesign(
      radio: [.notifyAdministrator, .notifyEngineer],
      headings: [
        .notifyAdministrator: heading, .notifyEngineer: FormDesign.Heading(key: .connectionCheckEngineer),
      ], intro: [.connectionCheckIntro])
    let primary: Button = isAutomatic ? .next : .check
    return FormScreen(
      id: isAutomatic ? .automaticCheck : .connectionCheck, step: isAutomatic ? .registration : .connectionCheck,
      primary: primary,
      form: Form(.connectionCheck, design: design, answers: answers, buttons: [primary, .cancel], focus: focus))
  }
}
