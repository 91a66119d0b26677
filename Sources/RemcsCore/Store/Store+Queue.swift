internal import FoundationEssentials
internal import Glibc

/// The queue as the agent works it off.
extension Store {
  /// The next reports to be sent, most important first.
  func dueReports(limit: Int, at now: Date) throws(ServiceError) -> [Report] {
    try read { connection throws(SQLiteError) in
      var reports: [Report] = []
      try connection.run(
        """
        SELECT \(Self.columns) FROM report INDEXED BY report_order
        WHERE state = 'waiting' AND (next_try <= ? OR next_try > ?) ORDER BY importance, sequence LIMIT ?
        """,
        [
          .real(now.timeIntervalSince1970),
          // A clock that was set back leaves times behind that would never come.
          .real(now.timeIntervalSince1970 + RetryPlan.longest * 2), .integer(limit),
        ]
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

  /// Whether anything waits, or stands as being sent.
  func isAnythingToSend() throws(ServiceError) -> Bool {
    try read { connection throws(SQLiteError) in
      var isAny = false
      try connection.run("SELECT 1 FROM report WHERE state IN ('waiting', 'sending') LIMIT 1") { _ in isAny = true }
      return isAny
    }
  }

  /// When the next waiting report is due; nil if none waits.
  func nextDue() throws(ServiceError) -> Date? {
    try read { connection throws(SQLiteError) in
      var due: Double?
      try connection.run("SELECT min(next_try) FROM report WHERE state = 'waiting'") { due = $0[0].real }
      return due.map { Date(timeIntervalSince1970: $0) }
    }
  }

  /// Notes that these are being sent; those that were taken out meanwhile are left out of the answer.
  func beginSending(_ reports: [Report]) throws(ServiceError) -> [Report] {
    try write { connection in
      try reports.filter { report in
        var isStill = false
        try connection.run(
          "UPDATE report SET state = 'sending' WHERE sequence = ? AND state = 'waiting' RETURNING 1",
          [.integer(report.sequence)]
        ) { _ in isStill = true }
        return isStill
      }
    }
  }

  /// Takes out what a program left that died while it told the center that the device stops, or goes on: sent later it
  /// would tell what is not so. Nobody else may be sending.
  func cancelAnnouncements(at now: Date) throws(ServiceError) {
    let left = try read { connection throws(SQLiteError) in
      var numbers: [Int] = []
      try connection.run(
        """
        SELECT sequence FROM report INDEXED BY report_order
        WHERE state = 'waiting' AND importance = ? AND kind IN ('pause', 'resume')
        """, [.integer(ReportKind.pause.importance)]
      ) { if let number = $0[0].integer { numbers.append(number) } }
      return numbers
    }
    guard !left.isEmpty else { return }
    try write { connection in
      for number in left { try Self.cancel(number, reason: "interrupted", at: now, connection) }
    }
  }

  /// What was not sent of a batch waits again, without having been tried.
  func release(_ reports: [Report]) throws(ServiceError) {
    guard !reports.isEmpty else { return }
    try write { connection in
      for report in reports {
        try connection.run(
          "UPDATE report SET state = 'waiting' WHERE sequence = ? AND state = 'sending'", [.integer(report.sequence)])
      }
    }
  }

  /// A report that will be tried again at a time of its own.
  func postpone(
    _ report: Report, until time: Date, error: MessageCode, detail: String, at now: Date
  ) throws(ServiceError) {
    try write { connection in
      try connection.run(
        """
        UPDATE report SET state = 'waiting', tries = tries + 1, last_error = ?, next_try = ?
        WHERE sequence = ? AND state = 'sending'
        """,
        [.text(error.rawValue), .real(time.timeIntervalSince1970), .integer(report.sequence)])
      try Self.note(ReportState.waiting.rawValue, report: report.sequence, detail: detail, at: now, connection)
    }
  }

  /// The patience is over: what waited since the trouble began is kept as failed, for a person to decide; what came later
  /// has its five days before it.
  func failWaiting(
    before time: Date, _ error: MessageCode, detail: String, at now: Date
  ) throws(ServiceError) {
    let limit = SQLiteValue.real(time.timeIntervalSince1970)
    try write { connection in
      try connection.run(
        """
        INSERT INTO history(time, report, event, detail) SELECT ?, sequence, 'failed', ? FROM report
        WHERE state = 'waiting' AND created <= ?
        """, [.real(now.timeIntervalSince1970), .text(detail.harmless()), limit])
      try connection.run(
        "UPDATE report SET state = 'failed', last_error = ? WHERE state = 'waiting' AND created <= ?",
        [.text(error.rawValue), limit])
      try Self.forgetContact(connection)
    }
  }

  /// Copies of logs that are gone are left out of their report, which is worth more than they are; the center hears of it.
  /// - Returns: whether any was gone.
  func leaveOutMissingFiles(of report: Report, at now: Date) throws(ServiceError) -> Bool {
    let rest = report.attachments.filter { access($0.path, R_OK) == 0 }
    let count = report.attachments.count - rest.count
    guard count > 0, var manifest = try? Manifest(report.manifest) else { return false }
    manifest.attachments = rest.map { .init(name: $0.name, size: $0.size, sha256: $0.sha256) }
    guard let bytes = try? manifest.encoded() else { return false }
    try write { connection in
      try connection.run(
        "UPDATE report SET manifest = ? WHERE sequence = ?", [.blob(bytes), .integer(report.sequence)])
      try connection.run("DELETE FROM attachment WHERE report = ?", [.integer(report.sequence)])
      try Self.store(rest, of: report.sequence, connection)
      try Self.enter(.dropped, report: report.sequence, count: count, at: now, connection)
      try Self.note("filesMissing", report: report.sequence, detail: String(count), at: now, connection)
    }
    return true
  }

  /// How many reports are in a state.
  func count(_ state: ReportState) throws(ServiceError) -> Int {
    try read { connection throws(SQLiteError) in
      var count = 0
      try connection.run("SELECT count(*) FROM report WHERE state = ?", [.text(state.rawValue)]) {
        count = $0[0].integer ?? 0
      }
      return count
    }
  }

  /// Forgets what is long done: relayed and canceled reports and lines of the history that are older than 400 days, and
  /// of the history all but the newest 100,000 lines.
  func forgetOld(at now: Date) throws(ServiceError) {
    let limit = SQLiteValue.real(now.timeIntervalSince1970 - 400 * 24 * 3600)
    try write { connection in
      let old = "SELECT sequence FROM report WHERE state IN ('relayed', 'canceled') AND created < ?"
      // What the center may not know yet is not forgotten.
      let untold = "SELECT report FROM ledger WHERE is_told = 0 AND report IS NOT NULL"
      for table in ["attachment", "ledger_report"] {
        try connection.run(
          "DELETE FROM \(table) WHERE report IN (\(old)) AND report NOT IN (\(untold))", [limit])
      }
      try connection.run(
        """
        DELETE FROM report WHERE sequence IN (\(old)) AND sequence NOT IN (\(untold))
        AND sequence NOT IN (SELECT report FROM ledger_report)
        AND sequence <> (
          SELECT coalesce(max(sequence), 0) FROM report WHERE state = 'relayed' AND kind = 'hardwareConfiguration')
        """, [limit])
      try connection.run(
        """
        DELETE FROM ledger WHERE is_told = 1 AND last < ?
        AND NOT EXISTS (SELECT 1 FROM ledger_report WHERE entry = ledger.id)
        """, [limit])
      try connection.run("DELETE FROM suppression WHERE until < ?", [.real(now.timeIntervalSince1970)])
      try connection.run(
        "DELETE FROM history WHERE time < ? OR id <= (SELECT max(id) FROM history) - 100000", [limit])
    }
  }

  // MARK: The way to the center

  /// The trouble on the way to the center; nil if the last try got through.
  func contactTrouble() throws(ServiceError) -> ContactTrouble? {
    try setting(.contactTrouble).flatMap { try? JSONDecoder().decode(ContactTrouble.self, from: Data($0.utf8)) }
  }

  func set(_ trouble: ContactTrouble) throws(ServiceError) {
    let text = (try? Self.json(trouble)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    try set(.contactTrouble, text)
  }

  /// The way is free again, or is another one now.
  static func forgetContact(_ connection: SQLiteConnection) throws(SQLiteError) {
    try connection.run("DELETE FROM setting WHERE key = ?", [.text(SettingKey.contactTrouble.rawValue)])
  }
}
