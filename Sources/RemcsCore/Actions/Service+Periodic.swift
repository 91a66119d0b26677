internal import FoundationEssentials

extension Service {
  /// When the device checks in by itself; nil before there is a schedule.
  public func periodicSchedule() throws(ServiceError) -> PeriodicSchedule? {
    let answers = try store.answers()
    guard answers.contains(.connectionCycle) else { return nil }
    return PeriodicSchedule(answers, deviceID: try device().id)
  }

  /// Puts a check-in into the queue if its time has come. Times that were missed, because the machine was off, are made up
  /// for once; those of a device that is stopped are not (manual 4.2.11).
  ///
  /// - Parameter calendar: the zone.
  /// - Returns: when the next one is due; nil without a schedule.
  /// - Throws: RMG_0150 if the store cannot be used.
  func contactPeriodically(in calendar: LocalCalendar = .system) throws(ServiceError) -> Date? {
    guard try isRegistered(), let schedule = try periodicSchedule() else { return nil }
    let now = clock.now()
    let last = try store.setting(.lastContact).flatMap(Double.init).map { Date(timeIntervalSince1970: $0) }
    let sends = try state().sends
    // The first time, after a clock was set back by more than a day, and while the device is stopped, the counting begins
    // now.
    guard let last, sends, last.timeIntervalSince(now) < 86400 else {
      try store.set(.lastContact, String(now.timeIntervalSince1970))
      return schedule.contacts(after: now, in: calendar).first
    }
    guard let due = schedule.contacts(after: last, in: calendar).first, due <= now else {
      return schedule.contacts(after: max(now, last), in: calendar).first
    }
    let next = schedule.contacts(after: now, in: calendar).first
    // One that still waits says the same: an outage of a week ends with one.
    let new = try newReport(.periodic, fingerprint: "periodic") { manifest in
      manifest.periodic = Manifest.Periodic(due: due.localISO8601, next: next?.localISO8601)
    }
    try store.write { connection in
      _ = try Store.enqueueReplacing(new, at: now, connection)
      try Store.set(.lastContact, String(now.timeIntervalSince1970), connection)
    }
    return next
  }
}

extension AgentDuty {
  /// The periodic connection (manual 4.2.4).
  public static let periodicContact = AgentDuty("periodicContact", isLookedAtAlways: true) {
    service, _, _ throws(ServiceError) in
    try service.contactPeriodically()
  }

  /// Notices another time zone of the system (manual chapter 8).
  public static let timeZone = AgentDuty("timeZone") { service, now, _ throws(ServiceError) in
    try service.reportTimeZoneChange()
    return now + 3600
  }

  /// Looks whether the hardware has changed (構成情報監視, manual 1.2.1).
  public static let hardwareChange = AgentDuty("hardwareChange") { service, now, cancellation throws(ServiceError) in
    try service.reportHardwareChange(cancellation)
    return now + 3600
  }

  /// Keeps the disk clean: copies of logs that nothing waits for, and what is long done.
  public static let housekeeping = AgentDuty("housekeeping") { service, now, _ throws(ServiceError) in
    let spool = Spool(service.store.home)
    spool.sweep(keeping: try service.store.waitingFiles(), now: now)
    spool.keepReserve()
    try service.store.forgetOld(at: now)
    return now + 24 * 3600
  }
}
