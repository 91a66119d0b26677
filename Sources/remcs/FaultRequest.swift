internal import Localization
internal import RemcsCore

/// What `remcs report fault` is asked to take.
struct FaultRequest: Equatable {
  let context: ServiceContext
  let unit: String
  let level: FaultLevel
  let code: String
  let words: String
  let partition: String?
  /// Paths of files that travel with it.
  let logs: [String]
  let json: Bool

  private struct Document: Encodable {
    var result: String
    var report: Int?
    var held: Int?
    var until: String?
    var dropped: Int?
  }

  /// Stores the event, and says what became of it.
  /// - Throws: the exit code.
  func run() throws {
    try context.run(for: .reporter) { service, language in
      let fault = try Fault(unit: unit, level: level, code: code, text: words, partition: partition)
      if !fault.shortened.isEmpty {
        let names = fault.shortened.map { "--" + $0 }.joined(separator: ", ")
        CommandOutput.printError(text(.commandFaultShortened, in: language, names))
      }
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
