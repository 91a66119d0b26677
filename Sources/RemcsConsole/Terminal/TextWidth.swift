/// How many cells text takes: wide and full-width characters 2, marks 0, the rest 1. The characters of ambiguous
/// width (Greek, Cyrillic, box drawing, some symbols) count 1, as in wcwidth(3) of a UTF-8 locale; none of our own
/// texts holds one, so layout never depends on it.
public enum TextWidth {
  /// The cells of one character.
  public static func of(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x0300...0x036F, 0x200B...0x200F, 0x20D0...0x20FF, 0x3099...0x309A, 0xFE00...0xFE0F, 0xE0100...0xE01EF: 0
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
      0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      2
    default: 1
    }
  }
}

extension StringProtocol {
  /// The cells that the text takes.
  public var columns: Int { unicodeScalars.reduce(0) { $0 + TextWidth.of($1) } }

  /// The longest beginning that takes at most so many cells.
  public func prefix(columns limit: Int) -> String {
    var used = 0
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      used += TextWidth.of(scalar)
      if used > limit { break }
      result.append(scalar)
    }
    return String(result)
  }

  /// The text and blanks up to so many cells; cut if it is longer.
  public func padded(columns width: Int) -> String {
    let text = prefix(columns: width)
    return text + String(repeating: " ", count: Swift.max(0, width - text.columns))
  }
}
