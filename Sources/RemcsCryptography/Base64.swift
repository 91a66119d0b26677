internal import COpenSSL

/// Base64 (RFC 4648), whole and in the lines of a mail.
public enum Base64 {
  /// One line without end.
  public static func encode(_ bytes: [UInt8]) -> String {
    guard !bytes.isEmpty else { return "" }
    var text = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
    let count = EVP_EncodeBlock(&text, bytes, Int32(clamping: bytes.count))
    return String(decoding: text.prefix(Int(count)), as: UTF8.self)
  }

  /// The bytes of a base64 text; spaces and line ends in it do not matter.
  public static func decode(_ text: some Sequence<UInt8>) throws(CryptographyError) -> [UInt8] {
    var decoder = Decoder()
    var bytes = try decoder.decode(text)
    bytes += try decoder.finish()
    return bytes
  }

  /// The bytes of a base64 text; spaces and line ends in it do not matter.
  public static func decode(_ text: String) throws(CryptographyError) -> [UInt8] { try decode(Array(text.utf8)) }

  /// Turns bytes that arrive piece by piece into lines of 76 characters, each ended by CRLF.
  public struct LineEncoder: Sendable {
    /// How many bytes make one line.
    public static let bytesPerLine = 57
    /// How many bytes one full line takes on the wire.
    public static let lineLength = 78
    private var kept: [UInt8] = []

    /// An encoder at the beginning of a line.
    public init() {}

    /// The lines that are full with these bytes; the rest is kept.
    public mutating func encode(_ bytes: [UInt8]) -> [UInt8] {
      kept += bytes
      let full = kept.count / Self.bytesPerLine * Self.bytesPerLine
      guard full > 0 else { return [] }
      let lines = Self.lines(kept, full)
      kept.removeFirst(full)
      return lines
    }

    /// The last, short line, if there is one.
    public mutating func finish() -> [UInt8] {
      let last = Self.lines(kept, kept.count)
      kept = []
      return last
    }

    /// How long the lines of so many bytes are.
    public static func length(of count: Int) -> Int {
      let rest = count % bytesPerLine
      return count / bytesPerLine * lineLength + (rest == 0 ? 0 : (rest + 2) / 3 * 4 + 2)
    }

    private static func lines(_ bytes: [UInt8], _ count: Int) -> [UInt8] {
      guard count > 0 else { return [] }
      return [UInt8](unsafeUninitializedCapacity: (count / bytesPerLine + 1) * lineLength + 1) { buffer, written in
        written = copenssl_base64_lines(bytes, count, buffer.baseAddress)
      }
    }
  }

  /// Turns base64 that arrives piece by piece into bytes. Spaces and line ends are passed over; anything else that is
  /// not base64 is refused.
  public struct Decoder: Sendable {
    private var bits: UInt32 = 0
    private var digits = 0
    private var padding = 0

    /// A decoder at the beginning.
    public init() {}

    /// The bytes that are whole with this piece.
    public mutating func decode(_ piece: some Sequence<UInt8>) throws(CryptographyError) -> [UInt8] {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(piece.underestimatedCount / 4 * 3 + 3)
      for character in piece {
        let value: UInt32
        switch character {
        case 0x41...0x5A: value = UInt32(character) - 0x41
        case 0x61...0x7A: value = UInt32(character) - 0x61 + 26
        case 0x30...0x39: value = UInt32(character) - 0x30 + 52
        case 0x2B: value = 62
        case 0x2F: value = 63
        case 0x3D:
          padding += 1
          continue
        case 0x20, 0x09, 0x0D, 0x0A: continue
        default: throw CryptographyError(.malformed, reason: "not base64")
        }
        guard padding == 0 else { throw CryptographyError(.malformed, reason: "data after base64 padding") }
        bits = bits << 6 | value
        digits += 1
        if digits == 4 {
          bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
          bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
          bytes.append(UInt8(truncatingIfNeeded: bits))
          bits = 0
          digits = 0
        }
      }
      return bytes
    }

    /// The last one or two bytes.
    public mutating func finish() throws(CryptographyError) -> [UInt8] {
      defer { self = Decoder() }
      switch (digits, padding) {
      case (0, 0): return []
      case (2, 2): return [UInt8(truncatingIfNeeded: bits >> 4)]
      case (3, 1): return [UInt8(truncatingIfNeeded: bits >> 10), UInt8(truncatingIfNeeded: bits >> 2)]
      default: throw CryptographyError(.malformed, reason: "base64 ends in the middle")
      }
    }
  }
}
