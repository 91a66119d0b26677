internal import FoundationEssentials
internal import Localization
internal import RemcsCore

/// One report as commands list it.
struct ReportRow: Encodable {
  let sequence: Int
  let id: String
  let kind: ReportKind
  let created: String
  let state: ReportState
  let tries: Int
  let lastError: MessageCode?
  /// Until when it is put off.
  let nextTry: String?

  init(_ report: Report) {
    sequence = report.sequence
    id = report.id
    kind = report.kind
    created = report.created.localISO8601
    state = report.state
    tries = report.tries
    lastError = report.lastError
    nextTry = report.nextTry?.localISO8601
  }

  /// `#12 2026-11-24T10:00:00+09:00 Connection check waiting 2 RMG_2003`.
  func line(in language: Language) -> String {
    let error = lastError.map { " \($0.rawValue)" } ?? ""
    let next = nextTry.map { " " + text(.queueNextTry, in: language, $0) } ?? ""
    return
      "#\(sequence) \(created) \(text(kind.key, in: language)) \(text(state.key, in: language)) \(tries)\(error)\(next)"
  }
}
