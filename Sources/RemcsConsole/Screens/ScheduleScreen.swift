internal import Localization
internal import RemcsCore

extension FormScreen {
  /// Figure 3.15, table 3.3: when the device reports by itself. The end must come after the start (RMG_0048).
  static func schedule(answers: Answers, focus: FieldID? = nil) -> FormScreen {
    FormScreen(
      id: .schedule, step: .environment, primary: .next,
      form: Form(
        .schedule, design: FormDesign(intro: [.scheduleIntro]), answers: answers, buttons: [.back, .next], focus: focus)
    )
  }
}
