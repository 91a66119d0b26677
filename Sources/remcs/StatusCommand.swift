internal import ArgumentParser
internal import Localization
internal import RemcsCore

/// `remcs status`: the status line, for people and for programs.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: abstract(.commandStatusAbstract))

  @OptionGroup var options: ServiceOptions
  @Flag(help: help(.commandOptionJson)) var json = false

  func run() throws {
    try options.run { service, language in
      let status = try service.status()
      if json { return try CommandOutput.printJSON(status) }
      let unknown = text(.commandStatusNone, in: language)
      let rows: [(TextKey, String)] = [
        (.commandStatusDevice, status.deviceID),
        (.commandStatusState, text(status.state.key, in: language)),
        (.commandStatusConnection, status.connectionType.map { text($0.key, in: language) } ?? unknown),
        (.commandStatusCenter, status.center ?? unknown),
        (.commandStatusTimeZone, status.timeZone),
        (.commandStatusWaiting, String(status.waiting)),
      ]
      for (key, value) in rows { print("\(text(key, in: language)): \(value)") }
      if let change = status.timeZoneChange { print("! " + change.notice(in: language)) }
      for report in try service.store.reports(in: [.waiting, .sending, .failed]) {
        print("  " + ReportRow(report).line(in: language))
      }
    }
  }
}
