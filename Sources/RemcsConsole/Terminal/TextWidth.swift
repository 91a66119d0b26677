internal import Synchronization

/// How many cells text takes: wide and full-width characters 2, marks 0, the rest 1. The characters of ambiguous
/// width (Greek, Cyrillic, box drawing, some symbols) count 1, as in wcwidth(3) of a UTF-8 locale; none of our own
/// texts holds one, so our own layout never depends on it.
///
/// Four characters of JIS X 0208 (− ¢ £ ¬) are narrow by Unicode, but are shown in their full-width forms, see
/// ``shown(_:)``; they count 2.
public enum TextWidth {
  private static let wideAmbiguous = Atomic<Bool>(false)

  /// Whether the characters of ambiguous width take 2 cells. In an EUC-JP locale they do, for curses and for the
  /// terminal; ``Terminal`` sets it when it opens. Everything else leaves it alone.
  public static var isAmbiguousWide: Bool {
    get { wideAmbiguous.load(ordering: .relaxed) }
    set { wideAmbiguous.store(newValue, ordering: .relaxed) }
  }

  /// The cells of one character.
  public static func of(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20...0x7E: 1
    case 0xA2, 0xA3, 0xAC, 0x2212: 2
    case 0x0300...0x036F, 0x200B...0x200F, 0x20D0...0x20FF, 0x3099...0x309A, 0xFE00...0xFE0F, 0xE0100...0xE01EF: 0
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
      0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      2
    default: isAmbiguousWide && isAmbiguous(scalar) ? 2 : 1
    }
  }

  /// The character as a terminal should get it: − ¢ £ ¬ in their full-width forms, because terminals disagree about
  /// the width of the others; a blank for a control character; nil for an invisible one (a direction mark, a joiner),
  /// which could only confuse the terminal.
  public static func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x20...0x7E: scalar
    case 0x2212: "\u{FF0D}"
    case 0xA2: "\u{FFE0}"
    case 0xA3: "\u{FFE1}"
    case 0xAC: "\u{FFE2}"
    case 0...0x1F, 0x7F...0x9F, 0x2028...0x2029: " "
    case 0x200B...0x200F, 0xFE00...0xFE0F, 0xE0100...0xE01EF: nil
    default: scalar
    }
  }

  /// The characters of JIS X 0208 whose width Unicode leaves to the surroundings (East Asian Width A): 228.
  private static func isAmbiguous(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xA7...0xA8, 0xB0...0xB1, 0xB4, 0xB6, 0xD7, 0xF7, 0x391...0x3A1, 0x3A3...0x3A9, 0x3B1...0x3C1,
      0x3C3...0x3C9, 0x401, 0x410...0x44F, 0x451, 0x2010, 0x2015...0x2016, 0x2018...0x2019, 0x201C...0x201D,
      0x2020...0x2021, 0x2025...0x2026, 0x2030, 0x2032...0x2033, 0x203B, 0x2103, 0x212B, 0x2190...0x2193, 0x21D2,
      0x21D4, 0x2200, 0x2202...0x2203, 0x2207...0x2208, 0x220B, 0x221A, 0x221D...0x221E, 0x2220, 0x2227...0x222C,
      0x2234...0x2235, 0x223D, 0x2252, 0x2260...0x2261, 0x2266...0x2267, 0x226A...0x226B, 0x2282...0x2283,
      0x2286...0x2287, 0x22A5, 0x2312, 0x2500...0x2503, 0x250C, 0x250F...0x2510, 0x2513...0x2514, 0x2517...0x2518,
      0x251B...0x251D, 0x2520, 0x2523...0x2525, 0x2528, 0x252B...0x252C, 0x252F...0x2530, 0x2533...0x2534,
      0x2537...0x2538, 0x253B...0x253C, 0x253F, 0x2542, 0x254B, 0x25A0...0x25A1, 0x25B2...0x25B3, 0x25BC...0x25BD,
      0x25C6...0x25C7, 0x25CB, 0x25CE...0x25CF, 0x25EF, 0x2605...0x2606, 0x2640, 0x2642, 0x266A, 0x266D, 0x266F:
      true
    default: false
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

  /// The text as a terminal should get it: as many cells, every character as ``TextWidth/shown(_:)`` says.
  public var shown: String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if let form = TextWidth.shown(scalar) { result.append(form) }
    }
    return String(result)
  }
}
