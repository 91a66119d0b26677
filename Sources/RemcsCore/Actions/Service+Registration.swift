internal import FoundationEssentials
internal import RemcsCryptography

extension Service {
  /// Registers the device at the center (manual 3.2, 4.2.2): stores the settings and the consent, puts the report into
  /// the queue, and sends it. The settings are stored even if sending fails, so that trying again needs no typing.
  ///
  /// - Parameters:
  ///   - answers: every form, as typed; checked here again.
  ///   - consent: the decision, which must be an agreement.
  ///   - observer: is told the progress, on the calling thread.
  ///   - cancellation: stops it.
  /// - Throws: RMG_0085 or RMG_0088 with the cause, or what is wrong with the answers.
  public func register(
    _ answers: Answers, consent: Consent, observer: (ActionProgress) -> Void, cancellation: Cancellation
  ) throws(ActionFailure) {
    let isUpdate = try lift { () throws(ServiceError) in try isRegistered() }
    let failed: MessageCode = isUpdate ? .rmg0088 : .rmg0085
    let prepared = try lift { () throws(ServiceError) in
      guard consent.agreed else { throw ServiceError(failed, ["consent"]) }
      let current = try state()
      // Manual 3.1: 保守操作中にはレジストレーションを行わないでください。
      guard current != .maintenance, current != .maintenancePaused else {
        throw ServiceError(failed, [current.rawValue])
      }
      return try prepare(answers)
    }
    try send(
      along: (prepared.center, prepared.environment), failing: failed, observer: observer, cancellation: cancellation
    ) { () throws(ServiceError) in
      try queue(prepared, consent: consent, type: isUpdate ? "update" : "new")
    }
    try lift { () throws(ServiceError) in
      try store.write { connection in
        try Store.set(.registered, "yes", connection)
        try connection.run("DELETE FROM setting WHERE key = ?", [.text(SettingKey.damagedStore.rawValue)])
      }
      try conclude(.registration)
    }
    observer(ActionProgress(.finishing, percent: 100))
  }

  /// Answers that passed every check, and what follows from them.
  struct PreparedRegistration {
    let answers: Answers
    let fields: [FieldID]
    let connectionType: ConnectionType
    let environment: Environment
    let center: Center
  }

  /// Checks the answers of every form, as the screens do.
  func prepare(_ answers: Answers) throws(ServiceError) -> PreparedRegistration {
    let type = ConnectionType(rawValue: answers[.connectionType]) ?? .internet
    let forms = FormID.storedForms(connectionType: type)
    var details: [ServiceError.Detail] = []
    var repaired = Answers()
    for form in forms {
      let complete = form.completed(answers)
      details += form.problems(in: complete).map { .init(field: $0.field, code: $0.code, text: $0.summary) }
      form.store(from: complete, in: &repaired)
    }
    if let first = details.first { throw ServiceError(first.code, details: details) }
    return PreparedRegistration(
      answers: repaired, fields: forms.flatMap(\.fields), connectionType: type,
      environment: try Environment(connectionType: type, repaired, maintenancePort: try maintenancePort()),
      center: try center(named: repaired[.center]))
  }

  /// Stores settings, consent and report together. A report that still waits and says the same is sent instead of a
  /// new one; one that says something else is taken out, and the new one says so to the center.
  private func queue(
    _ prepared: PreparedRegistration, consent: Consent, type: String
  ) throws(ServiceError) -> Report {
    let now = clock.now()
    let language = try language() ?? consent.language
    let registration = registration(
      prepared.answers, connectionType: prepared.connectionType, type: type, consent: consent)
    let new = try newReport(
      .registration, fingerprint: Self.fingerprint(registration, prepared.center), language: language,
      uniqueName: prepared.answers[.uniqueName]
    ) { $0.registration = registration }
    return try store.write { connection in
      try Store.replace(prepared.fields, with: prepared.answers, connection)
      try Store.set(.language, language.rawValue, connection)
      try Store.record(consent, connection)
      return try Store.enqueueReplacing(new, at: now, connection)
    }
  }

  /// What the center is told about the device's settings (docs/protocol.md).
  func registration(
    _ answers: Answers, connectionType: ConnectionType, type: String, consent: Consent
  ) -> Manifest.Registration {
    Manifest.Registration(
      type: type,
      customer: answers.dictionary(of: FormID.customer.fields),
      environment: answers.dictionary(
        of: connectionType.environmentForm.fields.filter { ![.userID, .password].contains($0) }),
      schedule: answers.dictionary(of: FormID.schedule.fields),
      connectionType: connectionType, timeZone: clock.timeZone().harmless(maximum: 100),
      consent: Manifest.ConsentRecord(
        agreed: true, language: consent.language, version: consent.version, sha256: consent.sha256,
        time: consent.time.localISO8601))
  }

  private static func fingerprint(_ registration: Manifest.Registration, _ center: Center) -> String {
    var content = registration
    // Agreeing again to the same text does not make another registration.
    content.consent.time = ""
    let bytes = (try? Store.json(content)) ?? []
    return Digest.sha256(bytes + Array(center.mailAddress.utf8))
  }
}

extension Answers {
  /// The answers of some fields by field name, without those that have none.
  func dictionary(of fields: [FieldID]) -> [String: String] {
    var result: [String: String] = [:]
    for field in fields where contains(field) { result[field.rawValue] = self[field] }
    return result
  }
}

extension Manifest.Device {
  init(_ identity: DeviceIdentity, uniqueName: String) {
    self.init(
      id: identity.id, series: identity.series, model: identity.model, checkCode: identity.checkCode,
      serial: identity.serial, uniqueName: uniqueName.isEmpty ? nil : uniqueName)
  }
}
