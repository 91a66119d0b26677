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

    /// What was asked.
    var request: FaultRequest {
      FaultRequest(
        context: options.context, unit: unit, level: level, code: code,
        words: words, partition: partition, logs: logs, json: json)
    }

    func run() throws { try request.run() }
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
