internal import Localization
internal import RemcsCore

/// What `remcs report fault` is asked to take.
struct FaultRequest: Equatable {
  var home: String?
  var language: Language?
  var unit = ""
  var level = FaultLevel.error
  var code = ""
  var words = ""
  var partition: String?
  var logs: [String] = []
  var json = false

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
    try ServiceContext(home: home, asked: language).run(for: .reporter) { service, language in
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

extension FaultRequest {
  /// The request of a command line in its plain form, read without the parser, which takes longer than it takes to store an
  /// event: `report fault`, each option with its value behind it, none but `--log` and `--json` twice, and nothing to
  /// explain or to refuse. Nil for every other line.
  init?(plain arguments: [String]) {
    guard arguments.starts(with: ["report", "fault"]) else { return nil }
    var unit: String?, code: String?, words: String?, levelName: String?, languageName: String?
    var rest = arguments.dropFirst(2)
    while let name = rest.popFirst() {
      if name == "--json" {
        json = true
        continue
      }
      guard let value = rest.popFirst(), !value.isEmpty, !value.hasPrefix("-") else { return nil }
      switch name {
      case "--unit" where unit == nil: unit = value
      case "--level" where levelName == nil: levelName = value
      case "--code" where code == nil: code = value
      case "--text" where words == nil: words = value
      case "--partition" where partition == nil: partition = value
      case "--home" where home == nil: home = value
      case "--lang" where languageName == nil: languageName = value
      case "--log": logs.append(value)
      default: return nil
      }
    }
    language = languageName.flatMap(Language.init)
    guard let unit, let code, let words, let level = levelName.flatMap(FaultLevel.init),
      language != nil || languageName == nil
    else { return nil }
    (self.unit, self.level, self.code, self.words) = (unit, level, code, words)
  }
}
