internal import Localization
internal import RemcsCore

extension FormScreen {
  /// Chapter 7: the directory that the archive of the logs goes into.
  static func logCollection(answers: Answers) -> FormScreen {
    FormScreen(
      id: .logCollection, step: nil, primary: .next,
      form: Form(
        .logCollection, design: FormDesign(intro: [.logsIntro]), answers: answers, buttons: [.next, .cancel]))
  }
}
