internal import ArgumentParser
internal import Localization
internal import RemcsConsole
internal import RemcsCore

/// `remcs collect-logs`: everything that a support center asks for, in one archive (manual chapter 7).
struct CollectLogsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect-logs", abstract: abstract(.logsCommandAbstract))

  @OptionGroup var options: ServiceOptions
  @Option(help: help(.logsCommandOutput)) var output = "."
  @Flag(help: help(.commandOptionJson)) var json = false

  func run() throws {
    try options.run { service, language in
      let archive = try service.collectLogs(
        into: LogDestination(output), readme: LogReadme.inEachLanguage, libraries: ConsoleLibrary.versions,
        cancellation: Interruption.cancellation())
      if json { return try CommandOutput.printJSON(archive) }
      print(text(.logsCollected, in: language, archive.path.harmless(maximum: 300), String(archive.size)))
    }
  }
}
