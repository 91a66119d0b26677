internal import Localization
internal import RemcsCore

extension FormScreen {
  /// Figure 3.12: one of the three connection types (2.2).
  static func initialSettings(answers: Answers) -> FormScreen {
    let design = FormDesign(radio: [.connectionType], intro: [.initialSettingsIntro])
    return FormScreen(
      id: .initialSettings, step: .connectionType, primary: .next,
      form: Form(.connectionType, design: design, answers: answers, buttons: [.back, .next]))
  }
}
