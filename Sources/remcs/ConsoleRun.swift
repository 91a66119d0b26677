internal import ArgumentParser
internal import Localization
internal import RemcsConsole
internal import RemcsCore

/// A console on the terminal that the program was started on.
enum ConsoleRun {
  /// Runs it to its end.
  /// - Throws: an exit code, after a plain sentence, when there is no terminal to show it on.
  static func run(
    _ service: Service, asked: Language?, isCEMenu: Bool = false,
    note: @escaping @Sendable (Language) -> String? = { _ in nil }
  ) throws {
    let locale = Language.ofTerminal()
    let terminal: Terminal
    do {
      terminal = try Terminal()
    } catch {
      let stored = try service.language()
      CommandOutput.printError(error.text(in: asked ?? stored ?? locale))
      throw ExitCode(1)
    }
    let end: Console.End
    do {
      // The terminal is restored before anything is said about what went wrong.
      defer { terminal.close() }
      end = try Console(
        service: service, terminal: terminal, language: asked, locale: locale, isCEMenu: isCEMenu, note: note
      ).run()
    }
    if end == .lineLost { throw ExitCode(1) }
  }
}
