/// What a screen shows: rows of text, a few words in bold, and where the cursor stands. A value: the terminal paints
/// it, tests compare it, `remcs screens` prints it.
public struct Frame: Sendable, Equatable {
  /// How a piece of text looks. Fields are always plain: attributes cost bytes with each key (docs/console.md).
  public enum Style: Sendable, Equatable {
    case plain, bold
  }

  /// A piece of text at a place; columns are terminal cells.
  public struct Run: Sendable, Equatable {
    /// Row from 0.
    public let row: Int
    /// First cell, from 0.
    public let column: Int
    /// The text as a terminal shows it (``Swift/StringProtocol/shown``): without control characters.
    public let text: String
    /// How it looks.
    public let style: Style
  }

  /// A place in cells, from 0.
  public struct Position: Sendable, Equatable {
    /// Row from 0.
    public var row: Int
    /// Cell from 0.
    public var column: Int
    /// A place.
    public init(row: Int, column: Int) {
      self.row = row
      self.column = column
    }
  }

  /// Rows and columns.
  public struct Size: Sendable, Equatable {
    /// Columns.
    public var columns: Int
    /// Rows.
    public var rows: Int
    /// A size.
    public init(columns: Int = 80, rows: Int = 24) {
      self.columns = columns
      self.rows = rows
    }
    /// 80x24, home.
    public static let standard = Size()
  }

  /// How large it is.
  public let size: Size
  /// Its pieces, in the order they were put; later ones lie over earlier ones.
  public private(set) var runs: [Run] = []
  /// Where the cursor stands; nil hides it.
  public var cursor: Position?

  /// An empty frame.
  public init(size: Size = .standard) { self.size = size }

  /// Puts text at a place; what does not fit the row is cut at a character. Every character takes the cells that
  /// ``TextWidth`` says, and is shown as ``TextWidth/shown(_:)`` says.
  public mutating func put(_ text: String, row: Int, column: Int, style: Style = .plain) {
    guard row >= 0, row < size.rows, column >= 0, column < size.columns, !text.isEmpty else { return }
    runs.append(
      Run(row: row, column: column, text: text.shown.prefix(columns: size.columns - column), style: style))
  }

  /// Puts a line of one character across a row.
  public mutating func rule(row: Int, _ character: Character = "-") {
    put(String(repeating: character, count: size.columns), row: row, column: 0)
  }

  /// Empties a rectangle, for a pop-up over a form.
  public mutating func clear(row: Int, column: Int, rows: Int, columns: Int) {
    for line in row..<(row + rows) {
      put(String(repeating: " ", count: columns), row: line, column: column)
    }
  }

  /// The rows as text, trailing blanks cut: what golden files and `remcs screens` hold.
  public var lines: [String] {
    var cells = [[String]](repeating: [String](repeating: " ", count: size.columns), count: size.rows)
    for run in runs {
      var column = run.column
      for scalar in run.text.unicodeScalars {
        let width = TextWidth.of(scalar)
        guard column + width <= size.columns else { break }
        if width == 0 {
          guard column > run.column else { continue }
          let base = cells[run.row][column - 1].isEmpty ? column - 2 : column - 1
          cells[run.row][base].unicodeScalars.append(scalar)
          continue
        }
        // A wide character whose half is overwritten leaves a blank, as on a terminal.
        if cells[run.row][column].isEmpty, column > 0 { cells[run.row][column - 1] = " " }
        let end = column + width
        if end < size.columns, cells[run.row][end].isEmpty { cells[run.row][end] = " " }
        cells[run.row][column] = String(scalar)
        if width == 2 { cells[run.row][column + 1] = "" }
        column += width
      }
    }
    return cells.map { row in
      var line = row.joined()
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
