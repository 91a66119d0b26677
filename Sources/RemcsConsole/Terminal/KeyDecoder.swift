/// Turns bytes into keys: a value that knows neither terminal nor clock, so every case can be tested from a table.
///
/// Bytes may come one at a time with long gaps (9600 baud, a network between). What is unfinished waits; whoever reads
/// waits ``patience`` after the last byte and calls ``timeOut()``. An unfinished sequence is then dropped, never typed
/// into a field; ESC alone is the key Esc.
public struct KeyDecoder: Sendable {
  private enum State: Sendable {
    case ground
    /// ESC and perhaps more, kept without the ESC. `reported` when the key Esc was already told, after Esc Esc.
    case escape(rest: [UInt8], reported: Bool)
    /// A string of the terminal (an answer to somebody's question): dropped up to its end.
    case string(escaped: Bool)
  }

  private let table: [[UInt8]: Key]
  private let prefixes: Set<[UInt8]>
  private var state = State.ground
  private var characters: CharacterAssembler
  private var lastWasReturn = false
  private static let escape: UInt8 = 0x1B
  /// Longer is no key.
  private static let longest = 32

  /// A decoder.
  ///
  /// - Parameters:
  ///   - encoding: The code of the characters.
  ///   - terminfo: What the terminal's description says its keys send, ESC included. Known sequences keep their
  ///     meaning.
  public init(encoding: TerminalEncoding = .utf8, terminfo: [[UInt8]: Key] = [:]) {
    characters = CharacterAssembler(encoding: encoding)
    var table = KeySequences.table
    for (sequence, key) in terminfo where sequence.count > 2 && sequence.first == Self.escape {
      let rest = Array(sequence.dropFirst())
      if table[rest] == nil { table[rest] = key }
    }
    self.table = table
    prefixes = table.keys.reduce(into: []) { result, sequence in
      for count in 1..<max(1, sequence.count) { result.insert(Array(sequence.prefix(count))) }
    }
  }

  /// Whether a sequence is unfinished, so that somebody has to wait and call ``timeOut()``. The beginning of a
  /// character does not need it: the next byte tells.
  public var isWaiting: Bool {
    if case .ground = state { false } else { true }
  }

  /// How long to wait after the last byte: 300 ms after ESC alone, which a person may have typed, and a second inside
  /// of a sequence, which nobody types.
  public var patience: Duration {
    if case .escape(let rest, _) = state, rest.isEmpty { .milliseconds(300) } else { .seconds(1) }
  }

  /// Takes bytes as they came; the keys that are complete with them come back.
  public mutating func feed(_ bytes: some Sequence<UInt8>) -> [Key] {
    var keys: [Key] = []
    for byte in bytes { feed(byte, &keys) }
    return keys
  }

  /// Nothing came in time.
  public mutating func timeOut() -> [Key] {
    defer { state = .ground }
    guard case .escape(let rest, let reported) = state else { return [] }
    if rest.isEmpty { return reported ? [] : [.escape] }
    // Such as VT52's F1, ESC P, where more could have followed.
    return table[rest].map { [$0] } ?? []
  }

  // MARK: - One byte

  private mutating func feed(_ byte: UInt8, _ keys: inout [Key]) {
    switch state {
    case .ground: ground(byte, &keys)
    case .escape(let rest, let reported) where rest.isEmpty: afterEscape(byte, reported: reported, &keys)
    case .escape(let rest, let reported): inSequence(rest, byte, reported: reported, &keys)
    case .string(let escaped): inString(byte, escaped: escaped, &keys)
    }
  }

  private mutating func ground(_ byte: UInt8, _ keys: inout [Key]) {
    let followsReturn = lastWasReturn
    lastWasReturn = byte == 0x0D
    if byte < 0x80 { keys += characters.flush().map(Key.character) }
    switch byte {
    case Self.escape: state = .escape(rest: [], reported: false)
    case 0x0A where followsReturn: break  // a terminal that sends CR LF for Enter
    case 0x0A, 0x0D: keys.append(.enter)
    case 0x09: keys.append(.tab)
    case 0x08, 0x7F: keys.append(.backspace)
    case 0...0x1F: keys.append(.control(Character(Unicode.Scalar(byte + 0x40))))
    // A terminal in 8-bit mode; in none of our codes does a character begin so.
    case 0x9B where !characters.isWaiting: state = .escape(rest: [UInt8(ascii: "[")], reported: false)
    default:
      let scalars = characters.feed(byte).filter { !(0x80...0x9F).contains($0.value) }
      keys += scalars.map(Key.character)
    }
  }

  private mutating func afterEscape(_ byte: UInt8, reported: Bool, _ keys: inout [Key]) {
    switch byte {
    case Self.escape:
      // Esc twice is Esc at once; but Alt and an arrow comes as ESC ESC [ A, so the second may begin a sequence.
      if !reported { keys.append(.escape) }
      state = .escape(rest: [], reported: true)
    case UInt8(ascii: "["), UInt8(ascii: "O"): state = .escape(rest: [byte], reported: reported)
    case _ where reported: restart(byte, &keys)
    case UInt8(ascii: "]"), UInt8(ascii: "_"), UInt8(ascii: "^"): state = .string(escaped: false)
    case UInt8(ascii: "?"): state = .escape(rest: [byte], reported: false)
    case 0x30...0x39: finish(.function(byte == 0x30 ? 10 : Int(byte) - 0x30), &keys)
    case _ where prefixes.contains([byte]): state = .escape(rest: [byte], reported: false)
    case _ where table[[byte]] != nil: finish(table[[byte]], &keys)
    case 0x20...0x7E: finish(.meta(Character(Unicode.Scalar(byte))), &keys)
    default:
      keys.append(.escape)
      restart(byte, &keys)
    }
  }

  private mutating func inSequence(_ rest: [UInt8], _ byte: UInt8, reported: Bool, _ keys: inout [Key]) {
    if byte == Self.escape {
      // A sequence that broke off; the new one counts.
      state = .escape(rest: [], reported: false)
      return
    }
    guard byte >= 0x20, byte < 0x7F, rest.count < Self.longest else {
      // Noise inside of a sequence: drop the sequence, keep a byte that means something by itself.
      restart(byte, &keys)
      return
    }
    let sequence = rest + [byte]
    if prefixes.contains(sequence) || !isComplete(sequence) {
      state = .escape(rest: sequence, reported: reported)
    } else {
      finish(KeySequences.key(for: sequence, in: table), &keys)
    }
  }

  private mutating func inString(_ byte: UInt8, escaped: Bool, _ keys: inout [Key]) {
    switch byte {
    case 0x07: state = .ground
    case UInt8(ascii: "\\") where escaped: state = .ground
    case Self.escape: state = .string(escaped: true)
    case _ where escaped:
      // Not the end of the string, so a key.
      state = .escape(rest: [], reported: false)
      feed(byte, &keys)
    case 0x0D, 0x03, 0x18: restart(byte, &keys)
    default: break
    }
  }

  /// Whether no further byte belongs to it: CSI and SS3 end with a final byte, `[[` (Linux) with the next one.
  private func isComplete(_ sequence: [UInt8]) -> Bool {
    guard let last = sequence.last, sequence.count > 1 else { return false }
    switch sequence.first {
    case UInt8(ascii: "["):
      if sequence.count == 2, last == UInt8(ascii: "[") { return false }
      return (0x40...0x7E).contains(last)
    case UInt8(ascii: "O"): return !(0x30...0x3B).contains(last)
    default: return true
    }
  }

  private mutating func finish(_ key: Key?, _ keys: inout [Key]) {
    state = .ground
    if let key { keys.append(key) }
  }

  private mutating func restart(_ byte: UInt8, _ keys: inout [Key]) {
    state = .ground
    lastWasReturn = false
    ground(byte, &keys)
  }
}
