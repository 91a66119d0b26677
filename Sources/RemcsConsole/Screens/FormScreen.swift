internal import RemcsCore

/// A screen that is a form: every screen with fields is one of these, declared in a file of its own.
struct FormScreen: Screen {
  /// Where a button leads that neither goes on nor back.
  struct Way: Sendable {
    let button: Button
    let intent: Intent
    /// Whether the form has to be right for it.
    var needsForm = false
  }

  let id: ScreenID
  /// The step of the wizard; nil outside of it.
  private(set) var step: WizardStep?
  /// The button that checks everything and goes on.
  let primary: Button
  /// What other buttons want.
  var ways: [Way] = []
  /// What the answers mean, below the form.
  var appendix: @Sendable (Answers, ViewContext) -> [BodyRow] = { _, _ in [] }
  /// Its form.
  var form: Form

  /// The same opened from a menu: no steps, and Cancel in place of Back (figures 4.2 to 4.6).
  func inMenu() -> FormScreen {
    var screen = self
    screen.step = nil
    if form.buttons.first == .back { screen.form.buttons = form.buttons.dropFirst() + [.cancel] }
    return screen
  }

  var answers: Answers? { form.answers }
  var focusedField: FieldID? { form.focusedField }

  mutating func update(_ command: Command) -> Intent {
    switch form.update(command) {
    case .stay: return .stay
    case .left: return .keep
    case .complete: return .next
    case .pressed(primary): return update(.next)
    case .pressed(let button):
      guard let way = ways.first(where: { $0.button == button }) else { return button == .back ? .back : .leave }
      guard way.needsForm else { return way.intent }
      let outcome = update(.next)
      return outcome == .next ? way.intent : outcome
    case .ignored: return command.intent
    }
  }

  mutating func rest() { form.refreshCount() }

  func view(_ context: ViewContext) -> Frame {
    let words = Words(context.language)
    let page = Page(
      id: id, step: step, rows: form.rows(words, columns: context.size.columns) + appendix(form.answers, context),
      message: form.message(words, showsHelp: context.showsHelp),
      buttons: form.buttonRow)
    var frame = page.frame(context)
    if let cursor = frame.cursor {
      let anchor = Frame.Position(row: cursor.row, column: form.valueColumn)
      form.putList(into: &frame, anchor: anchor, rows: page.bodyRows(context), words: words)
    }
    return frame
  }
}
