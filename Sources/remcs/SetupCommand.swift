internal import ArgumentParser
internal import Localization
internal import RemcsConsole
internal import RemcsCore

/// `remcs`, `remcs setup`: the console.
struct SetupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "setup", abstract: abstract(.commandSetupAbstract), aliases: ["console"])

  @OptionGroup var options: ServiceOptions

  func run() throws {
    try options.run { service, _ in
      try ConsoleRun.run(service, asked: options.languageOption.language)
    }
  }
}
