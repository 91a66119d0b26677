internal import FoundationEssentials

extension Service {
  /// Tells the center that the device stops talking to it, and stops (センター接続一時停止, manual 4.2.11): 運用中 becomes
  /// 接続停止中, 保守中 becomes 保守中・接続停止中. Without the mail the state stays as it is, and the mail is not sent later.
  /// - Throws: RMG_0092 before a registration, RMG_0041 with the cause.
  public func pause(observer: (ActionProgress) -> Void, cancellation: Cancellation) throws(ActionFailure) {
    try announce(.pause, .paused, observer, cancellation)
  }

  /// Tells the center that the device talks to it again (センター接続再開, manual 4.2.12). What waited meanwhile is sent
  /// from now on.
  /// - Throws: RMG_0092 before a registration, RMG_0041 with the cause.
  public func resume(observer: (ActionProgress) -> Void, cancellation: Cancellation) throws(ActionFailure) {
    try announce(.resume, .resumed, observer, cancellation)
  }

  /// Begins or ends 保守中 (manual 3.1: no registration meanwhile). The center is not told.
  /// - Throws: RMG_0092 before a registration, RMG_0041 if it is so already.
  public func setMaintenance(_ isOn: Bool) throws(ServiceError) {
    try move(isOn ? .maintenanceStarted : .maintenanceEnded)
    wakeAgent()
  }

  private func announce(
    _ kind: ReportKind, _ cause: StateCause, _ observer: (ActionProgress) -> Void, _ cancellation: Cancellation
  ) throws(ActionFailure) {
    let (way, new) = try lift { () throws(ServiceError) in
      _ = try state().after(cause)
      return (try route(), try newReport(kind, fingerprint: kind.rawValue))
    }
    var queued: Report?
    do throws(ActionFailure) {
      try send(along: way, failing: .rmg0041, observer: observer, cancellation: cancellation) {
        () throws(ServiceError) in
        let now = clock.now()
        let report = try store.write { connection in try Store.enqueueReplacing(new, at: now, connection) }
        queued = report
        return report
      }
    } catch {
      // Sent later it would tell the center what is not so.
      if let sequence = queued?.sequence {
        let now = clock.now()
        try lift { () throws(ServiceError) in
          try store.write { connection in
            try Store.cancel(sequence, reason: "\(kind.rawValue) failed", at: now, connection)
          }
        }
      }
      throw error.withdrawn
    }
    try lift { () throws(ServiceError) in try move(cause) }
    wakeAgent()
    observer(ActionProgress(.finishing, percent: 100))
  }
}
