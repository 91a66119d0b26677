extension Service {
  /// Stores settings that are fields, all or none of them: unknown or wrong values are refused together, and what
  /// depends on them is checked as the forms do.
  ///
  /// A change of the connection type or the center makes the state 設定未完了 (manual 4.2.6, 5.3).
  /// - Throws: RMG_0143 with a detail for each field that is wrong.
  public func set(_ changes: Answers) throws(ServiceError) {
    let before = try store.answers()
    var after = before
    after.adopt(changes)
    let forms = FormID.storedForms(connectionType: ConnectionType(rawValue: after[.connectionType]) ?? .internet)
      .filter { form in form.fields.contains { changes.contains($0) } }
    var details: [ServiceError.Detail] = changes.fields.filter(FieldID.transient.contains).map {
      .init(field: $0, code: .rmg0015)
    }
    // Each value for itself, also of a field that has no meaning now or stands in no stored form.
    for field in changes.fields where !changes[field].isEmpty {
      let form = forms.first { $0.fields.contains(field) }
      let verdict = form?.verdict(of: field, in: after) ?? Field.of(field).verdict(changes[field])
      if verdict.outcome == .reject {
        let problem = FieldProblem(field: field, code: verdict.code ?? .rmg0015, verdict: verdict)
        details.append(.init(field: field, code: problem.code, text: problem.summary))
      } else {
        after[field] = verdict.value
      }
    }
    for form in forms {
      // What was incomplete before may stay so for now; what this change would break may not.
      let known = Set(form.problems(in: form.completed(before)).map(\.field))
      let problems = form.problems(in: form.completed(after)).filter {
        problem in
        (changes.contains(problem.field) || !known.contains(problem.field))
          && !details.contains { $0.field == problem.field }
      }
      details += problems.map { .init(field: $0.field, code: $0.code, text: $0.summary) }
    }
    if let first = details.first { throw ServiceError(first.code, details: details) }
    var repaired = after
    for form in forms { form.store(from: after, in: &repaired) }
    // Who names a field that has no meaning yet prepares for what makes it mean something.
    for field in changes.fields where !after[field].isEmpty { repaired[field] = after[field] }
    if changes.contains(.center) { _ = try listedCenter(named: repaired[.center]) }
    let type = ConnectionType(rawValue: repaired[.connectionType]) ?? .internet
    if try maintenancePort() != nil { try MaintenancePort.check(repaired, of: type.environmentForm) }
    try store.write { connection in
      // What lost its meaning with this change goes too: a password without a login.
      let lost = before.fields.filter { !repaired.contains($0) }
      try Store.replace(changes.fields + [.splitSize] + lost, with: repaired, connection)
      // Another way is tried at once, with all patience before it; since when nothing gets through stays.
      let isOtherWay = changes.fields.contains { field in
        before[field] != repaired[field] && ![FormID.customer, .schedule].contains { $0.fields.contains(field) }
      }
      if isOtherWay { try Store.tryContactNow(anew: true, connection) }
    }
    wakeAgent()
    guard try isRegistered() else { return }
    if before[.connectionType] != repaired[.connectionType] { try move(.connectionTypeChanged) }
    if before[.center] != repaired[.center] { try move(.centerChanged) }
  }

  /// Sets a part of the device identity that the hardware does not tell (manual 3.1).
  public func setDevice(_ identity: DeviceIdentity) throws(ServiceError) {
    let isOther = try isRegistered() ? try device().id != identity.id : false
    let now = clock.now()
    try store.write { connection in
      // The center knows this one under another id.
      if isOther { try move(.deviceChanged, connection, at: now) }
      try Store.set(.deviceSeries, identity.series, connection)
      try Store.set(.deviceModel, identity.model, connection)
      try Store.set(.deviceCheckCode, identity.checkCode, connection)
      try Store.set(.deviceSerial, identity.serial, connection)
    }
  }
}

extension FormID {
  /// The forms whose answers make a registered device, for a connection type.
  public static func storedForms(connectionType: ConnectionType) -> [FormID] {
    [
      .center, .connectionType, connectionType.environmentForm, .schedule, .customer,
    ]
  }
}

extension FieldProblem {
  /// Which characters are to blame and what could stand instead, for a list of errors.
  public var summary: String {
    guard let verdict else { return "" }
    let characters = verdict.problems.map { "\($0.column):\($0.name)" }
    // Of guesses the first are enough; the words of a choice are all that is allowed.
    let isChoice = if case .choice = Field.of(field).kind { true } else { false }
    return (characters + verdict.suggestions.prefix(isChoice ? .max : 3).map { "-> \($0)" }).joined(separator: " ")
      .harmless()
  }
}

extension ServiceError {
  /// The error of one field.
  init(_ problem: FieldProblem) {
    self.init(problem.code, details: [.init(field: problem.field, code: problem.code, text: problem.summary)])
  }
}
