internal import FoundationEssentials
internal import Localization
public import RemcsCore

extension TextScreen {
  /// Figure 8.1: somebody else sits at the console. Leaving is the safe answer and has the focus.
  static func consoleInUse(by occupant: ConsoleSession.Occupant) -> TextScreen {
    TextScreen(.consoleInUse, buttons: [.takeOver, .end], focus: 1, primary: nil) { words, columns in
      // What it is called is in a file that others can write.
      let screen = ScreenID(rawValue: occupant.screen).map { words.title($0) } ?? "-"
      let lines = [
        words(.consoleInUseIntro), "",
        words(.consoleInUseUser, occupant.user.harmless(maximum: 32)),
        words(.consoleInUseTerminal, occupant.terminal.harmless(maximum: 40)),
        words(.consoleInUseSince, occupant.since.toTheMinute), words(.consoleInUseScreen, screen), "",
        words(.consoleInUseTakeOver),
      ]
      return lines.flatMap { $0.isEmpty ? [BodyRow()] : BodyRow.paragraph($0, columns: columns) }
    }
  }
}

/// The question of figure 8.1, before there is a console.
public enum ConsoleInUsePrompt {
  /// Asks whether the console is to be taken from somebody.
  ///
  /// - Returns: whether it is; false also when the line goes away.
  public static func run(
    on terminal: Terminal, occupant: ConsoleSession.Occupant, status: ServiceStatus, language: Language
  ) -> Bool {
    let question = TextScreen.consoleInUse(by: occupant)
    var screen = question
    var context = ViewContext(size: terminal.size, language: language, status: ViewContext.Status(status))
    while true {
      screen.fit(context)
      terminal.paint(screen.view(context))
      switch terminal.next() {
      case .lineLost: return false
      case .resized(let size): context.size = size
      case .wake: break
      case .key(let key):
        guard let command = KeyTable.command(for: key) else { continue }
        if command == .repaint { terminal.repaint() }
        switch screen.update(command) {
        case .takeOver: return true
        case .next, .leave: return false
        case .help: screen = .help(about: HelpPlace(.consoleInUse))
        case .back: screen = question
        default: break
        }
      }
    }
  }
}
