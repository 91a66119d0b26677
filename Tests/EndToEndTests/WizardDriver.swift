import Foundation
import Localization
import RemcsConsole
import RemcsCore
import TestSupport
import Testing

/// The terminals that the wizard must work on, and the bytes that their keys send.
enum TerminalType: String, CaseIterable, Sendable {
  case vt100, vt220, xterm, linux

  /// Cursor keys: vt100 and xterm switch to application mode, as their terminfo entries ask; the others do not.
  private var arrow: String { self == .vt100 || self == .xterm ? "\u{1B}O" : "\u{1B}[" }

  /// What a key sends.
  func bytes(_ key: WizardDriver.PressedKey) -> String {
    switch key {
    case .up: arrow + "A"
    case .down: arrow + "B"
    case .right: arrow + "C"
    case .left: arrow + "D"
    case .enter: "\r"
    case .tab: "\t"
    case .space: " "
    case .control(let letter): String(Unicode.Scalar(letter & 0x1F))
    }
  }
}

/// A person at a terminal: presses keys, and looks at the screen after each of them before pressing the next.
/// Whatever does not show in time ends the test with a picture of the screen.
final class WizardDriver {
  /// A key, whatever it sends.
  enum PressedKey: Equatable {
    case up, down, left, right, enter, tab, space
    case control(UInt8)

    /// Ctrl and a letter.
    static func control(_ letter: Unicode.Scalar) -> PressedKey { .control(UInt8(ascii: letter)) }
  }

  /// Something did not come to pass.
  struct Stuck: Error, CustomStringConvertible {
    let description: String
  }

  /// How long anything may take on a busy machine.
  static let patience = Duration.seconds(30)

  let terminal: PseudoTerminal
  let type: TerminalType
  /// The language that the screens are expected in.
  var language: Language
  /// Its home stays as long as somebody sits there.
  private var device: DeviceHome?

  /// Starts `remcs` on a terminal of its own.
  init(
    _ arguments: [String], on type: TerminalType = .xterm, language: Language = .ja,
    environment: [String: String] = [:]
  ) throws {
    self.type = type
    self.language = language
    terminal = try PseudoTerminal(
      Programs.remcs, arguments: arguments, environment: ["TERM": type.rawValue].merging(environment) { $1 })
  }

  /// Starts the console of a device.
  convenience init(_ device: DeviceHome, on type: TerminalType = .xterm, language: Language = .ja) throws {
    try self.init(["--home", device.path], on: type, language: language)
    self.device = device
  }

  var screen: ScreenEmulator { terminal.screen }

  // MARK: - Looking

  /// Waits until the screen is as wanted.
  func wait(for what: String, until isDone: (ScreenEmulator) -> Bool) throws {
    if terminal.wait(within: Self.patience, until: isDone) { return }
    let ending = terminal.isOver() ? " The program is over: \(terminal.waitForEnd().map { "\($0)" } ?? "")" : ""
    throw Stuck(description: "waited in vain for \(what).\(ending)\n\(terminal)")
  }

  /// Waits until a text stands in one row.
  func see(_ text: String) throws { try wait(for: "'\(text)'") { $0.contains(text) } }

  /// Waits for a screen by its title.
  func see(_ id: ScreenID) throws {
    let title = word("screen.\(id.rawValue).title")
    try wait(for: "the screen '\(title)'") { $0.line(2) == title || $0.line(2).hasPrefix(title + "  (") }
    // The rest of the screen comes with the title.
    terminal.settle(quiet: .milliseconds(8))
  }

  /// A text of the catalogues in the language of the screens.
  func word(_ key: String) -> String {
    TextKey(rawValue: key).map { text($0, in: language) } ?? "no text \(key)"
  }

  /// What has the focus: the button behind `>` or the row that begins with `>`, where the cursor stands.
  static func focus(_ screen: ScreenEmulator) -> String {
    let line = screen.line(screen.row)
    if let mark = line.range(of: ">[") { return "[" + line[mark.upperBound...].prefix { $0 != "]" } + "]" }
    return line.hasPrefix(">") ? line : ""
  }

  // MARK: - Pressing

  /// Presses a key and looks no further.
  func press(_ key: PressedKey) { terminal.send(type.bytes(key)) }

  /// Types a text as an input method would send it.
  func type(_ text: String) { terminal.send(text) }

  /// Presses a key that moves the focus, and waits until it has moved.
  func move(_ key: PressedKey) throws {
    // A focus that is only just being painted must not be taken for one that moved.
    try wait(for: "a focus") { !Self.focus($0).isEmpty }
    let before = Self.focus(screen)
    press(key)
    try wait(for: "the focus to leave '\(before)'") { Self.focus($0) != before && !Self.focus($0).isEmpty }
    // The rest of a page that turns.
    terminal.settle(quiet: .milliseconds(8))
  }

  /// Goes to a button with the arrows, and presses it.
  func pressButton(_ name: String) throws {
    let label = "[" + word("button.\(name)") + "]"
    try wait(for: "the button \(label)") { $0.contains(label) && !Self.focus($0).isEmpty }
    // On a busy machine a question may show before its own button has the focus: what is seen is the one before.
    terminal.settle(quiet: .milliseconds(60))
    // Down from the last field leads to the first button.
    for _ in 0..<40 where !Self.focus(screen).hasPrefix("[") { try move(.down) }
    let line = screen.lines.last { $0.contains(label) && $0.contains(">[") } ?? ""
    let isBehind = (line.range(of: label)?.lowerBound ?? line.startIndex) < (line.firstIndex(of: ">") ?? line.endIndex)
    for _ in 0..<4 where Self.focus(screen) != label { try move(isBehind ? .left : .right) }
    press(.enter)
  }

  /// Presses the key for the next screen.
  func pressNext() { press(.control("N")) }

  /// Presses the key for the screen before.
  func pressBack() { press(.control("P")) }

  /// Leaves the program: Ctrl-X, and OK to the question whether to.
  func leave() throws {
    press(.control("X"))
    try see("RMG_0035")
    try pressButton("ok")
  }

  /// How the program ended.
  func end() -> PseudoTerminal.Ending? { terminal.waitForEnd(within: Self.patience) }
}
