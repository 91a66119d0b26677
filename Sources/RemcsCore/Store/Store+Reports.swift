public import FoundationEssentials
internal import Glibc

/// What is to be told to the center, before it has a number.
struct NewReport {
  let kind: ReportKind
  /// The same for two reports that would tell the center the same.
  let fingerprint: String
  let attachments: [Attachment]
  /// Makes the manifest, once the number and the id are known.
  let manifest: (_ id: String, _ sequence: Int, _ created: Date, _ ledger: LossLedger) throws -> [UInt8]
}

/// One line of what happened to reports and settings.
public struct HistoryEntry: Sendable, Equatable {
  /// When.
  public let time: Date
  /// The number of the report, if it is about one.
  public let report: Int?
  /// What happened: enqueued, waiting (after a try), relayed, failed, retried, canceled, state, diagnosis,
  /// settingsExported, logsCollected, personalInformationDeleted.
  public let event: String
  /// More of it, harmless.
  public let detail: String
}

extension Store {
  /// Puts a report into the queue; it has a number and is on the disk when the transaction is. An unsent report of the
  /// same kind that says the same is taken instead, and one that says something else is taken out.
  static func enqueueReplacing(
    _ new: NewReport, at time: Date, _ connection: SQLiteConnection
  ) throws -> Report {
    let earlier = try unsent(new.kind, connection)
    if let same = earlier.last, same.fingerprint == new.fingerprint {
      // One that failed is sent again: what it says is wanted now.
      guard same.report.state == .failed else { return same.report }
      try retry(same.report.sequence, reason: "asked for again", at: time, connection)
      return same.report.with(state: .waiting)
    }
    for old in earlier {
      try cancel(old.report.sequence, reason: "superseded", at: time, connection)
    }
    return try enqueue(new, at: time, connection)
  }

  /// Takes a report out of the queue, which the history and the next report tell.
  static func cancel(
    _ sequence: Int, reason: String, at time: Date, _ connection: SQLiteConnection
  ) throws(SQLiteError) {
    var isTaken = false
    try connection.run(
      "UPDATE report SET state = 'canceled' WHERE sequence = ? AND state NOT IN ('canceled', 'relayed') RETURNING 1",
      [.integer(sequence)]
    ) { _ in isTaken = true }
    guard isTaken else { return }
    try enter(.canceled, report: sequence, at: time, connection)
    try note(ReportState.canceled.rawValue, report: sequence, detail: reason, at: time, connection)
  }

  /// Lets a report that was refused for good wait again, as if it had never been tried. Its last error stays, until the
  /// next try.
  static func retry(
    _ sequence: Int, reason: String, at time: Date, _ connection: SQLiteConnection
  ) throws(SQLiteError) {
    try connection.run(
      "UPDATE report SET state = 'waiting', tries = 0, next_try = 0 WHERE sequence = ?", [.integer(sequence)])
    try note("retried", report: sequence, detail: reason, at: time, connection)
  }

  /// Where a report stands; nil if there is none of this number.
  static func state(of sequence: Int, _ connection: SQLiteConnection) throws(SQLiteError) -> ReportState? {
    var state: ReportState?
    try connection.run("SELECT state FROM report WHERE sequence = ?", [.integer(sequence)]) {
      state = $0[0].text.flatMap(ReportState.init)
    }
    return state
  }

  static func enqueue(
    _ new: NewReport, at time: Date, _ connection: SQLiteConnection
  ) throws -> Report {
    // The number comes from a counter of its own, so it is never given twice, whatever is deleted.
    var sequence = 1
    try connection.run("SELECT value FROM setting WHERE key = ?", [.text(SettingKey.nextSequence.rawValue)]) {
      sequence = $0[0].text.flatMap { Int($0) } ?? sequence
    }
    try set(.nextSequence, String(sequence + 1), connection)
    let (ledger, entries) = try ledger(before: sequence, connection)
    let id = UUID().uuidString.lowercased()
    let manifest = try new.manifest(id, sequence, time, ledger)
    try connection.run(
      """
      INSERT INTO report(sequence, id, kind, created, manifest, fingerprint, importance, state)
      VALUES(?, ?, ?, ?, ?, ?, ?, 'waiting')
      """,
      [
        .integer(sequence), .text(id), .text(new.kind.rawValue), .real(time.timeIntervalSince1970), .blob(manifest),
        .text(new.fingerprint), .integer(new.kind.importance),
      ])
    try tell(entries, in: sequence, connection)
    try store(new.attachments, of: sequence, connection)
    try note("enqueued", report: sequence, detail: new.kind.rawValue, at: time, connection)
    return Report(
      id: id, sequence: sequence, kind: new.kind, created: time, manifest: manifest, attachments: new.attachments)
  }

  static func store(
    _ files: [Attachment], of sequence: Int, _ connection: SQLiteConnection
  ) throws(SQLiteError) {
    for (position, file) in files.enumerated() {
      try connection.run(
        "INSERT INTO attachment(report, position, name, path, size, sha256) VALUES(?, ?, ?, ?, ?, ?)",
        [
          .integer(sequence), .integer(position), .text(file.name), .text(file.path), .integer(file.size),
          .text(file.sha256),
        ])
    }
  }

  static func note(
    _ event: String, report: Int? = nil, detail: String = "", at time: Date,
    _ connection: SQLiteConnection
  ) throws(SQLiteError) {
    try connection.run(
      "INSERT INTO history(time, report, event, detail) VALUES(?, ?, ?, ?)",
      [
        .real(time.timeIntervalSince1970), report.map(SQLiteValue.integer) ?? .null, .text(event),
        .text(detail.harmless()),
      ])
  }

  /// The reports in one of `states`, in the order of their numbers; the first `limit` of them.
  public func reports(
    in states: [ReportState] = ReportState.allCases, limit: Int = -1
  ) throws(ServiceError) -> [Report] {
    try read { connection throws(SQLiteError) in
      var reports: [Report] = []
      let list = states.map { "'\($0.rawValue)'" }.joined(separator: ",")
      try connection.run(
        """
        SELECT \(Self.columns) FROM report WHERE state IN (\(list)) ORDER BY sequence LIMIT \(limit)
        """
      ) { row in
        if let report = Self.report(row) { reports.append(report) }
      }
      for index in reports.indices {
        let files = try Self.attachments(of: reports[index].sequence, connection)
        if !files.isEmpty { reports[index] = reports[index].with(attachments: files) }
      }
      return reports
    }
  }

  /// The reports of some kinds in some states, in the order of their numbers, without their files.
  func reports(of kinds: [ReportKind], in states: [ReportState]) throws(ServiceError) -> [Report] {
    let kindList = kinds.map { "'\($0.rawValue)'" }.joined(separator: ",")
    let stateList = states.map { "'\($0.rawValue)'" }.joined(separator: ",")
    return try read { connection throws(SQLiteError) in
      var reports: [Report] = []
      try connection.run(
        """
        SELECT \(Self.columns) FROM report WHERE state IN (\(stateList)) AND kind IN (\(kindList)) ORDER BY sequence
        """
      ) { row in if let report = Self.report(row) { reports.append(report) } }
      return reports
    }
  }

  /// The report of a number; nil if there is none.
  public func report(_ sequence: Int) throws(ServiceError) -> Report? {
    try read { connection throws(SQLiteError) in
      var found: Report?
      try connection.run("SELECT \(Self.columns) FROM report WHERE sequence = ?", [.integer(sequence)]) {
        found = Self.report($0)
      }
      return found?.with(attachments: try Self.attachments(of: sequence, connection))
    }
  }

  /// How many reports are neither relayed nor canceled.
  public func waitingCount() throws(ServiceError) -> Int {
    try read { connection throws(SQLiteError) in
      var count = 0
      try connection.run("SELECT count(*) FROM report WHERE state IN ('waiting', 'sending', 'failed')") {
        count = $0[0].integer ?? 0
      }
      return count
    }
  }

  /// The unsent reports of a kind with their fingerprints, oldest first.
  private static func unsent(
    _ kind: ReportKind, _ connection: SQLiteConnection
  ) throws(SQLiteError) -> [(report: Report, fingerprint: String)] {
    var result: [(report: Report, fingerprint: String)] = []
    try connection.run(
      """
      SELECT \(columns), fingerprint FROM report WHERE kind = ? AND state IN ('waiting', 'sending', 'failed')
      ORDER BY sequence
      """, [.text(kind.rawValue)]
    ) { row in
      if let report = report(row) { result.append((report, row[8].text ?? "")) }
    }
    for index in result.indices {
      let files = try attachments(of: result[index].report.sequence, connection)
      if !files.isEmpty { result[index].report = result[index].report.with(attachments: files) }
    }
    return result
  }

  /// The newest report of a kind that the mail server took; nil if none did.
  func lastRelayed(_ kind: ReportKind) throws(ServiceError) -> Report? {
    try read { connection throws(SQLiteError) in
      var found: Report?
      try connection.run(
        "SELECT \(Self.columns) FROM report WHERE kind = ? AND state = 'relayed' ORDER BY sequence DESC LIMIT 1",
        [.text(kind.rawValue)]
      ) { found = Self.report($0) }
      return found
    }
  }

  /// Whether a report stands as being sent.
  func isAnythingSending() throws(ServiceError) -> Bool {
    try read { connection throws(SQLiteError) in
      var isAny = false
      try connection.run("SELECT 1 FROM report WHERE state = 'sending' LIMIT 1") { _ in isAny = true }
      return isAny
    }
  }

  /// What was being sent by a program that is gone waits again.
  func releaseInterrupted() throws(ServiceError) {
    try write { connection in try connection.run("UPDATE report SET state = 'waiting' WHERE state = 'sending'") }
  }

  /// Notes that a report is being sent; false if it was taken out of the queue.
  func beginSending(_ sequence: Int) throws(ServiceError) -> Bool {
    try write { connection in
      try connection.run(
        "UPDATE report SET state = 'sending' WHERE sequence = ? AND state <> 'canceled'", [.integer(sequence)])
      var state: String?
      try connection.run("SELECT state FROM report WHERE sequence = ?", [.integer(sequence)]) { state = $0[0].text }
      return state == ReportState.sending.rawValue
    }
  }

  /// Notes where a report stands now, and the reason in the history.
  func mark(
    _ sequence: Int, _ state: ReportState, error: MessageCode? = nil, detail: String = "", tried: Bool = false,
    at time: Date
  ) throws(ServiceError) {
    try write { connection in
      // What was taken out while it was on its way stays so, unless it has arrived.
      let isPossible = state == .relayed ? "" : "AND state <> 'canceled'"
      var manifest: [UInt8]?
      try connection.run(
        """
        UPDATE report SET state = ?, tries = tries + ?, last_error = ? WHERE sequence = ? \(isPossible)
        RETURNING manifest
        """,
        [
          .text(state.rawValue), .integer(tried ? 1 : 0), error.map { .text($0.rawValue) } ?? .null,
          .integer(sequence),
        ]
      ) { manifest = $0[0].blob ?? [] }
      guard let manifest else { return }
      if state == .relayed { try Self.noteArrival(of: sequence, manifest, connection) }
      try Self.note(state.rawValue, report: sequence, detail: detail, at: time, connection)
    }
    if state == .relayed { try discardFiles(of: sequence) }
  }

  /// What follows when a report has arrived, in the same transaction: what it told is told, the way is free, and the center
  /// knows the time zone that it names.
  private static func noteArrival(
    of sequence: Int, _ manifest: [UInt8], _ connection: SQLiteConnection
  ) throws(SQLiteError) {
    try noteTold(by: sequence, connection)
    // It was taken out while it was on its way: the center must not be told that it never comes.
    try connection.run(
      "DELETE FROM ledger_report WHERE entry IN (SELECT id FROM ledger WHERE event = 'canceled' AND report = ?)",
      [.integer(sequence)])
    try connection.run("DELETE FROM ledger WHERE event = 'canceled' AND report = ?", [.integer(sequence)])
    try forgetContact(connection)
    if let zone = (try? Manifest(manifest))?.registration?.timeZone { try set(.toldTimeZone, zone, connection) }
  }

  /// Takes away the copies that waited with a report.
  private func discardFiles(of sequence: Int) throws(ServiceError) {
    let spool = Spool(home)
    for file in try read({ connection throws(SQLiteError) in try Self.attachments(of: sequence, connection) })
    where spool.contains(file.path) {
      unlink(file.path)
    }
  }

  /// The copies that reports wait with.
  func waitingFiles() throws(ServiceError) -> Set<String> {
    try read { connection throws(SQLiteError) in
      var paths: Set<String> = []
      try connection.run(
        """
        SELECT path FROM attachment JOIN report ON sequence = report WHERE state IN ('waiting', 'sending', 'failed')
        """
      ) { if let path = $0[0].text { paths.insert(path) } }
      return paths
    }
  }

  /// The history, newest first.
  public func history(limit: Int = 100) throws(ServiceError) -> [HistoryEntry] {
    try read { connection throws(SQLiteError) in
      var entries: [HistoryEntry] = []
      try connection.run("SELECT time, report, event, detail FROM history ORDER BY id DESC LIMIT ?", [.integer(limit)])
      {
        entries.append(
          HistoryEntry(
            time: Date(timeIntervalSince1970: $0[0].real ?? 0), report: $0[1].integer, event: $0[2].text ?? "",
            detail: $0[3].text ?? ""))
      }
      return entries
    }
  }

  static let columns = "id, sequence, kind, created, manifest, state, tries, last_error"

  static func report(_ row: [SQLiteValue]) -> Report? {
    guard let id = row[0].text, let sequence = row[1].integer, let kind = row[2].text.flatMap(ReportKind.init),
      let state = row[5].text.flatMap(ReportState.init)
    else { return nil }
    return Report(
      id: id, sequence: sequence, kind: kind, created: Date(timeIntervalSince1970: row[3].real ?? 0),
      manifest: row[4].blob ?? [], state: state, tries: row[6].integer ?? 0,
      lastError: row[7].text.flatMap(MessageCode.init))
  }

  static func attachments(
    of sequence: Int, _ connection: SQLiteConnection
  ) throws(SQLiteError) -> [Attachment] {
    var files: [Attachment] = []
    try connection.run(
      "SELECT name, path, size, sha256 FROM attachment WHERE report = ? ORDER BY position", [.integer(sequence)]
    ) {
      files.append(
        Attachment(
          name: $0[0].text ?? "", path: $0[1].text ?? "", size: $0[2].integer ?? 0, sha256: $0[3].text ?? ""))
    }
    return files
  }
}

extension Report {
  func with(state: ReportState) -> Report {
    var copy = self
    copy.state = state
    return copy
  }

  func with(attachments: [Attachment]) -> Report {
    Report(
      id: id, sequence: sequence, kind: kind, created: created, manifest: manifest, attachments: attachments,
      state: state, tries: tries, lastError: lastError)
  }
}
