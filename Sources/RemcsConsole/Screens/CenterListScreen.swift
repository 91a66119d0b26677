internal import Localization
internal import RemcsCore

extension FormScreen {
  /// 接続先センターリストの入れ替え (in the menu of figure 5.4): the file with the list.
  static func centerListReplacement(answers: Answers) -> FormScreen {
    FormScreen(
      id: .centerListReplacement, step: nil, primary: .next,
      form: Form(
        .centerListReplacement, design: FormDesign(intro: [.screenCenterListReplacementIntro]), answers: answers,
        buttons: [.next, .cancel]))
  }
}

extension TextScreen {
  /// The centers before and after, before the list is taken. Next asks, Cancel and Back go back to the path.
  static func centerListConfirmation(_ preview: CenterListPreview) -> TextScreen {
    var screen = TextScreen(
      .centerListConfirmation, buttons: [.next, .cancel], primary: .next
    ) { words, columns in
      var rows = BodyRow.paragraph(words(.screenCenterListConfirmationIntro), columns: columns)
      for line in CenterListText.lines(of: preview, in: words.language) {
        let depth = line.prefix { $0 == " " }.count
        rows += BodyRow.paragraph(String(line.dropFirst(depth)), column: 2 + depth, columns: columns)
      }
      return rows
    }
    screen.cancelIntent = .back
    return screen
  }
}
