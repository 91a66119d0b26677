internal import CNcurses

/// The code of the characters that a terminal sends.
public enum TerminalEncoding: Sendable, Hashable {
  /// One to four bytes.
  case utf8
  /// One to three bytes; still met on serial terminals in Japan.
  case eucJP
  /// One byte a character, by the name that iconv(3) knows.
  case singleByte(String)

  /// The encoding of a code set as nl_langinfo(3) names it.
  public init(codeset: String) {
    let name = String(codeset.uppercased().filter { $0.isLetter || $0.isNumber })
    switch name {
    case "UTF8", "": self = .utf8
    case "EUCJP", "UJIS", "EUCJPMS": self = .eucJP
    default: self = .singleByte(codeset)
    }
  }
}

/// Puts characters together from bytes that come one at a time or many at once. Malformed bytes become U+FFFD, one for
/// each piece that could have been the beginning of a character, and never swallow what follows.
struct CharacterAssembler: Sendable {
  /// U+FFFD, for what is no character.
  static let replacement: Unicode.Scalar = "\u{FFFD}"

  let encoding: TerminalEncoding
  private var bytes: [UInt8] = []

  init(encoding: TerminalEncoding) { self.encoding = encoding }

  /// Whether the beginning of a character waits for the rest.
  var isWaiting: Bool { !bytes.isEmpty }

  /// Takes a byte and gives the characters that are complete with it: none, one, or U+FFFD and one.
  mutating func feed(_ byte: UInt8) -> [Unicode.Scalar] {
    if !bytes.isEmpty {
      if continues(byte) {
        bytes.append(byte)
        return bytes.count == length ? [complete()] : []
      }
      bytes = []
      return [Self.replacement] + feed(byte)
    }
    if byte < 0x80 { return [Unicode.Scalar(byte)] }
    bytes = [byte]
    switch length {
    case 0:
      bytes = []
      return [Self.replacement]
    case 1: return [complete()]
    default: return []
    }
  }

  /// Gives up what waits for its rest.
  mutating func flush() -> [Unicode.Scalar] {
    guard isWaiting else { return [] }
    bytes = []
    return [Self.replacement]
  }

  /// How many bytes the character has that begins with the first byte; 0 if none does.
  private var length: Int {
    guard let first = bytes.first else { return 0 }
    switch encoding {
    case .utf8:
      switch first {
      case 0xC2...0xDF: return 2
      case 0xE0...0xEF: return 3
      case 0xF0...0xF4: return 4
      default: return 0
      }
    case .eucJP:
      switch first {
      case 0x8E, 0xA1...0xFE: return 2
      case 0x8F: return 3
      default: return 0
      }
    case .singleByte: return 1
    }
  }

  private func continues(_ byte: UInt8) -> Bool {
    switch encoding {
    case .utf8:
      // The second byte rules out overlong forms, surrogates and what lies beyond U+10FFFF.
      switch (bytes.count, bytes.first) {
      case (1, 0xE0): (0xA0...0xBF).contains(byte)
      case (1, 0xED): (0x80...0x9F).contains(byte)
      case (1, 0xF0): (0x90...0xBF).contains(byte)
      case (1, 0xF4): (0x80...0x8F).contains(byte)
      default: (0x80...0xBF).contains(byte)
      }
    case .eucJP: (0xA1...0xFE).contains(byte)
    case .singleByte: false
    }
  }

  private mutating func complete() -> Unicode.Scalar {
    defer { bytes = [] }
    switch encoding {
    case .utf8:
      var value = UInt32(bytes.first ?? 0) & (bytes.count == 2 ? 0x1F : bytes.count == 3 ? 0x0F : 0x07)
      for byte in bytes.dropFirst() { value = value << 6 | UInt32(byte & 0x3F) }
      return Unicode.Scalar(value) ?? Self.replacement
    case .eucJP: return decode("EUC-JP")
    case .singleByte(let name): return decode(name)
    }
  }

  private func decode(_ codeset: String) -> Unicode.Scalar {
    let value = cncurses_decode(codeset, bytes, bytes.count)
    return value == 0 ? Self.replacement : Unicode.Scalar(value) ?? Self.replacement
  }
}
