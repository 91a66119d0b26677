import TestSupport
import Testing

/// The probe, whose form stands in for the screens, in a pty.
enum TerminalProbe {
  /// The terminals that matter.
  static let types = ["vt100", "vt220", "xterm", "linux"]

  static func start(
    _ mode: String = "form", _ language: String = "en", environment: [String: String] = [:], columns: Int = 80,
    rows: Int = 24, encoding: ScreenEmulator.Encoding = .utf8
  ) throws -> PseudoTerminal {
    var variables = environment
    variables["SWIFT_BACKTRACE"] = "enable=no"
    return try PseudoTerminal(
      PseudoTerminal.built("terminal-probe"), arguments: [mode, language], environment: variables, columns: columns,
      rows: rows, encoding: encoding)
  }

  static func open(
    _ mode: String = "form", _ language: String = "en", environment: [String: String] = [:], columns: Int = 80,
    rows: Int = 24
  ) throws -> PseudoTerminal {
    let terminal = try start(mode, language, environment: environment, columns: columns, rows: rows)
    try #require(terminal.wait(for: "00-PQ-MCH3AC00"), "\(terminal.screen.text)")
    terminal.settle()
    return terminal
  }
}
