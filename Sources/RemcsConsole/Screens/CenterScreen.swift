internal import Localization
internal import RemcsCore

extension FormScreen {
  /// Figure 3.11: which center; its name is shown and can be changed if the list has more than one.
  static func center(answers: Answers, centers: [String]) -> FormScreen {
    var answers = answers
    if !centers.contains(answers[.center]) { answers[.center] = centers.first ?? "" }
    let design = FormDesign(options: [.center: centers.isEmpty ? [answers[.center]] : centers], intro: [.centerIntro])
    return FormScreen(
      id: .center, step: .connectionType, primary: .next,
      form: Form(.center, design: design, answers: answers, buttons: [.back, .next]))
  }
}
