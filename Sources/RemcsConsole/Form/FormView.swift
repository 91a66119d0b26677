internal import Localization
internal import RemcsCore

extension Form {
  /// The rows of the body: introduction and fields; the row with the focus holds the cursor.
  func rows(_ words: Words, columns: Int) -> [BodyRow] {
    var rows: [BodyRow] = []
    for key in design.intro { rows += BodyRow.paragraph(words(key), columns: columns) }
    if !design.intro.isEmpty { rows.append(BodyRow()) }
    for field in fields {
      if let heading = design.headings[field] {
        if rows.last.map({ !$0.pieces.isEmpty }) ?? false { rows.append(BodyRow()) }
        rows += BodyRow.paragraph(words(heading.key, heading.argument), columns: columns)
      }
      switch design.look(of: field) {
      case .radio(let options): rows += radioRows(field, options, words)
      case .check: rows.append(checkRow(field, words))
      case .text, .choice: rows.append(valueRow(field, words))
      }
    }
    return rows
  }

  /// Puts the open list over the frame, if there is one.
  func putList(into frame: inout Frame, anchor: Frame.Position, rows: Range<Int>, words: Words) {
    guard let list, let field = focusedField else { return }
    let texts = list.options.map { words.option(field, $0) }
    list.put(into: &frame, anchor: anchor, texts: texts, rows: rows)
  }

  private func valueRow(_ field: FieldID, _ words: Words) -> BodyRow {
    var row = BodyRow(words.label(field, in: id).prefix(columns: valueColumn - 4))
    let requirement = requirement(of: field)
    if requirement == .inactive {
      row.put("[-]", at: valueColumn)
      return row
    }
    if requirement == .required { row.put("*", at: valueColumn - 2) }
    let isFocused = focus == .field(field)
    if problems[field] != nil { row.put("!", at: 1) }
    if let editor = editor(of: field) {
      let view = editor.view
      row.put(view.hidesBeginning ? "<" : "[", at: valueColumn)
      row.put(view.text, at: valueColumn + 1)
      row.put(view.hidesEnd ? ">" : "]", at: valueColumn + 1 + editor.width)
      if let unit = words.unit(field) { row.put(unit, at: valueColumn + editor.width + 3) }
      if isFocused { row.focus(cursor: valueColumn + 1 + view.cursorColumn) }
    } else {
      row.put("< " + words.option(field, answers[field]) + " >", at: valueColumn)
      if isFocused { row.focus(cursor: valueColumn + 2) }
    }
    return row
  }

  private func checkRow(_ field: FieldID, _ words: Words) -> BodyRow {
    var row = BodyRow((answers[field] == "yes" ? "[x] " : "[ ] ") + words.label(field, in: id))
    if focus == .field(field) { row.focus(cursor: 3) }
    return row
  }

  private func radioRows(_ field: FieldID, _ options: [String], _ words: Words) -> [BodyRow] {
    options.enumerated().map { index, option in
      var row = BodyRow((answers[field] == option ? "(*) " : "( ) ") + words.option(field, option))
      if problems[field] != nil, index == 0 { row.put("!", at: 1) }
      if focus == .field(field), optionRow == index { row.focus(cursor: 3) }
      return row
    }
  }

  // MARK: - The message line

  /// What stands below the form: a repair, an error with what to do, or help with the count.
  func message(_ words: Words, showsHelp: Bool = true) -> String {
    if let repair { return words.repair(of: repair.field, from: repair.before, to: repair.after, repair.notes) }
    guard let field = focusedField else { return "" }
    if let problem = problems[field] { return words.problem(problem) }
    if let offer {
      let position = "\(offer.current + 1)/\(offer.suggestions.count)"
      let undo = words.key(.undo)
      return offer.suggestions.count > 1
        ? words(.formSuggestionNext, position, words.key(.takeSuggestion), undo) : words(.formSuggestionTaken, undo)
    }
    let value = list.map { $0.options[$0.selected] } ?? answers[field]
    let help = showsHelp ? words.help(field, holding: value) : ""
    guard let editor = editor(of: field) else { return help }
    // The count in front: it keeps its place while the help comes and goes.
    return "\(shownCount)/\(editor.maximum)" + (help.isEmpty ? "" : "  " + help)
  }
}
