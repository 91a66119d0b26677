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
    if let context = ServiceContext(plain: arguments) {
      do { try SetupCommand.open(context) } catch { exit(withError: error) }
      return
    }
    if let request = FaultRequest(plain: arguments) {
      do { try request.run() } catch { exit(withError: error) }
      return checkOutput()
    }
    let first = arguments.first ?? ""
    let asksForHelp = arguments.contains { $0 == "--help" || $0 == "-h" }
    if first.hasPrefix("-"), asksForHelp {
      print(helpMessage())
      return checkOutput()
    }
    let isKnown = first.hasPrefix("-") || first == "help" || configuration.subcommands.contains { $0.isCalled(first) }
    if !isKnown {
      exit(withError: ValidationError(text(.commandRootUnknown, in: .ofHelp(), first.harmless(maximum: 40))))
    }
    runCommand(arguments)
  }

  /// Runs what the arguments ask for, and makes sure that its output arrived.
  private static func runCommand(_ arguments: [String]) {
    do {
      var command = try directly(arguments) ?? parseAsRoot(arguments)
      try command.run()
    } catch {
      // Help and version come as errors too, and end in success.
      guard exitCode(for: error).isSuccess else { exit(withError: error) }
      let message = fullMessage(for: error)
      if !message.isEmpty { print(message) }
    }
    checkOutput()
  }

  /// The command that the first words name, parsed alone: the parser would ask every other one what it takes, which costs
  /// some milliseconds. Nil where it has something else to say than how to run, such as help or an error, which take the
  /// whole tree.
  private static func directly(_ arguments: [String]) -> (any ParsableCommand)? {
    var type: any ParsableCommand.Type = Remcs.self
    var rest = arguments[...]
    while let name = rest.first, let next = type.configuration.subcommands.first(where: { $0.isCalled(name) }) {
      type = next
      rest = rest.dropFirst()
    }
    type = type.configuration.defaultSubcommand ?? type
    guard type.configuration.subcommands.isEmpty else { return nil }
    // Help is another command.
    guard let command = try? type.parseAsRoot(Array(rest)), Swift.type(of: command) == type else { return nil }
    return command
  }

  /// Ends the program with 1 and a sentence if something that was printed was not taken, as on a full disk.
  private static func checkOutput() {
    guard let reason = StandardOutput.problem() else { return }
    CommandOutput.printError(text(.commandRootOutput, in: .ofHelp(), reason))
    exit(withError: ExitCode(1))
  }
}

extension ParsableCommand {
  fileprivate static func isCalled(_ name: String) -> Bool {
    _commandName == name || configuration.aliases.contains(name)
  }
}
