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

  /// The text of a key made at run time; nil if there is no such key.
  func find(_ key: String) -> String? { TextKey(rawValue: key).map { text($0, in: language) } }

  /// The label of a field, in the manual's words.
  func label(_ field: FieldID) -> String { find("field.\(field.rawValue)") ?? field.rawValue }

  /// One sentence on what a field takes.
  func help(_ field: FieldID) -> String { find("field.\(field.rawValue).help") ?? "" }

  /// What stands behind a field, such as KB.
  func unit(_ field: FieldID) -> String? { find("unit.\(field.rawValue)") }

  /// The words for a raw value of a choice.
  func option(_ field: FieldID, _ value: String) -> String {
    if field == .connectionType { return find("connectionType.\(value)") ?? value }
    return find("choice.\(field.rawValue).\(value)") ?? value
  }

  /// What was done to a text.
  func note(_ note: Verdict.Note) -> String? { find("note.\(note.rawValue)") }

  /// The title of a screen.
  func title(_ screen: ScreenID) -> String { find("screen.\(screen.rawValue).title") ?? screen.rawValue }

  /// What a field takes, at length, for the help screen.
  func explanation(_ field: FieldID) -> String { find("field.\(field.rawValue).explanation") ?? help(field) }

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

  /// A message with causes and what to do, in lines.
  func report(_ error: ServiceError) -> [String] { error.report(in: language) }

  /// What is wrong with a field: code and message, then what to do: which character, where, what it can become.
  func problem(_ problem: FieldProblem) -> String {
    let sentence = message(ServiceError(problem.code))
    let advice = advice(problem)
    return advice.isEmpty ? sentence : sentence + " " + advice
  }

  private func advice(_ problem: FieldProblem) -> String {
    var parts: [String] = []
    if let verdict = problem.verdict {
      parts += verdict.problems.prefix(3).map {
        callAsFunction(.problemCharacter, String($0.column), typed(String($0.scalar)), $0.name)
      }
      if verdict.problems.count > 3 { parts.append(callAsFunction(.problemMore, String(verdict.problems.count - 3))) }
      if let first = verdict.suggestions.first {
        parts.append(callAsFunction(.problemSuggestion, typed(first), key(.takeSuggestion)))
      }
      if problem.code == .rmg0029, let maximum = Self.maximum(problem.field) {
        let count = verdict.value.unicodeScalars.count
        parts.append(callAsFunction(.problemLength, String(maximum), String(count)))
      }
    }
    if case .number(let range) = Field.of(problem.field).kind, problem.code == .rmg0016 {
      parts.append(callAsFunction(.problemRange, String(range.lowerBound), String(range.upperBound)))
    }
    if parts.isEmpty, let remedy = problem.code.remedy(in: language) { parts.append(remedy) }
    return parts.joined(separator: " ")
  }

  private static func maximum(_ field: FieldID) -> Int? {
    switch Field.of(field).kind {
    case .text(_, let maximum), .secret(let maximum): maximum
    default: nil
    }
  }
}
