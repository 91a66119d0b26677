/// The repertoire of JIS X 0208-1990 and -1997: 6,879 characters in rows 1 to 8 and 16 to 84 (table 3.4).
///
/// The canonical code points are those of EUC-JP in glibc: 1-29 is U+2015, 1-33 U+301C, 1-34 U+2016, 1-61 U+2212,
/// 1-81 U+00A2, 1-82 U+00A3, 2-44 U+00AC. Never compare such text with `==` on `String`, which takes canonically
/// equivalent characters for equal; compare Unicode scalars.
public enum JISX0208 {
  /// Where a character stands: its row (区) and its cell in the row (点), both from 1 to 94.
  public struct Cell: Sendable, Hashable {
    /// 区.
    public let row: Int
    /// 点.
    public let cell: Int

    /// A place.
    public init(row: Int, cell: Int) {
      self.row = row
      self.cell = cell
    }
  }

  /// Whether the scalar is one of the 6,879 (class A of table 3.4).
  public static func contains(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    guard value <= 0xFFFF else { return false }
    return JISX0208Table.bitmap[Int(value >> 6)] & (1 << UInt64(value & 63)) != 0
  }

  /// Whether the scalar stands in row 1, 3 or 5 (class B of table 3.4): 242 characters.
  public static func isKana(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30A1...0x30F6, 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A: true
    default: contains(scalar) && rowOne.contains(UInt16(truncatingIfNeeded: scalar.value))
    }
  }

  /// The place of a member; nil for any other character. Slow (some microseconds): for explanations, not for tests of
  /// membership.
  public static func cell(of scalar: Unicode.Scalar) -> Cell? {
    guard contains(scalar) else { return nil }
    var found: Cell?
    forEachCell { place, member in if member == scalar { found = place } }
    return found
  }

  /// Calls `body` for every member, in the order of rows and cells.
  static func forEachCell(_ body: (Cell, Unicode.Scalar) -> Void) {
    var row = 0
    var cell = 0
    for scalar in UTF8Table(JISX0208Table.rows).text.unicodeScalars {
      switch scalar {
      case "0"..."9": row = row * 10 + Int(scalar.value) - 0x30
      case "|": cell = 1
      case "\n": (row, cell) = (0, 0)
      default:
        if scalar != "." { body(Cell(row: row, cell: cell), scalar) }
        cell += 1
      }
    }
  }

  /// The 94 members of row 1.
  private static let rowOne: Set<UInt16> = {
    var members: Set<UInt16> = []
    forEachCell { place, scalar in
      if place.row == 1 { members.insert(UInt16(truncatingIfNeeded: scalar.value)) }
    }
    return members
  }()
}
