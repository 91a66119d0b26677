internal import Localization
internal import RemcsCore

extension TextScreen {
  /// F1: what the screen is for, what the field takes, what is wrong with it, and every key.
  static func help(
    about screen: ScreenID, field: FieldID?, problem: FieldProblem? = nil,
    note: @escaping @Sendable (Language) -> String? = { _ in nil }
  ) -> TextScreen {
    TextScreen(.help, buttons: [.close], primary: .close) { words, columns in
      var rows = [BodyRow(words.title(screen), column: 0)]
      rows += BodyRow.paragraph(words.find("screen.\(screen.rawValue).purpose") ?? "", columns: columns)
      if let field {
        rows += [BodyRow(), BodyRow(words.label(field), column: 0)]
        rows += BodyRow.paragraph(words.explanation(field), columns: columns)
      }
      if let note = note(words.language) { rows += [BodyRow()] + BodyRow.paragraph(note, columns: columns) }
      if let problem { rows += [BodyRow()] + BodyRow.paragraph(words.problem(problem), columns: columns) }
      rows += [BodyRow(), BodyRow(words(.helpKeys), column: 0)]
      let entries = KeyTable.help(language: words.language)
      let labels = 4 + (entries.map(\.keys.columns).max() ?? 0)
      for entry in entries {
        var row = BodyRow(entry.keys)
        row.put(entry.label, at: labels)
        rows.append(row)
      }
      return rows + [BodyRow(words(.helpFlowControl))]
    }
  }
}
