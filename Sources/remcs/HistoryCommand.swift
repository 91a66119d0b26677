internal import ArgumentParser
internal import FoundationEssentials
internal import Localization
internal import RemcsCore

/// `remcs history`: what happened to reports and settings, newest first.
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: abstract(.commandHistoryAbstract))
  @OptionGroup var options: ServiceOptions
  @Flag(help: help(.commandOptionJson)) var json = false
  @Option(help: help(.commandHistoryLimit)) var limit = 100

  private struct Row: Encodable {
    let time: String
    let report: Int?
    let event: String
    let detail: String
  }

  func run() throws {
    try options.run { service, _ in
      let entries = try service.store.history(limit: max(1, limit))
      if json {
        return try CommandOutput.printJSON(
          entries.map {
            Row(time: $0.time.localISO8601, report: $0.report, event: $0.event, detail: $0.detail)
          })
      }
      for entry in entries {
        let number = entry.report.map { "#\($0) " } ?? ""
        print("\(entry.time.localISO8601) \(number)\(entry.event) \(entry.detail.harmless())")
      }
    }
  }
}
