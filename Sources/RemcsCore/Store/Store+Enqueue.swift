internal import FoundationEssentials

/// What is to be told to the center, before it has a number.
struct NewReport {
  let kind: ReportKind
  /// The same for two reports that would tell the center the same.
  let fingerprint: String
  let attachments: [Attachment]
  /// Makes the manifest, once the number and the id are known.
  let manifest: (_ id: String, _ sequence: Int, _ created: Date, _ ledger: LossLedger) throws -> [UInt8]
}

/// Reports come into the queue, and leave it by a decision.
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
      var again = same.report
      again.state = .waiting
      return again
    }
    for old in earlier {
      try cancel(old.report.sequence, reason: "superseded", at: time, connection)
    }
    return try enqueue(new, at: time, connection)
  }

  static func enqueue(
    _ new: NewReport, at time: Date, _ connection: SQLiteConnection
  ) throws -> Report {
    // The number comes from a counter of its own, so it is never given twice, whatever is deleted.
    let counter = NumberMark(of: connection.path)
    let sequence = try setting(.nextSequence, connection).flatMap { Int($0) } ?? counter.next
    try set(.nextSequence, String(sequence + 1), connection)
    counter.raise(to: sequence + 1)
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
      if let report = report(row) { result.append((report, row[9].text ?? "")) }
    }
    for index in result.indices {
      result[index].report.attachments = try attachments(of: result[index].report.sequence, connection)
    }
    return result
  }
}
