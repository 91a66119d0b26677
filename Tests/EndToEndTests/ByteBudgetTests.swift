import TestSupport
import Testing

/// What the real program sends over the line, on the form for internet mail and the one for the customer (design 7).
/// Bytes are counts and not times, so they may be held to their budgets in a test; `make bench` shows all of them.
@Suite struct ByteBudgetTests {
  /// A console that stands on the form for internet mail.
  private func openForm(_ device: DeviceHome, _ type: String, _ language: String) throws -> PseudoTerminal {
    let center = try RunningCenter()
    try device.trust(center)
    for arguments in [
      ["settings", "set", "smtpServer=mail.example.co.jp", "smtpPort=25", "senderEmail=remcs@device.example"],
      ["language", language],
    ] {
      let result = try Programs.run(Programs.remcs, arguments + ["--home", device.path])
      try #require(result.status == 0, "\(result.errors)")
    }
    let terminal = try PseudoTerminal(
      Programs.remcs, arguments: ["--home", device.path], environment: ["TERM": type])
    try #require(terminal.wait { $0.lines[23].hasPrefix("F1 ") }, "\(terminal)")
    // Welcome, center, initial settings: what is set already is right.
    for _ in 0..<3 { try next(terminal) }
    try #require(terminal.screen.contains("[mail.example.co.jp "), "\(terminal)")
    return terminal
  }

  /// Goes on, and waits until the next screen is whole.
  private func next(_ terminal: PseudoTerminal) throws {
    let before = terminal.screen.lines[2]
    terminal.send("\u{E}")
    try #require(terminal.wait { $0.lines[2] != before }, "\(terminal)")
    terminal.settle()
  }

  @Test(arguments: ["vt100", "linux"], ["en", "ja"])
  func `a real form, its keys and its pop-up stay within the budgets of a slow line`(
    type: String, language: String
  ) throws {
    let device = try DeviceHome()
    let terminal = try openForm(device, type, language)
    #expect(try terminal.cost(of: "a") { $0.contains("[mail.example.co.jpa ") } == 1)
    let again = try terminal.cost(of: "\u{C}") {
      $0.received.contains(UInt8(ascii: "J")) && $0.lines[23].hasPrefix("F1 ")
    }
    #expect(Double(again) <= 1.6 * Double(terminal.screen.lowerBound), "the whole screen: \(again)")
    #expect(again >= terminal.screen.lowerBound)
    // The help of the field comes later, when someone stays.
    let field = try terminal.cost(of: "\t") { $0.row == 5 && $0.lines[5].hasPrefix(">") }
    #expect(field <= 45, "next field: \(field)")
    let popUp = try terminal.cost(of: "\u{18}") { $0.contains("RMG_0035") }
    #expect(popUp <= 140, "pop-up: \(popUp)")
    _ = try terminal.cost(of: "\u{1B}[C\r") { !$0.contains("RMG_0035") }
    try next(terminal)
    try next(terminal)
    #expect(try terminal.cost(of: "日") { $0.contains("[日 ") } == 3)
    #expect(terminal.screen.unknown.isEmpty)
  }
}
