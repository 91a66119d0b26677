/// 半角数値記号: digits and signs, no letter and no space.
struct TelephoneRule: TextRule {
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    ASCIIRule.isAllowed(scalar) && !scalar.properties.isAlphabetic
  }

  func repair(_ draft: inout TextDraft) {
    draft.replace(.hyphen) { Characters.isDash($0) ? "-" : nil }
    draft.narrow()
    draft.replaceSpacesByHyphens()
  }

  func finding(in draft: TextDraft) -> Finding? {
    let problems = draft.problems(unless: Self.isAllowed)
    return problems.isEmpty ? nil : Finding(problems: problems)
  }

  func suggestions(for draft: TextDraft) -> [String] {
    if let extended = withExtension(draft.pieces.map(\.scalar)) { return [extended] }
    return ASCIIRule.guess(draft, Self.isAllowed).map { [$0] } ?? []
  }

  /// 03-1234-5678#12 for 03-1234-5678内線12, (内線12), ext. 12 and x12; nil if it is not that.
  private func withExtension(_ scalars: [Unicode.Scalar]) -> String? {
    guard let end = scalars.firstIndex(where: { !Self.isAllowed($0) }), end > 0 else { return nil }
    var number = Array(scalars[..<end])
    let wordEnd = scalars.lastIndex { !Self.isAllowed($0) } ?? end
    let word = String(String.UnicodeScalarView(scalars[end...wordEnd])).lowercased()
    guard ["内線", "内線番号", "内", "ext", "x", "extension", "int"].contains(word) else { return nil }
    let signs: [Unicode.Scalar] = ["(", ")", ":", ".", "-", "#", ","]
    while let last = number.last, signs.contains(last) { number.removeLast() }
    var suffix = Array(scalars[(wordEnd + 1)...])
    while let first = suffix.first, signs.contains(first) { suffix.removeFirst() }
    while let last = suffix.last, signs.contains(last) { suffix.removeLast() }
    guard !number.isEmpty, !suffix.isEmpty, suffix.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
    return String(String.UnicodeScalarView(number + ["#"] + suffix))
  }
}

/// Digits and hyphen: in Japan 3 digits, a hyphen or not, 4 digits; elsewhere as many as that country has (table 3.5).
struct PostalCodeRule: TextRule {
  /// Whether the code is a Japanese one.
  let isJapanese: Bool

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool { scalar == "-" || ("0"..."9").contains(scalar) }

  func repair(_ draft: inout TextDraft) {
    if let first = draft.pieces.first?.scalar.value, [0x3012, 0x3020, 0x3036].contains(first) {
      draft.pieces.removeFirst()
      draft.note(.postalMark)
    }
    draft.replace(.hyphen) { Characters.isDash($0) ? "-" : nil }
    draft.narrow()
    draft.replaceSpacesByHyphens()
  }

  func finding(in draft: TextDraft) -> Finding? {
    let problems = draft.problems(unless: Self.isAllowed)
    if !problems.isEmpty { return Finding(problems: problems) }
    let hyphens = draft.pieces.enumerated().filter { $0.element.scalar == "-" }
    let digits = draft.pieces.count - hyphens.count
    let misplaced: [TextDraft.Piece]
    if isJapanese {
      if digits != 7 { return Finding(code: .rmg0029) }
      misplaced = hyphens.filter { $0.offset != 3 }.map(\.element)
    } else {
      let pieces = draft.pieces
      misplaced = hyphens.filter { offset, _ in
        offset == 0 || offset == pieces.count - 1 || pieces[offset - 1].scalar == "-"
      }
      .map(\.element)
    }
    if misplaced.isEmpty { return nil }
    return Finding(problems: misplaced.map { Verdict.Problem(column: $0.column, scalar: $0.scalar) })
  }

  func suggestions(for draft: TextDraft) -> [String] {
    guard let guess = ASCIIRule.guess(draft, Self.isAllowed) else { return [] }
    var result = String.UnicodeScalarView()
    for scalar in guess.unicodeScalars where scalar != "-" || (result.last ?? "-") != "-" { result.append(scalar) }
    while result.last == "-" { result.removeLast() }
    return [String(result)]
  }
}

/// Digits, within a range.
struct NumberRule: TextRule {
  /// What is allowed.
  let range: ClosedRange<Int>
  /// The message for a number outside it.
  let rangeCode: MessageCode

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  func repair(_ draft: inout TextDraft) {
    draft.replace(.narrowed) { (0xFF10...0xFF19).contains($0.value) ? Characters.narrowed($0) : nil }
    guard draft.pieces.allSatisfy({ Self.isDigit($0.scalar) }) else { return }
    let zeros = min(draft.pieces.prefix { $0.scalar == "0" }.count, draft.pieces.count - 1)
    if zeros > 0 {
      draft.pieces.removeFirst(zeros)
      draft.note(.leadingZeros)
    }
  }

  func finding(in draft: TextDraft) -> Finding? {
    let problems = draft.problems(unless: Self.isDigit)
    if !problems.isEmpty { return Finding(problems: problems) }
    guard draft.pieces.count <= 9, let number = Int(draft.text), range.contains(number) else {
      return Finding(code: rangeCode)
    }
    return nil
  }

  /// The digits alone, for 3,600 and 60秒.
  func suggestions(for draft: TextDraft) -> [String] {
    var digits = ""
    var ended = false
    for scalar in draft.pieces.map(\.scalar) {
      if Self.isDigit(scalar) {
        if ended { return [] }
        digits.unicodeScalars.append(scalar)
      } else if scalar == "," || scalar.value == 0xFF0C {
        if digits.isEmpty { return [] }
      } else if !digits.isEmpty, scalar.properties.isAlphabetic || scalar == " " {
        ended = true
      } else {
        return ASCIIRule.guess(draft, Self.isDigit).map { [$0] } ?? []
      }
    }
    return [digits]
  }
}

/// `HH:MM`, from 00:00 to the last that the field takes.
struct TimeRule: TextRule {
  /// 24:00 for an end, 23:59 for a start.
  let last: String

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool { scalar == ":" || ("0"..."9").contains(scalar) }

  func repair(_ draft: inout TextDraft) {
    draft.narrow()
    if draft.pieces.count == 4, draft.pieces[1].scalar == ":" {
      draft.pieces.insert(TextDraft.Piece(scalar: "0", column: draft.pieces[0].column), at: 0)
      draft.note(.leadingZeros)
    }
  }

  func finding(in draft: TextDraft) -> Finding? {
    let problems = draft.problems(unless: Self.isAllowed)
    if !problems.isEmpty { return Finding(problems: problems) }
    let scalars = draft.pieces.map(\.scalar)
    // Every character is right and the form is not: that is no time of the day.
    guard scalars.count == 5, scalars.firstIndex(of: ":") == 2, scalars.filter({ $0 == ":" }).count == 1 else {
      return Finding(code: .rmg0016)
    }
    let minutes = scalars[3]
    return draft.text > last || minutes > "5" ? Finding(code: .rmg0016) : nil
  }

  /// 09:00 for 900, 9時, 9.00 and 9時0分.
  func suggestions(for draft: TextDraft) -> [String] {
    var numbers: [String] = [""]
    for scalar in draft.pieces.map(\.scalar) {
      switch scalar {
      case "0"..."9": numbers[numbers.count - 1].unicodeScalars.append(scalar)
      case ":", "時", "分", ".", "-", "h": if numbers.last != "" { numbers.append("") }
      default: return []
      }
    }
    if numbers.last == "" { numbers.removeLast() }
    if numbers.count == 1, let digits = numbers.first, digits.count == 3 || digits.count == 4 {
      numbers = [String(digits.dropLast(2)), String(digits.suffix(2))]
    }
    if numbers.count == 1 { numbers.append("00") }
    guard numbers.count == 2, numbers.allSatisfy({ (1...2).contains($0.count) }) else { return [] }
    return [numbers.map { $0.count == 1 ? "0" + $0 : $0 }.joined(separator: ":")]
  }
}
