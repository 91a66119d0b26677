internal import Localization
internal import RemcsCore

extension FormScreen {
  /// Figure 3.12: one of the three connection types (2.2), or what is set up elsewhere already: settings from files (3.3),
  /// another certificate of the center (3.5).
  static func initialSettings(answers: Answers) -> FormScreen {
    let design = FormDesign(radio: [.connectionType], intro: [.initialSettingsIntro])
    return FormScreen(
      id: .initialSettings, step: .connectionType, primary: .next,
      ways: [
        .init(button: .localFiles, intent: .open(.importFiles)),
        .init(button: .replaceCertificate, intent: .open(.certificateReplacement)),
      ],
      form: Form(
        .connectionType, design: design, answers: answers,
        buttons: [.back, .next, .localFiles, .replaceCertificate]))
  }
}
