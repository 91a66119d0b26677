internal import FoundationEssentials
internal import Localization
public import RemcsCore

/// The console: waits for keys and for what actions tell, hands both to the flow, carries out what it wants, and paints
/// what it shows. All decisions are the flow's; all waiting and all I/O are here.
public final class Console {
  /// How the console ended.
  public enum End: Sendable, Equatable {
    /// The person left.
    case left
    /// The line went away; what was typed is kept.
    case lineLost
  }

  /// Progress is painted at most this often, and not while a slow line still has more than a row to send.
  private static let progressInterval = Duration.milliseconds(200)
  private static let slowLineBytes = 80
  /// Who stays so long at a place may want to read its help.
  private static let restDelay = Duration.milliseconds(600)

  private let service: Service
  private let terminal: Terminal
  private var flow: WizardFlow
  private let mailbox: Mailbox
  private var action: ActionThread?
  private var isLeaving = false
  private var toldSaveFailure = false
  private var lastPaint = ContinuousClock.now - .seconds(1)

  /// A console on an open terminal.
  ///
  /// - Parameters:
  ///   - service: the core.
  ///   - terminal: where it shows.
  ///   - asked: the language of `--lang`, if it was given.
  ///   - locale: the language of the terminal's locale.
  ///   - isCEMenu: whether it is the CE menu (chapter 5).
  ///   - note: what is special about this console.
  /// - Throws: what keeps the settings from being read.
  public init(
    service: Service, terminal: Terminal, language asked: Language?, locale: Language, isCEMenu: Bool = false,
    note: @escaping @Sendable (Language) -> String? = { _ in nil }
  ) throws(ServiceError) {
    self.service = service
    self.terminal = terminal
    mailbox = Mailbox(waker: terminal.waker)
    let status = try service.status()
    var centers: [String] = []
    var centersError: ServiceError?
    do { centers = try service.centers().map(\.name) } catch { centersError = error }
    let start = WizardStart(
      language: status.language.map { asked ?? $0 } ?? .en, isLanguageChosen: status.language != nil,
      suggestedLanguage: asked ?? locale, deviceID: status.deviceID, status: ViewContext.Status(status),
      isRegistered: status.isRegistered,
      answers: try service.startingAnswers(centers: centers), centers: centers, centersError: centersError,
      draft: try service.draft(), notice: service.store.notice, terminalNotice: terminal.notice, isCEMenu: isCEMenu,
      size: terminal.size,
      note: note)
    flow = WizardFlow(start)
  }

  /// Runs until the person leaves or the line is lost.
  public func run() -> End {
    paint()
    while !isLeaving {
      switch terminal.next(timeout: paintDelay()) {
      case .key(let key):
        guard let command = KeyTable.command(for: key) else { continue }
        if command == .repaint {
          terminal.repaint()
          continue
        }
        // Nobody agrees to what cannot be seen: a window that is too small takes no commands.
        guard fits else { continue }
        let place = flow.screen.place
        carryOut(flow.update(command))
        if flow.screen.place != place { flow.context.showsHelp = false }
        restDue = .now + Self.restDelay
        // Keys that wait are taken first: one picture for all of them.
        if !terminal.hasPendingInput { paint() }
      case .resized(let size):
        flow.context.size = size
        paint()
      case .wake:
        takeMail()
      case .lineLost:
        stopAction()
        if let draft = flow.draft { try? service.save(draft) }
        return .lineLost
      }
    }
    stopAction()
    return .left
  }

  // MARK: - Painting

  private var isProgressWaiting = false
  /// When the person has rested long enough for what can wait; nil while that is done.
  private var restDue: ContinuousClock.Instant? = .now

  private func paint() {
    isProgressWaiting = false
    lastPaint = .now
    terminal.paint(fits ? flow.view() : tooSmall)
  }

  /// How long to wait before progress that was held back, or the help of this place, is painted.
  private func paintDelay() -> Duration? {
    if isProgressWaiting { return Self.progressInterval }
    return restDue.map { max(.zero, $0 - .now) }
  }

  private func takeMail() {
    if let restDue, ContinuousClock.now >= restDue {
      self.restDue = nil
      flow.context.showsHelp = true
      carryOut(flow.rest())
      paint()
    }
    let events = mailbox.takeAll()
    var isUrgent = false
    for event in events {
      switch event {
      case .progress, .diagnosis: isProgressWaiting = true
      default: isUrgent = true
      }
      // Before the flow hears of it: it may begin the next action at once.
      if event.isEnd { stopAction() }
      carryOut(flow.receive(event))
    }
    let isDue = ContinuousClock.now - lastPaint >= Self.progressInterval && terminal.unsentBytes <= Self.slowLineBytes
    if isUrgent || (isProgressWaiting && isDue) { paint() }
  }

  private var fits: Bool {
    terminal.size.columns >= Terminal.smallest.columns && terminal.size.rows >= Terminal.smallest.rows
  }

  /// What a window shows that was made smaller while the console runs.
  private var tooSmall: Frame {
    var frame = Frame(size: terminal.size)
    let error = TerminalError.tooSmall(terminal.size, needed: Terminal.smallest)
    for (row, line) in error.text(in: flow.context.language).wrapped(columns: terminal.size.columns).enumerated() {
      frame.put(line, row: row, column: 0)
    }
    return frame
  }

  // MARK: - Effects

  private func carryOut(_ effects: [Effect]) {
    for effect in effects {
      for event in answer(effect) { carryOut(flow.receive(event)) }
    }
  }

  private func answer(_ effect: Effect) -> [ActionEvent] {
    do throws(ServiceError) {
      switch effect {
      case .save(let draft): return save(draft)
      case .discardDraft: try service.discardDraft()
      case .setLanguage(let language):
        try service.setLanguage(language)
        return [.status(ViewContext.Status(try service.status())), .languageSet(language)]
      case .decide(let agreed, let language, let version, let sum):
        let consent = Consent(agreed: agreed, language: language, version: version, sha256: sum, time: Date())
        // An agreement is written down together with the registration that it allows.
        if !agreed { try service.record(consent) }
        return [.status(ViewContext.Status(try service.status())), .decided(consent)]
      case .register(let answers, let consent):
        start { service, post, cancellation throws(ActionFailure) in
          try service.register(
            answers, consent: consent, observer: { post(.progress($0)) }, cancellation: cancellation)
        }
      case .checkConnection(let answers):
        start { service, post, cancellation throws(ActionFailure) in
          try service.checkConnection(answers, observer: { post(.progress($0)) }, cancellation: cancellation)
        }
      case .diagnose:
        start { service, post, cancellation throws(ActionFailure) in
          do throws(ServiceError) {
            _ = try service.diagnose(observer: { post(.diagnosis($0)) }, cancellation: cancellation)
          } catch { throw .failed(error, temporary: false) }
        }
      case .pause:
        start { service, post, cancellation throws(ActionFailure) in
          try service.pause(observer: { post(.progress($0)) }, cancellation: cancellation)
        }
      case .resume:
        start { service, post, cancellation throws(ActionFailure) in
          try service.resume(observer: { post(.progress($0)) }, cancellation: cancellation)
        }
      case .changeSchedule(let answers):
        start { service, post, cancellation throws(ActionFailure) in
          _ = try service.changeSchedule(answers, observer: { post(.progress($0)) }, cancellation: cancellation)
        }
      case .changeEnvironment(let answers, let form):
        try service.changeEnvironment(answers, of: form)
        return try changed(.environment(form))
      case .changeConnectionType(let type):
        try service.changeConnectionType(type)
        return try changed(.connectionType(type))
      case .selectCenter(let name):
        let wasRegistered = try service.isRegistered()
        var answers = Answers()
        answers[.center] = name
        try service.set(answers)
        return try changed(.center(wasRegistered: wasRegistered))
      case .setDisplayName(let isUniqueName):
        try service.setDisplayName(isUniqueName: isUniqueName)
        return try changed(.displayName)
      case .showCertificate(let isRestoration):
        return [.certificates(try service.centerCertificate(), isRestoration: isRestoration)]
      case .readCertificate(let path):
        let bytes = try CertificateFile.read(path)
        return [.certificateRead(try service.inspect(bytes), bytes)]
      case .replaceCertificate(let bytes):
        _ = try service.replaceCenterCertificate(bytes)
        return try changed(.certificate(.rmg0219))
      case .restoreCertificate:
        _ = try service.restoreCenterCertificate()
        return try changed(.certificate(.rmg0222))
      case .export(let directory, let passphrase, let overwriting):
        return try export(to: directory, passphrase, overwriting)
      case .showEventLog: return [.eventLog(try service.store.reports())]
      case .showServerCertificate: return [.serverCertificate(try service.serverCertificate())]
      case .cancelAction: action?.cancellation.raise()
      case .deletePersonalInformation:
        try service.deletePersonalInformation()
        return [.personalInformationDeleted]
      case .leave: isLeaving = true
      }
    } catch {
      return [.notice(error)]
    }
    return []
  }

  private func export(
    to directory: String, _ passphrase: String, _ overwriting: Bool
  ) throws(ServiceError) -> [ActionEvent] {
    do throws(ServiceError) {
      let secret = passphrase.isEmpty ? nil : try Passphrase(passphrase)
      return [.exported(try service.export(to: directory, overwriting: overwriting, passphrase: secret))]
    } catch {
      guard error.details.contains(where: { $0.fileRemark?.code == .exists }) else { throw error }
      return [.exportExists]
    }
  }

  /// A small change, with what is stored and shown now.
  private func changed(_ change: Change) throws(ServiceError) -> [ActionEvent] {
    [.status(ViewContext.Status(try service.status())), .changed(change, try service.answers())]
  }

  /// Saving goes on to be tried, but a full disk is told only once.
  private func save(_ draft: Draft) -> [ActionEvent] {
    do {
      try service.save(draft)
      return []
    } catch {
      defer { toldSaveFailure = true }
      return toldSaveFailure ? [] : [.notice(error)]
    }
  }

  private func start(_ work: @escaping ActionThread.Work) {
    action = ActionThread(service: service, mailbox: mailbox, work: work)
    if action == nil { mailbox.post(.failed(.failed(ServiceError(.rmg2001), temporary: true))) }
  }

  /// Ends the running action, if there is one; it answers within 0.2 s.
  private func stopAction() {
    action?.cancellation.raise()
    action?.join()
    action = nil
  }
}

extension ActionEvent {
  /// Whether the running action is over.
  fileprivate var isEnd: Bool {
    switch self {
    case .finished, .failed: true
    default: false
    }
  }
}

extension ViewContext.Status {
  /// What a status line shows of the service.
  init(_ status: ServiceStatus) {
    self.init(
      device: status.displayName, state: status.state, connectionType: status.connectionType, waiting: status.waiting)
  }
}
