internal import ArgumentParser
internal import Localization
internal import RemcsConsole
internal import RemcsCore

/// `remcs session`: who sits at the console, and when it closes by itself (manual chapter 8).
struct SessionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "session", abstract: abstract(.commandSessionAbstract), subcommands: [Show.self, Timeout.self],
    defaultSubcommand: Show.self)

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: abstract(.commandSessionShow))

    private struct Document: Encodable {
      let user: String, terminal: String, since: String, screen: String

      init(_ occupant: ConsoleSession.Occupant) {
        user = occupant.user.harmless(maximum: 32)
        terminal = occupant.terminal.harmless(maximum: 40)
        since = occupant.since.localISO8601
        screen = occupant.screen.harmless(maximum: 40)
      }
    }

    @OptionGroup var options: ServiceOptions
    @Flag(help: help(.commandOptionJson)) var json = false

    func run() throws {
      try options.run { service, language in
        let document = service.consoleOccupant().map(Document.init)
        if json { return try CommandOutput.printJSON(document.map { [$0] } ?? []) }
        guard let document else { return print(text(.commandSessionNobody, in: language)) }
        print("\(document.user) \(document.terminal) \(document.since) \(document.screen)")
      }
    }
  }

  struct Timeout: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "timeout", abstract: abstract(.commandSessionTimeout))

    @OptionGroup var options: ServiceOptions
    @Argument(help: help(.commandSessionSeconds)) var seconds: Int?

    func validate() throws {
      if let seconds, seconds != 0, !Service.idleTimeouts.contains(seconds) {
        throw ValidationError(text(.commandSessionRange, in: .ofHelp()))
      }
    }

    func run() throws {
      try options.run { service, _ in
        if let seconds { try service.setIdleTimeout(seconds) }
        print(try service.idleTimeout())
      }
    }
  }
}
