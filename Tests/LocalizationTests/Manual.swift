import Foundation
import RemcsCore
import Testing

/// The tables of chapter 6 as the fixture has them, and the files beside the tests.
enum Manual {
  /// One row: a message and the tables that print it.
  struct Row: Sendable, CustomTestStringConvertible {
    let code: MessageCode
    let variant: MessageVariant
    let text: String
    let tables: [String]
    var testDescription: String { "\(code.rawValue) \(variant)" }
  }

  /// The top of the package.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Every row of messages.tsv.
  static let rows: [Row] = {
    let file = root.appending(path: "Tests/LocalizationTests/Fixtures/messages.tsv")
    guard let content = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    return content.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard cells.count >= 3, let code = MessageCode(rawValue: cells[0]) else { return nil }
      let isAlternate = alternates.contains { $0.0 == code && $0.1 == cells[2] }
      return Row(
        code: code, variant: isAlternate ? .alternate : .standard, text: cells[1],
        tables: cells[2].split(separator: ",").map(String.init))
    }
  }()

  /// The rows that ``MessageVariant`` calls the other text.
  private static let alternates: [(MessageCode, String)] = [
    (.rmg0001, "6.25"), (.rmg0002, "6.29"), (.rmg0210, "6.30"), (.rmg0215, "6.10"),
  ]

  /// JIS X 0208, every character.
  static let characterSet: Set<UInt32> = {
    let file = root.appending(path: "Tests/RemcsCoreTests/Fixtures/jisx0208_full.txt")
    guard let content = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    return Set(content.split(separator: "\n").compactMap { UInt32($0.prefix { $0 != " " }, radix: 16) })
  }()

  /// Those that take one cell in some terminals and two in others: Greek, Cyrillic, punctuation, letter-like signs,
  /// arrows, mathematics, rules, shapes and the signs of Latin-1.
  static let ambiguous: Set<UInt32> = characterSet.filter { value in
    [
      0xA2...0xF7, 0x370...0x3FF, 0x400...0x4FF, 0x2010...0x2027, 0x2030...0x203E, 0x2100...0x214F, 0x2190...0x22FF,
      0x2300...0x23FF, 0x2500...0x257F, 0x25A0...0x26FF,
    ].contains { $0.contains(value) }
  }

  /// The numbers of the holes of a text.
  static func holes(_ text: String) -> Set<Character> {
    Set(zip(text, text.dropFirst()).filter { $0 == "%" && ("1"..."9").contains($1) }.map(\.1))
  }
}
