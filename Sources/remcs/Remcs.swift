internal import ArgumentParser

@main
struct Remcs: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remcs",
    subcommands: [
      ValidateCommand.self
    ])
}
