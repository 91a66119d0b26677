import Localization
import RemcsConsole
import RemcsCore
import Testing

struct KeyTableTests {
  @Test func `no key has two meanings`() {
    let keys = KeyTable.entries.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
  }

  @Test func `no command stands in the table twice`() {
    let commands = KeyTable.entries.map(\.command)
    #expect(Set(commands).count == commands.count)
  }

  @Test func `every function key has a Ctrl twin`() {
    for entry in KeyTable.entries {
      let hasFunction = entry.keys.contains { if case .function = $0 { true } else { false } }
      let hasControl = entry.keys.contains { if case .control = $0 { true } else { false } }
      #expect(!hasFunction || hasControl, "\(entry.label)")
    }
  }

  @Test func `flow control keeps its keys`() {
    #expect(KeyTable.command(for: .control("S")) == nil)
    #expect(KeyTable.command(for: .control("Q")) == nil)
  }

  @Test(arguments: [
    (Key.control("N"), Command.next), (.control("P"), .back), (.control("X"), .leave), (.control("C"), .leave),
    (.function(1), .help), (.control("T"), .help), (.control("L"), .repaint), (.control("_"), .undo),
    (.control("U"), .clear), (.control("K"), .killToEnd), (.control("A"), .home), (.control("E"), .end),
    (.control("B"), .left), (.control("F"), .right), (.control("D"), .deleteForward), (.backspace, .deleteBackward),
    (.control("H"), .deleteBackward), (.control("Y"), .takeSuggestion), (.tab, .nextField), (.backTab, .previousField),
    (.up, .up), (.down, .down), (.left, .left), (.right, .right), (.enter, .activate), (.character(" "), .open),
    (.escape, .dismiss), (.character("あ"), .insert("あ")),
  ])
  func `keys mean what the design says`(key: Key, command: Command) {
    #expect(KeyTable.command(for: key) == command)
  }

  @Test func `a key without a meaning has none`() {
    #expect(KeyTable.command(for: .insert) == nil)
    #expect(KeyTable.command(for: .meta("q")) == nil)
    #expect(KeyTable.command(for: .control("@")) == nil)
  }

  @Test(arguments: Language.allCases)
  func `the key line holds whole entries and never more than the row`(language: Language) {
    let all = KeyTable.keyLine(columns: 1000, language: language)
    #expect(all.hasPrefix("F1 " + text(.keyHelp, in: language) + "  ^N " + text(.keyNext, in: language)))
    // Nothing is lost at home, 80 columns.
    #expect(KeyTable.keyLine(columns: 79, language: language) == all)
    for columns in [0, 5, 11, 12, 40] {
      let line = KeyTable.keyLine(columns: columns, language: language)
      #expect(line.columns <= columns)
      #expect(all.hasPrefix(line))
      #expect(line.isEmpty || all == line || all.dropFirst(line.count).hasPrefix("  "))
    }
  }

  @Test(arguments: Language.allCases)
  func `the help names every way to type a command, and fits the row`(language: Language) throws {
    let help = KeyTable.help(language: language)
    #expect(help.count == KeyTable.entries.count)
    let first = try #require(help.first)
    #expect(first.keys == "F1, Esc 1, Ctrl-T")
    #expect(help.allSatisfy { !$0.keys.isEmpty && !$0.label.isEmpty && $0.keys.columns + $0.label.columns < 76 })
  }
}
