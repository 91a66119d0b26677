internal import ArgumentParser
internal import Glibc
internal import Localization
internal import RemcsCore

/// `remcs queue`: what waits to be sent, what any report says, and what a person decides about one.
struct QueueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queue", abstract: abstract(.commandQueueAbstract),
    subcommands: [List.self, Show.self, Retry.self, Cancel.self], defaultSubcommand: List.self)

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
      try options.run { service, _ in
        // What travels, byte for byte; it is JSON of our own, so nothing in it can drive a terminal.
        print(String(decoding: try service.report(number).manifest, as: UTF8.self))
      }
    }
  }

  struct Retry: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "retry", abstract: abstract(.commandQueueRetry))
    @OptionGroup var options: ServiceOptions
    @Argument(help: help(.commandQueueNumbers)) var numbers: [Int] = []
    @Flag(help: help(.commandQueueRetryAll)) var all = false

    func validate() throws {
      // One or the other: never all of them where a script's list came out empty.
      guard numbers.isEmpty == all else { throw ValidationError(text(.commandQueueRetryWhich, in: .ofHelp())) }
    }

    func run() throws {
      try options.run { service, language in
        let chosen = all ? try service.store.reports(in: [.failed]).map(\.sequence) : numbers
        if chosen.isEmpty { return print(text(.queueNoneFailed, in: language)) }
        try service.decide(.retry, about: chosen)
        for number in Set(chosen).sorted() { print(text(.queueRetried, in: language, String(number))) }
      }
    }
  }

  struct Cancel: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "cancel", abstract: abstract(.commandQueueCancel))
    @OptionGroup var options: ServiceOptions
    @Argument(help: help(.commandQueueNumber)) var number: Int
    @Flag(help: help(.commandQueueYes)) var yes = false

    func run() throws {
      try options.run { service, language in
        let report = try service.report(number, for: .cancel)
        if !yes {
          // Nobody there to ask: what has no way back needs a word.
          guard isatty(STDIN_FILENO) == 1 else {
            CommandOutput.printError(text(.commandQueueAsk, in: language))
            throw ExitCode(EX_USAGE)
          }
          let kind = text(report.kind.key, in: language)
          CommandOutput.printError(text(.queueCancelQuestion, in: language, String(number), kind) + " [y/N]")
          guard ["y", "yes"].contains(readLine()?.lowercased()) else { throw ExitCode(1) }
        }
        try service.decide(.cancel, about: number)
        print(text(.queueCanceled, in: language, String(number)))
      }
    }
  }
}
