import CNcurses
import Foundation
import TestSupport
import Testing

/// ``Terminal`` in a pty, on the four terminals that matter. The probe's form stands in for the screens.
@Suite(.serialized)
struct TerminalTests {
  // MARK: - Bytes

  @Test(arguments: TerminalProbe.types, ["en", "ja"])
  func `every act stays within its budget`(type: String, language: String) throws {
    let terminal = try TerminalProbe.open("form", language, environment: ["TERM": type])
    let whole = terminal.screen.byteCount
    let bound = terminal.screen.lowerBound
    #expect(Double(whole) <= 1.6 * Double(bound), "the first screen: \(whole)")

    #expect(try terminal.cost(of: "a") { $0.contains("[a ") } == 1)
    #expect(try terminal.cost(of: "日") { $0.contains("[a日 ") } == 3)
    #expect(try terminal.cost(of: "b") { $0.contains("[a日b ") } == 1)
    let field = try terminal.cost(of: "\t") { $0.lines[5].hasPrefix(">") }
    #expect(field <= 45, "next field")
    let popUp = try terminal.cost(of: "\u{14}") { $0.contains("[ Yes ]  [ No ]") }
    #expect(popUp <= 140, "pop-up")
    let closed = try terminal.cost(of: "\u{14}") { !$0.contains("[ Yes ]") && $0.contains("[120  ]") }
    #expect(closed <= 140, "pop-up closed")
    _ = try terminal.cost(of: "\u{16}") { $0.contains(" 1%") }
    let step = try terminal.cost(of: "\u{16}") { $0.contains(" 2%") }
    #expect(step <= 15, "progress step")
    let again = try terminal.cost(of: "\u{C}") { $0.received.contains(UInt8(ascii: "J")) && $0.contains(" 2%") }
    #expect(Double(again) <= 1.6 * Double(terminal.screen.lowerBound), "Ctrl-L")
    #expect(again >= terminal.screen.lowerBound)
    #expect(terminal.screen.unknown.isEmpty, "\(terminal.screen.unknown)")
  }

  // MARK: - Screens and keys

  @Test(arguments: TerminalProbe.types)
  func `the form, typed text and the cursor stand where they should`(type: String) throws {
    let terminal = try TerminalProbe.open("form", "ja", environment: ["TERM": type])
    terminal.send("a日本")
    #expect(terminal.wait(for: "[a日本 "))
    terminal.settle()
    #expect(terminal.screen.lines[4] == "> ＳＭＴＰサーバ     [a日本                                           ]")
    #expect(terminal.screen.row == 4 && terminal.screen.column == 27)
    #expect(terminal.screen.lines[5].hasPrefix("  ポート番号"))
    #expect(terminal.screen.lines[1] == String(repeating: "-", count: 80))
    #expect(terminal.screen.unknown.isEmpty)
  }

  @Test(arguments: TerminalProbe.types)
  func `a pop-up over kanji opens and closes without a trace`(type: String) throws {
    let terminal = try TerminalProbe.open("form", "ja", environment: ["TERM": type])
    for _ in 0..<4 { terminal.send("\t") }
    terminal.send("\u{1B}[A東日本東日本東日本")
    #expect(terminal.wait(for: "[東日本東日本東日本"))
    terminal.settle()
    let before = terminal.screen.lines
    terminal.send("\u{1B}OP")
    #expect(terminal.wait(for: "入力を取り消しますか"))
    terminal.send("\u{1B}1")
    #expect(terminal.wait { !$0.contains("入力を取り消しますか") })
    terminal.settle()
    #expect(terminal.screen.lines == before)
  }

  @Test func `keys come one byte at a time with long gaps and stay keys`() throws {
    let terminal = try TerminalProbe.open("keys", environment: ["TERM": "vt100"])
    let gap = Duration.milliseconds(60)
    for (bytes, name) in [
      ("\u{1B}OD", "left"), ("\u{1B}[D", "left"), ("\u{1B}[1;5C", "right"), ("\u{1B}[3~", "delete"),
      ("\u{1B}[11~", "function(1)"), ("\u{1B}1", "function(1)"), ("日", "65E5"),
    ] {
      // Where the machine paused for so long that another key was meant: clear what it typed, and once more.
      var tries = 1
      while terminal.send(bytes: Array(bytes.utf8), gap: gap) > .milliseconds(200), tries < 20 {
        terminal.send("\u{15}")
        tries += 1
      }
      #expect(terminal.wait(within: .seconds(5)) { $0.lines[18].contains(name) }, "\(terminal.screen.lines[18])")
    }
    terminal.settle()
    #expect(!terminal.screen.lines[4].contains("[D") && !terminal.screen.lines[4].contains("O"))
    terminal.send("\u{1B}")
    #expect(terminal.wait { $0.lines[18] == "escape" })
  }

  @Test func `a key of which half came before the program was busy is that key`() throws {
    let terminal = try TerminalProbe.open()
    terminal.send("\u{19}\u{1B}")
    terminal.pump(for: .milliseconds(200))
    terminal.send("OPx")
    #expect(terminal.wait(for: "Discard what was typed?"))
    #expect(terminal.wait { $0.lines[4].contains("[x ") }, "\(terminal.screen.lines[4])")
  }

  @Test func `a paste arrives whole`() throws {
    let terminal = try TerminalProbe.open()
    terminal.send("mail.example.co.jp\n25")
    #expect(terminal.wait(for: "[mail.example.co.jp "))
    #expect(terminal.wait(for: "[2525 "))
  }

  @Test func `Ctrl-C, Ctrl-Z and Ctrl-backslash are keys, not signals`() throws {
    let terminal = try TerminalProbe.open("keys")
    terminal.send("\u{1A}")
    #expect(terminal.wait { $0.lines[18].contains("control(\"Z\")") })
    #expect(!terminal.isOver())
    terminal.send("\u{3}")
    #expect(terminal.waitForEnd() == .code(0))
  }

  @Test func `text that does not belong on a terminal never reaches it`() throws {
    let terminal = try TerminalProbe.open()
    terminal.send("\u{202E}\u{E000}\u{E9}x")
    #expect(terminal.wait(for: "x "))
    terminal.settle()
    #expect(!terminal.screen.text.unicodeScalars.contains("\u{202E}"))
    #expect(terminal.screen.unknown.isEmpty)
  }

  // MARK: - What happens to terminals

  @Test(arguments: TerminalProbe.types)
  func `Ctrl-L brings everything back after the terminal was switched on late`(type: String) throws {
    let terminal = try TerminalProbe.open("form", "ja", environment: ["TERM": type])
    terminal.send("日本")
    #expect(terminal.wait(for: "[日本 "))
    terminal.settle()
    let before = terminal.screen.lines
    let hadKeypad = terminal.screen.isKeypadActive
    terminal.screen.powerCycle()
    terminal.send("\u{C}")
    #expect(terminal.wait { $0.lines == before })
    terminal.settle()
    #expect(terminal.screen.lines == before)
    #expect(terminal.screen.row == 4 && terminal.screen.column == 26)
    #expect(terminal.screen.isKeypadActive == hadKeypad)
    #expect(hadKeypad == (type == "vt100" || type == "xterm"), "as their entries say")
  }

  @Test func `foreign output is wiped by Ctrl-L`() throws {
    let terminal = try TerminalProbe.open()
    let before = terminal.screen.lines
    terminal.screen.feed(Array("\r\n[12.3] usb 1-1: new device\r\n\u{1B}[1mfoo".utf8))
    #expect(terminal.screen.lines != before)
    terminal.send("\u{C}")
    #expect(terminal.wait { $0.lines == before })
  }

  @Test func `the screen follows the size of the window`() throws {
    let terminal = try TerminalProbe.open()
    terminal.resize(columns: 100, rows: 30)
    #expect(terminal.wait(for: "size 100x30"))
    #expect(terminal.wait { $0.lines[1] == String(repeating: "-", count: 100) })
    terminal.resize(columns: 60, rows: 15)
    terminal.settle()
    #expect(!terminal.isOver())
    terminal.resize(columns: 80, rows: 24)
    #expect(terminal.wait(for: "size 80x24"))
    #expect(terminal.wait(for: "00-PQ-MCH3AC00"))
  }

  @Test func `after a stop and a continue the screen and the settings are back`() throws {
    let terminal = try TerminalProbe.open()
    let before = terminal.screen.lines
    terminal.signal(SIGSTOP)
    terminal.pump(for: .milliseconds(100))
    terminal.screen.powerCycle()
    terminal.change { $0.c_lflag |= tcflag_t(ECHO | ICANON) }
    terminal.signal(SIGCONT)
    #expect(terminal.wait { $0.lines == before })
    #expect(terminal.settings.c_lflag & tcflag_t(ECHO | ICANON) == 0)
  }

  @Test func `a line that reports no size has 80 columns and 24 rows`() throws {
    let terminal = try TerminalProbe.open(columns: 0, rows: 0)
    #expect(terminal.screen.lines[1] == String(repeating: "-", count: 80))
    #expect(terminal.screen.lines[22].hasPrefix("00-PQ"))
  }

  @Test(arguments: ["", "tektronix-of-nobody"])
  func `an unknown terminal is taken for a vt100, and that is said`(type: String) throws {
    let terminal = try TerminalProbe.open(environment: ["TERM": type])
    #expect(terminal.screen.contains("vt100 is assumed"))
    #expect(type.isEmpty || terminal.screen.contains(type))
    #expect(terminal.screen.unknown.isEmpty)
  }

  @Test(arguments: ["C", "POSIX", "xx_YY.UTF-8"])
  func `a locale without Japanese does not keep Japanese away`(locale: String) throws {
    let terminal = try TerminalProbe.open("form", "ja", environment: ["LC_ALL": locale, "TERM": "vt220"])
    terminal.send("東京")
    #expect(terminal.wait(for: "[東京 "))
  }

  @Test func `a terminal that is too small or cannot move its cursor is refused with the reason`() throws {
    let small = try TerminalProbe.start(columns: 79, rows: 24)
    #expect(small.waitForEnd() == .code(69))
    #expect(small.screen.contains("The terminal is 79x24. Please make it 80x24 or larger."))
    let dumb = try TerminalProbe.start(environment: ["TERM": "dumb"])
    #expect(dumb.waitForEnd() == .code(69))
    #expect(dumb.screen.contains("A terminal of type dumb cannot show screens."))
  }

  @Test func `without a terminal there is a plain reason`() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: PseudoTerminal.built("terminal-probe"))
    let output = Pipe()
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 69)
    #expect(text.hasPrefix("This is not a terminal"))
  }

  @Test func `a wake from a task and the end of a time arrive`() throws {
    let terminal = try TerminalProbe.open()
    terminal.send("\u{12}")
    #expect(terminal.wait(for: "woken"))
    terminal.send("\u{17}")
    #expect(terminal.wait(for: "time is over"))
  }
}
