internal import FoundationEssentials
internal import Glibc

/// What is taken over from a damaged store: its settings are begun anew (table 6.2), but what was accepted is still to be
/// sent, and no number is given a second time.
extension Store {
  /// - Parameters:
  ///   - path: the damaged file, which is only read.
  ///   - connection: the new one.
  ///   - now: the time.
  /// - Returns: how many reports were saved.
  static func salvage(from path: String, into connection: SQLiteConnection, at now: Date) -> Int {
    guard let damaged = try? SQLiteConnection(path: path, mode: .reading) else { return 0 }
    var reports: [Int: Saved] = [:]
    // From both ends to where it is damaged; by the table itself, since an index may be what is damaged.
    for order in ["ASC", "DESC"] {
      try? damaged.run(
        """
        SELECT \(columns), fingerprint, begun FROM report NOT INDEXED
        WHERE state IN ('waiting', 'sending', 'failed') ORDER BY sequence \(order)
        """
      ) { row in
        if let saved = Saved(row) { reports[saved.report.sequence] = saved }
      }
    }
    for number in reports.keys {
      guard let files = try? attachments(of: number, damaged) else { continue }
      reports[number]?.report.attachments = files.filter { access($0.path, R_OK) == 0 }
    }
    var next = 1
    for question in [
      "SELECT value FROM setting WHERE key = '\(SettingKey.nextSequence.rawValue)'",
      "SELECT max(sequence) + 1 FROM report", "SELECT max(report) + 1 FROM history",
    ] {
      try? damaged.run(question) { next = max(next, $0[0].integer ?? $0[0].text.flatMap { Int($0) } ?? 1) }
    }
    next = max(next, (reports.keys.max() ?? 0) + 1, NumberMark(of: connection.path).next)
    var ledger: [[SQLiteValue]] = []
    try? damaged.run("SELECT time, event, report, unit, count, last FROM ledger NOT INDEXED WHERE is_told = 0") {
      ledger.append($0)
    }
    let saved = try? connection.transaction {
      try set(.nextSequence, String(next), connection)
      for entry in ledger {
        try connection.run("INSERT INTO ledger(time, event, report, unit, count, last) VALUES(?, ?, ?, ?, ?, ?)", entry)
      }
      let all = reports.values.sorted { $0.report.sequence < $1.report.sequence }
      for report in all { try report.store(connection) }
      // A number that is given anew comes after all of them.
      for report in all { try report.leaveOutMissing(at: now, connection) }
      try note("reportsSaved", detail: "\(reports.count), next \(next)", at: now, connection)
      return reports.count
    }
    // The log alone is worth nothing beside a file that a power cut has emptied.
    try? connection.run("PRAGMA wal_checkpoint(FULL)")
    return saved ?? 0
  }

  /// A report of a damaged store, whose manifest bears it out.
  private struct Saved {
    var report: Report
    let manifest: Manifest
    let fingerprint: String
    let begun: Int

    init?(_ row: [SQLiteValue]) {
      guard let report = Store.report(row), let manifest = try? Manifest(report.manifest),
        manifest.sequence == report.sequence
      else { return nil }
      self.report = report
      self.manifest = manifest
      fingerprint = row[8].text ?? ""
      begun = report.state == .sending || report.tries > 0 ? 1 : row[9].integer ?? 0
    }

    func store(_ connection: SQLiteConnection) throws {
      let state: ReportState = report.state == .failed ? .failed : .waiting
      try connection.run(
        """
        INSERT OR IGNORE INTO report(
          sequence, id, kind, created, manifest, fingerprint, importance, state, tries, last_error, begun)
        VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          .integer(report.sequence), .text(report.id), .text(report.kind.rawValue),
          .real(report.created.timeIntervalSince1970), .blob(report.manifest), .text(fingerprint),
          .integer(report.kind.importance), .text(state.rawValue), .integer(report.tries),
          report.lastError.map { .text($0.rawValue) } ?? .null, .integer(begun),
        ])
      try Store.store(report.attachments, of: report.sequence, connection)
    }

    func leaveOutMissing(at now: Date, _ connection: SQLiteConnection) throws {
      guard report.attachments.count < manifest.attachments.count else { return }
      try Store.leaveOutMissing(manifest, rest: report.attachments, isBegun: begun == 1, at: now, connection)
    }
  }
}
