import Testing

@testable import po_compile

/// What can be wrong between catalogues, and what becomes of those that are right.
struct CatalogueSetTests {
  private func set(_ files: [String: String]) throws -> CatalogueSet {
    CatalogueSet(
      try files.sorted { $0.key < $1.key }.map { try CatalogueParser.parse(Array($0.value.utf8), path: $0.key) })
  }

  private func entry(_ key: String, _ text: String) -> String { "msgid \"\(key)\"\nmsgstr \"\(text)\"\n" }

  private func errors(_ files: [String: String]) throws -> [String] { try set(files).errors.map(\.description) }

  @Test func `catalogues that agree have no errors`() throws {
    let set = try set([
      "a.en.po": entry("k.one", "%1 of %2"), "a.ja.po": entry("k.one", "%2 の %1"), "b.en.po": entry("x", "y"),
      "b.ja.po": entry("x", "z"),
    ])
    #expect(set.errors == [])
    #expect(set.languages == ["en", "ja"])
    #expect(set.textKeys == ["k.one", "x"])
    #expect(set.text("k.one", "ja") == "%2 の %1")
  }

  @Test func `a key that one language lacks is an error where the other has it`() throws {
    let found = try errors(["a.en.po": entry("one", "1"), "a.ja.po": entry("one", "1") + entry("two", "2")])
    #expect(found == ["a.ja.po:3: error: \"two\" is missing in en"])
  }

  @Test func `different holes are an error`() throws {
    let found = try errors([
      "a.en.po": entry("one", "%1 %2"), "a.ja.po": entry("zero", "%0%") + entry("one", "%1 %3"),
      "b.en.po": entry("zero", "0"), "b.ja.po": entry("two", "2"), "c.en.po": entry("two", "2"), "c.ja.po": "",
    ])
    #expect(found == ["a.ja.po:3: error: \"one\" has other holes (%1 to %9) than in en at a.en.po:1"])
  }

  @Test func `a key that is declared twice is an error, also in another area`() throws {
    let found = try errors([
      "a.en.po": entry("one", "1"), "a.ja.po": entry("one", "1") + entry("one", "2"), "b.en.po": entry("one", "3"),
      "b.ja.po": "",
    ])
    #expect(
      found == [
        "a.ja.po:3: error: \"one\" is already declared at a.ja.po:1",
        "b.en.po:1: error: \"one\" is already declared at a.en.po:1",
      ])
  }

  @Test func `a catalogue without its other language is one error, not one for each key`() throws {
    let found = try errors(["a.en.po": "", "a.ja.po": "", "b.ja.po": entry("one", "1") + entry("two", "2")])
    #expect(found == ["b.ja.po:1: error: there is no b.en.po beside it"])
  }

  @Test(arguments: [
    ("allCases", "cannot become the name"), ("1st", "cannot become the name"), ("...", "cannot become the name"),
    ("one-two", "both become the case oneTwo"),
  ])
  func `a key has to become a case of its own`(_ key: String, _ reason: String) throws {
    let text = entry("one.two", "1") + entry(key, "2")
    let found = try errors(["a.en.po": text, "a.ja.po": text])
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("a.en.po:3: ") == true && found.first?.contains(reason) == true)
  }

  static let messageFaults: [(String, String)] = [
    ("msgid \"RMG_0001\"\nmsgstr \"1\"\n", "needs its tables"),
    ("#. 6.1\nmsgid \"RMG_001\"\nmsgstr \"1\"\n", "is not CODE"),
    ("#. 6.1\nmsgid \"RMG_0001.alternate\"\nmsgstr \"1\"\n", "there is no message \"RMG_0001\""),
    ("msgid \"RMG_0001.remedy\"\nmsgstr \"1\"\n", "has no message \"RMG_0001\""),
  ]

  @Test(arguments: messageFaults)
  func `messages keep to their form`(_ japanese: String, _ reason: String) throws {
    let english = japanese.split(separator: "\n").filter { !$0.hasPrefix("#") }.joined(separator: "\n")
    let found = try errors(["messages.en.po": english, "messages.ja.po": japanese])
    #expect(found.count == 1)
    #expect(found.first?.contains(reason) == true, "\(found)")
  }

  @Test func `tables that are declared in two languages are an error`() throws {
    let text = "#. 6.1\n" + entry("RMG_0001", "1")
    let found = try errors(["messages.en.po": text, "messages.ja.po": text])
    #expect(found.count == 1)
    #expect(found.first?.contains("in exactly one language") == true)
  }

  @Test(arguments: [
    ("customer.title", "customerTitle"), ("step.connectionType", "stepConnectionType"), ("a-b_c d", "aBCD"),
    ("Key.F1", "keyF1"), ("x", "x"),
  ])
  func `a key becomes the name of a case`(_ key: String, _ name: String) {
    #expect(SwiftName.caseName(of: key) == name)
  }

  @Test func `the source has cases, escaped keywords, literals and messages`() throws {
    let texts = entry("default", #"say \"%1\"\n\\(x)"#)
    let message = entry("RMG_0036", "m") + entry("RMG_0036.remedy", "r")
    let source = SwiftWriter.source(
      of: try set([
        "a.en.po": texts, "a.ja.po": texts, "messages.en.po": message, "messages.ja.po": "#. 6.9,6.12\n" + message,
      ]))
    #expect(source.contains("case `default` = \"default\""))
    #expect(source.contains(#"case .`default`: return "say \"%1\"\n\\(x)""#))
    #expect(source.contains("case .rmg0036: return \"m\"\n    }"), "the texts of messages have no default")
    #expect(source.contains("case .rmg0036: return \"r\"\n    default: return nil"))
    #expect(source.contains("case .rmg0036: return \"6.9,6.12\""))
    #expect(!source.contains("case RMG"))
  }
}
