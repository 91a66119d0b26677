import Foundation
import RemcsCore
import Testing

@testable import remcs

/// `remcs messages`, and the language that every command speaks.
struct MessagesCommandTests {
  @Test(arguments: ["RMG_0036", "rmg_0036", "0036", "36", "rmg_36"])
  func `a code may be written short`(_ name: String) {
    #expect(MessagesCommand.code(named: name) == .rmg0036)
  }

  @Test(arguments: ["", "RMG_", "RMG_9999", "00036", "36x", "RMG-0036"])
  func `what is no code is refused`(_ name: String) {
    #expect(MessagesCommand.code(named: name) == nil)
  }

  @Test func `the message without a code has its own name`() {
    #expect(MessagesCommand.code(named: "-") == .exportDone)
  }

  @Test func `a row holds both languages, what to do and the tables`() throws {
    let row = try JSONEncoder().encode(MessageRow(.rmg0040, .standard))
    let object = try #require(try JSONSerialization.jsonObject(with: row) as? [String: Any])
    #expect(Set(object.keys) == ["code", "variant", "ja", "en", "remedy", "tables"])
    #expect(object["code"] as? String == "RMG_0040")
    #expect(object["variant"] as? Int == 0)
    #expect(object["ja"] as? String == "自動レジストレーションに失敗しました。(%1:%2)")
    #expect(object["tables"] as? [String] == ["6.11"])
    #expect((object["remedy"] as? [String: String])?.keys.sorted() == ["en", "ja"])
  }

  @Test func `for people a message is its code, its lines and what to do`() {
    #expect(
      MessageRow(.rmg0001, .alternate).paragraph(in: .ja).split(separator: "\n").map { $0.prefix(24) } == [
        "RMG_0001  装置状態の取得に失敗しました", "          (装置 ID=%2)", "          再度実行して失敗する場合は、",
      ])
  }

  static let locales: [([String: String], Language)] = [
    ([:], .en), (["LANG": "ja_JP.UTF-8"], .ja), (["LANG": "ja_JP.UTF-8", "LC_ALL": "C"], .en),
    (["LANG": "en_US.UTF-8", "LC_MESSAGES": "ja_JP.eucJP"], .ja), (["LC_ALL": "", "LANG": "ja"], .ja),
    (["LANG": "C.UTF-8"], .en),
  ]

  @Test(arguments: locales)
  func `the language of the terminal comes from the locale`(_ environment: [String: String], _ language: Language) {
    #expect(Language.ofTerminal { environment[$0] } == language)
  }

  @Test func `the option comes before the stored language, and that before the terminal`() {
    #expect(Language.chosen(asked: .ja, stored: .en, terminal: .en) == .ja)
    #expect(Language.chosen(asked: nil, stored: .ja, terminal: .en) == .ja)
    #expect(Language.chosen(asked: nil, stored: nil, terminal: .ja) == .ja)
  }

  @Test(arguments: [(["remcs", "--lang", "ja", "-h"], Language.ja), (["remcs", "--lang=en", "--lang=ja"], .ja)])
  func `help speaks the language of the option`(_ arguments: [String], _ language: Language) {
    #expect(Language.ofHelp(arguments: arguments) == language)
  }
}
