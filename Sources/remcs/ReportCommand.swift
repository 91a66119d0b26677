internal import ArgumentParser
internal import FoundationEssentials
internal import Localization
internal import RemcsCore

/// `remcs report`: what scripts, log daemons and partitions tell about the machine (manual 1.2.1).
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: abstract(.commandReportAbstract),
    subcommands: [FaultEvent.self, Recovery.self, Reboot.self])

  /// `remcs report fault`.
  struct FaultEvent: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fault", abstract: abstract(.commandFaultAbstract), discussion: abstract(.commandFaultDiscussion))

    @OptionGroup var options: ServiceOptions
    @Option(help: help(.commandFaultUnit)) var unit: String
    @Option(help: help(.commandFaultLevel), transform: faultLevel) var level: FaultLevel
    @Option(help: help(.commandFaultCode)) var code: String
    @Option(name: .customLong("text"), help: help(.commandFaultText)) var words: String
    @Option(help: help(.commandFaultPartition)) var partition: String?
    @Option(name: .customLong("log"), help: help(.commandFaultLog)) var logs: [String] = []
    @Flag(help: help(.commandOptionJson)) var json = false

    private struct Document: Encodable {
      var result: String
      var report: Int?
      var held: Int?
      var until: String?
      var dropped: Int?
    }

    func run() throws {
      try options.run(for: .reporter) { service, language in
        let fault = try Fault(unit: unit, level: level, code: code, text: words, partition: partition)
        switch try service.report(fault, logs: logs) {
        case .queued(let number, let dropped, let unreadable):
          for reason in unreadable { CommandOutput.printError(text(.commandFaultUnreadable, in: language, reason)) }
          if dropped > 0 { CommandOutput.printError(text(.commandFaultDropped, in: language, String(dropped))) }
          if json {
            return try CommandOutput.printJSON(
              Document(result: "queued", report: number, dropped: dropped + unreadable.count))
          }
          print(text(.commandFaultQueued, in: language, String(number)))
        case .held(let count, let until):
          if json {
            return try CommandOutput.printJSON(Document(result: "held", held: count, until: until?.localISO8601))
          }
          let end = until.map(\.localISO8601) ?? text(.commandFaultUntilCleared, in: language)
          print(text(.commandFaultHeld, in: language, String(count), end))
        }
      }
    }
  }

  /// `remcs report recovery`.
  struct Recovery: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "recovery", abstract: abstract(.commandRecoveryAbstract))

    @OptionGroup var options: ServiceOptions
    @Option(help: help(.commandFaultUnit)) var unit: String
    @Option(help: help(.commandFaultPartition)) var partition: String?

    func run() throws {
      try options.run(for: .reporter) { service, language in
        let count = try service.endSuppression(unit: unit, partition: partition)
        print(text(.commandRecoveryDone, in: language, String(count)))
      }
    }
  }

  /// `remcs report reboot`.
  struct Reboot: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "reboot", abstract: abstract(.commandRebootAbstract))

    @OptionGroup var options: ServiceOptions
    @Option(help: help(.commandFaultPartition)) var partition: String

    func run() throws {
      try options.run(for: .reporter) { service, language in
        let count = try service.endSuppression(unit: nil, partition: partition)
        print(text(.commandRecoveryDone, in: language, String(count)))
      }
    }
  }
}

/// A level by its name.
@Sendable private func faultLevel(_ name: String) throws -> FaultLevel {
  guard let level = FaultLevel(rawValue: name) else { throw ValidationError(text(.commandFaultLevel, in: .ofHelp())) }
  return level
}
