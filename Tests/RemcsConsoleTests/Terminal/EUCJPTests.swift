import Foundation
import TestSupport
import Testing

/// A terminal that speaks EUC-JP. Its locale is made for the test; where that cannot be done there is no such test.
@Suite(.serialized, .enabled(if: EUCJPLocale.directory != nil, "needs localedef and the charmap EUC-JP"))
struct EUCJPTests {
  private func open() throws -> PseudoTerminal {
    let directory = try #require(EUCJPLocale.directory)
    let terminal = try PseudoTerminal(
      PseudoTerminal.built("terminal-probe"), arguments: ["form", "ja"],
      environment: ["TERM": "vt220", "LC_ALL": "ja_JP.eucJP", "LOCPATH": directory.path], encoding: .eucJP)
    try #require(terminal.wait(for: "00-PQ-MCH3AC00"), "\(terminal.screen)")
    terminal.settle()
    return terminal
  }

  @Test func `the form shows, kanji are typed byte by byte and cost two bytes`() throws {
    let terminal = try open()
    #expect(terminal.screen.lines[4].hasPrefix("> ＳＭＴＰサーバ     ["))
    #expect(terminal.screen.lines[9].hasPrefix("  リトライ間隔"))
    terminal.screen.resetCount()
    terminal.send(bytes: [0xC5, 0xEC, 0xB5, 0xFE], gap: .milliseconds(30))
    #expect(terminal.wait(for: "[東京 "))
    terminal.settle()
    #expect(terminal.screen.byteCount == 4)
    #expect(terminal.screen.unknown.isEmpty)
  }

  @Test func `symbols of ambiguous width are wide here, and the field stays as wide as it is`() throws {
    let terminal = try open()
    // ※ − 〜 Ω, then one step left.
    terminal.send(bytes: [0xA2, 0xA8, 0xA1, 0xDD, 0xA1, 0xC1, 0xA6, 0xB8])
    #expect(terminal.wait(for: "[※\u{2212}〜Ω "))
    terminal.settle()
    #expect(terminal.screen.lines[4] == "> ＳＭＴＰサーバ     [※\u{2212}〜Ω" + String(repeating: " ", count: 40) + "]")
    #expect(terminal.screen.column == 30)
    terminal.send("\u{1B}[D")
    #expect(terminal.wait { $0.column == 28 })
  }

  @Test func `what the terminal cannot show is replaced by something as wide`() throws {
    let terminal = try open()
    // Half a character is U+FFFD, which EUC-JP does not have.
    terminal.send(bytes: [0xC5, 0x78])
    #expect(terminal.wait(for: "[?x "))
    #expect(terminal.screen.unknown.isEmpty)
  }
}

/// The locale ja_JP.eucJP in a directory of its own.
enum EUCJPLocale {
  static let directory: TemporaryDirectory? = {
    guard let directory = try? TemporaryDirectory("remcs-locale") else { return nil }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/localedef")
    process.arguments = ["--no-archive", "-i", "ja_JP", "-f", "EUC-JP", directory.path("ja_JP.eucJP")]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return nil }
    process.waitUntilExit()
    return FileManager.default.fileExists(atPath: directory.path("ja_JP.eucJP/LC_CTYPE")) ? directory : nil
  }()
}
