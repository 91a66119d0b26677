/// Which key is which command. The loop, the key line and the help screen all read this one table (design 7).
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
    /// The words for it, a key of the catalogue `keys`.
    public let label: String
    /// Whether the key line names it; the help screen names all.
    public let isOnKeyLine: Bool
  }

  /// All commands that have keys, in the order of the help screen.
  public static let entries: [Entry] = [
    entry(.help, [.function(1), .control("T")], "key.help", onKeyLine: true),
    entry(.next, [.control("N"), .function(8)], "key.next", onKeyLine: true),
    entry(.back, [.control("P"), .function(7)], "key.back", onKeyLine: true),
    entry(.leave, [.control("X"), .function(10), .control("C")], "key.leave", onKeyLine: true),
    entry(.activate, [.enter], "key.activate"),
    entry(.open, [.character(" ")], "key.open"),
    entry(.nextField, [.tab], "key.nextField"),
    entry(.previousField, [.backTab], "key.previousField"),
    entry(.up, [.up], "key.up"),
    entry(.down, [.down], "key.down"),
    entry(.left, [.left, .control("B")], "key.left"),
    entry(.right, [.right, .control("F")], "key.right"),
    entry(.home, [.home, .control("A")], "key.home"),
    entry(.end, [.end, .control("E")], "key.end"),
    entry(.pageUp, [.pageUp, .meta("v")], "key.pageUp"),
    entry(.pageDown, [.pageDown, .control("V")], "key.pageDown"),
    entry(.deleteBackward, [.backspace, .control("H")], "key.deleteBackward"),
    entry(.deleteForward, [.delete, .control("D")], "key.deleteForward"),
    entry(.clear, [.control("U"), .function(4)], "key.clear", onKeyLine: true),
    entry(.killToEnd, [.control("K")], "key.killToEnd"),
    entry(.undo, [.control("_"), .function(3)], "key.undo", onKeyLine: true),
    entry(.takeSuggestion, [.control("Y"), .function(2)], "key.takeSuggestion"),
    entry(.repaint, [.control("L"), .function(5)], "key.repaint", onKeyLine: true),
    entry(.dismiss, [.escape], "key.dismiss"),
  ]

  private static func entry(_ command: Command, _ keys: [Key], _ label: String, onKeyLine: Bool = false) -> Entry {
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

  /// The key line of every screen: short names and words, as many as fit.
  ///
  /// - Parameters:
  ///   - columns: The cells there are.
  ///   - label: Gives the words for a label key in the language of the screen.
  /// - Returns: One line, at most so many cells, ending with a whole entry.
  public static func keyLine(columns: Int, label: (String) -> String) -> String {
    var line = ""
    for entry in entries where entry.isOnKeyLine {
      guard let key = entry.keys.first, let name = shortName(key) else { continue }
      let piece = (line.isEmpty ? "" : "  ") + name + " " + label(entry.label)
      if line.columns + piece.columns > columns { break }
      line += piece
    }
    return line
  }

  /// The lines of the help screen: the ways to type each command, and its words.
  public static func help(label: (String) -> String) -> [(keys: String, label: String)] {
    entries.map { (keys: names($0).joined(separator: ", "), label: label($0.label)) }
  }
}
