public import Localization
public import RemcsCore

/// Which key is which command. The loop, the key line and the help screen all read this one table (docs/console.md).
///
/// Every function key has a Ctrl twin, and an Esc-digit twin made by ``KeyDecoder``, because many terminals send no
/// function keys. Ctrl-S and Ctrl-Q stay free: they belong to the line's flow control.
public enum KeyTable {
  /// What is known of one command.
  public struct Entry: Sendable {
    /// The command.
    public let command: Command
    /// Its keys, the one to name first in front.
    public let keys: [Key]
    /// The words for it.
    public let label: TextKey
    /// Whether the key line names it; the help screen names all.
    public let isOnKeyLine: Bool
  }

  /// All commands that have keys, in the order of the help screen.
  public static let entries: [Entry] = [
    entry(.help, [.function(1), .control("T")], .keyHelp, onKeyLine: true),
    entry(.next, [.control("N"), .function(8)], .keyNext, onKeyLine: true),
    entry(.back, [.control("P"), .function(7)], .keyBack, onKeyLine: true),
    entry(.leave, [.control("X"), .function(10), .control("C")], .keyLeave, onKeyLine: true),
    entry(.activate, [.enter], .keyActivate),
    entry(.open, [.character(" ")], .keyOpen),
    entry(.nextField, [.tab], .keyNextField),
    entry(.previousField, [.backTab], .keyPreviousField),
    entry(.up, [.up], .keyUp),
    entry(.down, [.down], .keyDown),
    entry(.left, [.left, .control("B")], .keyLeft),
    entry(.right, [.right, .control("F")], .keyRight),
    entry(.home, [.home, .control("A")], .keyHome),
    entry(.end, [.end, .control("E")], .keyEnd),
    entry(.pageUp, [.pageUp, .meta("v")], .keyPageUp),
    entry(.pageDown, [.pageDown, .control("V")], .keyPageDown),
    entry(.deleteBackward, [.backspace, .control("H")], .keyDeleteBackward),
    entry(.deleteForward, [.delete, .control("D")], .keyDeleteForward),
    entry(.clear, [.control("U"), .function(4)], .keyClear, onKeyLine: true),
    entry(.killToEnd, [.control("K")], .keyKillToEnd),
    entry(.undo, [.control("_"), .function(3)], .keyUndo, onKeyLine: true),
    entry(.takeSuggestion, [.control("Y"), .function(2)], .keyTakeSuggestion),
    entry(.repaint, [.control("L"), .function(5)], .keyRepaint, onKeyLine: true),
    entry(.dismiss, [.escape], .keyDismiss),
  ]

  private static func entry(_ command: Command, _ keys: [Key], _ label: TextKey, onKeyLine: Bool = false) -> Entry {
    Entry(command: command, keys: keys, label: label, isOnKeyLine: onKeyLine)
  }

  private static let commands: [Key: Command] = {
    var result: [Key: Command] = [:]
    for entry in entries {
      for key in entry.keys { result[key] = entry.command }
    }
    return result
  }()

  /// What a key means; nil for a key that means nothing. Space is ``Command/open``, every other character is typed.
  public static func command(for key: Key) -> Command? {
    if let command = commands[key] { return command }
    if case .character(let scalar) = key { return .insert(scalar) }
    return nil
  }

  /// The short name of a key for the key line, such as `^N` or `F1`; nil for a character.
  public static func shortName(_ key: Key) -> String? {
    switch key {
    case .control(let letter): "^\(letter)"
    default: name(key)
    }
  }

  /// The name of a key for the help screen, such as `Ctrl-N`; nil for a character other than the space.
  public static func name(_ key: Key) -> String? {
    switch key {
    case .character(let scalar): scalar == " " ? "Space" : nil
    case .control(let letter): "Ctrl-\(letter)"
    case .meta(let letter): "Esc \(letter)"
    case .function(let number): "F\(number)"
    case .enter: "Enter"
    case .tab: "Tab"
    case .backTab: "Shift-Tab"
    case .up: "Up"
    case .down: "Down"
    case .left: "Left"
    case .right: "Right"
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PageUp"
    case .pageDown: "PageDown"
    case .insert: "Insert"
    case .delete: "Delete"
    case .backspace: "Backspace"
    case .escape: "Esc"
    }
  }

  /// All ways to type a key: a function key can also be typed as Esc and a digit.
  public static func names(_ entry: Entry) -> [String] {
    entry.keys.flatMap { key -> [String] in
      guard let name = name(key) else { return [] }
      if case .function(let number) = key, number <= 10 { return [name, "Esc \(number % 10)"] }
      return [name]
    }
  }

  /// The key line of every screen: short names and words, as many whole entries as fit into so many cells.
  public static func keyLine(columns: Int, language: Language) -> String {
    var line = ""
    for entry in entries where entry.isOnKeyLine {
      guard let key = entry.keys.first, let name = shortName(key) else { continue }
      let piece = (line.isEmpty ? "" : "  ") + name + " " + text(entry.label, in: language)
      if line.columns + piece.columns > columns { break }
      line += piece
    }
    return line
  }

  /// The lines of the help screen: the ways to type each command, and its words.
  public static func help(language: Language) -> [(keys: String, label: String)] {
    entries.map { (keys: names($0).joined(separator: ", "), label: text($0.label, in: language)) }
  }
}
