/// What was measured of one topic, row by row.
struct Table: CustomStringConvertible {
  /// Whether a value is held to a limit.
  enum Verdict: String {
    case ok
    case over = "OVER"
    /// Only shown: a time, or a program that is not ours.
    case none = ""
  }

  private let title: String
  private var rows: [[String]]
  private var notes: [String] = []
  /// Whether a limit was broken.
  private(set) var isOver = false

  /// An empty table; `columns` are the heads of the measured values.
  init(_ title: String, _ columns: String...) {
    self.title = title
    rows = [["", "limit"] + columns + ["verdict"]]
  }

  /// Adds a row; several values stand side by side.
  mutating func add(_ name: String, limit: String = "", _ values: [String], _ verdict: Verdict = .none) {
    rows.append([name, limit] + values + [verdict.rawValue])
    if verdict == .over { isOver = true }
  }

  /// Adds a row of counts that must not be above a limit; nil: there is none.
  mutating func add(_ name: String, limit: Int?, _ values: [Int]) {
    let verdict = limit.map { limit in values.contains { $0 > limit } ? Verdict.over : .ok } ?? .none
    add(name, limit: limit.map { "\($0)" } ?? "", values.map { "\($0)" }, verdict)
  }

  /// Adds a row of ratios that must not be above a limit.
  mutating func add(_ name: String, limit: Double, ratios: [Double]) {
    add(
      name, limit: "\(limit)x", ratios.map { Self.decimals($0, 2) + "x" },
      ratios.contains { $0 > limit } ? .over : .ok)
  }

  /// Adds a line below the table.
  mutating func note(_ text: String) { notes.append(text) }

  /// A number with so many decimals.
  static func decimals(_ value: Double, _ count: Int) -> String {
    let factor = (0..<count).reduce(1) { power, _ in power * 10 }
    let scaled = Int((value * Double(factor)).rounded())
    guard count > 0 else { return String(scaled) }
    let rest = String(scaled.magnitude % UInt(factor))
    let whole = (scaled < 0 ? "-" : "") + "\(scaled.magnitude / UInt(factor))"
    return whole + "." + String(repeating: "0", count: count - rest.count) + rest
  }

  var description: String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    var text = "== \(title)\n"
    for row in rows {
      let cells = row.enumerated().map { column, cell in
        let fill = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 || column == row.count - 1 ? cell + fill : fill + cell
      }
      text += cells.joined(separator: "  ").trimmedEnd + "\n"
    }
    return text + notes.map { "  \($0)\n" }.joined()
  }
}

extension String {
  fileprivate var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
