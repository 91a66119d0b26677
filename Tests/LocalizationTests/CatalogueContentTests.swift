import Foundation
import Localization
import RemcsCore
import Testing

@testable import po_compile

/// What every catalogue has to keep to, whoever wrote it.
struct CatalogueContentTests {
  /// A text with its place.
  struct Sample: Sendable, CustomTestStringConvertible {
    let name: String
    let ja: String
    let en: String
    var testDescription: String { name }
  }

  /// All texts, messages and what to do about them.
  static let samples: [Sample] = {
    let texts = TextKey.allCases.map { key in
      Sample(name: key.rawValue, ja: pattern(key, .ja), en: pattern(key, .en))
    }
    let messages = Manual.rows.flatMap { row -> [Sample] in
      let name = row.testDescription
      let text = Sample(
        name: name, ja: row.code.pattern(in: .ja, variant: row.variant),
        en: row.code.pattern(in: .en, variant: row.variant))
      guard let ja = row.code.remedy(in: .ja, variant: row.variant) else { return [text] }
      return [
        text, Sample(name: name + " remedy", ja: ja, en: row.code.remedy(in: .en, variant: row.variant) ?? ""),
      ]
    }
    return texts + messages
  }()

  /// The text with its holes put back.
  private static func pattern(_ key: TextKey, _ language: Language) -> String {
    text(key, in: language, "%1", "%2", "%3", "%4", "%5", "%6", "%7", "%8", "%9")
  }

  @Test func `the characters of ambiguous width are the 232 that were measured`() {
    #expect(Manual.characterSet.count == 6879)
    #expect(Manual.ambiguous.count == 232)
  }

  @Test(arguments: samples)
  func `a text shows the same on every terminal`(_ sample: Sample) {
    #expect(!sample.ja.isEmpty && !sample.en.isEmpty)
    let ja = sample.ja.unicodeScalars.filter { scalar in
      let isASCII = scalar == "\n" || (0x20...0x7E).contains(scalar.value)
      return !isASCII && (!Manual.characterSet.contains(scalar.value) || Manual.ambiguous.contains(scalar.value))
    }
    #expect(ja.map { "\($0)" } == [], "not ASCII or JIS X 0208, or of ambiguous width")
    let en = sample.en.unicodeScalars.filter { $0 != "\n" && !(0x20...0x7E).contains($0.value) }
    #expect(en.map { "\($0)" } == [], "English is ASCII")
  }

  @Test(arguments: samples)
  func `both languages have the same holes`(_ sample: Sample) {
    #expect(Manual.holes(sample.ja) == Manual.holes(sample.en))
  }

  @Test func `the program holds every key of the files, and no other`() throws {
    let folder = Manual.root.appending(path: "Localization/po")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "po" }.sorted { $0.path < $1.path }
    let set = CatalogueSet(
      try files.map { try CatalogueParser.parse(Array(try Data(contentsOf: $0)), path: $0.path) })
    #expect(set.errors == [])
    #expect(set.languages == Language.allCases.map(\.rawValue).sorted())
    #expect(set.textKeys == TextKey.allCases.map(\.rawValue))
    #expect(set.messageKeys.filter { !$0.hasSuffix(".remedy") }.count == Manual.rows.count)
  }

  @Test func `a text is found in its language and its holes are filled`() {
    #expect(text(.stateUnused, in: .ja) == "設定未完了")
    #expect(text(.stateUnused, in: .en) == "UNUSED")
    #expect(text(.errorLine, in: .en, "7") == "line 7")
  }

  @Test func `what succeeded needs nothing to be done, what failed does, in both languages`() {
    for language in Language.allCases {
      #expect(MessageCode.rmg0005.remedy(in: language) == nil)
      #expect(MessageCode.rmg0215.remedy(in: language) != nil)
      #expect(MessageCode.rmg0215.remedy(in: language, variant: .alternate) == nil)
      #expect(MessageCode.rmg0001.remedy(in: language, variant: .alternate) != nil)
    }
    #expect(MessageCode.rmg0167.remedy(in: .ja) == "引き続き、レジストレーションを行います。")
    for code in MessageCode.allCases where code.tables() == ["6.35"] {
      #expect(code.remedy(in: .ja)?.isEmpty == false && code.remedy(in: .en)?.isEmpty == false)
    }
  }
}
