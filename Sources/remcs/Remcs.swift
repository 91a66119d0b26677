internal import ArgumentParser

@main
struct Remcs: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remcs",
    subcommands: [
      MessagesCommand.self,
      ScreensCommand.self,
    ])
}
