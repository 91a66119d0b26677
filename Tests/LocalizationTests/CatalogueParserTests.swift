import Testing

@testable import po_compile

/// The files that translators write.
struct CatalogueParserTests {
  private func parse(_ text: String, _ path: String = "po/common.ja.po") throws(CatalogueError) -> Catalogue {
    try CatalogueParser.parse(Array(text.utf8), path: path)
  }

  @Test func `comments, texts over several lines and escapes are read`() throws {
    let catalogue = try parse(
      #"""
      # A translator's comment.
      msgid ""
      msgstr ""
      "Language: ja\n"

      #: source.swift:12
      #. 6.9, 6.31
      msgid "one.key"
      msgstr ""
      "登録\n"
      "\"次\"\t\\へ"
      #. said for the next one
      msgid "two"
      msgstr "2"
      #~ msgid "old"
      #~ msgstr "gone"
      """#)
    #expect(catalogue.area == "common")
    #expect(catalogue.language == "ja")
    #expect(
      catalogue.entries == [
        Entry(key: "one.key", text: "登録\n\"次\"\t\\へ", tables: "6.9,6.31", line: 8),
        Entry(key: "two", text: "2", tables: nil, line: 13),
      ])
  }

  @Test func `entries need no empty line between them, and lines may end with CR LF`() throws {
    let catalogue = try parse("msgid \"a\"\r\nmsgstr \"1\"\r\nmsgid \"b\"\r\nmsgstr \"2\"\r\n")
    #expect(catalogue.entries.map(\.key) == ["a", "b"])
    #expect(catalogue.entries.map(\.text) == ["1", "2"])
  }

  static let faults: [(String, Int, String)] = [
    ("msgid \"a\"\nmsgstr \"\"\n", 1, "has no text in ja"),
    ("msgid \"a\"\n\nmsgid \"b\"\nmsgstr \"2\"\n", 1, "without a msgstr"),
    ("msgid \"a\"\n", 1, "without a msgstr"),
    ("\nmsgstr \"a\"\n", 2, "without a msgid"),
    ("\"a\"\n", 1, "without msgid or msgstr"),
    ("msgid \"a\nmsgstr \"b\"\n", 1, "closing quote is missing"),
    ("msgid \"a\"\nmsgstr \"b\" c\n", 2, "after the closing quote"),
    ("msgid \"a\"\nmsgstr b\n", 2, "in quotes was expected"),
    ("msgid \"a\"\nmsgstr \"\\x41\"\n", 2, "an escape other than"),
    ("\n\nmsgctxt \"a\"\n", 3, "msgctxt is not understood"),
    ("msgid \"a\"\nmsgid_plural \"b\"\n", 2, "msgid_plural is not understood"),
    ("#, c-format, fuzzy\nmsgid \"a\"\nmsgstr \"b\"\n", 1, "fuzzy"),
    ("msgid \"\"\nmsgstr \"Language: en\\n\"\n", 1, "the file name says ja"),
    ("msgid \"a\"\nmsgstr \"b\"\n\nmsgid \"\"\nmsgstr \"\"\n", 4, "not the first"),
  ]

  @Test(arguments: faults)
  func `a fault is told with file and line`(_ text: String, _ line: Int, _ reason: String) {
    let error = #expect(throws: CatalogueError.self) { try parse(text) }
    #expect(error?.line == line)
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
    #expect(error?.description.hasPrefix("po/common.ja.po:\(line): error: ") == true)
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    let bytes = Array("msgid \"a\"\nmsgstr \"".utf8) + [0x93, 0xFA] + Array("\"\n".utf8)
    let error = #expect(throws: CatalogueError.self) { try CatalogueParser.parse(bytes, path: "a.ja.po") }
    #expect(error?.reason == "not UTF-8")
  }

  @Test(arguments: ["ja.po", "common.po", "a.b.ja.po", "po/.ja.po", "common.ja.txt"])
  func `a file is named by area and language`(_ name: String) {
    #expect(throws: CatalogueError.self) { try parse("", name) }
  }
}
