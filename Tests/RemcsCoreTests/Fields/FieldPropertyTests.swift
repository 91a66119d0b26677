import RemcsCore
import Testing

@Suite("Every field") struct FieldPropertyTests {
  /// Scalars that have a rule of their own, and others.
  private static let interesting: [Unicode.Scalar] = {
    let ranges: [ClosedRange<UInt32>] = [
      0x0...0x17F, 0x2B0...0x36F, 0x391...0x3C9, 0x2000...0x206F, 0x2100...0x214F, 0x2160...0x2188, 0x2200...0x2260,
      0x2460...0x24FF, 0x2500...0x2570, 0x2E80...0x2FDF, 0x3000...0x30FF, 0x31F0...0x33FF, 0x4E00...0x4F00,
      0xF900...0xFAFF,
      0xFE00...0xFE6F, 0xFF00...0xFFFF, 0x1F600...0x1F64F, 0x20B9F...0x20BC0, 0xE0100...0xE0110,
    ]
    return ranges.flatMap { $0.compactMap(Unicode.Scalar.init) }
  }()

  /// A random text; the same for the same seed.
  private static func text(_ generator: inout SeededGenerator, maximum: Int) -> String {
    var scalars = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...maximum, using: &generator) {
      if Int.random(in: 0..<8, using: &generator) == 0 {
        let value = UInt32.random(in: 0...0x10FFFF, using: &generator)
        if let scalar = Unicode.Scalar(value) { scalars.append(scalar) }
      } else if let scalar = interesting.randomElement(using: &generator) {
        scalars.append(scalar)
      }
    }
    return String(scalars)
  }

  private static func isMember(_ scalar: Unicode.Scalar, of kind: FieldKind) -> Bool {
    switch kind {
    case .text(.fullWidth, _): JISX0208.contains(scalar)
    case .text(.kana, _): JISX0208.isKana(scalar)
    case .text(.path, _): scalar.properties.generalCategory != .control
    default: (0x21...0x7E).contains(scalar.value)
    }
  }

  @Test(arguments: FieldID.allCases)
  func `random text never gets past the class, and a repair needs no other`(_ id: FieldID) {
    var generator = SeededGenerator(seed: UInt64(FieldID.allCases.firstIndex(of: id) ?? 0) + 1)
    let field = Field.of(id)
    for _ in 0..<600 {
      let typed = Self.text(&generator, maximum: 12)
      let verdict = field.verdict(typed)
      let count = typed.unicodeScalars.count
      let scalars = Array(typed.unicodeScalars)
      #expect(verdict.problems.allSatisfy { (1...max(count, 1)).contains($0.column) })
      for suggestion in verdict.suggestions {
        #expect(field.verdict(suggestion).outcome == .accept, "\(typed.codes) -> \(suggestion.codes)")
      }
      switch verdict.outcome {
      case .accept: #expect(verdict.value.codes == typed.codes)
      case .repair:
        let again = field.verdict(verdict.value)
        #expect(again.outcome == .accept && again.value.codes == verdict.value.codes, "\(typed.codes)")
      case .reject:
        #expect(verdict.code != nil)
        // A problem names what was typed there, except where two characters have become one.
        for problem in verdict.problems where !verdict.notes.contains(.composed) && !verdict.notes.contains(.narrowed) {
          #expect(scalars[problem.column - 1] == problem.scalar)
        }
        let again = field.verdict(verdict.value)
        #expect(again.value.codes == verdict.value.codes, "\(typed.codes)")
      }
      if verdict.outcome != .reject {
        #expect(verdict.value.unicodeScalars.allSatisfy { Self.isMember($0, of: field.kind) })
        #expect(verdict.value.unicodeScalars.count <= field.maximum)
      }
    }
  }

  @Test(arguments: [FieldID.corporateName, .corporateNameKana, .uniqueName, .telephone])
  func `every single character is judged without a trap`(_ id: FieldID) {
    let field = Field.of(id)
    var accepted = 0
    var strangers = 0
    // Kanji beyond the first thousands and what lies outside the basic plane: every hundredth.
    for value in UInt32(0)...0x10FFFF where value < 0x5000 || (0xF900...0xFFFF).contains(value) || value % 101 == 0 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let verdict = field.verdict(String(scalar))
      if verdict.outcome == .accept { accepted += 1 }
      if verdict.outcome != .reject, !verdict.value.unicodeScalars.allSatisfy({ Self.isMember($0, of: field.kind) }) {
        strangers += 1
      }
    }
    #expect(strangers == 0)
    let expected = [FieldID.corporateNameKana: 241, .uniqueName: 94, .telephone: 42]
    // U+3000 alone is trimmed away, so there is one less than the class has.
    if let count = expected[id] { #expect(accepted == count) }
  }

  @Test func `a very long text is refused, quickly enough`() {
    let text = String(repeating: "髙", count: 200_000)
    let verdict = Field.of(.address).verdict(text)
    #expect(verdict.outcome == .reject && verdict.problems.count == 200_000 && verdict.suggestions.isEmpty)
  }

  @Test func `every field is declared with its own maximum`() {
    let maximums: [FieldID: Int] = [
      .corporateName: 30, .corporateNameKana: 40, .department: 20, .address: 30, .building: 20, .administratorName: 20,
      .administratorNameKana: 20, .administratorEmail: 60, .telephone: 20, .fax: 20, .uniqueName: 32, .country: 2,
      .installationSite: 30, .installationBuilding: 20, .engineerEmail: 60, .timeout: 4, .retryCount: 2,
      .retryInterval: 3,
      .smtpServer: 128, .smtpPort: 5, .senderEmail: 128, .userID: 64, .password: 64, .popServer: 128, .popPort: 5,
      .popWait: 5, .splitSize: 3,
    ]
    for (id, maximum) in maximums { #expect(Field.of(id).maximum == maximum, "\(id)") }
  }

  @Test func `personal information is what table 3.5 says`() {
    let personal = FieldID.allCases.filter { Field.of($0).isPersonal }
    #expect(
      personal == [.administratorName, .administratorNameKana, .administratorEmail, .telephone, .fax, .engineerEmail])
  }

  @Test func `each field of the customer has its message`() {
    let codes: [FieldID: MessageCode] = [
      .corporateName: .rmg0068, .department: .rmg0069, .address: .rmg0070, .building: .rmg0071,
      .administratorName: .rmg0072, .installationSite: .rmg0073, .installationBuilding: .rmg0074,
      .corporateNameKana: .rmg0075, .administratorNameKana: .rmg0076, .administratorEmail: .rmg0181,
      .engineerEmail: .rmg0181, .telephone: .rmg0015,
    ]
    for (id, code) in codes { #expect(Field.of(id).verdict("あ→\u{9127}").code == code, "\(id)") }
  }
}

/// A small generator, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
