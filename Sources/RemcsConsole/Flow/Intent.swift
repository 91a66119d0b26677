public import RemcsCore

/// What a screen wants to happen outside of itself.
public enum Intent: Sendable, Equatable {
  /// Nothing: only the screen changed.
  case stay
  /// A field was left: what was typed is worth saving.
  case keep
  /// On to what follows; the screen has checked its answers.
  case next
  /// To the screen before.
  case back
  /// Out of the program, or out of what is running.
  case leave
  /// The help screen.
  case help
  /// This language.
  case setLanguage(Language)
  /// The person agrees to the text that is shown.
  case agree
  /// The person does not agree.
  case refuse
  /// Another screen.
  case open(ScreenID)
  /// Files that were named are registered without a walk through the screens (manual 3.3).
  case registerAutomatically
  /// Once more what failed.
  case retry
  /// The staged check of what failed.
  case diagnose
  /// To the form of the mail server.
  case changeEnvironment
  /// The connection check is sent although the staged check failed.
  case sendCheck
  /// An item of the menu.
  case choose(MenuItem)
  /// What screens call the device.
  case setDisplayName(isUniqueName: Bool)
  /// What a report of the event log says.
  case showReport(Report)
  /// What becomes of the report that shows.
  case decide(QueueDecision)
  /// A unit works again.
  case endSuppression(Suppression)
  /// The console is taken from whoever has it.
  case takeOver
}

extension Command {
  /// What a screen wants by a command that it has no use of its own for.
  var intent: Intent {
    switch self {
    case .back: .back
    case .leave: .leave
    case .help: .help
    default: .stay
    }
  }
}
