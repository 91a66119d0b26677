import Foundation
import Testing

@testable import RemcsCenter

/// What is JSON by the letter, and what only looks like it.
struct JSONDocumentTests {
  static let valid = [
    "{}", "[]", " \t\r\n[ ] ", "null", "true", "false", "0", "-0", "10", "-1.5e+10", "1E5", "0.0", "\"\"",
    "\"a\u{7F}\"",
    #"{"a":[1,{"b":null}],"a":"\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00"}"#, "\"\u{2028}日本\"", "[[],{},[{}]]",
  ]

  static let invalid = [
    "", " ", "{\"a\":1,}", "[1,]", "[,1]", "[,]", "{,}", "[1 2]", "[1,,2]", "{\"a\" 1}", "{\"a\":}", "{a:1}", "{'a':1}",
    "{\"a\":1 \"b\":2}", "{1:2}", "{\"a\"}", "[1}", "{\"a\":1]", "[", "{", "]", "}", "[1]]", "{} {}", "1,", ",", ":",
    "\"\u{1}\"", "\"\n\"", "\"\t\"", "\"\u{0}\"", "\"", "\"\\", "\"\\\"", #""\q""#, #""\u12""#, #""\u12g4""#,
    #""\U0041""#,
    #""\ud800""#, #""\ud800\n""#, #""\udc00""#, #""\ud800\ud800""#, "1.", ".5", "01", "-", "-01", "00", "+1", "1e",
    "1e+",
    "1.e5", "0x1", "[01,-,1.]", "NaN", "Infinity", "nul", "nulll", "True", "tru", "1e999", "\u{FEFF}{}", "\u{A0}1",
    "\u{B}1",
    "/**/1", "1 // x", String(repeating: "1", count: 65),
  ]

  @Test(arguments: valid)
  func `what RFC 8259 allows is read`(text: String) throws {
    #expect(JSONDocument.isValid(Array(text.utf8)))
    _ = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
  }

  @Test(arguments: invalid)
  func `what RFC 8259 does not allow is refused`(text: String) {
    #expect(!JSONDocument.isValid(Array(text.utf8)))
  }

  @Test func `bytes that are no UTF-8 are refused`() {
    for bytes: [UInt8] in [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]] {
      #expect(!JSONDocument.isValid(bytes))
    }
  }

  @Test func `depth has an end, whatever its kind, and uses no stack`() {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(JSONDocument.isValid(nested(JSONDocument.depth)))
    #expect(!JSONDocument.isValid(nested(JSONDocument.depth + 1)))
    #expect(!JSONDocument.isValid(nested(5_000_000)))
    let objects = String(repeating: "{\"a\":", count: 1_000_000)
    #expect(!JSONDocument.isValid(Array(objects.utf8)))
    // Many, one after the other, are not deep.
    #expect(JSONDocument.isValid(Array(("[" + String(repeating: "[],", count: 100_000) + "[]]").utf8)))
  }

  @Test func `what is valid after a change is valid for another reader too`() throws {
    var dice = HostileTests.Dice(state: 3)
    let bytes = Array(#"{"a":[1,-2.5e3,{"b":null,"c":"\u00e9\\x"}],"d":"é",  "e":[true,false]}"#.utf8)
    var count = 0
    for _ in 0..<20_000 {
      var changed = bytes
      for _ in 0...Int.random(in: 0...2, using: &dice) {
        let position = Int.random(in: changed.indices, using: &dice)
        if Bool.random(using: &dice) {
          changed[position] = bytes.randomElement(using: &dice) ?? 0
        } else {
          changed.remove(at: position)
        }
      }
      guard JSONDocument.isValid(changed) else { continue }
      count += 1
      #expect(throws: Never.self, "\(String(decoding: changed, as: UTF8.self))") {
        try JSONSerialization.jsonObject(with: Data(changed), options: .fragmentsAllowed)
      }
    }
    #expect(count > 100)
  }
}
