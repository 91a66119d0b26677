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
}
