public import RemcsCore

/// The walk that is kept, and going on from it.
extension WizardFlow {
  /// The walk as it would be kept now; nil where there is nothing to come back to.
  public var draft: Draft? {
    let shown = underneath ?? screen
    if isInMenu, let form = shown as? FormScreen, let draft = draft(of: form) { return draft }
    guard let id = hasSucceeded ? Self.successor(shown.id) : automatic?.resumeScreen ?? Self.resumeScreen(shown.id)
    else {
      return nil
    }
    // An update of the customer leads on from its form; the other forms of the menus are drafts of their own.
    if isInMenu, ![.customer, .review, .consent].contains(id) { return nil }
    return Draft(screen: id.rawValue, answers: answers, field: shown.focusedField, consent: consent)
  }

  /// What was typed into a form of a menu and is not stored yet. The CE menu, which offers no walk to go on with, must not
  /// put its own in place of one.
  private func draft(of form: FormScreen) -> Draft? {
    let kept: [ScreenID] = [
      .center, .initialSettings, .internetEnvironment, .pointToPointEnvironment, .internetDetail, .pointToPointDetail,
      .schedule, .connectionCheck,
    ]
    let fields = form.form.fields
    let before = form.id == .connectionCheck ? Self.forCheck(stored) : stored
    guard kept.contains(form.id), start.menu == .remcs || start.draft?.isInMenu != false,
      fields.contains(where: { answers.contains($0) && answers[$0] != before[$0] })
    else { return nil }
    var typed = Answers()
    for field in fields where answers.contains(field) { typed[field] = answers[field] }
    return Draft(screen: form.id.rawValue, answers: typed, field: form.focusedField, isInMenu: true)
  }

  /// The address of the engineer is the one of the customer information until another is typed (table 3.5).
  static func forCheck(_ answers: Answers, engineer: String? = nil) -> Answers {
    var result = answers
    if result[.notifyEngineerEmail].isEmpty { result[.notifyEngineerEmail] = engineer ?? result[.engineerEmail] }
    return result
  }

  /// What was kept is stored now, or given up.
  mutating func dropDraft() -> [Effect] {
    guard lastSaved != nil else { return [] }
    lastSaved = nil
    return [.discardDraft]
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
      .hardwareReading, .logCollecting:
      nil
    default: id
    }
  }

  static func resumable(_ draft: Draft) -> ScreenID? {
    let id = ScreenID(rawValue: draft.screen)
    return draft.isInMenu ? id : id.flatMap(resumeScreen)
  }

  mutating func resume() -> [Effect] {
    guard let draft = start.draft, let id = Self.resumable(draft) else { return [] }
    answers.merge(draft.answers)
    consent = draft.consent
    if draft.isInMenu {
      history = [start.menu.id]
    } else {
      context.status.connectionType =
        ConnectionType(rawValue: answers[.connectionType]) ?? context.status.connectionType
      history = path(to: id)
    }
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
