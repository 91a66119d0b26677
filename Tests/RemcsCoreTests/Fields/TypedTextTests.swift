import RemcsCore
import Testing

@Suite("Typed text") struct TypedTextTests {
  @Test func `all worked cases are there`() {
    #expect(FieldFixtures.cases.count == 157)
  }

  @Test(arguments: FieldFixtures.cases)
  func `a worked case comes out as worked`(_ example: TypedCase) {
    let verdict = Field.of(example.field).verdict(example.typed)
    #expect(verdict.outcome == example.outcome, "\(example.reason)")
    switch example.outcome {
    case .accept: #expect(verdict.value.codes == example.typed.codes)
    case .repair: #expect(verdict.value.codes == example.repaired?.codes)
    case .reject: #expect(verdict.code != nil)
    }
    if !example.suggestions.isEmpty {
      let expected = example.suggestions.map(\.codes)
      #expect(verdict.suggestions.contains { expected.contains($0.codes) }, "\(verdict.suggestions)")
    }
    if let maximum = example.maximum { #expect(Field.of(example.field).maximum == maximum) }
  }

  // MARK: One test a rule of the guide

  @Test(arguments: [
    ("\u{FF5E}", 0x301C), ("\u{2225}", 0x2016), ("\u{FF0D}", 0x2212), ("\u{FFE0}", 0xA2), ("\u{FFE1}", 0xA3),
    ("\u{FFE2}", 0xAC), ("\u{2014}", 0x2015), ("\u{A5}", 0xFFE5), ("\u{AF}", 0xFFE3), ("\u{203E}", 0xFFE3),
    ("\u{C5}", 0x212B), ("A\u{30A}", 0x212B), ("\u{2126}", 0x3A9), ("\u{212A}", 0xFF2B), ("\u{B5}", 0x3BC),
    ("\u{2011}", 0x2010), ("\u{438}\u{306}", 0x439), ("\u{FE63}", 0x2212), ("\u{FE58}", 0x2015), ("\u{FE31}", 0x2015),
    ("\u{FE19}", 0x2026), ("\u{FE30}", 0x2025), ("\u{2F00}", 0x4E00), ("\u{2F57}", 0x7236), ("\u{2E9F}", 0x6BCD),
    ("\u{FF70}", 0x30FC), ("-", 0x2212), ("~", 0x301C), ("\\", 0xFF3C), ("\u{FF9E}", 0x309B),
  ])
  func `one character becomes one member`(_ typed: String, _ expected: Int) {
    let verdict = Field.of(.department).verdict(typed)
    #expect(verdict.outcome == .repair)
    #expect(verdict.value.codes == [UInt32(expected)])
  }

  @Test(arguments: [
    "\u{2000}", "\u{2003}", "\u{200A}", "\u{202F}", "\u{205F}", "\u{A0}", "\t", "\n", "\r", "\r\n", " ",
  ])
  func `a space of any width becomes a full-width one`(_ space: String) {
    #expect(Field.of(.address).verdict("東" + space + "西").value.codes == "東\u{3000}西".codes)
    let trimmed = Field.of(.address).verdict(space + "東西" + space)
    #expect(trimmed.value.codes == "東西".codes && trimmed.notes == [.trimmed])
  }

  @Test(arguments: [
    "\u{AD}", "\u{200B}", "\u{200D}", "\u{200F}", "\u{2060}", "\u{FEFF}", "\u{202A}", "\u{202E}", "\u{2066}",
    "\u{2069}",
    "\u{FE00}", "\u{FE0F}", "\u{E0100}", "\u{E01EF}",
  ])
  func `what nobody sees goes, and marks join across it`(_ invisible: String) {
    #expect(Field.of(.address).verdict("葛" + invisible + "飾").value.codes == "葛飾".codes)
    #expect(Field.of(.address).verdict("か" + invisible + "\u{3099}").value.codes == "が".codes)
    #expect(Field.of(.uniqueName).verdict("SV" + invisible + "1").value.codes == "SV1".codes)
  }

  @Test func `a kana takes its mark, whatever the width of both`() {
    for base in ["か", "カ", "ｶ"] {
      for mark in ["\u{3099}", "\u{FF9E}"] {
        let verdict = Field.of(.corporateNameKana).verdict(base + mark)
        #expect(verdict.value.codes == "ガ".codes && verdict.outcome == .repair)
      }
    }
    #expect(Field.of(.address).verdict("あ\u{3099}").value.codes == "あ゛".codes)
    #expect(Field.of(.address).verdict("か\u{309A}").value.codes == "か゜".codes)
    #expect(Field.of(.address).verdict("ゝ\u{3099}").value.codes == "ゞ".codes)
    #expect(Field.of(.address).verdict("う\u{3099}").outcome == .reject)
    #expect(Field.of(.corporateNameKana).verdict("う\u{3099}").value.codes == "ヴ".codes)
  }

  @Test func `fifty-three kana pairs compose to members`() {
    let marks: [Unicode.Scalar] = ["\u{3099}", "\u{309A}"]
    var members = 0
    for base in (UInt32(0x3041)...0x30FE).compactMap(Unicode.Scalar.init) {
      for mark in marks {
        let verdict = Field.of(.address).verdict("\(base)\(mark)")
        if verdict.outcome == .repair, verdict.value.unicodeScalars.count == 1 {
          members += 1
          // The standard library's canonical equivalence is the oracle.
          #expect(verdict.value == "\(base)\(mark)")
        }
      }
    }
    #expect(members == 53)
  }

  @Test(arguments: [
    ("髙﨑", "高崎"), ("\u{FA10}", "塚"), ("戶增敎靑", "戸増教青"), ("濵", "濱"), ("栁德瀨黑賴曻桒", "柳徳瀬黒頼昇桑"),
    ("剝頰塡𠮟麴", "剥頬填叱麹"), ("㈲", "（有）"), ("①", "（１）"), ("№", "Ｎｏ．"), ("㋿", "令和"), ("㍿", "株式会社"),
    ("㏍", "（株）"), ("㎡", "平方メートル"), ("㌔", "キロ"), ("–", "−"), ("·", "・"), ("ゟ", "より"), ("ヿ", "コト"),
    ("ㇰ", "ク"), ("ς", "σ"), ("刘", "劉"), ("\"重\"", "“重”"), ("㊤", "（上）"), ("❶", "（１）"), ("゠", "＝"),
  ])
  func `what would change the text is proposed, not done`(_ typed: String, _ expected: String) {
    let verdict = Field.of(.address).verdict(typed)
    #expect(verdict.outcome == .reject && verdict.code == .rmg0070)
    #expect(verdict.suggestions.first?.codes == expected.codes, "\(verdict.suggestions)")
  }

  @Test(arguments: ["彅", "鄧", "璉", "昱", "한", "😀", "\u{FFFD}", "\u{E000}", "\u{0}", "閒", "仼", "♥", "𛀀", "👨‍👩‍👧"])
  func `where nothing is known nothing is proposed`(_ typed: String) {
    let verdict = Field.of(.address).verdict(typed)
    #expect(verdict.outcome == .reject && verdict.suggestions.isEmpty)
    #expect(!verdict.problems.isEmpty)
  }

  @Test func `all problems are named with their columns in what was typed`() {
    let verdict = Field.of(.corporateName).verdict("　髙か\u{3099}é")
    #expect(verdict.problems.map(\.column) == [2, 5])
    #expect(verdict.problems.map(\.name) == ["U+9AD9", "U+00E9"])
    #expect(verdict.value.codes == "髙がé".codes)
    #expect(verdict.suggestions.map(\.codes) == ["高がｅ".codes])
  }

  @Test func `a proposal longer than the field is not made`() {
    let name = String(repeating: "字", count: 28)
    #expect(Field.of(.corporateName).verdict(name + "㈱").suggestions.isEmpty)
    #expect(Field.of(.corporateName).verdict(name + "髙").suggestions.count == 1)
    #expect(Field.of(.corporateName).verdict(name + "字字字").code == .rmg0029)
  }

  @Test func `several lines are not one line`() {
    let verdict = Field.of(.address).verdict("東\n西\n南")
    #expect(verdict.outcome == .reject && verdict.problems.map(\.column) == [2, 4])
    #expect(verdict.suggestions.map(\.codes) == ["東\u{3000}西\u{3000}南".codes])
  }

  @Test(arguments: [
    ("サ−バ", Verdict.Note.looksLikeLongVowel), ("サ─バ", .looksLikeLongVowel), ("サ一バ", .looksLikeLongVowel),
    ("カ゛", .looksLikeVoicedKana), ("ハ゜", .looksLikeVoicedKana), ("￥＼", .looksLikeYen),
  ])
  func `what is only odd is accepted with a note`(_ typed: String, _ note: Verdict.Note) {
    let verdict = Field.of(.address).verdict(typed)
    #expect(verdict.outcome == .accept && verdict.notes == [note])
  }

  @Test func `a house number is not taken for a long vowel`() {
    #expect(Field.of(.address).verdict("芝３−２−１").notes.isEmpty)
    #expect(Field.of(.address).verdict("トヨタ一号館").notes.isEmpty)
  }
}
