internal import ArgumentParser
internal import Localization
internal import RemcsCenter
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
      CECommand.self,
      RehearseCommand.self,
      StatusCommand.self,
      RegisterCommand.self,
      CheckCommand.self,
      DiagnoseCommand.self,
      CertificateCommand.self,
      MaintenanceIPCommand.self,
      PauseCommand.self,
      ResumeCommand.self,
      SendHardwareCommand.self,
      HardwareSourceCommand.self,
      MaintenanceCommand.self,
      SessionCommand.self,
      AgentCommand.self,
      ReportCommand.self,
      SuppressionCommand.self,
      ScheduleCommand.self,
      QueueCommand.self,
      HistoryCommand.self,
      CollectLogsCommand.self,
      SettingsCommand.self,
      CenterCommand.self,
      LanguageCommand.self,
      DisplayNameCommand.self,
      ImportCommand.self,
      ExportCommand.self,
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
      return checkOutput()
    }
    let names = configuration.subcommands.flatMap { [$0._commandName] + $0.configuration.aliases } + ["help"]
    if !first.hasPrefix("-"), !names.contains(first) {
      exit(withError: ValidationError(text(.commandRootUnknown, in: .ofHelp(), first.harmless(maximum: 40))))
    }
    runCommand(arguments)
  }

  /// Runs what the arguments ask for, and makes sure that its output arrived.
  private static func runCommand(_ arguments: [String]) {
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch {
      // Help and version come as errors too, and end in success.
      guard exitCode(for: error).isSuccess else { exit(withError: error) }
      let message = fullMessage(for: error)
      if !message.isEmpty { print(message) }
    }
    checkOutput()
  }

  /// Ends the program with 1 and a sentence if something that was printed was not taken, as on a full disk.
  private static func checkOutput() {
    guard let reason = StandardOutput.problem() else { return }
    CommandOutput.printError(text(.commandRootOutput, in: .ofHelp(), reason))
    exit(withError: ExitCode(1))
  }
}
