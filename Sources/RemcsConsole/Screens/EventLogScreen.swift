internal import FoundationEssentials
internal import Localization
internal import RemcsCore

/// The event log that RMG_0138 speaks of: the newest reports, the last one first, and all that failed, with number, time, kind, state, tries and
/// last error. Enter shows what a report says.
struct EventLogScreen: Screen {
  /// How many of the newest it has at most, besides those that wait for a person: who looks for others has `remcs queue`.
  static let most = 1000

  let id = ScreenID.eventLog
  private let reports: [Report]
  private var cursor: ListCursor

  /// The event log, at its newest report or at the one of a number.
  init(_ reports: [Report], at number: Int? = nil) {
    self.reports = reports.reversed()
    cursor = ListCursor(count: reports.count, at: self.reports.firstIndex { $0.sequence == number } ?? 0)
  }

  var place: String { "event-log.\(cursor.index)" }

  mutating func update(_ command: Command) -> Intent {
    if cursor.update(command) { return .stay }
    switch command {
    case .activate, .open: return reports.isEmpty ? .back : .showReport(reports[cursor.index])
    case .dismiss: return .back
    default: return command.intent
    }
  }

  func view(_ context: ViewContext) -> Frame {
    let words = Words(context.language)
    var rows = reports.enumerated().map { index, report in
      var row = BodyRow("#\(report.sequence)")
      row.put(report.created.toTheMinute, at: 9)
      row.put(words(report.kind.key), at: 27)
      row.put(words(report.state.key), at: 50)
      row.put("\(report.tries)", at: 62)
      row.put(report.lastError?.rawValue ?? "", at: 66)
      if index == cursor.index { row.focus(cursor: 2) }
      return row
    }
    if rows.isEmpty {
      rows = [BodyRow(words(.eventLogEmpty))]
      rows[0].cursor = 2
    }
    let message = reports.count < Self.most ? words(.eventLogHelp) : words(.eventLogNewest, "\(Self.most)")
    return Page(id: id, rows: rows, message: message).frame(context)
  }
}

extension TextScreen {
  /// What one report says: the document that travels, line by line. What was not relayed can be sent again or taken out.
  static func report(_ report: Report) -> TextScreen {
    var buttons: [Button] = []
    if QueueDecision.retry.states.contains(report.state) { buttons.append(.resend) }
    if QueueDecision.cancel.states.contains(report.state) { buttons.append(.withdraw) }
    // Who only looks presses Enter and is back.
    return TextScreen(.report, buttons: buttons + [.back], focus: buttons.count, primary: .back) { words, columns in
      var rows = [
        BodyRow("#\(report.sequence)  \(words(report.kind.key))  \(words(report.state.key))"),
        BodyRow(report.id), BodyRow(),
      ]
      // Why it is still here; what the server said then is in the history.
      if let code = report.lastError, ![.relayed, .canceled].contains(report.state) {
        rows += words.report(ServiceError(code)).flatMap { BodyRow.paragraph($0, columns: columns) } + [BodyRow()]
      }
      for file in report.attachments { rows.append(BodyRow("\(file.name.harmless())  \(file.size)")) }
      for line in Self.lines(report.manifest) {
        rows += BodyRow.paragraph(line.harmless(maximum: 2000), columns: columns)
      }
      return rows
    }
  }

  /// A JSON document with a line for each member, whatever its own layout is.
  private static func lines(_ manifest: [UInt8]) -> [String] {
    var lines = [""]
    var isText = false
    var isEscaped = false
    for byte in manifest {
      let character = Character(Unicode.Scalar(byte))
      if isText {
        lines[lines.count - 1].unicodeScalars.append(Unicode.Scalar(byte))
        if isEscaped {
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if character == "\"" {
          isText = false
        }
        continue
      }
      switch character {
      case "{", "[", "}", "]": continue
      case ",": lines.append("")
      case "\"":
        isText = true
        lines[lines.count - 1] += "\""
      default: lines[lines.count - 1].append(character)
      }
    }
    // The bytes were taken one by one; a character of several becomes whole again here.
    return lines.map { String(decoding: $0.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }, as: UTF8.self) }
  }
}

extension Date {
  /// Such as `2026-11-24 10:00`, by the clock on this wall.
  var toTheMinute: String { String(localISO8601.prefix(16)).split(separator: "T").joined(separator: " ") }
}
