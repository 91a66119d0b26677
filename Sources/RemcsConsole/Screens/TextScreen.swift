internal import Localization
internal import RemcsCore

/// A screen that is a text with buttons: welcome, review, consent, results, help.
struct TextScreen: Screen {
  let id: ScreenID
  /// The step of the wizard.
  var step: WizardStep?
  /// What [キャンセル] and Ctrl-X want.
  var cancelIntent = Intent.leave
  /// What Ctrl-N presses; nil if nothing follows.
  let primary: Button?
  /// The text, made for a language and a number of columns.
  let content: @Sendable (Words, Int) -> [BodyRow]
  private var buttons: ButtonRow
  private var scroll = ScrollText()

  init(
    _ id: ScreenID, step: WizardStep? = nil, buttons: [Button], focus: Int = 0, primary: Button?,
    content: @escaping @Sendable (Words, Int) -> [BodyRow]
  ) {
    self.id = id
    self.step = step
    self.buttons = ButtonRow(buttons, focus: focus)
    self.primary = primary
    self.content = content
  }

  /// The button that Enter presses.
  var focused: Button? { buttons.focused }

  mutating func fit(_ context: ViewContext) {
    let rows = content(Words(context.language), context.size.columns)
    scroll.fit(count: rows.count, height: Page.bodyRows(context.size).count)
  }

  mutating func update(_ command: Command) -> Intent {
    switch command {
    case .up, .down, .pageUp, .pageDown, .home, .end:
      if scroll.update(command) { return .stay }
      // A text that fits leaves the arrows to the buttons.
      if scroll.fits, command == .up || command == .down { _ = buttons.move(by: command == .up ? -1 : 1) }
    case .left, .previousField: _ = buttons.move(by: -1)
    case .right, .nextField: _ = buttons.move(by: 1)
    case .activate, .open: return buttons.focused.map(press) ?? .stay
    case .next:
      if let primary { return press(primary) }
      // An agreement is given with its button only: Ctrl-N leads there and no further.
      if let index = buttons.buttons.firstIndex(of: .agree) { buttons.focus = index }
    case .back: return buttons.buttons.contains(.back) || cancelIntent == .back ? .back : .stay
    case .leave: return id == .help ? .back : cancelIntent
    case .help: return id == .help ? .back : .help
    case .dismiss: return id == .help ? .back : .stay
    default: break
    }
    return .stay
  }

  func view(_ context: ViewContext) -> Frame {
    let words = Words(context.language)
    let rows = content(words, context.size.columns)
    var scroll = scroll
    scroll.fit(count: rows.count, height: Page.bodyRows(context.size).count)
    let message = [scroll.fits ? "" : words(.textScrollHint), isConsent ? words(.consentHint) : ""]
      .filter { !$0.isEmpty }.joined(separator: "  ")
    return Page(
      id: id, step: step, rows: rows, first: scroll.first, message: message, buttons: buttons
    ).frame(context)
  }

  /// Whether the text is one to agree to, or not.
  private var isConsent: Bool { id == .consent || id == .automaticConsent }

  private func press(_ button: Button) -> Intent {
    switch button {
    case .back, .close: .back
    case .agree: .agree
    case .retry: .retry
    case .diagnose: .diagnose
    case .deviceID: .setDisplayName(isUniqueName: false)
    case .takeOver: .takeOver
    case .resend: .decide(.retry)
    case .withdraw: .decide(.cancel)
    case .uniqueName: .setDisplayName(isUniqueName: true)
    case .cancel: isConsent ? .refuse : cancelIntent
    default: .next
    }
  }
}
