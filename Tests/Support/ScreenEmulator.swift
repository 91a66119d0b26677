import CNcurses

/// A terminal in memory: takes what a program wrote and knows what stands on the screen. It understands what ncurses
/// sends to vt100, vt220, xterm and linux, counts the bytes, and keeps a list of what it did not understand, so that a
/// test never trusts a screen that was read wrongly.
public struct ScreenEmulator: Sendable, CustomStringConvertible {
  /// The code of the characters on the line.
  public enum Encoding: Sendable {
    case utf8, eucJP
  }

  /// One cell; the second half of a wide character has an empty text.
  struct Cell: Sendable, Equatable {
    var text = " "
    var isBold = false
  }

  /// Columns of the screen.
  public internal(set) var columns: Int
  /// Rows of the screen.
  public internal(set) var rows: Int
  /// How many bytes came since the last ``resetCount()``.
  public private(set) var byteCount = 0
  /// Those bytes, for a message when a budget is broken.
  public private(set) var received: [UInt8] = []
  /// Sequences that were not understood; must be empty.
  public internal(set) var unknown: [String] = []
  /// Whether the cursor shows.
  public internal(set) var isCursorVisible = true
  /// Whether the alternate screen is on.
  public internal(set) var isAlternate = false
  /// Whether the keypad sends sequences (keypad_xmit).
  public internal(set) var isKeypadActive = false
  /// Row of the cursor, from 0.
  public internal(set) var row = 0
  /// Cell of the cursor, from 0.
  public internal(set) var column = 0

  let encoding: Encoding
  var cells: [[Cell]]
  var top = 0
  var bottom: Int
  var isBold = false
  var wrapsNext = false
  var inserts = false
  var graphics = [false, false]
  var shifted = 0
  var saved = (row: 0, column: 0)
  var last: Unicode.Scalar = " "
  private var pending: [UInt8] = []

  /// An empty screen.
  public init(columns: Int = 80, rows: Int = 24, encoding: Encoding = .utf8) {
    self.columns = columns
    self.rows = rows
    self.encoding = encoding
    bottom = rows - 1
    cells = Self.blank(columns, rows)
  }

  static func blank(_ columns: Int, _ rows: Int) -> [[Cell]] {
    [[Cell]](repeating: [Cell](repeating: Cell(), count: columns), count: rows)
  }

  /// Begins a new count of bytes.
  public mutating func resetCount() {
    byteCount = 0
    received = []
  }

  /// Switched off and on again: an empty screen, every mode as in the factory. The count of bytes goes on.
  public mutating func powerCycle() {
    let counted = (byteCount, received, unknown)
    self = ScreenEmulator(columns: columns, rows: rows, encoding: encoding)
    (byteCount, received, unknown) = counted
  }

  /// Another size; what does not fit is lost, as on a terminal.
  public mutating func resize(columns: Int, rows: Int) {
    var resized = Self.blank(columns, rows)
    for row in 0..<min(rows, self.rows) {
      for column in 0..<min(columns, self.columns) { resized[row][column] = cells[row][column] }
    }
    cells = resized
    (self.columns, self.rows) = (columns, rows)
    (top, bottom) = (0, rows - 1)
    (row, column) = (min(row, rows - 1), min(column, columns - 1))
    wrapsNext = false
  }

  /// The rows as text, trailing blanks cut.
  public var lines: [String] { cells.indices.map(line) }

  /// One row as text, trailing blanks cut.
  public func line(_ row: Int) -> String {
    var text = ""
    for cell in cells[row] { text += cell.text }
    while text.unicodeScalars.last == " " { text.unicodeScalars.removeLast() }
    return text
  }

  /// The whole screen as text.
  public var text: String { lines.joined(separator: "\n") }

  /// What a failed test shows.
  public var description: String { "screen, cursor at \(row),\(column):\n" + text }

  /// Whether a text stands in one row.
  public func contains(_ text: String) -> Bool { cells.indices.contains { line($0).contains(text) } }

  /// Whether the cell is bold.
  public func isBold(row: Int, column: Int) -> Bool { cells[row][column].isBold }

  /// How many cells show a glyph, and how many bytes these are: the least that a paint of the screen can cost, with 2
  /// for each row touched and 1 for each gap (docs/console.md).
  public var lowerBound: Int {
    var result = 0
    for line in cells where line.contains(where: { $0.text != " " }) {
      result += 2
      var inGap = true
      var touched = false
      for cell in line where !cell.text.isEmpty {
        if cell.text == " " {
          inGap = true
        } else {
          if inGap, touched { result += 1 }
          (inGap, touched) = (false, true)
          result += cell.text.utf8.count
        }
      }
    }
    return result
  }

  /// Takes bytes as the program wrote them; sequences may be cut anywhere.
  public mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      byteCount += 1
      received.append(byte)
      pending.append(byte)
      if step() { pending.removeAll(keepingCapacity: true) }
    }
  }

  /// Whether what is pending was complete.
  private mutating func step() -> Bool {
    guard let first = pending.first else { return true }
    if first == 0x1B { return escape() }
    if first < 0x20 || first == 0x7F {
      control(first)
      return true
    }
    if first < 0x80 {
      write(Unicode.Scalar(first))
      return true
    }
    let length =
      switch encoding {
      case .utf8: first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
      case .eucJP: first == 0x8F ? 3 : 2
      }
    guard pending.count == length else { return false }
    let value = cncurses_decode(encoding == .utf8 ? "UTF-8" : "EUC-JP", pending, pending.count)
    if value > 0, let scalar = Unicode.Scalar(value) { write(scalar) } else { unknown.append("bytes \(pending)") }
    return true
  }

  private mutating func escape() -> Bool {
    guard pending.count > 1 else { return false }
    switch pending[1] {
    case UInt8(ascii: "["):
      guard pending.count > 2, let final = pending.last, (0x40...0x7E).contains(final) else { return false }
      let parameters = String(decoding: pending.dropFirst(2).dropLast(), as: UTF8.self)
      controlSequence(parameters, Character(Unicode.Scalar(final)))
    case UInt8(ascii: "("), UInt8(ascii: ")"):
      guard pending.count == 3 else { return false }
      graphics[pending[1] == UInt8(ascii: "(") ? 0 : 1] = pending[2] == UInt8(ascii: "0")
    default: simpleEscape(Character(Unicode.Scalar(pending[1])))
    }
    return true
  }
}
