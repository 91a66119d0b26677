/// One of a few words: choices and flags.
struct ChoiceRule: TextRule {
  /// The words.
  let choices: [String]

  func repair(_ draft: inout TextDraft) {
    draft.narrow()
    draft.replace(.lowerCased) { ("A"..."Z").contains($0) ? Unicode.Scalar($0.value + 0x20) : nil }
  }

  func finding(in draft: TextDraft) -> Finding? {
    choices.contains { $0.isSame(as: draft.text) } ? nil : Finding()
  }

  /// Those that begin with what was typed, or else all of them.
  func suggestions(for draft: TextDraft) -> [String] {
    let begun = choices.filter { $0.unicodeScalars.starts(with: draft.pieces.map(\.scalar)) }
    return begun.isEmpty ? choices : begun
  }
}

/// A password: taken as it is or not at all. Nobody could see what a repair did, and no problem or suggestion may
/// show a part of it.
enum SecretRule {
  /// What becomes of a password.
  static func verdict(_ typed: String, _ limits: TextLimits) -> Verdict {
    if typed.isEmpty {
      return limits.isRequired ? Verdict(.reject, value: "", code: limits.requiredCode) : Verdict(.accept, value: "")
    }
    let scalars = typed.unicodeScalars
    guard scalars.allSatisfy(ASCIIRule.isAllowed) else {
      return Verdict(.reject, value: typed, code: limits.characterCode)
    }
    guard scalars.count <= limits.maximum else {
      return Verdict(.reject, value: typed, code: limits.lengthCode)
    }
    return Verdict(.accept, value: typed)
  }
}
