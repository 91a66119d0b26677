internal import FoundationEssentials

/// The core, as every front end sees it: what the device is set to, and the actions that change it. One declaration
/// of each action for the console, the commands and the definition files.
///
/// Actions that talk to the center block the calling thread, tell their progress to an observer on that thread, and
/// answer a ``Cancellation`` at once; a console runs them on a thread of its own (docs/decisions.md).
public final class Service: Sendable {
  /// What the device remembers.
  public let store: Store
  let transport: any MailTransport
  let clock: SystemClock
  let hardware: any HardwareSource
  private let detectedDevice: DeviceIdentity

  /// The service of one home.
  ///
  /// - Parameters:
  ///   - home: where state lives.
  ///   - transport: what carries reports.
  ///   - device: the identity that the hardware tells; stored parts take precedence.
  ///   - hardware: what reads the hardware; without one, nothing tells about it.
  ///   - clock: the time.
  ///   - user: who opens its store.
  /// - Throws: RMG_0150 if the home cannot be used.
  public init(
    home: Home, transport: any MailTransport, device: DeviceIdentity, hardware: (any HardwareSource)? = nil,
    clock: SystemClock = .system, user: Store.User = .agent
  ) throws(ServiceError) {
    let store = try Store(home: home, clock: clock, for: user)
    self.store = store
    self.transport = transport
    self.clock = clock
    self.hardware = hardware ?? NoHardware()
    detectedDevice = device
    // A report that a program was sending when it was killed waits again.
    if try store.isAny(in: [.sending]), SendingLock.isFree(home) {
      try store.withReserve { () throws(ServiceError) in try store.releaseInterrupted() }
    }
    // A deletion that a program was killed in goes on; that somebody reads meanwhile is no reason not to start.
    try? store.finishErasing()
    if let notice = store.notice {
      let now = clock.now()
      try store.write { connection in
        try Store.set(.damagedStore, notice.details.first?.text ?? "", connection)
        try Store.note("state", detail: StateCause.settingsDamaged.rawValue, at: now, connection)
      }
    }
  }

  // MARK: What it is set to

  /// The identity of the device.
  public func device() throws(ServiceError) -> DeviceIdentity {
    var (series, model) = (detectedDevice.series, detectedDevice.model)
    var (checkCode, serial) = (detectedDevice.checkCode, detectedDevice.serial)
    try store.settings(.deviceSeries, .deviceModel, .deviceCheckCode, .deviceSerial) { key, value in
      switch key {
      case .deviceSeries: series = value
      case .deviceModel: model = value
      case .deviceCheckCode: checkCode = value
      default: serial = value
      }
    }
    return DeviceIdentity(series: series, model: model, checkCode: checkCode, serial: serial)
  }

  /// Everything a status line shows (docs/console.md).
  public func status() throws(ServiceError) -> ServiceStatus {
    let answers = try store.answers()
    let id = try device().id
    let unique = answers[.uniqueName]
    return ServiceStatus(
      deviceID: id,
      displayName: try store.setting(.displayName) == "unique" && !unique.isEmpty ? unique : id,
      state: try state(),
      connectionType: ConnectionType(rawValue: answers[.connectionType]),
      center: answers.contains(.center) ? answers[.center] : nil,
      isRegistered: try isRegistered(),
      waiting: try store.count(.waiting, .sending),
      failed: try store.count(.failed),
      isDiskFull: Spool(store.home).isDiskFull,
      trouble: try store.contactTrouble(),
      damagedStore: try store.setting(.damagedStore),
      canRestoreCertificate: try store.replacedCertificates()[answers[.center]] != nil,
      language: try language(),
      timeZone: clock.timeZone().harmless(maximum: 100),
      timeZoneChange: try timeZoneChange())
  }

  /// The operating state.
  public func state() throws(ServiceError) -> OperatingState {
    try store.setting(.state).flatMap(OperatingState.init) ?? .unused
  }

  /// Whether the center has been told who we are.
  public func isRegistered() throws(ServiceError) -> Bool { try store.setting(.registered) == "yes" }

  /// The language that was chosen; nil before anyone has (manual 3.2.1: the first start is English).
  public func language() throws(ServiceError) -> Language? {
    try store.setting(.language).flatMap(Language.init)
  }

  /// The stored settings of every form.
  public func answers() throws(ServiceError) -> Answers { try store.answers() }

  /// What the forms of the wizard hold when nothing was typed yet: the stored settings, else the manual's initial
  /// values; the weekday is drawn at random from Monday to Friday (table 3.3). `centers` are the names of the list:
  /// where it has no OSC, its first center is the one to start with.
  public func startingAnswers(centers: [String]) throws(ServiceError) -> Answers {
    let days: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
    let weekday = days.randomElement() ?? .monday
    var answers = Answers()
    for form in FormID.allCases { answers.merge(form.initialAnswers(weekday: weekday)) }
    if !centers.contains(answers[.center]), let first = centers.first { answers[.center] = first }
    answers.merge(try store.answers())
    return answers
  }

  // MARK: The unfinished walk

  /// The unfinished walk through the wizard, if there is one.
  public func draft() throws(ServiceError) -> Draft? { try store.draft() }

  /// Keeps the walk; it is on the disk when this returns.
  public func save(_ draft: Draft) throws(ServiceError) { try store.save(draft) }

  /// Forgets the walk and everything typed in it, for good.
  public func discardDraft() throws(ServiceError) { try store.discardDraft() }

  /// Writes down a decision about the consent text. A refusal also takes out a registration that still waits from an
  /// agreement before, and forgets the walk and, on a device that is not registered, the customer information: a clean
  /// state.
  public func record(_ consent: Consent) throws(ServiceError) {
    try store.record(consent)
    guard !consent.agreed else { return }
    let waiting = try store.reports(in: [.waiting, .sending, .failed]).filter { $0.kind == .registration }
    let isRegistered = try isRegistered()
    let now = clock.now()
    try store.erase { connection in
      for report in waiting {
        try connection.run(
          "UPDATE report SET manifest = x'', fingerprint = '' WHERE sequence = ?", [.integer(report.sequence)])
        try Store.cancel(report.sequence, reason: "consent refused", at: now, connection)
      }
      if !isRegistered { try Store.replace(FormID.customer.fields, with: Answers(), connection) }
      try connection.run("DELETE FROM draft")
    }
  }

  // MARK: Small changes

  /// Sets the language (manual 3.2.1, 5.4). After a registration the center has to be told: the state becomes 設定未完了.
  /// - Throws: RMG_0164 or RMG_0165 with the cause.
  public func setLanguage(_ language: Language) throws(ServiceError) {
    try Self.under(language == .ja ? .rmg0164 : .rmg0165) { () throws(ServiceError) in
      let before = try self.language()
      try store.set(.language, language.rawValue)
      if try isRegistered(), before != language { try move(.languageChanged) }
    }
  }

  /// Does something, and puts its failure under the message that the manual has for it there.
  static func under<Result>(
    _ code: MessageCode, _ body: () throws(ServiceError) -> Result
  ) throws(ServiceError) -> Result {
    do throws(ServiceError) { return try body() } catch {
      throw ServiceError(code, [error.code.rawValue], cause: error, details: error.details)
    }
  }

  /// Changes the operating state, by the one table of allowed changes.
  func move(_ cause: StateCause) throws(ServiceError) {
    let now = clock.now()
    try store.write { connection in _ = try move(cause, connection, at: now) }
  }

  /// The same as a part of a larger change; the new state comes back.
  @discardableResult
  func move(_ cause: StateCause, _ connection: SQLiteConnection, at now: Date) throws -> OperatingState {
    let next = try (Store.setting(.state, connection).flatMap(OperatingState.init) ?? .unused).after(cause)
    try Store.set(.state, next.rawValue, connection)
    try Store.note("state", detail: "\(cause.rawValue) \(next.rawValue)", at: now, connection)
    return next
  }
}

/// What `remcs status` and every status line show.
public struct ServiceStatus: Sendable, Codable, Equatable {
  /// The 装置 ID.
  public let deviceID: String
  /// What screens show in its place: the id or the unique name (5.5).
  public let displayName: String
  /// The operating state.
  public let state: OperatingState
  /// Internet, ISDN or VPN, once chosen.
  public let connectionType: ConnectionType?
  /// The name of the center, once chosen.
  public let center: String?
  /// Whether the center has been told who we are.
  public let isRegistered: Bool
  /// Reports that wait to be sent.
  public let waiting: Int
  /// Reports that failed and wait for a person.
  public let failed: Int
  /// Whether the disk has no room for further reports, but for the little that is set aside.
  public let isDiskFull: Bool
  /// Trouble on the way to the center; nil if the last try got through.
  public let trouble: ContactTrouble?
  /// Where a damaged store was put aside, until the device is registered again.
  public let damagedStore: String?
  /// Whether the center's certificate was replaced, so that there is one to restore.
  public let canRestoreCertificate: Bool
  /// The language, once chosen.
  public let language: Language?
  /// The system's time zone, in which the schedule is meant.
  public let timeZone: String
  /// What the center was told instead, if it was told another one.
  public let timeZoneChange: TimeZoneChange?

  /// RMG_0188, as long as ``damagedStore`` is there.
  public var damage: ServiceError? {
    damagedStore.map { ServiceError(.rmg0188, [], details: [.init(code: .rmg0188, text: $0)]) }
  }
}
