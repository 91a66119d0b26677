/// Letters that were typed in two parts: かな with a separate voicing mark, Latin and Cyrillic with a combining mark.
enum Composition {
  /// What a pair is.
  enum Pair: Equatable {
    /// One character, perhaps not a member.
    case composed(Unicode.Scalar)
    /// A voicing mark that this character does not take: the mark stands alone, as ゛ or ゜.
    case mark(Unicode.Scalar)
    /// Not a pair.
    case none
  }

  /// What `base`, as it will be kept, and the character after it make together; `typed` is the base as it was typed,
  /// for letters of ASCII.
  static func pair(_ base: Unicode.Scalar, typed: Unicode.Scalar, _ next: Unicode.Scalar) -> Pair {
    switch next.value {
    case 0x3099, 0xFF9E:
      if let whole = voiced(base) { return .composed(whole) }
      return takesMark(base) ? .mark("\u{309B}") : .none
    case 0x309A, 0xFF9F:
      if let whole = semivoiced(base) { return .composed(whole) }
      return takesMark(base) ? .mark("\u{309C}") : .none
    case 0x300...0x36F:
      return combined(typed, next).map(Pair.composed) ?? .none
    default: return .none
    }
  }

  /// Whether a mark may follow at all: anything that shows.
  private static func takesMark(_ base: Unicode.Scalar) -> Bool { JISX0208.contains(base) && base.value != 0x3000 }

  /// が for か, ガ for カ, ゞ for ゝ, ヴ for ウ, and those that no standard of the manual has, as U+30F7.
  static func voiced(_ base: Unicode.Scalar) -> Unicode.Scalar? {
    let value = base.value
    switch value {
    case 0x3046, 0x30A6: return Unicode.Scalar(value + 0x4E)
    case 0x30EF...0x30F2: return Unicode.Scalar(value + 8)
    case 0x309D, 0x30FD: return Unicode.Scalar(value + 1)
    default: break
    }
    let letter = (0x30A1...0x30F6).contains(value) ? value - 0x60 : value
    switch letter {
    case 0x304B...0x3062 where letter % 2 == 1: return Unicode.Scalar(value + 1)
    case 0x3064, 0x3066, 0x3068, 0x306F, 0x3072, 0x3075, 0x3078, 0x307B: return Unicode.Scalar(value + 1)
    default: return nil
    }
  }

  /// ぱ for は, パ for ハ.
  static func semivoiced(_ base: Unicode.Scalar) -> Unicode.Scalar? {
    let value = base.value
    let letter = (0x30A1...0x30F6).contains(value) ? value - 0x60 : value
    switch letter {
    case 0x306F, 0x3072, 0x3075, 0x3078, 0x307B: return Unicode.Scalar(value + 2)
    default: return nil
    }
  }

  /// The six pairs outside kana whose composed form is a member.
  private static func combined(_ base: Unicode.Scalar, _ mark: Unicode.Scalar) -> Unicode.Scalar? {
    switch (base.value, mark.value) {
    case (0x41, 0x30A): "\u{212B}"
    case (0x438, 0x306): "\u{439}"
    case (0x418, 0x306): "\u{419}"
    case (0x435, 0x308): "\u{451}"
    case (0x415, 0x308): "\u{401}"
    case (0x3D, 0x338): "\u{2260}"
    default: nil
    }
  }
}
