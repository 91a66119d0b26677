internal import ArgumentParser
internal import Localization
internal import RemcsConsole
internal import RemcsCore

/// `remcs`, `remcs setup`: the console.
struct SetupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "setup", abstract: abstract(.commandSetupAbstract), aliases: ["console"])

  @OptionGroup var options: ServiceOptions

  func run() throws { try Self.open(options.context) }

  /// Opens the console. A start without a command comes here directly: for reading next to nothing the parser takes a
  /// seventh of the time to the first screen.
  static func open(_ context: ServiceContext) throws {
    try context.run { service, _ in try ConsoleRun.run(service, asked: context.asked) }
  }
}
