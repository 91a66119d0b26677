internal import FoundationEssentials
internal import Glibc

extension Service {
  /// Takes an event of the machine (manual 1.2.1): it is on the disk when this returns, and is sent by the agent, or held
  /// back because its unit was reported already.
  ///
  /// - Parameters:
  ///   - fault: the event.
  ///   - logs: paths of files that travel with it, compressed.
  /// - Returns: its number, or that it is held back.
  /// - Throws: RMG_0150 if it cannot be stored, RMG_0142 with the path of a log that cannot be read.
  public func report(_ fault: Fault, logs: [String] = []) throws(ServiceError) -> FaultOutcome {
    try report(fault, logs: logs, isAfterRestart: false) { _ in }
  }

  /// The same for an event of a source: `isAfterRestart` ends the suppression of its unit, and `alongside` is done in the
  /// transaction that stores it.
  func report(
    _ fault: Fault, logs: [String], isAfterRestart: Bool, alongside: (SQLiteConnection) throws -> Void
  ) throws(ServiceError) -> FaultOutcome {
    // Held back by now, it needs no copies; whether it still is shows the transaction.
    let isHeld = try store.read { connection throws(SQLiteError) in
      logs.isEmpty || isAfterRestart ? false : try isHeldBack(fault, at: clock.now(), connection)
    }
    let spooled = isHeld ? Spooled(dropped: logs.count) : try spool(logs, for: fault)
    do throws(ServiceError) {
      let outcome = try enqueue(fault, spooled, isAfterRestart: isAfterRestart, alongside: alongside)
      if case .held = outcome { spooled.discard() }
      AgentPost.ring(store.home)
      return outcome
    } catch {
      spooled.discard()
      guard error.systemNumber == ENOSPC else { throw error }
    }
    // The room for logs is the first that is given up for the event itself: its own, the reserve, those that wait.
    let bare = Spooled(dropped: logs.count)
    while true {
      do throws(ServiceError) {
        let outcome = try store.withReserve { () throws(ServiceError) in
          try enqueue(fault, bare, isAfterRestart: isAfterRestart, alongside: alongside)
        }
        AgentPost.ring(store.home)
        return outcome
      } catch {
        guard error.systemNumber == ENOSPC else { throw error }
        // Where that cannot be noted for want of room either, there is room now.
        let before = Spool(store.home).used
        let freed = (try? store.giveUpLogs(Spool.reportRoom, at: clock.now())) ?? 0
        guard freed > 0 || Spool(store.home).used < before else { throw error }
      }
    }
  }

  /// Copies of the logs. The reserve is set aside while there is room for it. Where the room for logs is used up, logs of
  /// other reports that matter less are given up for these.
  private func spool(_ logs: [String], for fault: Fault) throws(ServiceError) -> Spooled {
    let spool = Spool(store.home)
    spool.keepReserve()
    var spooled = spool.take(logs)
    // Compressed, logs have an eighth of their size, or not.
    var wanted = max(logs.reduce(0) { $0 + (Files.size(of: $1) ?? 0) } / 8, Spool.reportRoom)
    // With all the room that a report may take, more of it does not help.
    while spooled.dropped > 0 || spooled.isCut, spool.room() + spooled.size < Spool.reportLimit {
      let given = try? store.giveUpLogs(
        min(wanted, Spool.reportLimit), below: LogWorth(kind: .fault, level: fault.level), at: clock.now())
      guard let given, given > 0 else { break }
      spooled.discard()
      spooled = spool.take(logs)
      wanted *= 2
    }
    return spooled
  }

  private func isHeldBack(_ fault: Fault, at now: Date, _ connection: SQLiteConnection) throws(SQLiteError) -> Bool {
    try Store.suppressions(unit: fault.unit, partition: fault.partition, connection)
      .contains { $0.holds(back: fault.level, at: now) }
  }

  private func enqueue(
    _ fault: Fault, _ spooled: Spooled, isAfterRestart: Bool, alongside: (SQLiteConnection) throws -> Void
  ) throws(ServiceError) -> FaultOutcome {
    let now = clock.now()
    let seconds = try suppressionTime()
    let content = Manifest.Fault(fault, at: now)
    let new = try newReport(.fault, fingerprint: "", attachments: spooled.attachments) { $0.fault = content }
    return try store.write(leavingLog: true) { connection in
      try alongside(connection)
      if isAfterRestart {
        _ = try Store.endSuppression(unit: fault.unit, partition: fault.partition ?? "", connection)
      }
      if try isHeldBack(fault, at: now, connection) {
        try Store.hold(fault, at: now, connection)
        let held = try Store.suppressions(unit: fault.unit, partition: fault.partition, connection).first
        return .held(count: held?.held ?? 1, until: held?.until)
      }
      let report = try Store.enqueue(new, at: now, connection)
      if spooled.dropped > 0 {
        try Store.enter(.dropped, report: report.sequence, count: spooled.dropped, at: now, connection)
      }
      if fault.partition != nil || seconds > 0 {
        let until = fault.partition == nil ? now + seconds : nil
        try Store.suppress(fault, report: report.sequence, from: now, until: until, connection)
      }
      return .queued(report.sequence, dropped: spooled.dropped, unreadable: spooled.unreadable)
    }
  }

  /// A unit works again, or a partition was started anew: the next event of it is reported (manual 1.2.1).
  ///
  /// - Parameters:
  ///   - unit: the unit; nil for all of the partition.
  ///   - partition: the partition; nil for the board.
  /// - Returns: how many suppressions ended.
  /// - Throws: RMG_0036 if neither is named, or one by an empty name: a script whose variable is empty means no unit.
  @discardableResult
  public func endSuppression(unit: String?, partition: String? = nil) throws(ServiceError) -> Int {
    let names = [("unit", unit.map(Fault.name)), ("partition", partition.map(Fault.name))]
    guard unit != nil || partition != nil else { throw ServiceError(.rmg0036) }
    for (what, name) in names where name?.isEmpty == true {
      throw ServiceError(.rmg0036, details: [.init(code: .rmg0036, text: what)])
    }
    return try endSuppression(names[0].1, names[1].1)
  }

  /// The same by names as they are stored; the partition is empty for the board, nil for all.
  private func endSuppression(_ unit: String?, _ partition: String?) throws(ServiceError) -> Int {
    let now = clock.now()
    return try store.write { connection in
      let count = try Store.endSuppression(unit: unit, partition: partition, connection)
      if count > 0 {
        let what = [unit, partition].compactMap { $0 }.joined(separator: " ")
        try Store.note("suppressionEnded", detail: what, at: now, connection)
      }
      return count
    }
  }

  /// Ends the one suppression that was shown: of the unit of its partition, or of the board.
  /// - Throws: RMG_0150 if the store cannot be written.
  public func endSuppression(of suppression: Suppression) throws(ServiceError) {
    _ = try endSuppression(suppression.unit, suppression.partition ?? "")
  }

  /// What is held back now, by unit.
  public func suppressions() throws(ServiceError) -> [Suppression] {
    let now = clock.now()
    return try store.suppressions().filter { $0.holds(at: now) }
  }

  /// How long events of a unit are held back, in seconds.
  public func suppressionTime() throws(ServiceError) -> Double {
    try store.setting(.suppressionTime).flatMap(Double.init) ?? SuppressionTime.standard
  }

  /// Sets how long events of a unit are held back; what is held back already keeps its time, but with 0 nothing is held
  /// back for a time any more.
  /// - Throws: RMG_0016 outside of ``SuppressionTime/minutes``.
  public func setSuppressionTime(minutes: Int) throws(ServiceError) {
    guard SuppressionTime.minutes.contains(minutes) else { throw ServiceError(.rmg0016) }
    try store.write { connection in
      try Store.set(.suppressionTime, String(minutes * 60), connection)
      if minutes == 0 { try connection.run("DELETE FROM suppression WHERE until IS NOT NULL") }
    }
  }
}

extension Manifest.Fault {
  init(_ fault: Fault, at now: Date) {
    self.init(
      unit: fault.unit, level: fault.level, code: fault.code, text: fault.text, partition: fault.partition,
      time: (fault.time ?? now).localISO8601)
  }
}
