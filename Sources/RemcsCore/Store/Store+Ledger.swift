internal import FoundationEssentials

/// What the ledger counts.
enum LedgerEvent: String {
  case canceled, suppressed, dropped
}

/// The ledger of losses: an entry is told with every report until one of these has arrived.
extension Store {
  /// As many late numbers as are looked for; all behind them count as late too.
  private static let mostLate = 2000
  /// As many ranges of late numbers as a report tells.
  private static let mostRanges = 200
  /// As many entries as a report tells; the rest comes with the next.
  private static let mostEntries = 500

  /// Notes a report that was canceled, or that lost files.
  static func enter(
    _ event: LedgerEvent, report: Int, count: Int = 1, at time: Date, _ connection: SQLiteConnection
  ) throws(SQLiteError) {
    let now = SQLiteValue.real(time.timeIntervalSince1970)
    try connection.run(
      "INSERT INTO ledger(time, event, report, count, last) VALUES(?, ?, ?, ?, ?)",
      [now, .text(event.rawValue), .integer(report), .integer(count), now])
  }

  /// Counts an event of a unit that is held back. An entry that a report has taken along counts no further.
  static func countSuppressed(unit: String, at time: Date, _ connection: SQLiteConnection) throws(SQLiteError) {
    let now = SQLiteValue.real(time.timeIntervalSince1970)
    var entry: Int?
    try connection.run(
      """
      SELECT id FROM ledger WHERE is_told = 0 AND event = 'suppressed' AND unit = ?
      AND NOT EXISTS (SELECT 1 FROM ledger_report WHERE entry = ledger.id)
      """, [.text(unit)]
    ) { entry = $0[0].integer }
    if let entry {
      try connection.run("UPDATE ledger SET count = count + 1, last = ? WHERE id = ?", [now, .integer(entry)])
    } else {
      try connection.run(
        "INSERT INTO ledger(time, event, unit, last) VALUES(?, 'suppressed', ?, ?)", [now, .text(unit), now])
    }
  }

  /// What the report of that number has to tell, noted as being on its way with it once ``tell(_:in:_:)`` is called.
  static func ledger(
    before sequence: Int, _ connection: SQLiteConnection
  ) throws(SQLiteError) -> (ledger: LossLedger, entries: [Int]) {
    var ledger = LossLedger.empty
    var entries: [Int] = []
    var suppressed: [LossLedger.Suppressed] = []
    var dropped: [Int: Int] = [:]
    try connection.run(
      "SELECT id, event, report, unit, count, time, last FROM ledger WHERE is_told = 0 ORDER BY id LIMIT ?",
      [.integer(mostEntries)]
    ) { row in
      guard let id = row[0].integer, let event = row[1].text.flatMap(LedgerEvent.init) else { return }
      entries.append(id)
      let count = row[4].integer ?? 1
      switch event {
      case .canceled: ledger.canceled.append(row[2].integer ?? 0)
      case .dropped: dropped[row[2].integer ?? 0, default: 0] += count
      case .suppressed:
        suppressed.append(
          .init(
            unit: row[3].text ?? "", count: count,
            first: Date(timeIntervalSince1970: row[5].real ?? 0).localISO8601,
            last: Date(timeIntervalSince1970: row[6].real ?? 0).localISO8601, entry: id))
      }
    }
    ledger.canceled.sort()
    if !suppressed.isEmpty { ledger.suppressed = suppressed }
    if !dropped.isEmpty {
      ledger.dropped = dropped.sorted { $0.key < $1.key }.map { .init(report: $0.key, count: $0.value) }
    }
    let late = try late(before: sequence, connection)
    if !late.isEmpty { ledger.late = late }
    return (ledger, entries)
  }

  /// Notes which entries a report takes along.
  static func tell(_ entries: [Int], in sequence: Int, _ connection: SQLiteConnection) throws(SQLiteError) {
    for entry in entries {
      try connection.run(
        "INSERT INTO ledger_report(entry, report) VALUES(?, ?)", [.integer(entry), .integer(sequence)])
    }
  }

  /// A report has arrived, and so has what it told.
  static func noteTold(by sequence: Int, _ connection: SQLiteConnection) throws(SQLiteError) {
    try connection.run(
      "UPDATE ledger SET is_told = 1 WHERE id IN (SELECT entry FROM ledger_report WHERE report = ?)",
      [.integer(sequence)])
  }

  /// The oldest numbers that are still to be sent, as ranges. Each state by itself, so that an index gives them in order,
  /// however many there are.
  private static func late(before sequence: Int, _ connection: SQLiteConnection) throws(SQLiteError) -> [String] {
    var numbers: [Int] = []
    for state in [ReportState.waiting, .sending, .failed] {
      try connection.run(
        "SELECT sequence FROM report WHERE state = ? AND sequence < ? ORDER BY sequence LIMIT ?",
        [.text(state.rawValue), .integer(sequence), .integer(mostLate)]
      ) { if let number = $0[0].integer { numbers.append(number) } }
    }
    let sorted = numbers.sorted().prefix(mostLate)
    let ranges = sorted.numberRanges
    guard sorted.count == mostLate || ranges.count > mostRanges, let end = ranges.prefix(mostRanges).last,
      let start = end.split(separator: "-").first
    else { return ranges }
    // Too many to name: what comes behind may all be on its way.
    return ranges.prefix(mostRanges).dropLast() + ["\(start)-\(sequence - 1)"]
  }
}

extension Collection<Int> {
  /// Ascending numbers as `7` or `7-12`.
  public var numberRanges: [String] {
    var result: [String] = []
    var range: (first: Int, last: Int)?
    func finish() {
      if let range { result.append(range.first == range.last ? "\(range.first)" : "\(range.first)-\(range.last)") }
    }
    for number in self {
      if let open = range, open.last + 1 == number {
        range = (open.first, number)
      } else {
        finish()
        range = (number, number)
      }
    }
    finish()
    return result
  }
}
