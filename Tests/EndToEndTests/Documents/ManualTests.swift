import Foundation
import RemcsConsole
import RemcsCore
import Testing

/// docs/manual.md and docs/manual.ja.md: their screens are real, their commands are there, and both tell the same.
struct ManualTests {
  static let manuals: [(String, Language)] = [("docs/manual.md", .en), ("docs/manual.ja.md", .ja)]

  @Test(arguments: manuals)
  func `every screen is what the program prints`(_ path: String, _ language: Language) throws {
    let text = try DocumentFiles.text(path)
    var result = text
    for name in Self.screens(in: text) {
      let printed = try Programs.run(Programs.remcs, ["screens", name, "--lang", language.rawValue])
      try #require(printed.status == 0, "there is no screen \(name)")
      result = try #require(
        DocumentFiles.replacing(
          between: "<!-- screen \(name) -->\n```", and: "```\n<!-- end -->", in: result, with: printed.output),
        "\(name) has its fences")
    }
    try DocumentFiles.compare(path, with: result)
  }

  @Test func `both languages show the same screens and have the same sections`() throws {
    let texts = try Self.manuals.map { try DocumentFiles.text($0.0) }
    let screens = texts.map(Self.screens(in:))
    #expect(screens[0] == screens[1] && screens[0].count >= 12)
    #expect(Set(screens[0]).count == screens[0].count, "a screen stands once, so that its place is known")
    let sections = texts.map { text in text.split(separator: "\n").filter { $0.hasPrefix("## ") }.count }
    #expect(sections[0] == sections[1])
  }

  @Test(arguments: manuals)
  func `every command that is shown is one of the program, with its options`(_ path: String, _: Language) throws {
    let trees = try ["remcs", "remcs-center"].map { try ManualPage.Command(of: Programs.folder + "/" + $0) }
    let commands = trees.flatMap(\.all)
    var shown = 0
    for line in try Self.commandLines(in: DocumentFiles.text(path)) {
      shown += 1
      let words = line.split(separator: " ").map(String.init)
      let names = (1...min(3, words.count)).reversed().map { words.prefix($0).joined(separator: " ") }
      guard let command = names.lazy.compactMap({ name in commands.first { $0.name == name } }).first else {
        Issue.record("there is no command: \(line)")
        continue
      }
      let known = Set(command.all.flatMap(\.own).map(\.label)).union(ManualPage.common)
      for option in words where option.hasPrefix("--") {
        #expect(known.contains(String(option.prefix { $0 != "=" })), "\(line): \(option)")
      }
    }
    #expect(shown > 30)
  }

  @Test(arguments: manuals)
  func `every code that is named is one of the manual, and every link leads somewhere`(
    _ path: String, _: Language
  ) throws {
    let text = try DocumentFiles.text(path)
    for match in text.matches(of: /RMG_[0-9]{4}/) {
      #expect(MessageCode(rawValue: String(match.0)) != nil, "\(match.0)")
    }
    let folder = DocumentFiles.root.appending(path: path).deletingLastPathComponent()
    for match in text.matches(of: /\]\(([^)#:]+)\)/) {
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: String(match.1)).path), "\(match.1)")
    }
  }

  @Test(arguments: ["README.md", "README.ja.md"])
  func `the README links the manual`(_ path: String) throws {
    let text = try DocumentFiles.text(path)
    #expect(text.contains("](docs/manual.md)") || text.contains("](docs/manual.ja.md)"))
    #expect(text.contains("](docs/messages.md)"))
  }

  /// The names of the screens in a manual, in its order.
  private static func screens(in text: String) -> [String] {
    text.matches(of: /<!-- screen ([a-z-]+) -->/).map { String($0.1) }
  }

  /// The command lines of indented blocks and code spans.
  private static func commandLines(in text: String) -> [String] {
    let indented = text.split(separator: "\n").filter { $0.hasPrefix("    remcs") }.map {
      $0.dropFirst(4).split(separator: "  ", maxSplits: 1).first.map(String.init) ?? ""
    }
    let spans = text.matches(of: /`(remcs(?:-center)?(?: [^`]*)?)`/).map { String($0.1) }
    return (indented + spans).map { $0.split(separator: " #").first.map(String.init) ?? $0 }
  }
}
