public import RemcsCore

/// The walk that is kept, and going on from it.
extension WizardFlow {
  /// The walk as it would be kept now; nil where there is nothing to come back to.
  public var draft: Draft? {
    let shown = underneath ?? screen
    guard let id = hasSucceeded ? Self.successor(shown.id) : automatic?.resumeScreen ?? Self.resumeScreen(shown.id)
    else {
      return nil
    }
    // Of the menus only an update of the customer is worth coming back to.
    if isInMenu, ![.customer, .review, .consent].contains(id) { return nil }
    return Draft(screen: id.rawValue, answers: answers, field: shown.focusedField, consent: consent)
  }

  mutating func saved() -> [Effect] {
    guard let draft, draft != lastSaved else { return [] }
    lastSaved = draft
    return [.save(draft)]
  }

  /// Where a walk goes on whose last action went well: a registered device must not register again.
  static func successor(_ id: ScreenID) -> ScreenID? { id == .registrationResult ? .connectionCheck : nil }

  /// Where a walk goes on that stood at this screen: never in the middle of sending.
  static func resumeScreen(_ id: ScreenID) -> ScreenID? {
    switch id {
    case .language, .welcome, .menu, .ceMenu, .help: nil
    case .importFiles, .importPreview, .importRefused, .automaticCheck, .automaticConsent, .automaticResult:
      .initialSettings
    case .registering, .registrationResult: .consent
    case .checking, .connectionCheckResult: .connectionCheck
    case .diagnosis, .serverCertificate, .eventLog, .report, .sending, .actionFailed, .pause, .resume, .displayName,
      .export, .logCollection, .certificate, .certificateReplacement, .certificateConfirmation, .certificateRestoration,
      .internetDetail, .pointToPointDetail, .centerListReplacement, .centerListConfirmation, .consoleInUse, .hardware,
      .hardwareReading:
      nil
    default: id
    }
  }

  static func resumable(_ draft: Draft) -> ScreenID? {
    ScreenID(rawValue: draft.screen).flatMap(resumeScreen)
  }

  mutating func resume() -> [Effect] {
    guard let draft = start.draft, let id = Self.resumable(draft) else { return [] }
    answers.merge(draft.answers)
    consent = draft.consent
    context.status.connectionType = ConnectionType(rawValue: answers[.connectionType]) ?? context.status.connectionType
    history = path(to: id)
    lastSaved = draft
    return go(to: id, remembering: false, focus: draft.field)
  }

  /// The screens that lie behind one, so that Back works after a new start as before.
  func path(to id: ScreenID) -> [ScreenID] {
    if id == .connectionCheck { return [] }
    if isRegistered, [.customer, .review, .consent].contains(id) {
      let update: [ScreenID] = [.menu, .customer, .review, .consent]
      return Array(update.prefix { $0 != id })
    }
    let type = ConnectionType(rawValue: answers[.connectionType]) ?? .internet
    let environment: ScreenID = type.isPointToPoint ? .pointToPointEnvironment : .internetEnvironment
    let walk: [ScreenID] = [
      .welcome, .center, .initialSettings, environment, .schedule, .customer, .review, .consent,
    ]
    return Array(walk.prefix { $0 != id })
  }
}
