internal import FoundationEssentials

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
        "UPDATE report SET state = 'waiting', tries = tries + 1, last_error = ?, next_try = ? WHERE sequence = ?",
        [.text(error.rawValue), .real(time.timeIntervalSince1970), .integer(report.sequence)])
      try Self.note(ReportState.waiting.rawValue, report: report.sequence, detail: detail, at: now, connection)
    }
  }

  /// The patience is over: everything that waits now is kept as failed, for a person to decide.
  func failAllWaiting(_ error: MessageCode, detail: String, at now: Date) throws(ServiceError) {
    try write { connection in
      try connection.run(
        """
        INSERT INTO history(time, report, event, detail) SELECT ?, sequence, 'failed', ? FROM report
        WHERE state = 'waiting'
        """, [.real(now.timeIntervalSince1970), .text(detail.harmless())])
      try connection.run(
        "UPDATE report SET state = 'failed', last_error = ? WHERE state = 'waiting'", [.text(error.rawValue)])
      try Self.forgetContact(connection)
    }
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
