public import Localization
public import RemcsCore

/// Table 6.29: an action at work. Only Ctrl-X does something here, and it asks first.
struct ProgressScreen: Screen {
  let id: ScreenID
  /// The last that was told.
  private(set) var progress = ActionProgress(.storing, percent: 0)
  /// The last failure that is being retried, which stays readable during the next try.
  private(set) var lastFailure: (attempt: Int, of: Int, error: ServiceError)?
  /// Seconds until the next try.
  private(set) var secondsLeft: Int?
  /// Whether the person wants it to stop.
  var isCanceling = false

  /// What this is a part of, in the manual's words.
  let announcement: MessageCode?

  init(_ id: ScreenID, announcement: MessageCode? = nil) {
    self.id = id
    self.announcement = announcement
  }

  /// Takes what the action tells.
  mutating func show(_ progress: ActionProgress) {
    self.progress = progress
    if case .retrying(let attempt, let count, let seconds, let failure) = progress.step {
      lastFailure = (attempt, count, failure)
      secondsLeft = seconds
    } else {
      secondsLeft = nil
    }
  }

  mutating func update(_ command: Command) -> Intent {
    switch command {
    case .back: .stay
    case .leave where isCanceling: .stay
    default: command.intent
    }
  }

  /// What is done on this machine, without stages.
  private var work: TextKey? {
    switch id {
    case .hardwareReading: .progressReading
    case .logCollecting: .progressCollecting
    default: nil
    }
  }

  func view(_ context: ViewContext) -> Frame {
    let words = Words(context.language)
    // Nothing is sent yet, so there are no stages.
    if let work {
      var row = BodyRow(words(isCanceling ? .progressCanceling : work))
      row.cursor = 2
      return Page(id: id, rows: [row]).frame(context)
    }
    var rows = [BodyRow(words(title)), BodyRow()]
    if let announcement { rows.insert(BodyRow(words.message(ServiceError(announcement))), at: 0) }
    let current = ProgressGroup(progress.step)
    for group in ProgressGroup.allCases {
      let mark =
        group.rawValue < current.rawValue || progress.percent >= 100 ? "[*] " : group == current ? "[>] " : "[ ] "
      rows.append(BodyRow(mark + words(group.key)))
    }
    rows.append(BodyRow())
    var bar = BodyRow(ProgressBar.text(percent: progress.percent))
    // Where a second passes stands the cursor too: its way there and back would cost more than the digit.
    bar.cursor = secondsLeft == nil ? 2 : nil
    rows.append(bar)
    rows.append(BodyRow())
    if let secondsLeft, let failure = lastFailure {
      let text = words(.progressRetry, String(secondsLeft), String(failure.attempt), String(failure.of))
      var row = BodyRow(text)
      row.cursor = 2
      rows.append(row)
    }
    return Page(id: id, step: step, rows: rows, message: message(words)).frame(context)
  }

  private var title: TextKey {
    switch id {
    case .checking: .progressChecking
    case .registering: .progressRegistering
    default: .progressSendingReport
    }
  }

  private var step: WizardStep? {
    switch id {
    case .checking: .connectionCheck
    case .registering: .registration
    default: nil
    }
  }

  private func message(_ words: Words) -> String {
    if isCanceling { return words(.progressCanceling) }
    if progress.step == .reading { return words(.progressReading) }
    if progress.step == .waitingForAnother { return words(.progressWaiting) }
    if let lastFailure { return words.brief(lastFailure.error) }
    return words(.progressHelp)
  }
}

/// The stages of an action in the words of a person, for the console and the commands.
public enum ProgressGroup: Int, CaseIterable {
  /// In the order in which they come.
  case storing, preparing, connecting, authenticating, sending, finishing

  /// The group of a step; waiting for another try counts as connecting.
  public init(_ step: ActionProgress.Step) {
    switch step {
    case .reading, .storing, .waitingForAnother: self = .storing
    case .remark: self = .connecting
    case .finishing: self = .finishing
    case .retrying: self = .connecting
    case .stage(let stage):
      switch stage {
      case .preparing: self = .preparing
      case .popLogin, .popWait, .name, .route, .connection, .greeting, .encryption, .capabilities: self = .connecting
      case .authentication: self = .authenticating
      case .sender, .recipient, .content, .confirmation: self = .sending
      }
    }
  }

  /// Its words.
  public var key: TextKey {
    switch self {
    case .storing: .progressStoring
    case .preparing: .progressPreparing
    case .connecting: .progressConnecting
    case .authenticating: .progressAuthenticating
    case .sending: .progressSending
    case .finishing: .progressFinishing
    }
  }
}
