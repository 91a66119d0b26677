internal import FoundationEssentials
internal import Glibc

/// Where a report stands while it is being sent, and what follows. What was taken out meanwhile stays so.
extension Store {
  /// Notes that a report is being sent; false if it was taken out of the queue.
  func beginSending(_ sequence: Int) throws(ServiceError) -> Bool {
    try write(leavingLog: true) { connection in
      try connection.run(
        "UPDATE report SET state = 'sending' WHERE sequence = ? AND state <> 'canceled'", [.integer(sequence)])
      var state: String?
      try connection.run("SELECT state FROM report WHERE sequence = ?", [.integer(sequence)]) { state = $0[0].text }
      return state == ReportState.sending.rawValue
    }
  }

  /// Notes that these are being sent; those that were taken out meanwhile are left out of the answer.
  func beginSending(_ reports: [Report]) throws(ServiceError) -> [Report] {
    try write(leavingLog: true) { connection in
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

  /// Reports as ones of the device that this is now. One that was made before its id was set, or while its settings were
  /// lost, would be one of another device; one of which a piece may have arrived stays as it is.
  func addressed(_ reports: [Report], as device: DeviceIdentity) throws(ServiceError) -> [Report] {
    guard reports.contains(where: { !$0.names(device.id) }) else { return reports }
    return try write(leavingLog: true) { connection in
      try reports.map { report in
        guard var manifest = try? Manifest(report.manifest), manifest.device.id != device.id else { return report }
        manifest.device = Manifest.Device(device, uniqueName: manifest.device.uniqueName ?? "")
        var changed = report
        changed.manifest = try manifest.encoded()
        var isChanged = false
        try connection.run(
          """
          UPDATE report SET manifest = ? WHERE sequence = ? AND state = 'waiting' AND begun = 0 AND tries = 0 RETURNING 1
          """, [.blob(changed.manifest), .integer(report.sequence)]
        ) { _ in isChanged = true }
        return isChanged ? changed : report
      }
    }
  }

  /// What was not sent of a batch waits again, without having been tried.
  /// - Parameters:
  ///   - reports: the rest of the batch.
  ///   - begun: the number of the one of which a piece may have arrived.
  /// - Throws: RMG_0150 if that cannot be noted.
  func release(_ reports: [Report], begun: Int? = nil) throws(ServiceError) {
    guard !reports.isEmpty else { return }
    try write(leavingLog: true) { connection in
      for report in reports {
        try connection.run(
          "UPDATE report SET state = 'waiting', begun = max(begun, ?) WHERE sequence = ? AND state = 'sending'",
          [.integer(report.sequence == begun ? 1 : 0), .integer(report.sequence)])
      }
    }
  }

  /// What was being sent by a program that is gone waits again.
  func releaseInterrupted() throws(ServiceError) {
    try write(leavingLog: true) { connection in
      try connection.run("UPDATE report SET state = 'waiting', begun = 1 WHERE state = 'sending'")
    }
  }

  /// Notes where a report stands now, and the reason in the history. Of one that was tried a piece may have arrived.
  func mark(
    _ sequence: Int, _ state: ReportState, error: MessageCode? = nil, detail: String = "", tried: Bool = false,
    at time: Date
  ) throws(ServiceError) {
    try write(leavingLog: true) { connection in
      // What was taken out while it was on its way stays so, unless it has arrived.
      let isPossible = state == .relayed ? "" : "AND state <> 'canceled'"
      var manifest: [UInt8]?
      try connection.run(
        """
        UPDATE report SET state = ?1, tries = tries + ?2, begun = max(begun, ?2), last_error = ?3
        WHERE sequence = ?4 \(isPossible)
        RETURNING manifest
        """,
        [
          .text(state.rawValue), .integer(tried ? 1 : 0), error.map { .text($0.rawValue) } ?? .null,
          .integer(sequence),
        ]
      ) { manifest = $0[0].blob ?? [] }
      guard let manifest else { return }
      if state == .relayed { try Self.noteArrival(of: sequence, manifest, at: time, connection) }
      try Self.note(state.rawValue, report: sequence, detail: detail, at: time, connection)
    }
    if state == .relayed { try discardFiles(of: sequence) }
  }

  /// What follows when a report has arrived, in the same transaction: what it told is told, the way is free, and the center
  /// knows the time zone that it names.
  private static func noteArrival(
    of sequence: Int, _ manifest: [UInt8], at time: Date, _ connection: SQLiteConnection
  ) throws(SQLiteError) {
    try noteTold(by: sequence, connection)
    try noteReached(by: sequence, at: time, connection)
    // It was taken out while it was on its way: the center must not be told that it never comes.
    try connection.run(
      "DELETE FROM ledger_report WHERE entry IN (SELECT id FROM ledger WHERE event = 'canceled' AND report = ?)",
      [.integer(sequence)])
    try connection.run("DELETE FROM ledger WHERE event = 'canceled' AND report = ?", [.integer(sequence)])
    if let zone = (try? Manifest(manifest))?.registration?.timeZone { try set(.toldTimeZone, zone, connection) }
  }

  /// The mail server took a report, or would not have this one: the way to it is free.
  func noteReached(by sequence: Int, at time: Date) throws(ServiceError) {
    try write(leavingLog: true) { connection in try Self.noteReached(by: sequence, at: time, connection) }
  }

  private static func noteReached(
    by sequence: Int, at time: Date, _ connection: SQLiteConnection
  ) throws(SQLiteError) {
    guard try setting(.contactTrouble, connection) != nil else { return }
    try note("contactRestored", report: sequence, at: time, connection)
    try forgetContact(connection)
  }

  /// Takes away the copies that waited with a report.
  private func discardFiles(of sequence: Int) throws(ServiceError) {
    let spool = Spool(home)
    for file in try read({ connection throws(SQLiteError) in try Self.attachments(of: sequence, connection) })
    where spool.contains(file.path) {
      unlink(file.path)
    }
  }

  /// A report that will be tried again at a time of its own.
  func postpone(
    _ report: Report, until time: Date, error: MessageCode, detail: String, at now: Date
  ) throws(ServiceError) {
    try write(leavingLog: true) { connection in
      var isStill = false
      try connection.run(
        """
        UPDATE report SET state = 'waiting', tries = tries + 1, last_error = ?, next_try = ?, begun = 1
        WHERE sequence = ? AND state = 'sending' RETURNING 1
        """, [.text(error.rawValue), .real(time.timeIntervalSince1970), .integer(report.sequence)]
      ) { _ in isStill = true }
      guard isStill else { return }
      try Self.note(ReportState.waiting.rawValue, report: report.sequence, detail: detail, at: now, connection)
    }
  }

  /// The patience is over: what waited since the trouble began is kept as failed, for a person to decide; what came later
  /// has its five days before it.
  func failWaiting(
    upTo newest: Int, _ error: MessageCode, detail: String, at now: Date
  ) throws(ServiceError) {
    let limit = SQLiteValue.integer(newest)
    try write(leavingLog: true) { connection in
      try connection.run(
        """
        INSERT INTO history(time, report, event, detail) SELECT ?, sequence, 'failed', ? FROM report
        WHERE state = 'waiting' AND sequence <= ?
        """, [.real(now.timeIntervalSince1970), .text(detail.harmless()), limit])
      try connection.run(
        "UPDATE report SET state = 'failed', last_error = ? WHERE state = 'waiting' AND sequence <= ?",
        [.text(error.rawValue), limit])
      try Self.forgetContact(connection)
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
    try write(leavingLog: true) { connection in
      for number in left { try Self.cancel(number, reason: "interrupted", at: now, connection) }
    }
  }
}
