/// One row of a screen's body: pieces of text at columns, so that a frame behind a text of doubtful width still stands
/// where it belongs.
struct BodyRow: Sendable, Equatable {
  /// A text and the cell where it begins.
  struct Piece: Sendable, Equatable {
    let column: Int
    let text: String
  }

  private(set) var pieces: [Piece] = []
  /// The cell of the cursor, on the one row that has the focus.
  var cursor: Int?

  /// A row with one piece, or none.
  init(_ text: String = "", column: Int = 2) { put(text, at: column) }

  /// Adds a piece.
  mutating func put(_ text: String, at column: Int) {
    if !text.isEmpty { pieces.append(Piece(column: column, text: text)) }
  }

  /// Marks the row as the one with the focus.
  mutating func focus(cursor column: Int) {
    put(">", at: 0)
    cursor = column
  }

  /// A paragraph, wrapped.
  static func paragraph(_ text: String, column: Int = 2, columns: Int) -> [BodyRow] {
    text.wrapped(columns: columns - column - 1).map { BodyRow($0, column: column) }
  }
}
