internal import FoundationEssentials
internal import RemcsCryptography

extension Service {
  /// Changes the connection information (接続情報, manual 4.2.3, or the details of 5.2): all of a form's answers or none.
  /// The operating state stays; a connection check should follow (RMG_0189).
  /// - Throws: RMG_0095 if the form is not that of the connection type that is set, as after a change by another program;
  ///   RMG_0043, RMG_0080, or for the details of 5.2 RMG_0021, with what is wrong as details.
  public func changeEnvironment(_ answers: Answers, of form: FormID) throws(ServiceError) {
    let type = ConnectionType(rawValue: try store.answer(.connectionType)) ?? .internet
    let isPointToPoint = [.pointToPointEnvironment, .pointToPointDetail].contains(form)
    guard isPointToPoint == type.isPointToPoint else { throw ServiceError(.rmg0095) }
    var changes = Answers()
    for field in form.fields where answers.contains(field) { changes[field] = answers[field] }
    do throws(ServiceError) {
      try set(changes)
    } catch {
      let isDetail = [.internetDetail, .pointToPointDetail].contains(form)
      let code: MessageCode = isDetail ? .rmg0021 : isPointToPoint ? .rmg0080 : .rmg0043
      throw ServiceError(code, [error.code.rawValue], cause: error, details: error.details)
    }
  }

  /// Changes the periodic connection (定期接続情報, manual 4.2.4) and tells the center (agent information).
  ///
  /// The schedule is stored even if telling fails; the report then waits, as it does on a device that is stopped.
  /// - Throws: RMG_0092 before a registration, RMG_0051 with what is wrong, RMG_0052 if it cannot be stored, RMG_0187 if
  ///   sending failed.
  public func changeSchedule(
    _ answers: Answers, observer: (ActionProgress) -> Void, cancellation: Cancellation
  ) throws(ActionFailure) {
    let (way, new, schedule) = try lift { () throws(ServiceError) in
      guard try isRegistered() else { throw ServiceError(.rmg0092) }
      let completed = FormID.schedule.completed(answers)
      let problems = FormID.schedule.problems(in: completed)
      if let first = problems.first {
        let details = problems.map { ServiceError.Detail(field: $0.field, code: $0.code, text: $0.summary) }
        throw ServiceError(.rmg0051, [first.code.rawValue], details: details)
      }
      let schedule = FormID.schedule.repaired(completed)
      var all = try store.answers()
      // A weekday has no meaning with every day, and is gone then.
      for field in FormID.schedule.fields {
        if schedule.contains(field) { all[field] = schedule[field] } else { all.remove(field) }
      }
      return (try route(), try agentInformation(all), schedule)
    }
    let queue = { () throws(ServiceError) in
      let now = self.clock.now()
      return try Self.under(.rmg0052) { () throws(ServiceError) in
        try self.store.write { connection in
          try Store.replace(FormID.schedule.fields, with: schedule, connection)
          return try Store.enqueueReplacing(new, at: now, connection)
        }
      }
    }
    guard try lift({ () throws(ServiceError) in try state().sends }) else {
      _ = try lift(queue)
      wakeAgent()
      return
    }
    try send(along: way, failing: .rmg0187, observer: observer, cancellation: cancellation, queue: queue)
    wakeAgent()
    observer(ActionProgress(.finishing, percent: 100))
  }

  /// Changes the connection type (接続形態の変更, manual 4.2.6): the settings of the connection so far are thrown away, and
  /// the state becomes 設定未完了 until the device is registered and checked again. Customer and schedule stay.
  /// - Throws: RMG_0025 with the cause; nothing has changed then.
  public func changeConnectionType(_ type: ConnectionType) throws(ServiceError) {
    guard try store.answer(.connectionType) != type.rawValue else { return }
    let now = clock.now()
    let fields = Set(FormID.internetDetail.fields + FormID.pointToPointDetail.fields)
    // The password is among what is thrown away.
    try Self.under(.rmg0025) { () throws(ServiceError) in
      try store.erase { connection in
        var chosen = Answers()
        chosen[.connectionType] = type.rawValue
        try Store.replace(Array(fields) + [.connectionType], with: chosen, connection)
        try move(.connectionTypeChanged, connection, at: now)
      }
    }
  }

  /// Sets what screens call the device: its id, or the unique name of the customer information (装置名表示の切替え, manual 5.5).
  /// - Throws: RMG_0036 if the unique name is wanted and there is none.
  public func setDisplayName(isUniqueName: Bool) throws(ServiceError) {
    if isUniqueName, try store.answer(.uniqueName).isEmpty {
      throw ServiceError(.rmg0036, details: [.init(field: .uniqueName, code: .rmg0036)])
    }
    try store.set(.displayName, isUniqueName ? "unique" : "id")
  }

  /// The report that tells the center what is set now.
  func agentInformation(_ answers: Answers) throws(ServiceError) -> NewReport {
    guard let consent = try store.consents().last(where: \.agreed),
      let type = ConnectionType(rawValue: answers[.connectionType])
    else { throw ServiceError(.rmg0186, ["consent"]) }
    let registration = registration(answers, connectionType: type, type: "update", consent: consent)
    let fingerprint = Digest.sha256((try? Store.json(registration)) ?? [])
    return try newReport(.agentInformation, fingerprint: fingerprint) { $0.registration = registration }
  }
}
