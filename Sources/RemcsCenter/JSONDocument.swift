/// Whether bytes are one JSON document by the letter of RFC 8259. The decoder that reads manifests forgives trailing
/// commas, control characters and odd numbers; but a manifest becomes part of another document, whose readers do not.
///
/// Works through the bytes once without recursion, so that no depth of brackets can use up the stack.
struct JSONDocument {
  /// How many brackets may be open at a time: a manifest has less than ten, and other readers have limits of their own.
  static let depth = 64
  /// How long a number may be.
  static let digits = 64

  /// Whether the bytes are a document: UTF-8 without a mark in front, one value, nothing but white space around it.
  ///
  /// Refused besides what RFC 8259 says is none: half a surrogate pair and numbers beyond a double, both of which
  /// common readers refuse or change, and too much depth.
  static func isValid(_ bytes: [UInt8]) -> Bool {
    guard String(validating: bytes, as: UTF8.self) != nil else { return false }
    return bytes.withUnsafeBufferPointer { buffer in
      var document = JSONDocument(bytes: buffer)
      return document.read()
    }
  }

  /// What may come next.
  private enum Expectation {
    case value
    /// A value, or the end of the array that was just opened.
    case firstElement
    /// A name, or the end of the object that was just opened.
    case firstName
    case name
    /// A comma or the end of what is open; the end of the document if nothing is.
    case next
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  /// What is open: true is an object, false an array.
  private var open: [Bool] = []

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func read() -> Bool {
    var expectation = Expectation.value
    while true {
      skipSpace()
      guard let byte else { return expectation == .next && open.isEmpty }
      let following: Expectation?
      switch (expectation, byte) {
      case (.firstElement, UInt8(ascii: "]")), (.firstName, UInt8(ascii: "}")): following = close(byte)
      case (.value, _), (.firstElement, _): following = value(byte)
      case (.firstName, _), (.name, _): following = name() ? .value : nil
      case (.next, UInt8(ascii: ",")):
        position += 1
        following = open.last.map { $0 ? .name : .value }
      case (.next, _): following = close(byte)
      }
      guard let following else { return false }
      expectation = following
    }
  }

  private mutating func skipSpace() {
    while let byte, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
  }

  private mutating func close(_ byte: UInt8) -> Expectation? {
    guard let isObject = open.popLast(), byte == UInt8(ascii: isObject ? "}" : "]") else { return nil }
    position += 1
    return .next
  }

  private mutating func value(_ first: UInt8) -> Expectation? {
    switch first {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard open.count < Self.depth else { return nil }
      let isObject = first == UInt8(ascii: "{")
      open.append(isObject)
      position += 1
      return isObject ? .firstName : .firstElement
    case UInt8(ascii: "\""): return text() ? .next : nil
    case UInt8(ascii: "t"): return word("true") ? .next : nil
    case UInt8(ascii: "f"): return word("false") ? .next : nil
    case UInt8(ascii: "n"): return word("null") ? .next : nil
    default: return number() ? .next : nil
    }
  }

  /// A text and a colon.
  private mutating func name() -> Bool {
    guard byte == UInt8(ascii: "\""), text() else { return false }
    skipSpace()
    guard byte == UInt8(ascii: ":") else { return false }
    position += 1
    return true
  }

  private mutating func word(_ word: StaticString) -> Bool {
    word.withUTF8Buffer { letters in
      guard bytes.count - position >= letters.count else { return false }
      for (index, letter) in letters.enumerated() where bytes[position + index] != letter { return false }
      position += letters.count
      return true
    }
  }

  // MARK: Texts

  private mutating func text() -> Bool {
    position += 1
    while let byte {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return true
      case UInt8(ascii: "\\"): guard escape() else { return false }
      case 0x00..<0x20: return false
      default: break
      }
    }
    return false
  }

  /// What follows a backslash.
  private mutating func escape() -> Bool {
    guard let byte else { return false }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return true
    case UInt8(ascii: "u"):
      guard let unit = hexadecimal() else { return false }
      guard (0xD800...0xDFFF).contains(unit) else { return true }
      guard unit < 0xDC00, word("\\u"), let other = hexadecimal() else { return false }
      return (0xDC00...0xDFFF).contains(other)
    default: return false
    }
  }

  private mutating func hexadecimal() -> Int? {
    guard bytes.count - position >= 4 else { return nil }
    var unit = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else { return nil }
      unit = unit * 16 + digit
      position += 1
    }
    return unit
  }

  // MARK: Numbers

  private mutating func number() -> Bool {
    let start = position
    if byte == UInt8(ascii: "-") { position += 1 }
    if byte == UInt8(ascii: "0") {
      position += 1
    } else {
      guard skipDigits() else { return false }
    }
    if byte == UInt8(ascii: ".") {
      position += 1
      guard skipDigits() else { return false }
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      position += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position += 1 }
      guard skipDigits() else { return false }
    }
    guard position - start <= Self.digits else { return false }
    return Double(String(decoding: bytes[start..<position], as: UTF8.self))?.isFinite == true
  }

  /// At least one digit.
  private mutating func skipDigits() -> Bool {
    let start = position
    while let byte, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    return position > start
  }
}
