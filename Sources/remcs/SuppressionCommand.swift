internal import ArgumentParser
internal import FoundationEssentials
internal import Localization
internal import RemcsCore

/// `remcs suppression`: which units are held back, since when, until when, and what would break through (manual 1.2.1).
struct SuppressionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suppression", abstract: abstract(.commandSuppressionAbstract), subcommands: [Show.self, Time.self],
    defaultSubcommand: Show.self)

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: abstract(.commandSuppressionShow))

    @OptionGroup var options: ServiceOptions
    @Flag(help: help(.commandOptionJson)) var json = false

    private struct Row: Encodable {
      let unit: String, partition: String?, level: FaultLevel, since: String, until: String?
      let report: Int, held: Int, lastHeld: String?, breaksThrough: [FaultLevel]

      init(_ suppression: Suppression) {
        unit = suppression.unit
        partition = suppression.partition
        level = suppression.level
        since = suppression.since.localISO8601
        until = suppression.until?.localISO8601
        report = suppression.report
        held = suppression.held
        lastHeld = suppression.lastHeld?.localISO8601
        breaksThrough = suppression.breaksThrough
      }
    }

    func run() throws {
      try options.run { service, language in
        let rows = try service.suppressions()
        if json { return try CommandOutput.printJSON(rows.map(Row.init)) }
        for row in rows { print(row.line(in: language)) }
      }
    }
  }

  struct Time: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "time", abstract: abstract(.commandSuppressionTime))

    @OptionGroup var options: ServiceOptions
    @Argument(help: help(.commandSuppressionMinutes)) var minutes: Int?

    func run() throws {
      try options.run { service, _ in
        if let minutes { try service.setSuppressionTime(minutes: minutes) }
        print(Int(try service.suppressionTime()) / 60)
      }
    }
  }
}
