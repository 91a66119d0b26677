/// 半角英数記号: 0x21 to 0x7E.
struct ASCIIRule: TextRule {
  /// What a sign may have been meant for.
  static func proposals(for scalar: Unicode.Scalar) -> [String] {
    switch scalar.value {
    case 0x2018, 0x2019: return ["'"]
    case 0x201C, 0x201D: return ["\""]
    case 0x3001, 0xFF64: return [","]
    case 0x3002, 0xFF61: return ["."]
    case 0xA5, 0xFFE5: return ["\\"]
    case _ where Characters.isDash(scalar): return ["-"]
    default: break
    }
    return Characters.proposals(for: scalar).compactMap { text in
      var result = String.UnicodeScalarView()
      for scalar in text.unicodeScalars {
        guard let narrow = Characters.narrowed(scalar) else { return nil }
        result.append(narrow)
      }
      return String(result)
    }
    .filter { !$0.hasPrefix("(") || $0.unicodeScalars.count > 3 }
  }

  /// The text with every character that is not allowed replaced by the first thing it may have been; nil if one of
  /// them is beyond guessing.
  static func guess(_ draft: TextDraft, _ isAllowed: (Unicode.Scalar) -> Bool) -> String? {
    var result = ""
    for piece in draft.pieces {
      if isAllowed(piece.scalar) {
        result.unicodeScalars.append(piece.scalar)
      } else if let proposal = proposals(for: piece.scalar).first {
        result += proposal
      } else {
        return nil
      }
    }
    return result
  }

  static func isAllowed(_ scalar: Unicode.Scalar) -> Bool { ("!"..."~").contains(scalar) }

  func repair(_ draft: inout TextDraft) { draft.narrow() }

  func finding(in draft: TextDraft) -> Finding? {
    let problems = draft.problems(unless: Self.isAllowed)
    return problems.isEmpty ? nil : Finding(problems: problems)
  }

  func suggestions(for draft: TextDraft) -> [String] {
    Self.guess(draft, Self.isAllowed).map { [$0] } ?? []
  }

  /// A tab alone was a key meant for something else, not an empty answer.
  func finding(inBlank typed: String) -> Finding? {
    let problems = TextDraft(typed).problems { scalar in
      scalar.properties.generalCategory != .control || Characters.isLineBreak(scalar)
    }
    return problems.isEmpty ? nil : Finding(problems: problems)
  }
}

/// An e-mail address by the manual's rule and no other (3.2.6): an at sign, neither first nor last, not followed by a
/// full stop, and none of ( ) < > ; : [ ] and the yen sign, which is the backslash.
struct EmailRule: TextRule {
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "(", ")", "<", ">", ";", ":", "[", "]", "\\": false
    default: ASCIIRule.isAllowed(scalar)
    }
  }

  func repair(_ draft: inout TextDraft) { draft.narrow() }

  func finding(in draft: TextDraft) -> Finding? {
    let problems = draft.problems(unless: Self.isAllowed)
    if !problems.isEmpty { return Finding(problems: problems) }
    let pieces = draft.pieces
    var misplaced: [TextDraft.Piece] = []
    var signs = 0
    for (index, piece) in pieces.enumerated() where piece.scalar == "@" {
      signs += 1
      if index == 0 || index == pieces.count - 1 { misplaced.append(piece) }
      if index + 1 < pieces.count, pieces[index + 1].scalar == "." { misplaced.append(pieces[index + 1]) }
    }
    if signs > 0, misplaced.isEmpty { return nil }
    return Finding(problems: misplaced.map { Verdict.Problem(column: $0.column, scalar: $0.scalar) })
  }

  func suggestions(for draft: TextDraft) -> [String] {
    var scalars = Array(draft.text.unicodeScalars)
    // Name <address>, as a mail program copies it.
    if let open = scalars.lastIndex(of: "<"), let close = scalars.lastIndex(of: ">"), open < close {
      scalars = Array(scalars[(open + 1)..<close])
    }
    let scheme = "mailto:".unicodeScalars
    if scalars.count > scheme.count,
      zip(scalars, scheme).allSatisfy({ $0.properties.lowercaseMapping.unicodeScalars.elementsEqual([$1]) })
    {
      scalars.removeFirst(scheme.count)
      if let query = scalars.firstIndex(of: "?") { scalars.removeSubrange(query...) }
    }
    while let last = scalars.last, last == ";" || last == "," { scalars.removeLast() }
    let bare = scalars.map { scalar -> Unicode.Scalar in
      switch scalar.value {
      case 0x3002, 0xFF61: "."
      case _ where Characters.isDash(scalar): "-"
      default: scalar
      }
    }
    return [String(String.UnicodeScalarView(bare))]
  }

  func warnings(about draft: TextDraft) -> [Verdict.Note] {
    let scalars = draft.pieces.map(\.scalar)
    var notes: [Verdict.Note] = []
    if scalars.filter({ $0 == "@" }).count > 1 { notes.append(.twoAtSigns) }
    if scalars.contains(where: { $0 == "," || $0 == "\"" || $0 == "'" }) || scalars.last == "." {
      notes.append(.oddAddress)
    }
    if let sign = scalars.lastIndex(of: "@"), !scalars[sign...].contains(".") { notes.append(.noDomainDot) }
    return notes
  }
}
