internal import Localization
internal import RemcsCore

/// The menus of chapters 4 and 5: what an item leads to, what is asked before, and what follows a change.
extension WizardFlow {
  /// Whether the screens that show were opened from a menu, and lead back to it.
  var isInMenu: Bool { history.contains(start.menu.id) }

  mutating func toMenu() -> [Effect] {
    history = []
    // What was typed and not taken over is not what is set; a path or a passphrase never is.
    answers = stored
    material = nil
    automatic = nil
    return dropDraft() + go(to: start.menu.id, remembering: false)
  }

  mutating func choose(_ item: MenuItem) -> [Effect] {
    lastItem = item
    if let refusal = item.refusal(context.status) {
      popUp = .notice(refusal)
      return []
    }
    switch item {
    case .customer: return go(to: .customer)
    case .register: return go(to: .consent)
    case .connectionInformation: return go(to: isPointToPoint ? .pointToPointEnvironment : .internetEnvironment)
    case .environmentDetail: return go(to: isPointToPoint ? .pointToPointDetail : .internetDetail)
    case .schedule: return go(to: .schedule)
    case .export: return go(to: .export)
    case .certificate: return [.showCertificate(isRestoration: false)]
    case .certificateReplacement: return go(to: .certificateReplacement)
    case .certificateRestoration: return [.showCertificate(isRestoration: true)]
    case .centerListReplacement: return go(to: .centerListReplacement)
    case .connectionType: return go(to: .initialSettings)
    case .connectionCheck: return go(to: .connectionCheck)
    case .diagnosis: return startDiagnosis(leadsToCheck: false)
    case .pause: return go(to: .pause)
    case .resume: return go(to: .resume)
    case .hardware:
      history.append(screen.id)
      return startAction(.readHardware)
    case .eventLog: return [.showEventLog]
    case .suppression: return [.showSuppressions]
    case .collectLogs: return go(to: .logCollection)
    case .serverCertificate: return [.showServerCertificate]
    case .center: return go(to: .center)
    case .language: return go(to: .language)
    case .displayName: return go(to: .displayName)
    case .deletePersonalInformation:
      popUp = PopUp(.deletePersonalInformation, .message(ServiceError(.rmg0195)), [.ok, .cancel], focus: 1)
      return []
    case .leave: return leave()
    }
  }

  private var isPointToPoint: Bool { ConnectionType(rawValue: answers[.connectionType])?.isPointToPoint == true }

  // MARK: - Next

  /// What Next asks on a screen of a menu; nil where the walk goes on as in the wizard.
  mutating func confirm() -> [Effect]? {
    guard isInMenu else { return nil }
    switch screen.id {
    case .internetEnvironment, .pointToPointEnvironment, .internetDetail, .pointToPointDetail:
      // A device that talks to the center stays silent until the check has passed (RMG_0189).
      popUp = .question(.environment, context.status.state == .unused ? .rmg0037 : .rmg0189)
    case .schedule: popUp = .question(.schedule, .rmg0049)
    case .initialSettings:
      guard answers[.connectionType] != stored[.connectionType] else { return toMenu() }
      popUp = PopUp(.connectionType, .own(.connectionType), [.ok, .cancel], focus: 1)
    case .center: popUp = .question(.center, .rmg0103)
    case .certificateRestoration: popUp = .question(.certificate, .rmg0216)
    case .centerListReplacement: return [.readCenterList(path: answers[.centerListFile])]
    case .centerListConfirmation: popUp = centerListQuestion
    case .export: popUp = PopUp(.export, .own(.export), [.ok, .cancel])
    case .logCollection: popUp = PopUp(.collectLogs, .own(.collectLogs(answers[.logDirectory])), [.ok, .cancel])
    case .pause: popUp = .question(.pauseConnection, .rmg0059)
    case .resume: popUp = .question(.resumeConnection, .rmg0064)
    case .hardware: popUp = .question(.sendHardware, .rmg0136)
    default: return nil
    }
    return []
  }

  /// What follows the answer OK.
  mutating func confirmed(_ purpose: PopUp.Purpose) -> [Effect] {
    switch purpose {
    case .environment:
      guard let form = (screen as? FormScreen)?.form.id else { return [] }
      return [.changeEnvironment(answers, form)]
    case .schedule: return startAction(.schedule)
    case .pauseConnection: return startAction(.pause)
    case .resumeConnection: return startAction(.resume)
    case .sendHardware: return startAction(.sendHardware)
    case .connectionType:
      return ConnectionType(rawValue: answers[.connectionType]).map { [.changeConnectionType($0)] } ?? []
    case .center: return [.selectCenter(answers[.center])]
    case .displayName(let isUniqueName): return [.setDisplayName(isUniqueName: isUniqueName)]
    case .discard: return toMenu()
    case .collectLogs: return startAction(.collectLogs)
    case .suppression(let unit): return [.endSuppression(unit)]
    case .report(let decision, let number): return [.decideReport(decision, number)]
    case .certificate:
      if screen.id == .certificateRestoration { return [.restoreCertificate] }
      return putInPlace()
    case .centerList, .importSettings: return putInPlace()
    case .export, .overwrite:
      return [
        .export(
          directory: answers[.exportDirectory], passphrase: answers[.exportPassphrase],
          overwriting: purpose == .overwrite)
      ]
    default: return []
    }
  }

  /// Cancel on a screen of a menu: back to it, after a question if something was typed.
  mutating func leaveToMenu() -> [Effect] {
    // A path that was typed and not used is no loss.
    let isLoss = { (field: FieldID) in !FieldID.transient.contains(field) }
    let isForm = screen.answers != nil && ![.connectionCheck, .automaticCheck].contains(screen.id)
    guard isForm, let fields = (screen as? FormScreen)?.form.fields,
      fields.contains(where: { isLoss($0) && answers[$0] != stored[$0] && answers.contains($0) })
    else { return toMenu() }
    popUp = PopUp(.discard, .own(.discard), [.ok, .cancel], focus: 1)
    return []
  }

  // MARK: - Sending

  /// Begins what the menu sends.
  mutating func startAction(_ action: Action) -> [Effect] {
    // A question over the menu may begin it too: Back leads there.
    if screen is MenuScreen, history.isEmpty { history = [start.menu.id] }
    running = action
    lastAction = action
    screen = ProgressScreen(action.screen)
    switch action {
    case .pause: return [.pause]
    case .resume: return [.resume]
    case .schedule: return [.changeSchedule(answers)]
    case .timeZone: return [.sendSchedule]
    case .readHardware: return [.readHardware]
    case .sendHardware: return putInPlace()
    case .collectLogs: return [.collectLogs(directory: answers[.logDirectory])]
    case .registration, .check, .diagnosis: return []
    }
  }

  /// What the menu sends is over: the manual's message over the menu, or why it failed.
  mutating func endAction(_ action: Action, _ failure: ActionFailure?) -> [Effect] {
    if let error = failure?.error {
      // Another directory may do: what was typed is still there.
      if action == .collectLogs {
        popUp = .failure(error)
        return go(to: .logCollection, remembering: false)
      }
      screen = TextScreen.failure(.actionFailed, error)
      return []
    }
    if action == .readHardware, failure == nil, case .hardware(let hardware) = material {
      screen = TextScreen.hardware(hardware)
      return []
    }
    let material = material
    let effects = toMenu()
    if case .canceled(let isQueued) = failure { popUp = PopUp(.notice, .own(.stopped(isQueued: isQueued)), [.ok]) }
    guard failure == nil else { return effects }
    popUp =
      switch action {
      case .collectLogs:
        if case .logs(let archive) = material { PopUp(.notice, .own(.logsCollected(archive)), [.ok]) } else { nil }
      case .pause: .notice(ServiceError(.rmg0061))
      case .resume: .notice(ServiceError(.rmg0060))
      // A device that does not send now tells the center later.
      case .sendHardware: .notice(ServiceError(context.status.state.sends ? .rmg0132 : .rmg0138))
      // A stopped device, or one whose check is still to come, tells the center later.
      default:
        context.status.state.sends
          ? .notice(ServiceError(.rmg0054)) : PopUp(.notice, .own(.scheduleWaits), [.ok])
      }
    return effects
  }

  // MARK: - Changes

  /// A small change was made.
  mutating func follow(_ change: Change) -> [Effect] {
    if isInMenu { answers = stored }
    material = nil
    let effects: [Effect]
    switch change {
    case .environment(let form):
      let isPointToPoint = [.pointToPointEnvironment, .pointToPointDetail].contains(form)
      let isDetail = [.internetDetail, .pointToPointDetail].contains(form)
      popUp = .notice(ServiceError(isDetail ? .rmg0022 : isPointToPoint ? .rmg0081 : .rmg0044))
      effects = goToCheck()
    case .connectionType(let type):
      popUp = .notice(ServiceError(.rmg0026, [text(type.key, in: context.language)]))
      effects = goToEnvironment()
    case .center(let wasRegistered):
      effects = toMenu()
      popUp = .notice(ServiceError(wasRegistered ? .rmg0102 : .rmg0101))
    case .certificate(let message):
      popUp = .notice(ServiceError(message))
      effects = isInMenu ? goToCheck() : goToInitialSettings()
    case .displayName:
      effects = toMenu()
      popUp = .notice(ServiceError(.rmg0106))
    case .centerList(let preview):
      centers = preview.names
      effects = preview.needsCheck ? goToCheck() : toMenu()
      popUp = PopUp(.notice, .own(.centerListReplaced(preview)), [.ok])
    }
    return dropDraft() + effects
  }

  /// What the person agreed to is what was shown.
  private func putInPlace() -> [Effect] {
    switch material {
    case .certificate(let bytes): [.replaceCertificate(bytes, center: answers[.center])]
    case .centerList(let bytes, _): [.replaceCenterList(bytes)]
    case .definitionFiles(let preview): [.importSettings(preview)]
    case .hardware(let configuration): [.sendHardware(configuration)]
    case .report, .logs, nil: []
    }
  }

  /// A list that changes the certificate in use keeps the device silent until the check has passed, as a replacement
  /// of that certificate does (RMG_0216).
  private var centerListQuestion: PopUp {
    guard case .centerList(_, let preview) = material, preview.needsCheck else {
      return PopUp(.centerList, .own(.centerList), [.ok, .cancel])
    }
    return .question(.centerList, .rmg0216)
  }

  /// 4.2.3, 4.2.8, 5.2: what changes the way to the center is followed by the connection check, before which nothing
  /// else is sent (RMG_0189, RMG_0216). A device that was never registered has nothing to check.
  private mutating func goToCheck() -> [Effect] {
    guard isRegistered else { return toMenu() }
    history = [start.menu.id]
    return go(to: .connectionCheck, remembering: false)
  }
}
