internal import Localization
internal import RemcsCore

extension TextScreen {
  /// Figure 3.10, お客様登録のご案内: what is about to happen, and what to have at hand (3.1).
  static func welcome(note: @escaping @Sendable (Language) -> String? = { _ in nil }) -> TextScreen {
    TextScreen(.welcome, step: .connectionType, buttons: [.next], primary: .next) { words, columns in
      var rows = BodyRow.paragraph(words(.welcomeText), columns: columns) + [BodyRow()]
      rows += BodyRow.paragraph(words(.welcomePrepare), columns: columns)
      for key in [TextKey.welcomeWarranty, .welcomeServer, .welcomeSender, .welcomeSplit] {
        rows += item(words(key), columns: columns)
      }
      rows.append(BodyRow())
      rows += BodyRow.paragraph(words(.welcomeMaintenance), columns: columns)
      guard let note = note(words.language) else { return rows }
      return rows + [BodyRow()] + BodyRow.paragraph(note, columns: columns)
    }
  }

  private static func item(_ text: String, columns: Int) -> [BodyRow] {
    var rows = BodyRow.paragraph(text, column: 4, columns: columns)
    if !rows.isEmpty { rows[0].put("-", at: 2) }
    return rows
  }
}
