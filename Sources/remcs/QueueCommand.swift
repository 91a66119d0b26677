internal import ArgumentParser
internal import Localization
internal import RemcsCore

/// `remcs queue`: what waits to be sent, and what any report says.
struct QueueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queue", abstract: abstract(.commandQueueAbstract), subcommands: [List.self, Show.self],
    defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: abstract(.commandQueueList))
    @OptionGroup var options: ServiceOptions
    @Flag(help: help(.commandOptionJson)) var json = false
    @Flag(help: help(.commandQueueAll)) var all = false

    func run() throws {
      try options.run { service, language in
        let states = all ? ReportState.allCases : [.waiting, .sending, .failed]
        let reports = try service.store.reports(in: states)
        if json { return try CommandOutput.printJSON(reports.map(ReportRow.init)) }
        for report in reports { print(ReportRow(report).line(in: language)) }
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: abstract(.commandQueueShow))
    @OptionGroup var options: ServiceOptions
    @Argument(help: help(.commandQueueNumber)) var number: Int

    func run() throws {
      try options.run { service, language in
        guard let report = try service.store.reports().first(where: { $0.sequence == number }) else {
          CommandOutput.printError(text(.commandQueueUnknown, in: language, String(number)))
          throw ExitCode(65)
        }
        // What travels, byte for byte; it is JSON of our own, so nothing in it can drive a terminal.
        print(String(decoding: report.manifest, as: UTF8.self))
      }
    }
  }
}
