public import RemcsCore

/// Which screen follows which: the wizard of chapter 3 and the menu of chapter 4, as a value without input or output.
/// It takes commands and events and answers with effects.
public struct WizardFlow: Sendable {
  /// What surrounds the screens.
  public var context: ViewContext
  /// Everything answered so far, checked or not.
  public internal(set) var answers: Answers
  /// The screen that shows.
  public internal(set) var screen: any Screen
  /// What lies over it.
  var popUp: PopUp?

  let start: WizardStart
  var history: [ScreenID] = []
  var underneath: (any Screen)?
  var waitingPopUps: [PopUp] = []
  var isRegistered: Bool
  var consent: Consent?
  var lastSaved: Draft?
  var running: Action?
  /// The result that a staged check was asked for on; Back leads there.
  var resultScreen: (any Screen)?
  /// What a staged check or an action found that may fail later, to be told with the result.
  var remarks: [TransportRemark] = []
  /// What the menu sent last, for another try.
  var lastAction: Action?
  /// What was read and shown, and is put in place, or sent, if the person agrees.
  var material: Material?
  /// The automatic registration that is being prepared or runs.
  var automatic: AutomaticRegistration?
  /// The names of the centers that can be chosen.
  var centers: [String]
  /// A change of the time zone that is still to be said, and the one that the person wants nothing to do about now.
  var timeZoneChange: TimeZoneChange?, declinedTimeZone: TimeZoneChange?
  /// The item of the menu that was chosen last: coming back, a hasty Enter must not begin a registration.
  var lastItem: MenuItem?
  /// What is stored: the answers of a menu's forms before anybody typed.
  var stored: Answers
  /// Whether the result that shows is a good one.
  var hasSucceeded = false

  /// The flow at its first screen: the language, the menu, or the welcome; over it the offer to go on with a draft.
  public init(_ start: WizardStart) {
    self.start = start
    context = ViewContext(size: start.size, language: start.language, status: start.status)
    answers = start.answers
    stored = start.answers
    centers = start.centers
    isRegistered = start.isRegistered
    screen = LanguageScreen(selected: start.suggestedLanguage)
    if start.isLanguageChosen { screen = isRegistered ? MenuScreen() : TextScreen.welcome(note: start.note) }
    if start.menu == .ce { screen = MenuScreen(.ce) }
    if let notice = start.terminalNotice { waitingPopUps.append(PopUp(.notice, .terminal(notice), [.ok])) }
    if let notice = start.notice { waitingPopUps.append(.notice(notice)) }
    if let draft = start.draft, start.menu == .remcs || draft.isInMenu, Self.resumable(draft) != nil {
      waitingPopUps.append(PopUp(.resume, .own(.resume), [.resume, .startOver]))
    }
    showNextPopUp()
  }

  /// What shows now.
  public func view() -> Frame {
    var frame = screen.view(context)
    popUp?.put(into: &frame, rows: Page.bodyRows(context.size), words: Words(context.language))
    return frame
  }

  /// Whether an action runs.
  public var isRunning: Bool { running != nil }

  // MARK: - Commands

  /// Takes a command.
  public mutating func update(_ command: Command) -> [Effect] {
    if var open = popUp {
      let pressed = open.update(command)
      popUp = open
      guard let pressed else { return [] }
      popUp = nil
      let effects = answer(open.purpose, pressed)
      showNextPopUp()
      return effects
    }
    screen.fit(context)
    let intent = screen.update(command)
    if let typed = screen.answers { answers = typed }
    return carryOut(intent)
  }

  /// The person rests: what was typed is worth saving, in the middle of a field too.
  public mutating func rest() -> [Effect] {
    screen.rest()
    return saved()
  }

  mutating func carryOut(_ intent: Intent) -> [Effect] {
    switch intent {
    case .stay: return []
    case .keep: return saved()
    case .next: return advance()
    case .back: return goBack()
    case .leave: return leave()
    case .help: return openHelp()
    case .setLanguage(let language):
      guard language != context.language else { return [.setLanguage(language)] }
      // After a registration the center has to be told (4.2, RMG_0163).
      popUp = .question(.languageQuestion(language), isRegistered ? .rmg0163 : .rmg0190)
      return []
    case .open(let id): return go(to: id)
    case .registerAutomatically: return readDefinitionFiles(isAutomatic: true)
    case .agree: return [decision(agreed: true)]
    case .refuse:
      popUp = PopUp(.refuse, .own(isRegistered ? .refuseAgain : .refuse), [.ok, .cancel], focus: 1)
      return []
    case .retry: return retry()
    case .diagnose: return startDiagnosis(leadsToCheck: false)
    case .changeEnvironment: return goToEnvironment()
    case .sendCheck: return startCheck()
    case .choose(let item): return choose(item)
    case .takeOver: return []
    case .decide(let decision):
      guard case .report(let report) = material else { return [] }
      // What has no way back has the safe answer under the cursor.
      popUp = PopUp(
        .report(decision, report.sequence), .own(.decideReport(decision, report.sequence, report.kind)),
        [.ok, .cancel], focus: decision == .cancel ? 1 : 0)
      return []
    case .endSuppression(let unit):
      popUp = PopUp(.suppression(unit), .own(.endSuppression(unit)), [.ok, .cancel], focus: 1)
      return []
    case .showReport(let report):
      material = .report(report)
      let list = screen
      screen = TextScreen.report(report)
      underneath = list
      return []
    case .setDisplayName(let isUniqueName):
      popUp =
        isUniqueName && stored[.uniqueName].isEmpty
        ? PopUp(.notice, .own(.noUniqueName), [.ok])
        : .question(.displayName(isUniqueName: isUniqueName), .rmg0104)
      return []
    }
  }

  /// To the form of the mail server, from where the walk goes on as always.
  mutating func goToEnvironment() -> [Effect] {
    let type = ConnectionType(rawValue: answers[.connectionType]) ?? .internet
    let form: ScreenID = type.isPointToPoint ? .pointToPointEnvironment : .internetEnvironment
    history = isInMenu ? [start.menu.id] : path(to: form)
    return go(to: form, remembering: false)
  }

  /// The next screen of the wizard.
  mutating func advance() -> [Effect] {
    if let effects = confirmImport() ?? confirm() { return effects }
    switch screen.id {
    case .language: return go(to: isRegistered ? .menu : .welcome, remembering: false)
    case .welcome: return go(to: start.isRegistered && answers.contains(.center) ? .initialSettings : .center)
    case .center: return go(to: .initialSettings)
    case .initialSettings:
      let type = ConnectionType(rawValue: answers[.connectionType]) ?? .internet
      context.status.connectionType = type
      return go(to: type.isPointToPoint ? .pointToPointEnvironment : .internetEnvironment)
    case .internetEnvironment, .pointToPointEnvironment: return go(to: .schedule)
    case .schedule: return go(to: .customer)
    case .customer: return go(to: .review)
    case .review: return go(to: .consent)
    case .registrationResult:
      if isInMenu, context.status.state != .unused { return toMenu() }
      history = []
      return go(to: .connectionCheck, remembering: false)
    case .connectionCheck:
      popUp = .question(.check, .rmg0053)
      return saved()
    case .connectionCheckResult: return toMenu()
    case .serverCertificate: return goBack()
    case .internetDetail, .pointToPointDetail, .pause, .resume, .displayName, .export, .logCollection, .certificate,
      .certificateReplacement, .certificateConfirmation, .certificateRestoration, .centerListReplacement,
      .centerListConfirmation, .hardware:
      return toMenu()
    case .automaticResult: return toMenu()
    case .importFiles, .importPreview, .importRefused, .automaticCheck, .automaticConsent, .consent, .registering,
      .checking, .diagnosis, .menu, .ceMenu, .eventLog, .suppression, .report, .sending, .actionFailed,
      .hardwareReading, .logCollecting, .consoleInUse, .help:
      return []
    }
  }

  mutating func go(to id: ScreenID, remembering: Bool = true, focus: FieldID? = nil) -> [Effect] {
    leaveAutomatic(for: id)
    if remembering { history.append(screen.id) }
    underneath = nil
    resultScreen = nil
    hasSucceeded = false
    screen = make(id, focus: focus)
    if isInMenu, let form = screen as? FormScreen { screen = form.inMenu() }
    // Without a list of centers nobody gets further; why is said at once.
    if id == .center, centers.isEmpty { popUp = .notice(start.centersError ?? ServiceError(.rmg0097)) }
    return saved()
  }

  mutating func goBack() -> [Effect] {
    if let underneath {
      screen = underneath
      self.underneath = nil
      return []
    }
    if screen.id == .diagnosis, let resultScreen {
      screen = resultScreen
      self.resultScreen = nil
      return []
    }
    if history.last == start.menu.id { return leaveToMenu() }
    // A registered device that walks through the settings again comes from the menu.
    guard let last = history.popLast() else { return isRegistered && screen.answers != nil ? leaveToMenu() : [] }
    return go(to: last, remembering: false)
  }

  mutating func leave() -> [Effect] {
    if running != nil {
      let text: PopUp.OwnText =
        switch running {
        case .diagnosis: .cancelDiagnosis
        case .readHardware, .collectLogs: .cancelWork
        default: .cancelAction
        }
      popUp = PopUp(.cancelAction, .own(text), [.ok, .cancel], focus: 1)
      return []
    }
    if isAside, history.last != start.menu.id { return goBack() }
    // Inside the menu's actions, cancel goes back to the menu (4.2.10).
    let isWalk =
      switch screen.id {
      case .registrationResult, .review: true
      // 再レジストレーション begins with it: nothing was typed that could be lost.
      case .consent: history.last != start.menu.id
      default: false
      }
    if isInMenu, !isWalk { return leaveToMenu() }
    popUp = .question(.leave, .rmg0035)
    return []
  }

  mutating func openHelp() -> [Effect] {
    guard underneath == nil else { return [] }
    underneath = screen
    screen = TextScreen.help(about: HelpPlace(on: screen, context.status), note: start.note)
    return []
  }

  mutating func retry() -> [Effect] {
    if screen.id == .actionFailed, let lastAction { return startAction(lastAction) }
    if let diagnosis = screen as? DiagnosisScreen { return startDiagnosis(leadsToCheck: diagnosis.leadsToCheck) }
    if screen.id == .automaticResult { return retryAutomatic() }
    if screen.id == .connectionCheckResult { return startDiagnosis(leadsToCheck: true) }
    guard let consent else { return go(to: .consent, remembering: false) }
    return startRegistration(consent)
  }

  // MARK: - Screens

  func make(_ id: ScreenID, focus: FieldID?) -> any Screen {
    switch id {
    case .language: LanguageScreen(selected: context.language)
    case .welcome: TextScreen.welcome(note: start.note)
    case .center: FormScreen.center(answers: answers, centers: centers)
    case .initialSettings: FormScreen.initialSettings(answers: answers)
    case .internetEnvironment: FormScreen.internetEnvironment(answers: answers, focus: focus)
    case .pointToPointEnvironment: FormScreen.pointToPointEnvironment(answers: answers, focus: focus)
    case .schedule: FormScreen.schedule(answers: answers, deviceID: start.deviceID, focus: focus)
    case .customer: FormScreen.customer(answers: answers, focus: focus)
    case .review: TextScreen.review(answers: answers)
    case .consent, .registrationResult, .registering: TextScreen.consent()
    case .connectionCheck, .checking, .connectionCheckResult:
      FormScreen.connectionCheck(answers: Self.forCheck(answers), focus: focus)
    case .internetDetail: FormScreen.environmentDetail(.internet, answers: answers)
    case .pointToPointDetail: FormScreen.environmentDetail(.vpn, answers: answers)
    case .export: FormScreen.export(answers: answers)
    case .logCollection: FormScreen.logCollection(answers: answers)
    case .certificateReplacement: FormScreen.certificateReplacement(answers: answers)
    case .centerListReplacement: FormScreen.centerListReplacement(answers: answers)
    case .pause: TextScreen.pause()
    case .resume: TextScreen.resume()
    case .displayName: TextScreen.displayName(id: start.deviceID, uniqueName: stored[.uniqueName])
    case .importFiles: FormScreen.importFiles(answers: answers)
    case .automaticCheck: automaticCheckScreen
    case .automaticConsent: TextScreen.consent(isAutomatic: true)
    case .importPreview: importPreviewScreen
    case .importRefused, .automaticResult, .certificate, .certificateConfirmation, .certificateRestoration, .menu,
      .ceMenu, .help, .diagnosis, .serverCertificate, .eventLog, .suppression, .report, .sending, .actionFailed,
      .consoleInUse, .centerListConfirmation, .hardware, .hardwareReading, .logCollecting:
      MenuScreen(start.menu, at: lastItem)
    }
  }
}
