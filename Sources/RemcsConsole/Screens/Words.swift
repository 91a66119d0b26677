internal import Localization
internal import RemcsCore

/// The words of one language, for screens.
struct Words: Sendable, Equatable {
  /// Which language.
  let language: Language

  init(_ language: Language) { self.language = language }

  /// A text with its holes filled.
  func callAsFunction(_ key: TextKey, _ arguments: String...) -> String {
    func argument(_ index: Int) -> String { index < arguments.count ? arguments[index] : "" }
    return text(key, in: language, argument(0), argument(1), argument(2), argument(3), argument(4))
  }

  /// The text of a key made at run time, with its first two holes filled; nil if there is no such key.
  func find(_ key: String, _ arguments: [String] = []) -> String? {
    TextKey(rawValue: key).map { callAsFunction($0, arguments.first ?? "", arguments.dropFirst().first ?? "") }
  }

  /// The label of a field, in the manual's words; on the screens of P-P connections one has another name (table 3.2).
  func label(_ field: FieldID, in form: FormID? = nil) -> String {
    if field == .smtpServer, form == .pointToPointEnvironment || form == .pointToPointDetail {
      return callAsFunction(.fieldSmtpServerPp)
    }
    return find("field.\(field.rawValue)") ?? field.rawValue
  }

  /// One sentence on what a field takes, or on what to know before a choice is left as it is.
  func help(_ field: FieldID, holding value: String = "") -> String {
    find("choice.\(field.rawValue).\(value).note") ?? find("field.\(field.rawValue).help") ?? ""
  }

  /// What stands behind a field, such as KB.
  func unit(_ field: FieldID) -> String? { find("unit.\(field.rawValue)") }

  /// The words for a raw value of a choice.
  func option(_ field: FieldID, _ value: String) -> String {
    find("choice.\(field.rawValue).\(value)") ?? value
  }

  /// What was done to a text.
  func note(_ note: Verdict.Note) -> String? { find("note.\(note.rawValue)") }

  /// The title of a screen.
  func title(_ screen: ScreenID) -> String { find("screen.\(screen.rawValue).title") ?? screen.rawValue }

  /// The name of the key that does something, such as `Ctrl-Y`.
  func key(_ command: Command) -> String {
    let entry = KeyTable.entries.first { $0.command == command }
    return entry?.keys.first.flatMap(KeyTable.name) ?? ""
  }

  /// A typed text as it may stand in a sentence: characters that could drive a terminal, or that nobody sees, become
  /// question marks; blanks stay as they are.
  func typed(_ text: String) -> String {
    var view = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
        view.append("?")
      default: view.append(scalar)
      }
    }
    return String(view)
  }

  // MARK: - Messages

  /// A message with its code, in one line.
  func message(_ error: ServiceError) -> String { error.sentence(in: language) }

  /// Only the first line of a message, and what really happened, in the mail server's words or in ours: for a place with
  /// little room.
  func brief(_ error: ServiceError) -> String {
    let lines = error.code.text(in: language, variant: error.variant, arguments: error.arguments).split(separator: "\n")
    let first = error.code.label + ": " + (lines.first.map(String.init) ?? "")
    guard let failure = error.failure else { return first }
    let reason = failure.serverText.isEmpty ? failure.remark?.text(in: language) : failure.serverText
    return [first, failure.stage.name(in: language) + ":", (reason ?? "").harmless(maximum: 80)].joined(separator: " ")
  }

  /// A message with causes and what to do, in lines.
  func report(_ error: ServiceError) -> [String] { error.report(in: language) }

  /// Why something is not possible now. Nothing was tried, so nothing is told to have failed.
  func refusal(_ error: ServiceError) -> String {
    error.impossibility.map { "\(error.code.label): \($0.text(in: language))" } ?? message(error)
  }

  /// What is wrong with a field: code and message, then what to do: which character, where, what it can become.
  func problem(_ problem: FieldProblem) -> String {
    let sentence = message(ServiceError(problem.code))
    var parts = problem.verdict.map { advice(problem, $0) } ?? []
    if parts.isEmpty, let remedy = problem.code.remedy(in: language) { parts.append(remedy) }
    return sentences([sentence] + parts)
  }

  /// Sentences behind each other; Japanese ones without a space.
  private func sentences(_ parts: [String]) -> String {
    parts.reduce("") { text, part in
      text.isEmpty ? part : text.last == "。" ? text + part : text + " " + part
    }
  }

  private func advice(_ problem: FieldProblem, _ verdict: Verdict) -> [String] {
    var parts: [String] = []
    if verdict.problems.contains(where: { $0.scalar == "\u{FFFD}" }) { return [callAsFunction(.verdictEncoding)] }
    parts += verdict.problems.prefix(3).map(character)
    if verdict.problems.count > 3 { parts.append(callAsFunction(.verdictMore, String(verdict.problems.count - 3))) }
    if let first = verdict.suggestions.first {
      parts.append(callAsFunction(.verdictSuggestion, typed(first)))
    } else if Field.of(problem.field).takesKanji,
      verdict.problems.contains(where: { $0.scalar.properties.isIdeographic })
    {
      parts.append(callAsFunction(.verdictNoSuggestion))
    }
    let field = Field.of(problem.field)
    let count = verdict.value.unicodeScalars.count
    if problem.code == field.lengthCode, count > field.maximum {
      parts.append(callAsFunction(.verdictLength, String(field.maximum), String(count)))
    }
    if problem.code == field.rangeCode {
      switch field.kind {
      case .number(let range):
        parts.append(callAsFunction(.verdictRange, String(range.lowerBound), String(range.upperBound)))
      case .time: parts.append(callAsFunction(.verdictRange, "00:00", "24:00"))
      default: break
      }
    }
    // Each character may stand there: it is the form that is wrong.
    if parts.isEmpty, problem.code != .rmg0036, let example = find("field.\(problem.field.rawValue).example") {
      parts.append(callAsFunction(.helpExample, example))
    }
    return parts
  }

  private func character(_ problem: Verdict.Problem) -> String {
    if problem.scalar.properties.generalCategory == .spaceSeparator {
      return callAsFunction(.verdictProblemSpace, String(problem.column))
    }
    let shown = typed(String(problem.scalar))
    let isVisible = shown.columns > 0 && shown != "?" && !problem.scalar.properties.isWhitespace
    return isVisible || problem.scalar == "?"
      ? callAsFunction(.verdictProblem, String(problem.column), shown, problem.name)
      : callAsFunction(.verdictProblemInvisible, String(problem.column), problem.name)
  }

  /// What a repair made of a text, and what is odd about it.
  func repair(of field: FieldID, from before: String, to after: String, _ notes: [Verdict.Note]) -> String {
    var parts = notes.compactMap(note)
    if !before.unicodeScalars.elementsEqual(after.unicodeScalars) {
      parts.insert(callAsFunction(.verdictRepair, typed(before), typed(after)), at: 0)
    }
    return label(field) + ": " + sentences(parts)
  }
}

extension Field {
  /// Whether kana or another kanji could stand in place of a kanji that cannot.
  fileprivate var takesKanji: Bool {
    if case .text(.fullWidth, _) = kind { true } else { false }
  }
}
