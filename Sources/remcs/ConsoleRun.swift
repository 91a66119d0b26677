internal import ArgumentParser
internal import Glibc
internal import Localization
internal import RemcsConsole
internal import RemcsCore

/// A console on the terminal that the program was started on.
enum ConsoleRun {
  /// Runs it to its end, once nobody else sits at the console of this home.
  /// - Throws: an exit code, after a plain sentence, when there is no terminal to show it on, or the console was taken.
  static func run(
    _ service: Service, asked: Language?, isCEMenu: Bool = false,
    note: @escaping @Sendable (Language) -> String? = { _ in nil }
  ) throws {
    let locale = Language.ofTerminal()
    let language = try asked ?? service.language() ?? locale
    let terminal: Terminal
    do {
      terminal = try Terminal()
    } catch {
      CommandOutput.printError(error.text(in: language))
      throw ExitCode(1)
    }
    let end: Console.End
    do {
      // The terminal is restored before anything is said about what went wrong.
      defer { terminal.close() }
      guard let session = try sitDown(service, terminal, language) else { return }
      let seconds = try service.idleTimeout()
      end = try Console(
        service: service, terminal: terminal, language: asked, locale: locale, isCEMenu: isCEMenu, session: session,
        idleLimit: seconds == 0 ? nil : .seconds(seconds), note: note
      ).run()
    }
    switch end {
    case .left: return
    case .lineLost: break
    case .timedOut: CommandOutput.printError(ServiceError(.rmg1125).sentence(in: language))
    case .takenOver(let other):
      CommandOutput.printError(ServiceError(.rmg1123).sentence(in: language))
      CommandOutput.printError(
        text(
          .consoleInUseTakenBy, in: language,
          arguments: [other.user.harmless(maximum: 32), other.terminal.harmless(maximum: 40)]))
    }
    throw ExitCode(1)
  }

  /// The right to sit at the console, taken from another if the person says so; nil if the person leaves it.
  private static func sitDown(
    _ service: Service, _ terminal: Terminal, _ language: Language
  ) throws(ServiceError) -> ConsoleSession? {
    let me = ConsoleSession.Occupant(user: userName(), terminal: terminalName())
    while true {
      if let session = try service.openConsole(as: me) { return session }
      // Nobody: it was given back between the two questions.
      guard let occupant = service.consoleOccupant() else { continue }
      let takesOver = ConsoleInUsePrompt.run(
        on: terminal, occupant: occupant, status: try service.status(), language: language)
      return takesOver ? try service.takeOverConsole(as: me) : nil
    }
  }

  /// The login name; who came by sudo is called as before it.
  private static func userName() -> String {
    if let name = getenv("SUDO_USER") { return String(cString: name) }
    guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else { return String(getuid()) }
    return String(cString: name)
  }

  private static func terminalName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard ttyname_r(STDIN_FILENO, &name, name.count) == 0 else { return "?" }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
