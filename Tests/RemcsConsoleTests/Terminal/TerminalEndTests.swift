import CNcurses
import Foundation
import TestSupport
import Testing

/// The ways out of the console: the terminal is as it was, and what was typed is kept.
@Suite(.serialized)
struct TerminalEndTests {
  private func expectRestored(_ terminal: PseudoTerminal, _ before: termios) {
    let after = terminal.settings
    #expect(after.c_lflag == before.c_lflag)
    #expect(after.c_iflag == before.c_iflag)
    #expect(after.c_oflag == before.c_oflag)
    #expect(!terminal.screen.isKeypadActive)
    #expect(!terminal.screen.isAlternate)
    #expect(terminal.screen.isCursorVisible)
  }

  /// The settings as a pty is born, which the probe finds.
  private func settingsBefore() throws -> termios {
    let terminal = try PseudoTerminal("/bin/true")
    return terminal.settings
  }

  @Test(arguments: TerminalProbe.types)
  func `leaving restores the terminal`(type: String) throws {
    let before = try settingsBefore()
    let terminal = try TerminalProbe.open(environment: ["TERM": type])
    #expect(terminal.settings.c_lflag & tcflag_t(ICANON | ECHO | ISIG) == 0)
    #expect(terminal.settings.c_iflag & tcflag_t(IXON) == before.c_iflag & tcflag_t(IXON))
    terminal.send("\u{18}")
    #expect(terminal.waitForEnd() == .code(0))
    expectRestored(terminal, before)
  }

  @Test(arguments: [SIGHUP, SIGTERM, SIGINT, SIGQUIT])
  func `a signal to end keeps what was typed and restores the terminal`(number: Int32) throws {
    let before = try settingsBefore()
    let directory = try TemporaryDirectory()
    let terminal = try TerminalProbe.open(environment: ["PROBE_SAVE": directory.path("saved")])
    terminal.send("東京")
    #expect(terminal.wait(for: "[東京 "))
    terminal.signal(number)
    #expect(terminal.waitForEnd() == .code(75))
    #expect(directory.text("saved")?.hasPrefix("東京\n25\n") == true)
    expectRestored(terminal, before)
  }

  @Test func `a line that goes away ends the program without a spin, and what was typed is kept`() throws {
    let directory = try TemporaryDirectory()
    let terminal = try TerminalProbe.open(environment: ["PROBE_SAVE": directory.path("saved")])
    terminal.send("abc")
    #expect(terminal.wait(for: "[abc "))
    terminal.hangUp()
    #expect(terminal.waitForEnd() == .code(75))
    #expect(directory.text("saved")?.hasPrefix("abc\n") == true)
    #expect(terminal.processorTime < .seconds(2))
  }

  @Test func `a line stopped by XOFF does not keep the program from ending`() throws {
    let terminal = try TerminalProbe.open()
    terminal.send("\u{13}")
    terminal.pump(for: .milliseconds(100))
    // Enough to fill the line, so that the program waits in a write.
    for _ in 0..<40 { terminal.send("\u{C}\u{14}\u{14}") }
    terminal.pump(for: .milliseconds(300))
    terminal.signal(SIGTERM)
    #expect(terminal.waitForEnd() == .code(75))
  }

  @Test func `an exit without a close restores the terminal too`() throws {
    let before = try settingsBefore()
    let terminal = try TerminalProbe.open()
    terminal.send("\u{7}")
    #expect(terminal.waitForEnd() == .code(3))
    expectRestored(terminal, before)
  }

  @Test(arguments: ["\u{1D}", "\u{1C}", "\u{1E}"])
  func `a crash restores the terminal and stays a crash`(key: String) throws {
    let before = try settingsBefore()
    let terminal = try TerminalProbe.open()
    terminal.send(key)
    let ending = try #require(terminal.waitForEnd())
    #expect([.signal(SIGILL), .signal(SIGTRAP), .signal(SIGABRT), .signal(SIGSEGV)].contains(ending), "\(ending)")
    expectRestored(terminal, before)
  }
}
