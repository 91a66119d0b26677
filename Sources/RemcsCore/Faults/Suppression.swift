public import FoundationEssentials

/// A unit whose further events are held back (manual 1.2.1).
public struct Suppression: Sendable, Codable, Equatable {
  /// The unit.
  public let unit: String
  /// The partition that saw it; nil for the board.
  public let partition: String?
  /// The level that was reported: only a higher one breaks through.
  public let level: FaultLevel
  /// Since when, and until when; nil: until it is cleared or the partition starts anew.
  public let since: Date, until: Date?
  /// The number of the report.
  public let report: Int
  /// How many events were held back, and when the last one was.
  public let held: Int, lastHeld: Date?

  /// A suppression, as it is stored.
  public init(
    unit: String, partition: String?, level: FaultLevel, since: Date, until: Date?, report: Int, held: Int,
    lastHeld: Date?
  ) {
    self.unit = unit
    self.partition = partition
    self.level = level
    self.since = since
    self.until = until
    self.report = report
    self.held = held
    self.lastHeld = lastHeld
  }

  /// The unit as people are told: with its partition, if it has one, such as `CPU-1 (P0)`.
  public var place: String { partition.map { "\(unit) (\($0))" } ?? unit }

  /// What would break through: the levels above.
  public var breaksThrough: [FaultLevel] { FaultLevel.allCases.filter { $0 > level } }

  /// Whether it is still in force. A clock that was set back to before its beginning ends it: an event too many is
  /// better than years of silence.
  func holds(at now: Date) -> Bool {
    guard now >= since else { return false }
    return until.map { now < $0 } ?? true
  }

  /// What becomes of an event of this unit.
  func holds(back level: FaultLevel, at now: Date) -> Bool { holds(at: now) && level <= self.level }
}

/// How long events of a unit are held back after one was reported.
public enum SuppressionTime {
  /// 24 hours; the manual names no figure.
  public static let standard: Double = 24 * 3600
  /// What can be set, in minutes: up to 30 days; 0 holds nothing back.
  public static let minutes = 0...43_200
}

extension Store {
  /// What is held back now or would be, by unit.
  func suppressions() throws(ServiceError) -> [Suppression] {
    try read { connection throws(SQLiteError) in try Self.suppressions(connection) }
  }

  static func suppressions(
    unit: String? = nil, partition: String? = nil, _ connection: SQLiteConnection
  ) throws(SQLiteError) -> [Suppression] {
    var result: [Suppression] = []
    let place = unit == nil ? "" : "WHERE unit = ? AND partition = ?"
    try connection.run(
      """
      SELECT unit, partition, level, since, until, report, held, last_held FROM suppression \(place)
      ORDER BY unit, partition
      """, unit.map { [.text($0), .text(partition ?? "")] } ?? []
    ) { row in
      let level = FaultLevel.allCases.first { $0.rank == row[2].integer } ?? .error
      func date(_ value: SQLiteValue) -> Date? { value.real.map { Date(timeIntervalSince1970: $0) } }
      result.append(
        Suppression(
          unit: row[0].text ?? "", partition: row[1].text?.nonEmpty, level: level,
          since: date(row[3]) ?? .distantPast, until: date(row[4]), report: row[5].integer ?? 0,
          held: row[6].integer ?? 0, lastHeld: date(row[7])))
    }
    return result
  }

  static func suppress(_ fault: Fault, report: Int, from now: Date, until: Date?, _ connection: SQLiteConnection)
    throws(SQLiteError)
  {
    try connection.run(
      """
      INSERT OR REPLACE INTO suppression(unit, partition, level, since, until, report) VALUES(?, ?, ?, ?, ?, ?)
      """,
      [
        .text(fault.unit), .text(fault.partition ?? ""), .integer(fault.level.rank),
        .real(now.timeIntervalSince1970), until.map { .real($0.timeIntervalSince1970) } ?? .null, .integer(report),
      ])
  }

  static func hold(_ fault: Fault, at now: Date, _ connection: SQLiteConnection) throws(SQLiteError) {
    try connection.run(
      "UPDATE suppression SET held = held + 1, last_held = ? WHERE unit = ? AND partition = ?",
      [.real(now.timeIntervalSince1970), .text(fault.unit), .text(fault.partition ?? "")])
    try countSuppressed(unit: fault.unit, at: now, connection)
  }

  /// Ends suppressions: of a unit, of a partition, or of a unit of a partition. How many ended comes back.
  static func endSuppression(
    unit: String?, partition: String?, _ connection: SQLiteConnection
  ) throws(SQLiteError) -> Int {
    var places: [String] = []
    var values: [SQLiteValue] = []
    if let unit {
      places.append("unit = ?")
      values.append(.text(unit))
    }
    if let partition {
      places.append("partition = ?")
      values.append(.text(partition))
    }
    var count = 0
    try connection.run(
      "DELETE FROM suppression WHERE \(places.joined(separator: " AND ")) RETURNING 1", values
    ) { _ in count += 1 }
    return count
  }
}
