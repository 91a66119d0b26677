/// What is wrong with a text.
struct Finding {
  /// The message; nil means the field's own message for characters.
  var code: MessageCode?
  /// The characters to blame; none if it is the whole that is wrong.
  var problems: [Verdict.Problem] = []
}

/// What one class of characters does with a text. The order of the steps is that of ``Field/verdict(_:)``.
protocol TextRule: Sendable {
  /// Changes what may be changed without asking.
  func repair(_ draft: inout TextDraft)
  /// The first thing that is wrong; nil if nothing is.
  func finding(in draft: TextDraft) -> Finding?
  /// What the person may have meant, best first; checked by the caller, so a poor guess does no harm.
  func suggestions(for draft: TextDraft) -> [String]
  /// What is odd without being wrong.
  func warnings(about draft: TextDraft) -> [Verdict.Note]
  /// What is wrong with a text of nothing but white space; nil if it counts as empty.
  func finding(inBlank typed: String) -> Finding?
}

extension TextRule {
  func suggestions(for draft: TextDraft) -> [String] { [] }
  func warnings(about draft: TextDraft) -> [Verdict.Note] { [] }
  func finding(inBlank typed: String) -> Finding? { nil }
}

extension TextRule {
  /// What becomes of `typed`: cleaned and repaired, then asked for, then its characters, then its length.
  func verdict(_ typed: String, _ limits: TextLimits) -> Verdict {
    let plain = plainVerdict(typed, limits)
    guard plain.outcome == .reject, typed.unicodeScalars.count <= 16 * max(limits.maximum, 16) else { return plain }
    var suggestions: [String] = []
    var draft = TextDraft(typed)
    draft.clean()
    repair(&draft)
    for candidate in self.suggestions(for: draft)
    where !candidate.isEmpty && !suggestions.contains(where: { $0.isSame(as: candidate) }) {
      let outcome = plainVerdict(candidate, limits)
      if outcome.outcome == .accept { suggestions.append(candidate) }
    }
    return Verdict(
      plain.outcome, value: plain.value, code: plain.code, suggestions: suggestions, problems: plain.problems,
      notes: plain.notes)
  }

  /// The same without suggestions.
  private func plainVerdict(_ typed: String, _ limits: TextLimits) -> Verdict {
    var draft = TextDraft(typed)
    draft.clean()
    if !draft.pieces.isEmpty { repair(&draft) }
    let value = draft.text
    if draft.pieces.isEmpty {
      if limits.isRequired { return Verdict(.reject, value: "", code: limits.requiredCode, notes: draft.notes) }
      if let finding = finding(inBlank: typed) {
        return Verdict(.reject, value: "", code: limits.characterCode, problems: finding.problems, notes: draft.notes)
      }
      return Verdict(typed.isEmpty ? .accept : .repair, value: "", notes: draft.notes)
    }
    if let finding = finding(in: draft) {
      return Verdict(
        .reject, value: value, code: finding.code ?? limits.characterCode, problems: finding.problems,
        notes: draft.notes)
    }
    if draft.pieces.count > limits.maximum {
      return Verdict(.reject, value: value, code: limits.lengthCode, notes: draft.notes)
    }
    return Verdict(
      value.isSame(as: typed) ? .accept : .repair, value: value, notes: draft.notes + warnings(about: draft))
  }
}

/// What a field asks of a text besides its characters.
struct TextLimits {
  /// In Unicode scalars after repair.
  var maximum: Int
  /// Whether it may be empty.
  var isRequired: Bool
  /// The message for an empty one.
  var requiredCode = MessageCode.rmg0036
  /// The message for a character that is not taken.
  var characterCode: MessageCode
  /// The message for too many characters.
  var lengthCode = MessageCode.rmg0029
}
