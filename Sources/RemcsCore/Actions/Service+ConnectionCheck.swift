internal import FoundationEssentials
internal import RemcsCryptography

extension Service {
  /// Proves the connection to the center and asks it to tell administrator and engineer (manual 3.2.8, 4.2.10). When
  /// the mail server has taken the check, an unfinished device becomes 運用中.
  ///
  /// - Parameters:
  ///   - answers: the form of figure 3.20; the administrator's address is that of the customer information, unless
  ///     `answers` brings one.
  ///   - observer: is told the progress, on the calling thread.
  ///   - cancellation: stops it.
  /// - Throws: RMG_0092 before a registration, RMG_0181 to RMG_0183, RMG_0056 with the cause.
  public func checkConnection(
    _ answers: Answers, observer: (ActionProgress) -> Void, cancellation: Cancellation
  ) throws(ActionFailure) {
    let (prepared, check) = try lift { () throws(ServiceError) in
      guard try isRegistered() else { throw ServiceError(.rmg0092) }
      var complete = FormID.connectionCheck.completed(answers)
      if !answers.contains(.administratorEmail) {
        complete[.administratorEmail] = try store.answer(.administratorEmail)
      }
      if let problem = FormID.connectionCheck.problems(in: complete).first { throw ServiceError(problem) }
      complete = FormID.connectionCheck.repaired(complete)
      let tellsAdministrator = complete[.notifyAdministrator] == "yes"
      let check = Manifest.ConnectionCheck(
        administrator: .init(
          notify: tellsAdministrator,
          address: tellsAdministrator ? try Self.administratorAddress(complete[.administratorEmail]) : ""),
        engineer: .init(
          notify: EngineerNotification(rawValue: complete[.notifyEngineer]) ?? .none,
          address: complete[.notifyEngineerEmail]))
      return (try route(), check)
    }
    let used = try send(along: prepared, failing: .rmg0056, observer: observer, cancellation: cancellation) {
      () throws(ServiceError) in try queue(check)
    }
    // Somebody may have replaced the certificate while the mail was on its way: this check proved the one before.
    guard try lift({ () throws(ServiceError) in try route().center == used }) else {
      throw .failed(
        ServiceError(.rmg0056, [MessageCode.rmg0219.rawValue], cause: ServiceError(.rmg0219)), temporary: true)
    }
    try lift { () throws(ServiceError) in
      try move(.connectionCheckSucceeded)
      try discardDraft()
      try conclude(.connectionCheck)
    }
    wakeAgent()
    observer(ActionProgress(.finishing, percent: 100))
  }

  /// The way to the center as it is stored.
  /// - Throws: RMG_0092 if nothing was set yet.
  func route() throws(ServiceError) -> (center: Center, environment: Environment) {
    let stored = try store.answers()
    guard let type = ConnectionType(rawValue: stored[.connectionType]) else {
      throw ServiceError(.rmg0092, details: [.init(field: .connectionType, code: .rmg0036)])
    }
    return (
      try center(named: stored[.center]),
      try Environment(connectionType: type, stored, maintenancePort: try maintenancePort())
    )
  }

  /// The address that the form of figure 3.20 does not ask for, checked like all others.
  private static func administratorAddress(_ typed: String) throws(ServiceError) -> String {
    // Deleted with the personal information, or never there (figure 4.13).
    guard !typed.isEmpty else {
      throw ServiceError(FieldProblem(field: .administratorEmail, code: .rmg0183))
    }
    let verdict = Field.of(.administratorEmail).verdict(typed)
    guard verdict.outcome != .reject else {
      throw ServiceError(
        FieldProblem(field: .administratorEmail, code: verdict.code ?? .rmg0181, verdict: verdict))
    }
    return verdict.value
  }

  private func queue(_ check: Manifest.ConnectionCheck) throws(ServiceError) -> Report {
    let now = clock.now()
    let fingerprint = Digest.sha256((try? Store.json(check)) ?? [])
    let new = try newReport(.connectionCheck, fingerprint: fingerprint) { $0.connectionCheck = check }
    return try store.write { connection in try Store.enqueueReplacing(new, at: now, connection) }
  }
}
