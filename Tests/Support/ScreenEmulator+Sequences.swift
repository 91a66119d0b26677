import Foundation

extension ScreenEmulator {
  mutating func control(_ byte: UInt8) {
    switch byte {
    case 0x08:
      column = max(0, column - 1)
      wrapsNext = false
    case 0x09:
      column = min(columns - 1, (column / 8 + 1) * 8)
      wrapsNext = false
    case 0x0A...0x0C: lineFeed()
    case 0x0D:
      column = 0
      wrapsNext = false
    case 0x0E: shifted = 1
    case 0x0F: shifted = 0
    default: break  // NUL as padding, BEL
    }
  }

  mutating func simpleEscape(_ final: Character) {
    switch final {
    case "7": saved = (row, column)
    case "8": move(saved.row, saved.column)
    case "D": lineFeed()
    case "E":
      lineFeed()
      column = 0
    case "M":
      if row == top { scroll(-1, from: top) } else { row = max(0, row - 1) }
      wrapsNext = false
    case "=": isKeypadActive = true
    case ">": isKeypadActive = false
    case "c":
      let counted = unknown
      powerCycle()
      unknown = counted
    case "H": break  // sets a tab stop; ours stand every 8 columns
    default: unknown.append("ESC \(final)")
    }
  }

  mutating func controlSequence(_ parameters: String, _ final: Character) {
    if parameters.hasPrefix("?") {
      modes(parameters.dropFirst(), final)
      return
    }
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    let count = max(1, numbers.first ?? 1)
    func number(_ index: Int, or missing: Int) -> Int {
      index < numbers.count && numbers[index] > 0 ? numbers[index] : missing
    }
    switch final {
    case "H", "f": move(number(0, or: 1) - 1, number(1, or: 1) - 1)
    case "A": move(max(row >= top ? top : 0, row - count), column)
    case "B": move(min(row <= bottom ? bottom : rows - 1, row + count), column)
    case "C": move(row, column + count)
    case "D": move(row, column - count)
    case "E": move(row + count, 0)
    case "F": move(row - count, 0)
    case "G", "`": move(row, count - 1)
    case "d": move(count - 1, column)
    case "Z": move(row, max(0, (column - 1) / 8 * 8))
    case "J": eraseDisplay(numbers.first ?? 0)
    case "K": eraseLine(numbers.first ?? 0)
    case "X": blank(row, column..<min(columns, column + count))
    case "P": deleteCells(count)
    case "@": insertCells(count)
    case "L": if (top...bottom).contains(row) { scroll(-count, from: row) }
    case "M": if (top...bottom).contains(row) { scroll(count, from: row) }
    case "S": scroll(count, from: top)
    case "T": scroll(-count, from: top)
    case "b": for _ in 0..<count { write(last) }
    case "m": attributes(numbers)
    case "r":
      (top, bottom) = (number(0, or: 1) - 1, min(rows, number(1, or: rows)) - 1)
      move(0, 0)
    case "h", "l":
      if parameters == "4" { inserts = final == "h" } else if parameters != "34" { note(parameters, final) }
    case "t", "g": break  // window titles, tab stops
    default: note(parameters, final)
    }
  }

  private mutating func modes(_ parameters: Substring, _ final: Character) {
    guard final == "h" || final == "l" else {
      if final != "c" { note("?" + parameters, final) }  // ?0c: the shape of the Linux cursor
      return
    }
    let isOn = final == "h"
    for mode in parameters.split(separator: ";") {
      switch mode {
      case "25": isCursorVisible = isOn
      case "1049", "47", "1047":
        isAlternate = isOn
        cells = Self.blank(columns, rows)
      case "1", "3", "4", "5", "7", "8", "12", "1034": break
      default: note("?" + parameters, final)
      }
    }
  }

  private mutating func note(_ parameters: some StringProtocol, _ final: Character) {
    unknown.append("ESC [ \(parameters) \(final)")
  }

  private mutating func attributes(_ numbers: [Int]) {
    for number in numbers.isEmpty ? [0] : numbers {
      switch number {
      case 0, 22: isBold = false
      case 1: isBold = true
      case 4, 5, 7, 10, 24, 25, 27, 39, 49: break
      default: note(numbers.map(String.init).joined(separator: ";"), "m")
      }
    }
  }

  private mutating func move(_ newRow: Int, _ newColumn: Int) {
    row = min(max(0, newRow), rows - 1)
    column = min(max(0, newColumn), columns - 1)
    wrapsNext = false
  }

  private mutating func lineFeed() {
    if row == bottom { scroll(1, from: top) } else { row = min(rows - 1, row + 1) }
    wrapsNext = false
  }

  /// Moves the rows from one to the bottom margin up (down if negative).
  private mutating func scroll(_ count: Int, from first: Int) {
    let height = bottom - first + 1
    let lost = min(abs(count), height)
    let empty = Self.blank(columns, lost)
    let region = Array(cells[first...bottom])
    let kept = count > 0 ? Array(region.dropFirst(lost)) : Array(region.dropLast(lost))
    cells.replaceSubrange(first...bottom, with: count > 0 ? kept + empty : empty + kept)
  }

  private mutating func eraseDisplay(_ kind: Int) {
    eraseLine(kind)
    let others = kind == 0 ? Array(row + 1..<max(row + 1, rows)) : kind == 1 ? Array(0..<row) : Array(0..<rows)
    for line in others { blank(line, 0..<columns) }
  }

  private mutating func eraseLine(_ kind: Int) {
    blank(row, kind == 0 ? column..<columns : kind == 1 ? 0..<column + 1 : 0..<columns)
  }

  private mutating func blank(_ line: Int, _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    halve(line, range.lowerBound)
    halve(line, range.upperBound)
    for index in range { cells[line][index] = Cell() }
    wrapsNext = false
  }

  /// A cut through a wide character leaves two blanks.
  private mutating func halve(_ line: Int, _ index: Int) {
    guard index > 0, index < columns, cells[line][index].text.isEmpty else { return }
    cells[line][index - 1].text = " "
    cells[line][index].text = " "
  }

  private mutating func deleteCells(_ count: Int) {
    let removed = min(count, columns - column)
    halve(row, column)
    halve(row, column + removed)
    cells[row].removeSubrange(column..<column + removed)
    cells[row] += [Cell](repeating: Cell(), count: removed)
    wrapsNext = false
  }

  private mutating func insertCells(_ count: Int) {
    let added = min(count, columns - column)
    halve(row, column)
    cells[row].insert(contentsOf: [Cell](repeating: Cell(), count: added), at: column)
    halve(row, columns)
    cells[row].removeLast(added)
    if cells[row].count > 1, let end = cells[row].last, CharacterCells.of(end.text, encoding) == 2 {
      cells[row][columns - 1].text = " "
    }
    wrapsNext = false
  }

  mutating func write(_ scalar: Unicode.Scalar) {
    var shown = scalar
    if graphics[shifted], let line = Self.lineCharacters[scalar] { shown = line }
    last = scalar
    let width = CharacterCells.of(shown, encoding)
    if width == 0 {
      var target = wrapsNext ? column : column - 1
      if target > 0, cells[row][target].text.isEmpty { target -= 1 }
      if target >= 0 { cells[row][target].text.unicodeScalars.append(shown) }
      return
    }
    if wrapsNext || column + width > columns {
      column = 0
      lineFeed()
    }
    if inserts { insertCells(width) }
    blank(row, column..<column + width)
    cells[row][column] = Cell(text: String(shown), isBold: isBold)
    if width == 2 { cells[row][column + 1] = Cell(text: "", isBold: isBold) }
    if column + width >= columns {
      column = columns - 1
      wrapsNext = true
    } else {
      column += width
    }
  }

  /// DEC special graphics, as far as they are lines.
  private static let lineCharacters: [Unicode.Scalar: Unicode.Scalar] = [
    "q": "\u{2500}", "x": "\u{2502}", "l": "\u{250C}", "k": "\u{2510}", "m": "\u{2514}", "j": "\u{2518}",
    "t": "\u{251C}", "u": "\u{2524}", "w": "\u{252C}", "v": "\u{2534}", "n": "\u{253C}",
  ]
}

/// The cells of a character by the C library, as a second opinion to the width that the console computes itself.
enum CharacterCells {
  private static let widthFunction: (@Sendable @convention(c) (Int32) -> Int32)? = {
    dlsym(UnsafeMutableRawPointer(bitPattern: 0), "wcwidth").map {
      unsafeBitCast($0, to: (@Sendable @convention(c) (Int32) -> Int32).self)
    }
  }()
  nonisolated(unsafe) private static let unicode: locale_t? = newlocale(Int32(LC_CTYPE_MASK), "C.UTF-8", nil)

  static func of(_ scalar: Unicode.Scalar, _ encoding: ScreenEmulator.Encoding) -> Int {
    if scalar.isASCII { return 1 }
    // On an EUC-JP terminal everything of two bytes is wide.
    if encoding == .eucJP { return (0xFF61...0xFF9F).contains(scalar.value) ? 1 : 2 }
    guard let widthFunction, let unicode else { return 1 }
    let before = uselocale(unicode)
    defer { uselocale(before) }
    return max(0, Int(widthFunction(Int32(scalar.value))))
  }

  static func of(_ text: String, _ encoding: ScreenEmulator.Encoding) -> Int {
    text.unicodeScalars.first.map { of($0, encoding) } ?? 0
  }
}
