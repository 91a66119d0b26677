internal import RemcsCore

/// Pop-ups and running actions.
extension WizardFlow {
  mutating func showNextPopUp() {
    guard popUp == nil else { return }
    popUp = waitingPopUps.isEmpty ? timeZoneQuestion() : waitingPopUps.removeFirst()
  }

  mutating func answer(_ purpose: PopUp.Purpose, _ button: Button) -> [Effect] {
    switch (purpose, button) {
    case (.resume, .resume): return resume()
    case (.resume, .startOver): return [.discardDraft]
    case (.leave, .ok): return saved() + [.leave]
    case (.languageQuestion(let language), .ok): return [.setLanguage(language)]
    case (.languageDone, _): return afterLanguage()
    case (.refuse, .ok): return [decision(agreed: false)]
    case (.check, .ok): return startDiagnosis(leadsToCheck: true)
    case (.cancelAction, .ok):
      guard running != nil else { return [] }
      change(ProgressScreen.self) { $0.isCanceling = true }
      change(DiagnosisScreen.self) { $0.isCanceling = true }
      return [.cancelAction]
    case (.personalInformation, .deleteInformation): return chosePersonalInformation(isDeleted: true)
    case (.personalInformation, .keepInformation): return chosePersonalInformation(isDeleted: false)
    case (.deletePersonalInformation, .ok): return [.deletePersonalInformation]
    case (.timeZone, .send): return startAction(.timeZone)
    case (.timeZone(let change), _):
      declinedTimeZone = change
      return []
    case (_, .ok): return confirmed(purpose)
    default: return []
    }
  }

  mutating func afterLanguage() -> [Effect] {
    guard screen.id == .language else { return [] }
    return history.isEmpty ? advance() : goBack()
  }

  // MARK: - Actions

  mutating func startRegistration(_ consent: Consent) -> [Effect] {
    if [.consent, .automaticConsent].contains(screen.id) { history.append(screen.id) }
    running = .registration(isUpdate: isRegistered)
    remarks = []
    screen = ProgressScreen(.registering, announcement: automatic == nil ? nil : .rmg0038)
    return saved() + [.register(automatic?.answers ?? registrationAnswers, consent)]
  }

  /// What is registered: of the environment only what its form showed. Port and encryption, which the form of a P-P
  /// connection does not have (table 3.2), stay as they were set, whatever was typed for the internet before.
  var registrationAnswers: Answers {
    guard ConnectionType(rawValue: answers[.connectionType])?.isPointToPoint == true else { return answers }
    var result = answers
    let shown = FormID.pointToPointEnvironment.fields
    for field in FormID.pointToPointDetail.fields where !shown.contains(field) {
      if stored.contains(field) { result[field] = stored[field] } else { result.remove(field) }
    }
    return result
  }

  /// The staged check; before a connection check it comes by itself, because it says at once, and without a mail, what
  /// would otherwise be known after the last retry.
  mutating func startDiagnosis(leadsToCheck: Bool) -> [Effect] {
    if [.connectionCheck, start.menu.id].contains(screen.id) { history.append(screen.id) }
    if [.registrationResult, .connectionCheckResult, .actionFailed, .automaticResult].contains(screen.id) {
      resultScreen = screen
    }
    remarks = []
    running = .diagnosis
    screen = DiagnosisScreen(leadsToCheck: leadsToCheck)
    return saved() + [.diagnose]
  }

  mutating func startCheck() -> [Effect] {
    running = .check
    screen = ProgressScreen(.checking, announcement: automatic == nil ? nil : .rmg0038)
    return saved() + [.checkConnection(automatic?.check ?? checkAnswers)]
  }

  /// Only the form of figure 3.20: the rest is stored by now.
  var checkAnswers: Answers {
    var result = Answers()
    for field in FormID.connectionCheck.fields { result[field] = answers[field] }
    return result
  }

  /// Takes what an action or an effect tells.
  public mutating func receive(_ event: ActionEvent) -> [Effect] {
    switch event {
    case .progress(let progress): change(ProgressScreen.self) { $0.show(progress) }
    case .remark(let remark): if !remarks.contains(remark) { remarks.append(remark) }
    case .diagnosis(let diagnosis): change(DiagnosisScreen.self) { $0.show(diagnosis) }
    case .serverCertificate(let kept):
      history.append(screen.id)
      screen = TextScreen.serverCertificate(kept)
    case .certificates(let certificates, let isRestoration):
      guard isRestoration else {
        history.append(screen.id)
        screen = CertificateScreen(certificates)
        return []
      }
      // Table 4.1: without a replacement there is nothing to restore.
      guard let previous = certificates.previous else {
        popUp = .notice(ServiceError(.rmg0221, impossible: .noPreviousCertificate))
        return []
      }
      history.append(screen.id)
      screen = TextScreen.certificateRestoration(previous)
    case .certificateRead(let inspected, let bytes):
      material = .certificate(bytes)
      history.append(screen.id)
      screen = TextScreen.certificateConfirmation(inspected)
    case .importPreview(let preview, let answers): show(preview, registering: answers)
    case .importRefused(let error): refuseImport(error)
    case .imported(let preview, let result): return follow(preview, result)
    case .centerListRead(let preview, let bytes):
      material = .centerList(bytes, preview)
      history.append(screen.id)
      screen = TextScreen.centerListConfirmation(preview)
    case .exported(let result):
      let effects = toMenu()
      popUp = PopUp(.notice, .own(.exported(result)), [.ok])
      return effects
    case .logsCollected(let archive): material = .logs(archive)
    case .exportExists: popUp = PopUp(.overwrite, .own(.overwrite), [.ok, .cancel], focus: 1)
    case .eventLog(let reports):
      history.append(screen.id)
      screen = EventLogScreen(reports)
    case .eventLogChanged(let reports):
      underneath = nil
      screen = EventLogScreen(reports, at: material?.report?.sequence)
    case .heldBack(let held):
      history.append(screen.id)
      screen = SuppressionScreen(held)
    case .suppressionEnded(let unit, let held):
      screen = SuppressionScreen(held)
      popUp = PopUp(.notice, .own(.suppressionEnded(unit)), [.ok])
    case .reportDecided(let decision, let number):
      popUp = PopUp(.notice, .own(.reportDecided(decision, number)), [.ok])
    case .stored(let now):
      stored = now
      // Nothing is being typed over a menu.
      if screen is MenuScreen { answers = now }
    case .timeZoneChanged(let change): noticeTimeZone(change)
    case .changed(let change): return follow(change)
    case .status(let status):
      let chosen = context.status.connectionType
      context.status = status
      // Before the registration has stored it, only the walk knows what was chosen.
      if status.connectionType == nil { context.status.connectionType = chosen }
    case .hardware(let configuration): material = .hardware(configuration)
    case .finished: return end(nil)
    case .failed(let failure): return end(failure)
    case .languageSet(let language):
      let hasChanged = language != context.language
      context.language = language
      guard hasChanged else { return afterLanguage() }
      popUp = .notice(ServiceError(language == .ja ? .rmg0166 : .rmg0167), purpose: .languageDone)
    case .decided(let consent):
      guard consent.agreed else { return startClean() }
      self.consent = consent
      return startRegistration(consent)
    case .personalInformationDeleted:
      forgetPersonalInformation()
      popUp = .notice(ServiceError(.rmg0209))
    case .notice(let error):
      waitingPopUps.append(.failure(error))
      showNextPopUp()
    }
    return []
  }

  /// Changes the screen of a kind, if it shows or lies under the help.
  mutating func change<Kind: Screen>(_: Kind.Type, _ change: (inout Kind) -> Void) {
    if var shown = screen as? Kind {
      change(&shown)
      screen = shown
    } else if var shown = underneath as? Kind {
      change(&shown)
      underneath = shown
    }
  }

  mutating func end(_ failure: ActionFailure?) -> [Effect] {
    guard let action = running else { return [] }
    running = nil
    if popUp?.purpose == .cancelAction { popUp = nil }
    if action == .diagnosis { return endDiagnosis(failure) }
    underneath = nil
    if action.isOfMenu { return endAction(action, failure) }
    if automatic != nil, let effects = endAutomatic(action, failure) { return effects }
    hasSucceeded = failure == nil
    let done: MessageCode =
      switch action {
      case .registration(let isUpdate): isUpdate ? .rmg0089 : .rmg0086
      default: .rmg0058
      }
    let result: ActionResult =
      switch failure {
      case nil: .done(ServiceError(done))
      case .canceled(let isQueued): .canceled(isQueued: isQueued)
      case .failed(let error, _, _): .failed(error)
      }
    if action == .check {
      screen = TextScreen.connectionCheckResult(result, told: checkAnswers, remarks: remarks)
      return []
    }
    screen = TextScreen.registrationResult(
      result, inMenu: isInMenu && context.status.state != .unused, remarks: remarks)
    guard failure == nil else { return [] }
    isRegistered = true
    consent = nil
    if answers[.deletePersonalInformation] == "yes" { forgetPersonalInformation() }
    return saved()
  }

  /// The staged check is over: on to the connection check, or stay and show what broke.
  mutating func endDiagnosis(_ failure: ActionFailure?) -> [Effect] {
    change(DiagnosisScreen.self) { $0.end(failure?.error) }
    guard let ended = (underneath ?? screen) as? DiagnosisScreen, ended.leadsToCheck, ended.hasPassed else { return [] }
    remarks = ended.remarks
    underneath = nil
    return startCheck()
  }

  /// What was decided about the consent that shows.
  func decision(agreed: Bool) -> Effect {
    .decide(
      agreed: agreed, language: context.language, version: ConsentText.version,
      sha256: ConsentText.sha256(in: context.language))
  }

  /// After a refusal: no customer information is kept, and what was still to be sent is taken out.
  mutating func startClean() -> [Effect] {
    for field in FormID.customer.fields {
      if stored.contains(field) { answers[field] = stored[field] } else { answers.remove(field) }
    }
    consent = nil
    automatic = nil
    lastSaved = nil
    history = []
    screen = isRegistered ? MenuScreen() : TextScreen.welcome(note: start.note)
    return []
  }

  mutating func forgetPersonalInformation() {
    for field in FieldID.personal { answers.remove(field) }
  }
}
