/// A JSON document (RFC 8259) of which nobody knows beforehand what it holds: every wish for a value of the wrong kind
/// is answered with nil. The reader is strict and bounded in depth and number of values.
enum JSONValue: Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// How many brackets may be open at a time, and how many values a document may have.
  static let depth = 32
  /// See ``depth``.
  static let mostValues = 200_000

  /// Reads a document; nil if it is none, or beyond the bounds.
  init?(_ bytes: [UInt8]) {
    let value = bytes.withUnsafeBufferPointer { buffer -> JSONValue? in
      var reader = Reader(bytes: buffer)
      guard let value = reader.value(0) else { return nil }
      reader.skipSpace()
      return reader.isAtEnd ? value : nil
    }
    guard let value else { return nil }
    self = value
  }

  /// A member of an object.
  subscript(_ name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[name]
  }

  /// The text, if it is one that is not empty.
  var text: String? {
    guard case .text(let text) = self, !text.isEmpty else { return nil }
    return text
  }

  /// The values of a list; none if it is no list.
  var elements: [JSONValue] {
    guard case .array(let values) = self else { return [] }
    return values
  }

  /// A whole number from 0 to 2^53, where every double is exact; fractions are cut off.
  var count: Int? {
    guard case .number(let number) = self, number >= 0, number <= 9_007_199_254_740_992 else { return nil }
    return Int(number)
  }

  private struct Reader {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    var values = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }
    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipSpace() {
      while let byte, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    private mutating func take(_ wanted: UInt8) -> Bool {
      skipSpace()
      guard byte == wanted else { return false }
      position += 1
      return true
    }

    mutating func value(_ depth: Int) -> JSONValue? {
      skipSpace()
      values += 1
      guard values <= JSONValue.mostValues, depth <= JSONValue.depth, let byte else { return nil }
      switch byte {
      case UInt8(ascii: "{"): return object(depth)
      case UInt8(ascii: "["): return array(depth)
      case UInt8(ascii: "\""): return string().map { .text($0) }
      case UInt8(ascii: "t"): return word("true") ? .bool(true) : nil
      case UInt8(ascii: "f"): return word("false") ? .bool(false) : nil
      case UInt8(ascii: "n"): return word("null") ? .null : nil
      default: return number()
      }
    }

    private mutating func object(_ depth: Int) -> JSONValue? {
      position += 1
      var members: [String: JSONValue] = [:]
      if take(UInt8(ascii: "}")) { return .object(members) }
      repeat {
        skipSpace()
        guard byte == UInt8(ascii: "\""), let name = string(), take(UInt8(ascii: ":")), let value = value(depth + 1)
        else { return nil }
        members[name] = value
      } while take(UInt8(ascii: ","))
      return take(UInt8(ascii: "}")) ? .object(members) : nil
    }

    private mutating func array(_ depth: Int) -> JSONValue? {
      position += 1
      var elements: [JSONValue] = []
      if take(UInt8(ascii: "]")) { return .array(elements) }
      repeat {
        guard let value = value(depth + 1) else { return nil }
        elements.append(value)
      } while take(UInt8(ascii: ","))
      return take(UInt8(ascii: "]")) ? .array(elements) : nil
    }

    private mutating func word(_ word: StaticString) -> Bool {
      word.withUTF8Buffer { letters in
        guard bytes.count - position >= letters.count else { return false }
        for (index, letter) in letters.enumerated() where bytes[position + index] != letter { return false }
        position += letters.count
        return true
      }
    }

    private mutating func number() -> JSONValue? {
      let start = position
      while let byte, "+-.0123456789eE".utf8.contains(byte) { position += 1 }
      let text = String(decoding: bytes[start..<position], as: UTF8.self)
      // Double takes more than JSON does, but nothing else that is made of these characters and begins so.
      guard (1...64).contains(text.utf8.count), text.utf8.first != UInt8(ascii: "+"), let number = Double(text),
        number.isFinite
      else { return nil }
      return .number(number)
    }

    private mutating func string() -> String? {
      position += 1
      var result: [UInt8] = []
      while let byte {
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return String(validating: result, as: UTF8.self)
        case UInt8(ascii: "\\"):
          guard let scalar = escape() else { return nil }
          result += Array(String(scalar).utf8)
        case 0..<0x20: return nil
        default: result.append(byte)
        }
      }
      return nil
    }

    /// What stands behind a backslash.
    private mutating func escape() -> Unicode.Scalar? {
      guard let byte else { return nil }
      position += 1
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
      case UInt8(ascii: "b"): return "\u{8}"
      case UInt8(ascii: "f"): return "\u{C}"
      case UInt8(ascii: "n"): return "\n"
      case UInt8(ascii: "r"): return "\r"
      case UInt8(ascii: "t"): return "\t"
      case UInt8(ascii: "u"):
        guard let unit = unit() else { return nil }
        guard (0xD800...0xDFFF).contains(unit) else { return Unicode.Scalar(unit) }
        guard unit < 0xDC00, word("\\u"), let second = self.unit(), (0xDC00...0xDFFF).contains(second) else {
          return nil
        }
        return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
      default: return nil
      }
    }

    private mutating func unit() -> UInt32? {
      guard bytes.count - position >= 4 else { return nil }
      var value: UInt32 = 0
      for _ in 0..<4 {
        guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else { return nil }
        value = value * 16 + UInt32(digit)
        position += 1
      }
      return value
    }
  }
}
