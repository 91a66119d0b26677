internal import ArgumentParser
internal import FoundationEssentials
internal import Localization
internal import RemcsCore

/// `remcs status`: the status line, for people and for programs, and how the agent is doing.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: abstract(.commandStatusAbstract))

  @OptionGroup var options: ServiceOptions
  @Flag(help: help(.commandOptionJson)) var json = false

  /// As many of the reports that wait as are listed; `remcs queue` lists all.
  private static let mostListed = 10
  /// As many contacts as are shown.
  private static let contacts = 10

  func run() throws {
    try options.run { service, language in
      let status = try service.status()
      let agent = AgentStatus(
        isRunning: AgentPost.isTaken(service.store.home), duties: try service.store.duties(),
        nextContacts: status.isRegistered
          ? try service.periodicSchedule()?.contacts(after: Date(), count: Self.contacts).map(\.localISO8601) ?? []
          : [],
        suppressed: try service.suppressions().count)
      if json { return try CommandOutput.printJSON(Document(status: status, agent: agent)) }
      show(status, isAgentRunning: agent.isRunning, language)
      agent.show(status, language)
      for report in try service.store.reports(in: [.waiting, .sending, .failed], limit: Self.mostListed) {
        print("  " + ReportRow(report).line(in: language))
      }
    }
  }

  private func show(_ status: ServiceStatus, isAgentRunning: Bool, _ language: Language) {
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
    for (index, line) in (status.damage?.report(in: language) ?? []).enumerated() {
      print((index == 0 ? "! " : "  ") + line)
    }
    if status.isDiskFull { print("! " + text(.adviceDiskFull, in: language)) }
    if status.failed > 0 { print("! " + text(.commandStatusFailed, in: language, String(status.failed))) }
    guard let trouble = status.trouble else { return }
    let times = [trouble.since, trouble.nextTry].map { Date(timeIntervalSince1970: $0).localISO8601 }
    let (sentence, remedy): (TextKey, TextKey) =
      isAgentRunning
      ? (.commandStatusTrouble, .commandStatusMended) : (.commandStatusTroubleStopped, .commandStatusMendedStopped)
    print("! " + text(sentence, in: language, arguments: times))
    for line in trouble.error.report(in: language) { print("  " + line) }
    print("  " + text(remedy, in: language))
  }

  /// How the agent is doing.
  private struct AgentStatus: Encodable {
    private static let contactsInLine = 4

    let isRunning: Bool
    let duties: [String: DutyRecord]
    let nextContacts: [String]
    let suppressed: Int

    func show(_ status: ServiceStatus, _ language: Language) {
      // Before the registration nobody misses it.
      if status.isRegistered {
        print(text(isRunning ? .commandStatusAgentRuns : .commandStatusAgentStopped, in: language))
      }
      if let next = nextContacts.first { print(text(.commandStatusNextContact, in: language, next)) }
      // Those after it, by the clock on the wall, so many as fit beside each other.
      let later = nextContacts.dropFirst().map { $0.prefix(16).replacing("T", with: " ") }
      for start in stride(from: 0, to: later.count, by: Self.contactsInLine) {
        print("  " + later[start..<min(start + Self.contactsInLine, later.count)].joined(separator: "  "))
      }
      if suppressed > 0 { print(text(.commandStatusSuppressed, in: language, String(suppressed))) }
      for (name, record) in duties.sorted(by: { $0.key < $1.key }) {
        guard let code = record.code else { continue }
        print("! \(name): \(code.rawValue) \(record.detail ?? "")")
      }
    }
  }

  /// The status with the agent's beside it.
  private struct Document: Encodable {
    let status: ServiceStatus
    let agent: AgentStatus

    private enum Key: String, CodingKey { case agent }

    func encode(to encoder: any Encoder) throws {
      try status.encode(to: encoder)
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(agent, forKey: .agent)
    }
  }
}
