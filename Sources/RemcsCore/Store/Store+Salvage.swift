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
    let copy = path + ".mended"
    defer { for suffix in ["", "-wal", "-shm"] { unlink(copy + suffix) } }
    guard let damaged = readable(path) ?? readable(mended(path, as: copy, connection)) else { return 0 }
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

  /// The file, if it is a database at all; what else is damaged shows as it is read.
  private static func readable(_ path: String?) -> SQLiteConnection? {
    guard let path, let connection = try? SQLiteConnection(path: path, mode: .reading) else { return nil }
    do { try connection.run("SELECT count(*) FROM sqlite_schema") } catch { return nil }
    return connection
  }

  /// A copy that begins as a sound file does: where only the first bytes are damaged, everything else can be read.
  /// - Returns: the copy, nil if there is no room for it.
  private static func mended(_ path: String, as copy: String, _ sound: SQLiteConnection) -> String? {
    try? sound.run("PRAGMA wal_checkpoint(FULL)")
    let length = 100
    guard var header = try? Files.beginning(of: sound.path, length: length), header.count == length,
      Files.copy(path, to: copy)
    else { return nil }
    _ = Files.copy(path + "-wal", to: copy + "-wal")
    // No free pages: their list is in the bytes that are gone, and nobody writes to the copy.
    header.replaceSubrange(32..<40, with: [UInt8](repeating: 0, count: 8))
    // A count of pages that does not hold is told by two numbers that differ: the size of the file holds.
    header.replaceSubrange(92..<96, with: [0xFF, 0xFF, 0xFF, 0xFF])
    let descriptor = Glibc.open(copy, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return pwrite(descriptor, header, length, 0) == length ? copy : nil
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
      fingerprint = row[9].text ?? ""
      begun = report.state == .sending || report.tries > 0 ? 1 : row[10].integer ?? 0
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
