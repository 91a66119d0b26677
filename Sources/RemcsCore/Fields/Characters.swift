/// What a single character can become without asking, and what it may become if the person says so.
enum Characters {
  /// Spaces of every width that mean a space, not a line break: typed for U+3000.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x20, 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  /// Carriage return and line feed.
  static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar == "\r" }

  /// Choices of a glyph, which change nothing about the character before them.
  static func isVariationSelector(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xFE00...0xFE0F, 0xE0100...0xE01EF: true
    default: false
    }
  }

  /// Characters that nobody sees and that come with what was pasted: soft hyphen, joiners, directions, byte order.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xAD, 0x200B...0x200F, 0x2060, 0xFEFF, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// The Kangxi radicals and their supplement, which come with text copied from PDF.
  static func isRadical(_ scalar: Unicode.Scalar) -> Bool { (0x2E80...0x2FD5).contains(scalar.value) }

  /// かな and カナ letters that can carry a mark or be drawn out.
  static func isKatakanaLetter(_ scalar: Unicode.Scalar) -> Bool { (0x30A1...0x30F6).contains(scalar.value) }

  /// Everything that people type for the hyphen of a telephone number.
  static func isDash(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2D, 0x2010...0x2015, 0x2043, 0x2212, 0x2500, 0x2501, 0x2796, 0x02D7, 0x30FC, 0xFE58, 0xFE63, 0xFF0D, 0xFF70:
      true
    default: false
    }
  }

  /// The member of JIS X 0208 that stands for a character outside it: the same cell under another code point, the
  /// full-width form of ASCII, or the one form behind a half-width, vertical or small one.
  ///
  /// - Parameter scalar: the character as it was typed.
  /// - Returns: the member and what has happened; nil if there is none, and for a member itself.
  static func member(for scalar: Unicode.Scalar) -> (scalar: Unicode.Scalar, note: Verdict.Note)? {
    if JISX0208.contains(scalar) { return nil }
    if isSpace(scalar) { return ("\u{3000}", .space) }
    switch scalar.value {
    case 0x22, 0x27: return nil
    case 0x2D: return ("\u{2212}", .widened)
    case 0x7E: return ("\u{301C}", .widened)
    case 0x21...0x7D: return widened(scalar).map { ($0, .widened) }
    case 0xFF5E: return ("\u{301C}", .sameCell)
    case 0x2225: return ("\u{2016}", .sameCell)
    case 0xFF0D: return ("\u{2212}", .sameCell)
    case 0xFFE0: return ("\u{A2}", .sameCell)
    case 0xFFE1: return ("\u{A3}", .sameCell)
    case 0xFFE2: return ("\u{AC}", .sameCell)
    case 0x2014: return ("\u{2015}", .sameCell)
    case 0xA5: return ("\u{FFE5}", .sameCell)
    case 0xAF, 0x203E: return ("\u{FFE3}", .sameCell)
    case 0xC5: return ("\u{212B}", .sameCell)
    case 0x2126: return ("\u{3A9}", .sameCell)
    case 0x212A: return ("\u{FF2B}", .sameCell)
    case 0xB5: return ("\u{3BC}", .sameCell)
    case 0x2011: return ("\u{2010}", .sameCell)
    default: break
    }
    guard let form = UTF8Table(FoldTable.records).values(of: scalar).first?.unicodeScalars.first else { return nil }
    return (form, isRadical(scalar) ? .radical : .widened)
  }

  /// The half-width form of a full-width letter, digit or sign; nil if it has none or is half-width already.
  static func narrowed(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0)
    case 0x301C: "~"
    case 0x2010, 0x2011, 0x2212: "-"
    case 0xFE50...0xFE6B, 0xFE10...0xFE19, 0xFE30...0xFE48:
      member(for: scalar).flatMap { $0.scalar.value == 0x2015 ? nil : narrowed($0.scalar) }
    default: nil
    }
  }

  /// The full-width form of a character of ASCII.
  private static func widened(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    Unicode.Scalar(scalar.value + 0xFEE0)
  }

  /// かな to カナ, also ゔ, ゕ and ゖ; nil for anything else.
  static func katakana(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    (0x3041...0x3096).contains(scalar.value) ? Unicode.Scalar(scalar.value + 0x60) : nil
  }

  /// What a character outside JIS X 0208 may become if the person agrees, best first. Each is made of members; most
  /// change a kanji or the length, so none is ever taken without asking.
  static func proposals(for scalar: Unicode.Scalar) -> [String] {
    guard scalar.value >= 0x80 else {
      return switch scalar {
      case "'": ["’"]
      case "\"": ["”"]
      default: []
      }
    }
    for table in [TaxAgencyTable.records, CompatibilityTable.records, UnificationTable.records] {
      let values = UTF8Table(table).values(of: scalar)
      if !values.isEmpty { return values }
    }
    return []
  }
}
