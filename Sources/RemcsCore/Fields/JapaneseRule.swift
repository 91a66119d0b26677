/// Classes A and B of table 3.4: JIS X 0208, or its rows 1, 3 and 5 alone.
struct JapaneseRule: TextRule {
  /// Class B.
  let isKanaOnly: Bool

  private func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    isKanaOnly ? JISX0208.isKana(scalar) : JISX0208.contains(scalar)
  }

  // MARK: Repair

  func repair(_ draft: inout TextDraft) {
    joinLineBreak(&draft)
    var result: [TextDraft.Piece] = []
    var index = 0
    let typed = draft.pieces
    while index < typed.count {
      let piece = typed[index]
      var kept = piece
      kept.scalar = repaired(piece.scalar, &draft)
      index += 1
      if index < typed.count {
        switch Composition.pair(kept.scalar, typed: piece.scalar, typed[index].scalar) {
        case .composed(let whole):
          let form = isKanaOnly ? Characters.katakana(whole) ?? whole : whole
          kept.scalar = form
          draft.note(.composed)
          index += 1
        case .mark(let mark) where isAllowed(kept.scalar):
          result.append(kept)
          kept = TextDraft.Piece(scalar: mark, column: typed[index].column)
          draft.note(typed[index].scalar.value >= 0xFF00 ? .widened : .composed)
          index += 1
        default: break
        }
      }
      result.append(kept)
    }
    draft.pieces = result
  }

  /// One character in the form that this class keeps; itself if there is none.
  private func repaired(_ scalar: Unicode.Scalar, _ draft: inout TextDraft) -> Unicode.Scalar {
    var form = scalar
    if let member = Characters.member(for: scalar), isAllowed(member.scalar) || !isKanaOnly {
      draft.note(member.note)
      form = member.scalar
    }
    if isKanaOnly, let kana = Characters.katakana(form) {
      draft.note(.katakana)
      form = kana
    }
    return form
  }

  /// A single line break, as a paste leaves it, is a space; with several it is not one line that was pasted.
  private func joinLineBreak(_ draft: inout TextDraft) {
    let breaks = draft.pieces.indices.filter { Characters.isLineBreak(draft.pieces[$0].scalar) }
    guard let first = breaks.first, let last = breaks.last else { return }
    let isPair = last == first + 1 && draft.pieces[first].scalar == "\r" && draft.pieces[last].scalar == "\n"
    guard breaks.count == 1 || isPair else { return }
    draft.pieces[first].scalar = "\u{3000}"
    if isPair { draft.pieces.remove(at: last) }
    draft.note(.space)
  }

  // MARK: Judgement

  func finding(in draft: TextDraft) -> Finding? {
    let problems = draft.problems(unless: isAllowed)
    return problems.isEmpty ? nil : Finding(problems: problems)
  }

  func warnings(about draft: TextDraft) -> [Verdict.Note] {
    var notes: [Verdict.Note] = []
    func add(_ note: Verdict.Note) { if !notes.contains(note) { notes.append(note) } }
    let pieces = draft.pieces
    for (index, piece) in pieces.enumerated() {
      if piece.scalar.value == 0xFF3C { add(.looksLikeYen) }
      guard index > 0 else { continue }
      let before = pieces[index - 1].scalar
      switch piece.scalar.value {
      case 0x2212, 0x2010, 0x2015:
        if Characters.isKatakanaLetter(before) { add(.looksLikeLongVowel) }
      case 0x2500, 0x4E00:
        if isInKatakana(index, pieces) { add(.looksLikeLongVowel) }
      case 0x309B where isMember(Composition.voiced(before)): add(.looksLikeVoicedKana)
      case 0x309C where isMember(Composition.semivoiced(before)): add(.looksLikeVoicedKana)
      default: break
      }
    }
    return notes
  }

  private func isMember(_ scalar: Unicode.Scalar?) -> Bool { scalar.map(isAllowed) ?? false }

  /// Whether a character stands behind a katakana letter and not before anything but katakana.
  private func isInKatakana(_ index: Int, _ pieces: [TextDraft.Piece]) -> Bool {
    guard index > 0, Characters.isKatakanaLetter(pieces[index - 1].scalar) else { return false }
    guard index + 1 < pieces.count else { return true }
    let next = pieces[index + 1].scalar
    return Characters.isKatakanaLetter(next) || next.value == 0x30FC
  }

  // MARK: Suggestions

  func suggestions(for draft: TextDraft) -> [String] {
    var choices: [[String]] = []
    var opened = false
    for (index, piece) in draft.pieces.enumerated() {
      if isAllowed(piece.scalar) {
        choices.append([String(piece.scalar)])
        continue
      }
      let proposals = proposals(at: index, in: draft.pieces, quoteIsOpen: &opened)
      guard !proposals.isEmpty else { return [] }
      choices.append(proposals)
    }
    let count = min(choices.map(\.count).max() ?? 0, 4)
    let texts = (0..<count).map { number in choices.map { $0[min(number, $0.count - 1)] }.joined() }
    return texts + [withoutTwins(choices, draft.pieces)]
  }

  /// The first text without each proposal that stands beside itself: 祷 for 祷禱, typed to show both forms.
  private func withoutTwins(_ choices: [[String]], _ pieces: [TextDraft.Piece]) -> String {
    var result = ""
    for (index, piece) in pieces.enumerated() {
      let proposal = choices[index][0]
      let neighbors = [index - 1, index + 1].filter { pieces.indices.contains($0) }
      let isTwin = neighbors.contains { String(pieces[$0].scalar).isSame(as: proposal) }
      if isAllowed(piece.scalar) || !isTwin { result += proposal }
    }
    return result
  }

  private func proposals(
    at index: Int, in pieces: [TextDraft.Piece], quoteIsOpen: inout Bool
  ) -> [String] {
    let scalar = pieces[index].scalar
    var found: [String]
    switch scalar.value {
    case 0x22, 0xFF02:
      let isLast = !pieces[(index + 1)...].contains { $0.scalar.value == 0x22 || $0.scalar.value == 0xFF02 }
      found = [quoteIsOpen || isLast ? "”" : "“"]
      quoteIsOpen.toggle()
    case 0x0A, 0x0D:
      let isSecondHalf = index > 0 && pieces[index - 1].scalar == "\r" && scalar == "\n"
      return [isSecondHalf ? "" : "\u{3000}"]
    case 0x300...0x36F:
      let isMark = index > 0 && pieces[index - 1].scalar.properties.isAlphabetic
      return isMark && pieces[index - 1].scalar.value < 0x3000 || isMark && pieces[index - 1].scalar.value >= 0xFF21
        ? [""] : []
    case 0x2500, 0x4E00, 0x2012, 0x2013, 0x2501:
      found = Characters.proposals(for: scalar)
      if isInKatakana(index, pieces) { found.insert("ー", at: 0) }
    default: found = Characters.proposals(for: scalar)
    }
    guard isKanaOnly else { return found }
    let kana = found.map { text in
      text.unicodeScalars.map { String(Characters.katakana($0) ?? $0) }.joined()
    }
    .filter { $0.unicodeScalars.allSatisfy(JISX0208.isKana) }
    let bare = kana.filter { !$0.hasPrefix("（") }
    return bare.isEmpty ? kana : bare
  }
}
