/// Two letters of ISO 3166-1, in capitals, or 99 for a country that has none (table 3.5).
struct CountryRule: TextRule {
  /// The codes, in alphabetical order: 249 of ISO 3166-1. 99 is not among them.
  static let codes: [String] = lines.compactMap { $0.first.map { String($0) } }

  /// Each code, followed by what people type instead.
  private static var lines: [[Substring]] {
    UTF8Table(CountryTable.lines).text.split(separator: "\n").map { $0.split(separator: " ") }
  }

  func repair(_ draft: inout TextDraft) {
    draft.narrow()
    // A name stays as it was typed; only what could be a code is put into capitals.
    guard draft.pieces.allSatisfy({ $0.scalar.isASCII }) else { return }
    draft.replace(.upperCased) { ("a"..."z").contains($0) ? Unicode.Scalar($0.value - 0x20) : nil }
  }

  func finding(in draft: TextDraft) -> Finding? {
    // Small letters are left only beside something worse: see repair(_:).
    let problems = draft.problems { scalar in
      ("A"..."Z").contains(scalar) || ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
    }
    if !problems.isEmpty { return Finding(problems: problems) }
    if draft.pieces.count != 2 { return Finding(code: .rmg0029) }
    let text = draft.text
    return text == "99" || Self.contains(text) ? nil : Finding()
  }

  func suggestions(for draft: TextDraft) -> [String] {
    let key = Self.key(draft.text)
    var found: [String] = []
    for line in Self.lines where line.dropFirst().contains(where: { $0.isSame(as: key) }) {
      found += line.prefix(1).map { String($0) }
    }
    // A code with spaces or points in it.
    if found.isEmpty, Self.contains(key), key != draft.text { found.append(key) }
    // Two characters that are nobody's code: the manual's answer is 99.
    let isCode = key.unicodeScalars.count == 2 && key.unicodeScalars.allSatisfy(\.isASCII)
    let isNumber = !key.isEmpty && key.unicodeScalars.allSatisfy { ("0"..."9").contains($0) }
    if isNumber || isCode && (found.isEmpty || key == "JA") { found.append("99") }
    return found
  }

  /// Whether these two capitals are a code of ISO 3166-1.
  static func contains(_ code: String) -> Bool {
    codes.contains(code)
  }

  /// A name as the table has it: capitals, no spaces, points or accents, full-width kana.
  private static func key(_ text: String) -> String {
    var draft = TextDraft(text)
    JapaneseRule(isKanaOnly: false).repair(&draft)
    draft.narrow()
    var result = String.UnicodeScalarView()
    for piece in draft.pieces {
      switch piece.scalar.value {
      case 0x3000, 0x2D, 0x27, 0x2019, 0x2E, 0x30FB, 0x2C, 0x28, 0x29, 0x26: continue
      case 0x61...0x7A: result.append(Unicode.Scalar(UInt8(piece.scalar.value - 0x20)))
      default:
        let letters = ASCIIRule.proposals(for: piece.scalar).first?.unicodeScalars
        if let letters, piece.scalar.value < 0x250 {
          for letter in letters { result.append(letter.properties.uppercaseMapping.unicodeScalars.first ?? letter) }
        } else {
          result.append(piece.scalar)
        }
      }
    }
    return String(result)
  }
}
