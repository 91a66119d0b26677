/// How keys become names of Swift.
enum SwiftName {
  /// Words that need back-ticks as the name of a case.
  private static let keywords: Set<String> = [
    "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do", "else",
    "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import", "in", "init",
    "inout", "internal", "is", "let", "nil", "operator", "precedencegroup", "private", "protocol", "public", "repeat",
    "rethrows", "return", "self", "static", "struct", "subscript", "super", "switch", "throw", "throws", "true", "try",
    "typealias", "var", "where", "while",
  ]
  /// Names that the enumeration has already.
  private static let taken: Set<String> = ["allCases", "rawValue", "hashValue", "hash", "Type", "Protocol", "RawValue"]

  /// `customer.title` becomes `customerTitle`: whatever is no letter and no digit separates words.
  static func caseName(of key: String) -> String {
    var result = ""
    for word in key.split(whereSeparator: { !($0.isASCII && ($0.isLetter || $0.isNumber)) }) {
      guard let first = word.first else { continue }
      result += (result.isEmpty ? first.lowercased() : first.uppercased()) + word.dropFirst()
    }
    return result
  }

  /// The name as it is written in a declaration or behind a dot.
  static func escaped(_ name: String) -> String { keywords.contains(name) ? "`\(name)`" : name }

  /// Whether it can be the name of a case at all.
  static func isUsable(_ name: String) -> Bool {
    guard let first = name.first else { return false }
    return first.isLetter && !taken.contains(name)
  }

  /// A string literal of Swift with exactly this content.
  static func literal(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        result += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
