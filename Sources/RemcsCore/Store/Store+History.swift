public import FoundationEssentials

/// One line of what happened to reports and settings.
public struct HistoryEntry: Sendable, Equatable {
  /// When.
  public let time: Date
  /// The number of the report, if it is about one.
  public let report: Int?
  /// What happened: enqueued, waiting (after a try), relayed, failed, retried, canceled, state, diagnosis,
  /// settingsExported, logsCollected, filesMissing, filesGivenUp, reportsSaved, personalInformationDeleted.
  public let event: String
  /// More of it, harmless.
  public let detail: String
}

extension Store {
  static func note(
    _ event: String, report: Int? = nil, detail: String = "", at time: Date,
    _ connection: SQLiteConnection
  ) throws(SQLiteError) {
    try connection.run(
      "INSERT INTO history(time, report, event, detail) VALUES(?, ?, ?, ?)",
      [
        .real(time.timeIntervalSince1970), report.map(SQLiteValue.integer) ?? .null, .text(event),
        .text(detail.harmless()),
      ])
  }

  /// The history, newest first.
  public func history(limit: Int = 100) throws(ServiceError) -> [HistoryEntry] {
    try read { connection throws(SQLiteError) in
      var entries: [HistoryEntry] = []
      try connection.run("SELECT time, report, event, detail FROM history ORDER BY id DESC LIMIT ?", [.integer(limit)])
      {
        entries.append(
          HistoryEntry(
            time: Date(timeIntervalSince1970: $0[0].real ?? 0), report: $0[1].integer, event: $0[2].text ?? "",
            detail: $0[3].text ?? ""))
      }
      return entries
    }
  }
}
