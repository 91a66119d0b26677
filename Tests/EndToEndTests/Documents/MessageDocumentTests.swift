import Foundation
import Localization
import RemcsConsole
import RemcsCore
import Testing

/// docs/messages.md, and whether what it says of each message is so.
struct MessageDocumentTests {
  @Test func `the document is what the program prints`() throws {
    let printed = try Programs.run(Programs.remcs, ["messages", "--markdown"])
    #expect(printed.status == 0)
    try DocumentFiles.compare("docs/messages.md", with: printed.output)
  }

  @Test func `every text of every message is accounted for once`() throws {
    let document = try DocumentFiles.text("docs/messages.md")
    for code in MessageCode.allCases {
      let rows = document.split(separator: "\n").filter { $0.hasPrefix("| \(code.rawValue) |") }
      #expect(rows.count == code.variants.count, "\(code)")
    }
  }

  @Test(arguments: MessageCode.allCases)
  func `a message that occurs is issued somewhere, one that cannot is not`(_ code: MessageCode) {
    let occurs = code.variants.contains { if case .occurs = code.origin(variant: $0) { true } else { false } }
    #expect(Self.issued.contains(code) == occurs)
  }

  @Test func `the second texts are issued nowhere, and none is said to be`() throws {
    for (path, text) in try DocumentFiles.sources(in: "Sources") where !path.contains("Messages/") {
      #expect(!Self.code(of: text).contains("variant: .alternate"), "\(path)")
    }
    for code in MessageCode.allCases where code.variants.count == 2 {
      if case .occurs = code.origin(variant: .alternate) { Issue.record("\(code)") }
    }
  }

  @Test func `screens and commands that are named are there`() throws {
    let screens = Set(ScreenID.allCases.map(\.rawValue))
    let commands = Set(try ManualPage.Command(of: Programs.remcs).all.map(\.name))
    for code in MessageCode.allCases {
      guard case .occurs(let situation) = code.origin() else { continue }
      #expect(!situation.summary.isEmpty && !(situation.screens + situation.commands).isEmpty, "\(code) has no place")
      #expect(situation.screens.allSatisfy(screens.contains), "\(code): \(situation.screens)")
      #expect(situation.commands.allSatisfy { commands.contains("remcs " + $0) }, "\(code): \(situation.commands)")
    }
  }

  @Test(arguments: [
    ("throw ServiceError(.rmg0036)", true), ("failing: .rmg0085, observer", true),
    ("// .rmg0036 is not thrown", false), ("case .rmg0036, .rmg0085 where temporary: return 1", false),
    ("if error.code == .rmg0036 { return }", false), ("$0.code != .rmg0036", false),
    ("case .refused: onPOP ? .rmg0036 : .rmg2004", true),
  ])
  func `only what issues a message counts as issuing`(_ line: String, _ isIssued: Bool) {
    #expect(Self.codes(in: line).isEmpty != isIssued)
  }

  /// What the sources issue; samples for pictures, and the declarations themselves, do not count.
  private static let issued: Set<MessageCode> = {
    let sources = (try? DocumentFiles.sources(in: "Sources", "Localization")) ?? [:]
    let counted = sources.filter { path, _ in
      !["/MessageCode.swift", "/MessageOrigin.swift", "/MessageSituation+", "/ScreenGallery", "/Sample"]
        .contains { path.contains($0) }
    }
    return Set(counted.values.flatMap(codes(in:)))
  }()

  /// The codes that a piece of source issues: named, and neither in a comment, nor in the pattern of a case, nor compared with.
  private static func codes(in source: String) -> [MessageCode] {
    code(of: source).matches(of: /\.rmg([0-9]{4})\b/).compactMap { MessageCode(rawValue: "RMG_\($0.1)") }
  }

  private static func code(of source: String) -> String {
    source.replacing(/\/\/[^\n]*/, with: "")
      .replacing(/case\s+(\.rmg[0-9]{4}\s*,\s*)*\.rmg[0-9]{4}\b/, with: "case _")
      .replacing(/[=!]=\s*\.rmg[0-9]{4}\b/, with: "== _")
  }
}
