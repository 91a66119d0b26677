internal import ArgumentParser

@main
struct CenterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "remcs-center")
}
