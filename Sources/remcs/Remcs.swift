internal import ArgumentParser
internal import Localization
internal import RemcsCore

/// The program on the board: the console, and the same actions as commands.
@main
struct Remcs: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remcs",
    abstract: abstract(.commandRootAbstract),
    discussion: abstract(.commandRootDiscussion),
    version: RemcsVersion.current,
    subcommands: [
      SetupCommand.self,
      RehearseCommand.self,
      StatusCommand.self,
      RegisterCommand.self,
      CheckCommand.self,
      SettingsCommand.self,
      CenterCommand.self,
      LanguageCommand.self,
      ImportCommand.self,
      PersonalInformationCommand.self,
      ValidateCommand.self,
      MessagesCommand.self,
      ScreensCommand.self,
    ],
    defaultSubcommand: SetupCommand.self)

  /// The console is the default command, and would otherwise answer for what is meant for the program as a whole.
  static func main() {
    let arguments = ArgumentOrder.arranged(Array(CommandLine.arguments.dropFirst()))
    guard let first = arguments.first else {
      do { try SetupCommand.open(ServiceContext()) } catch { exit(withError: error) }
      return
    }
    let asksForHelp = arguments.contains { $0 == "--help" || $0 == "-h" }
    if first.hasPrefix("-"), asksForHelp {
      print(helpMessage())
      return
    }
    let names = configuration.subcommands.flatMap { [$0._commandName] + $0.configuration.aliases } + ["help"]
    if !first.hasPrefix("-"), !names.contains(first) {
      exit(withError: ValidationError(text(.commandRootUnknown, in: .ofHelp(), first.harmless(maximum: 40))))
    }
    main(arguments)
  }
}
