import Foundation
import Localization
import RemcsCore
import Testing

/// The Japanese messages are the manual's, so that people find them there.
struct ManualWordingTests {
  @Test func `the list of the manual is whole and every text of ours stands in it once`() {
    let rows = Manual.rows.map { "\($0.code.rawValue)/\($0.variant)" }
    let ours = MessageCode.allCases.flatMap { code in code.variants.map { "\(code.rawValue)/\($0)" } }
    #expect(rows.count == 172)
    #expect(rows.sorted() == ours.sorted())
  }

  @Test(arguments: Manual.rows)
  func `the Japanese text is the manual's`(_ row: Manual.Row) {
    #expect(Self.normalized(row.code.pattern(in: .ja, variant: row.variant)) == Self.normalized(row.text, row.code))
  }

  @Test(arguments: Manual.rows)
  func `the tables are the manual's`(_ row: Manual.Row) {
    #expect(row.code.tables(variant: row.variant) == row.tables)
  }

  @Test func `a code without a second text has no tables for one`() {
    #expect(MessageCode.rmg0036.tables(variant: .alternate).isEmpty)
  }

  /// A text without what the layout of the PDF decided: white space, mark-up, the kind of dash of a bullet and of a
  /// range, and how many x stand for a hole.
  static func normalized(_ text: String, _ code: MessageCode? = nil) -> String {
    var text = text
    if code == .rmg2013 {
      // Table 6.35 lost the opening bracket here.
      text = "(" + text
    }
    text = text.replacingOccurrences(of: "\\n", with: "")
    text = text.replacing(/<[^>]*>/, with: "").replacing(/%[1-9]|x{3,}|X{3,}/, with: "%")
    let dashes = ["－": "-", "–": "-", "～": "〜"]
    return text.filter { !$0.isWhitespace }.map { dashes[String($0)] ?? String($0) }.joined()
  }
}
