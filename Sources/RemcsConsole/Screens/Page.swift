internal import Localization
internal import RemcsCore

/// What every screen has around its body, and where (docs/console.md): progress, rule, title, blank, body, rule, message
/// lines, button row, rule, status line, key line.
struct Page: Sendable {
  /// Which screen, for the title.
  var id: ScreenID
  /// The step of the wizard; nil outside of it.
  var step: WizardStep?
  /// The rows of the body, as many as there are.
  var rows: [BodyRow]
  /// The first row that shows; nil lets the page with the focus show.
  var first: Int?
  /// What stands in the message lines.
  var message = ""
  /// The buttons.
  var buttons = ButtonRow([])

  /// The rows of a frame that the body takes.
  static func bodyRows(_ size: Frame.Size, messageRows: Int = 2) -> Range<Int> {
    4..<max(5, size.rows - 5 - messageRows)
  }

  /// The message in lines: two have their place, a longer one takes up to two more from the body.
  private func messageLines(_ size: Frame.Size) -> [String] {
    var lines = message.isEmpty ? [] : message.wrapped(columns: size.columns - 1)
    while lines.count < 2 { lines.append("") }
    return Array(lines.prefix(4))
  }

  /// The rows of the body in this frame, for what lies over them.
  func bodyRows(_ context: ViewContext) -> Range<Int> {
    Self.bodyRows(context.size, messageRows: messageLines(context.size).count)
  }

  /// The frame.
  func frame(_ context: ViewContext) -> Frame {
    let words = Words(context.language)
    let size = context.size
    var frame = Frame(size: size)
    let lines = messageLines(size)
    let body = Self.bodyRows(size, messageRows: lines.count)
    frame.put(WizardStep.line(step, words: words), row: 0, column: 0)
    frame.rule(row: 1)
    let top = firstRow(height: body.count)
    frame.put(words.title(id) + position(top, height: body.count), row: 2, column: 0)
    for (offset, row) in rows.dropFirst(top).prefix(body.count).enumerated() {
      for piece in row.pieces { frame.put(piece.text, row: body.lowerBound + offset, column: piece.column) }
      if let cursor = row.cursor {
        frame.cursor = Frame.Position(row: body.lowerBound + offset, column: min(cursor, size.columns - 1))
      }
    }
    frame.rule(row: body.upperBound)
    for (offset, line) in lines.enumerated() { frame.put(line, row: body.upperBound + 1 + offset, column: 0) }
    if let cursor = buttons.put(into: &frame, row: size.rows - 4, column: 2, words: words) { frame.cursor = cursor }
    frame.rule(row: size.rows - 3)
    frame.put(context.status.line(words, columns: size.columns), row: size.rows - 2, column: 0)
    let keys = KeyTable.keyLine(columns: size.columns - 1, language: context.language)
    frame.put(keys, row: size.rows - 1, column: 0)
    return frame
  }

  /// Whole pages, the last one full: moving within a page repaints nothing else.
  private func firstRow(height: Int) -> Int {
    guard rows.count > height else { return 0 }
    if let first { return max(0, min(first, rows.count - height)) }
    let focus = rows.firstIndex { $0.cursor != nil } ?? rows.count - 1
    return min(focus / height * height, rows.count - height)
  }

  private func position(_ top: Int, height: Int) -> String {
    rows.count > height ? "  (\(top + 1)-\(top + height)/\(rows.count))" : ""
  }
}
