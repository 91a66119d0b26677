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
    /// Somebody took the console over; what was typed is kept.
    case takenOver(ConsoleSession.Occupant)
    /// Nobody pressed a key for too long; what was typed is kept.
    case timedOut
  }

  /// Progress is painted at most this often, and not while a slow line still has more than a row to send.
  private static let progressInterval = Duration.milliseconds(200)
  private static let slowLineBytes = 80
  /// Who stays so long at a place may want to read its help.
  private static let restDelay = Duration.milliseconds(600)

  let service: Service
  private let terminal: Terminal
  var flow: WizardFlow
  var centers: [String]
  private let session: ConsoleSession?
  private let idleLimit: Duration?
  let mailbox: Mailbox
  var action: ActionThread?
  var isLeaving = false
  var toldSaveFailure = false
  private var lastPaint = ContinuousClock.now - .seconds(1)
  /// When somebody was last seen to be there, or an action ended that they wait for.
  private var lastSign = ContinuousClock.now

  /// A console on an open terminal.
  ///
  /// - Parameters:
  ///   - service: the core.
  ///   - terminal: where it shows.
  ///   - asked: the language of `--lang`, if it was given.
  ///   - locale: the language of the terminal's locale.
  ///   - isCEMenu: whether it is the CE menu (chapter 5).
  ///   - session: the right to sit here; nil where nobody else can come.
  ///   - idleLimit: how long nobody need press a key; nil for ever.
  ///   - note: what is special about this console.
  /// - Throws: what keeps the settings from being read.
  public init(
    service: Service, terminal: Terminal, language asked: Language?, locale: Language, isCEMenu: Bool = false,
    session: ConsoleSession? = nil, idleLimit: Duration? = nil,
    note: @escaping @Sendable (Language) -> String? = { _ in nil }
  ) throws(ServiceError) {
    self.service = service
    self.terminal = terminal
    self.session = session
    self.idleLimit = idleLimit
    mailbox = Mailbox(waker: terminal.waker)
    let status = try service.status()
    var names: [String] = []
    var centersError: ServiceError?
    do { names = try service.centers().map(\.name) } catch { centersError = error }
    centers = names
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

  /// Runs until the person leaves, is sent away, or the line is lost.
  public func run() -> End {
    paint()
    while !isLeaving {
      switch terminal.next(timeout: paintDelay()) {
      case .key(let key):
        lastSign = .now
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
        if isIdle {
          keepDraft()
          return .timedOut
        }
      case .lineLost:
        stopAction()
        keepDraft()
        return session?.successor.map { .takenOver($0) } ?? .lineLost
      }
    }
    stopAction()
    return .left
  }

  private func keepDraft() {
    if let draft = flow.draft { try? service.save(draft) }
  }

  /// Whether nobody has been here for too long. Who waits for an action to end is here.
  private var isIdle: Bool { idleLimit.map { action == nil && .now - lastSign >= $0 } ?? false }

  // MARK: - Painting

  private var isProgressWaiting = false
  /// When the person has rested long enough for what can wait; nil while that is done.
  private var restDue: ContinuousClock.Instant? = .now

  /// Whether something has run whose code is not needed any more: the start, an action.
  private var holdsCode = true

  /// The screen that others are told of.
  private var shownScreen: ScreenID?

  private func paint() {
    isProgressWaiting = false
    lastPaint = .now
    flow.context.now = Date()
    if flow.screen.id != shownScreen {
      shownScreen = flow.screen.id
      session?.show(screen: flow.screen.id.rawValue)
      lookAround()
    }
    terminal.paint(fits ? flow.view() : tooSmall)
  }

  /// Looks whenever a menu comes up at what others may have changed: settings and state by a command or the agent, the
  /// system's time zone (manual chapter 8). What cannot be read is told elsewhere.
  private func lookAround() {
    guard flow.screen is MenuScreen else { return }
    if let stored = try? storedAnswers(), let status = try? service.status() {
      carryOut(flow.receive(.stored(stored)) + flow.receive(.status(ViewContext.Status(status))))
    }
    guard let change = try? service.timeZoneChange() else { return }
    carryOut(flow.receive(.timeZoneChanged(change)))
  }

  /// How long to wait before progress that was held back, or the help of this place, is painted, or nobody is here.
  private func paintDelay() -> Duration? {
    if isProgressWaiting { return Self.progressInterval }
    let idleDue = action == nil ? idleLimit.map { lastSign + $0 } : nil
    return [restDue, idleDue].compactMap { $0 }.min().map { max(.zero, $0 - .now) }
  }

  private func takeMail() {
    if let restDue, ContinuousClock.now >= restDue {
      self.restDue = nil
      flow.context.showsHelp = true
      carryOut(flow.rest())
      paint()
      if holdsCode, action == nil {
        holdsCode = false
        CodePages.giveBack()
      }
    }
    let events = mailbox.takeAll()
    var isUrgent = false
    for event in events {
      switch event {
      case .progress, .diagnosis: isProgressWaiting = true
      default: isUrgent = true
      }
      // Before the flow hears of it: it may begin the next action at once.
      if event.isEnd {
        stopAction()
        lastSign = .now
        holdsCode = true
        restDue = .now + Self.restDelay
        // Whatever the end is, something may have been stored before it.
        if let now = try? storedAnswers() { carryOut(flow.receive(.stored(now))) }
      }
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
}
