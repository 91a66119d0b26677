public import RemcsCore

/// Which screen follows which: the wizard of chapter 3 and the menu of chapter 4, as a value without input or output.
/// It takes commands and events and answers with effects.
public struct WizardFlow: Sendable {
  /// What surrounds the screens.
  public var context: ViewContext
  /// Everything answered so far, checked or not.
  public private(set) var answers: Answers
  /// The screen that shows.
  public private(set) var screen: any Screen
  /// What lies over it.
  private(set) var popUp: PopUp?

  private let start: WizardStart
  private var history: [ScreenID] = []
  private var underneath: (any Screen)?
  private var waitingPopUps: [PopUp] = []
  private var isRegistered: Bool
  private var consent: Consent?
  private var lastSaved: Draft?
  private var running: Action?

  /// What runs.
  private enum Action: Sendable, Equatable {
    case registration(isUpdate: Bool)
    case check
  }

  /// The flow at its first screen: the language, the menu, or the welcome; over it the offer to go on with a draft.
  public init(_ start: WizardStart) {
    self.start = start
    context = ViewContext(size: start.size, language: start.language, status: start.status)
    answers = start.answers
    isRegistered = start.isRegistered
    screen = LanguageScreen(selected: start.suggestedLanguage)
    if start.isLanguageChosen { screen = isRegistered ? MenuScreen() : TextScreen.welcome() }
    if let notice = start.terminalNotice { waitingPopUps.append(PopUp(.notice, .terminal(notice), [.ok])) }
    if let notice = start.notice { waitingPopUps.append(.notice(notice)) }
    if let draft = start.draft, Self.resumable(draft) != nil {
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

  private mutating func carryOut(_ intent: Intent) -> [Effect] {
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
    case .agree: return [decision(agreed: true)]
    case .refuse:
      popUp = PopUp(.refuse, .own(.refuse), [.ok, .cancel], focus: 1)
      return []
    case .retry: return retry()
    case .choose(let item): return choose(item)
    }
  }

  private func decision(agreed: Bool) -> Effect {
    .decide(
      agreed: agreed, language: context.language, version: ConsentText.version,
      sha256: ConsentText.sha256(in: context.language))
  }

  /// The next screen of the wizard.
  private mutating func advance() -> [Effect] {
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
      if history.contains(.menu), context.status.state != .unused { return toMenu() }
      history = []
      return go(to: .connectionCheck, remembering: false)
    case .connectionCheck:
      popUp = .question(.check, .rmg0053)
      return saved()
    case .connectionCheckResult: return toMenu()
    case .consent, .registering, .checking, .menu, .help: return []
    }
  }

  private mutating func go(to id: ScreenID, remembering: Bool = true, focus: FieldID? = nil) -> [Effect] {
    if remembering { history.append(screen.id) }
    underneath = nil
    screen = make(id, focus: focus)
    // Without a list of centers nobody gets further; why is said at once.
    if id == .center, start.centers.isEmpty { popUp = .notice(start.centersError ?? ServiceError(.rmg0097)) }
    return saved()
  }

  private mutating func toMenu() -> [Effect] {
    history = []
    return go(to: .menu, remembering: false)
  }

  private mutating func goBack() -> [Effect] {
    if let underneath {
      screen = underneath
      self.underneath = nil
      return []
    }
    guard let last = history.popLast() else { return [] }
    return go(to: last, remembering: false)
  }

  private mutating func leave() -> [Effect] {
    if running != nil {
      popUp = PopUp(.cancelAction, .own(.cancelAction), [.ok, .cancel], focus: 1)
      return []
    }
    // Inside the menu's actions, cancel goes back to the menu (4.2.10).
    if screen.id == .connectionCheck, history.contains(.menu) { return toMenu() }
    popUp = .question(.leave, .rmg0035)
    return []
  }

  private mutating func openHelp() -> [Effect] {
    guard underneath == nil else { return [] }
    underneath = screen
    let problem = (screen as? FormScreen).flatMap { form in form.focusedField.flatMap { form.form.problems[$0] } }
    screen = TextScreen.help(about: screen.id, field: screen.focusedField, problem: problem)
    return []
  }

  private mutating func choose(_ item: MenuItem) -> [Effect] {
    switch item {
    case .customer: return go(to: .customer)
    case .register: return go(to: .consent)
    case .connectionCheck: return go(to: .connectionCheck)
    case .language: return go(to: .language)
    case .deletePersonalInformation:
      popUp = PopUp(.deletePersonalInformation, .message(ServiceError(.rmg0195)), [.ok, .cancel], focus: 1)
      return []
    case .leave: return leave()
    }
  }

  private mutating func retry() -> [Effect] {
    if screen.id == .connectionCheckResult { return startCheck() }
    guard let consent else { return go(to: .consent, remembering: false) }
    return startRegistration(consent)
  }

  // MARK: - Pop-ups

  private mutating func showNextPopUp() {
    if popUp == nil, !waitingPopUps.isEmpty { popUp = waitingPopUps.removeFirst() }
  }

  private mutating func answer(_ purpose: PopUp.Purpose, _ button: Button) -> [Effect] {
    switch (purpose, button) {
    case (.resume, .resume): return resume()
    case (.resume, .startOver): return [.discardDraft]
    case (.leave, .ok): return saved() + [.leave]
    case (.languageQuestion(let language), .ok): return [.setLanguage(language)]
    case (.languageDone, _): return afterLanguage()
    case (.refuse, .ok): return [decision(agreed: false)]
    case (.check, .ok): return startCheck()
    case (.cancelAction, .ok):
      guard running != nil, var progress = screen as? ProgressScreen else { return [] }
      progress.isCanceling = true
      screen = progress
      return [.cancelAction]
    case (.deletePersonalInformation, .ok): return [.deletePersonalInformation]
    default: return []
    }
  }

  private mutating func afterLanguage() -> [Effect] {
    guard screen.id == .language else { return [] }
    return history.isEmpty ? advance() : goBack()
  }

  // MARK: - Actions

  private mutating func startRegistration(_ consent: Consent) -> [Effect] {
    if screen.id == .consent { history.append(.consent) }
    running = .registration(isUpdate: isRegistered)
    screen = ProgressScreen(.registering)
    return saved() + [.register(answers, consent)]
  }

  private mutating func startCheck() -> [Effect] {
    if screen.id == .connectionCheck { history.append(.connectionCheck) }
    running = .check
    screen = ProgressScreen(.checking)
    return saved() + [.checkConnection(checkAnswers)]
  }

  /// Only the form of figure 3.20: the rest is stored by now.
  private var checkAnswers: Answers {
    var result = Answers()
    for field in FormID.connectionCheck.fields { result[field] = answers[field] }
    return result
  }

  /// Takes what an action or an effect tells.
  public mutating func receive(_ event: ActionEvent) -> [Effect] {
    switch event {
    case .progress(let progress): changeProgress { $0.show(progress) }
    case .status(let status):
      let chosen = context.status.connectionType
      context.status = status
      // Before the registration has stored it, only the walk knows what was chosen.
      if status.connectionType == nil { context.status.connectionType = chosen }
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
      waitingPopUps.append(.notice(error))
      showNextPopUp()
    }
    return []
  }

  private mutating func changeProgress(_ change: (inout ProgressScreen) -> Void) {
    if var progress = screen as? ProgressScreen {
      change(&progress)
      screen = progress
    } else if var progress = underneath as? ProgressScreen {
      change(&progress)
      underneath = progress
    }
  }

  private mutating func end(_ failure: ActionFailure?) -> [Effect] {
    guard let action = running else { return [] }
    running = nil
    underneath = nil
    if popUp?.purpose == .cancelAction { popUp = nil }
    let done: MessageCode =
      switch action {
      case .registration(let isUpdate): isUpdate ? .rmg0089 : .rmg0086
      case .check: .rmg0058
      }
    let result: ActionResult =
      switch failure {
      case nil: .done(ServiceError(done))
      case .canceled: .canceled
      case .failed(let error, _): .failed(error)
      }
    if action == .check {
      screen = TextScreen.connectionCheckResult(result)
      return []
    }
    screen = TextScreen.registrationResult(
      result, inMenu: history.contains(.menu) && context.status.state != .unused)
    guard failure == nil else { return [] }
    isRegistered = true
    consent = nil
    if answers[.deletePersonalInformation] == "yes" { forgetPersonalInformation() }
    return saved(as: .connectionCheck)
  }

  /// After a refusal: nothing typed is kept, nothing was sent.
  private mutating func startClean() -> [Effect] {
    answers = start.answers
    consent = nil
    lastSaved = nil
    history = []
    screen = isRegistered ? MenuScreen() : TextScreen.welcome()
    return []
  }

  private mutating func forgetPersonalInformation() {
    for field in FieldID.allCases where Field.of(field).isPersonal { answers.remove(field) }
  }

  // MARK: - Drafts

  /// The walk as it would be kept now; nil where there is nothing to come back to.
  public var draft: Draft? {
    let shown = underneath ?? screen
    guard let id = Self.resumeScreen(shown.id), !(id == .connectionCheck && history.contains(.menu)) else { return nil }
    return Draft(screen: id.rawValue, answers: answers, field: shown.focusedField, consent: consent)
  }

  private mutating func saved(as id: ScreenID? = nil) -> [Effect] {
    var draft = draft
    if let id, !history.contains(.menu) {
      draft = Draft(screen: id.rawValue, answers: answers)
    }
    guard let draft, draft != lastSaved else { return [] }
    lastSaved = draft
    return [.save(draft)]
  }

  /// Where a walk goes on that stood at this screen: never in the middle of sending.
  private static func resumeScreen(_ id: ScreenID) -> ScreenID? {
    switch id {
    case .language, .welcome, .menu, .help: nil
    case .registering, .registrationResult: .consent
    case .checking, .connectionCheckResult: .connectionCheck
    default: id
    }
  }

  private static func resumable(_ draft: Draft) -> ScreenID? {
    ScreenID(rawValue: draft.screen).flatMap(resumeScreen)
  }

  private mutating func resume() -> [Effect] {
    guard let draft = start.draft, let id = Self.resumable(draft) else { return [] }
    answers.merge(draft.answers)
    consent = draft.consent
    context.status.connectionType = ConnectionType(rawValue: answers[.connectionType]) ?? context.status.connectionType
    history = path(to: id)
    lastSaved = draft
    return go(to: id, remembering: false, focus: draft.field)
  }

  /// The screens that lie behind one, so that Back works after a new start as before.
  private func path(to id: ScreenID) -> [ScreenID] {
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

  // MARK: - Screens

  private func make(_ id: ScreenID, focus: FieldID?) -> any Screen {
    switch id {
    case .language: LanguageScreen(selected: context.language)
    case .welcome: TextScreen.welcome()
    case .center: FormScreen.center(answers: answers, centers: start.centers)
    case .initialSettings: FormScreen.initialSettings(answers: answers)
    case .internetEnvironment: FormScreen.internetEnvironment(answers: answers, focus: focus)
    case .pointToPointEnvironment: FormScreen.pointToPointEnvironment(answers: answers, focus: focus)
    case .schedule: FormScreen.schedule(answers: answers, focus: focus)
    case .customer: FormScreen.customer(answers: answers, focus: focus)
    case .review: TextScreen.review(answers: answers)
    case .consent, .registrationResult, .registering: TextScreen.consent()
    case .connectionCheck, .checking, .connectionCheckResult:
      FormScreen.connectionCheck(answers: checkDefaults, focus: focus)
    case .menu, .help: MenuScreen()
    }
  }

  /// The address of the engineer is the one of the customer information until another is typed (table 3.5).
  private var checkDefaults: Answers {
    var result = answers
    if result[.notifyEngineerEmail].isEmpty { result[.notifyEngineerEmail] = result[.engineerEmail] }
    return result
  }
}
