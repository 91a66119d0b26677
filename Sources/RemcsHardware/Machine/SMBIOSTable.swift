/// The raw table of the system firmware (SMBIOS, DMTF DSP0134), cut into its structures. Every offset is checked: a
/// table is written by a firmware, and may be cut short or wrong.
struct SMBIOSTable {
  /// One structure: its formatted bytes, and the texts behind them.
  struct Structure {
    /// What it describes.
    let type: UInt8
    /// The formatted bytes, header included, as many as it says.
    let bytes: ArraySlice<UInt8>
    /// The texts, counted from 1 in the table.
    let strings: [ArraySlice<UInt8>]

    /// A byte; nil if the structure, of an older version, has none there.
    func byte(_ offset: Int) -> Int? {
      let index = bytes.startIndex + offset
      return index < bytes.endIndex ? Int(bytes[index]) : nil
    }

    /// Two bytes, the lower first.
    func word(_ offset: Int) -> Int? {
      guard let low = byte(offset), let high = byte(offset + 1) else { return nil }
      return low | high << 8
    }

    /// Four bytes, the lowest first.
    func doubleWord(_ offset: Int) -> Int? {
      guard let low = word(offset), let high = word(offset + 2) else { return nil }
      return low | high << 16
    }

    /// The text that a byte names; nil if it names none, one that is not there, or one that says nothing.
    func text(_ offset: Int) -> String? {
      guard let number = byte(offset), number > 0, number <= strings.count else { return nil }
      return MakerText.meaningful(String(decoding: strings[number - 1], as: UTF8.self))
    }
  }

  /// The structures up to the end of the table, or up to where it is damaged.
  private(set) var structures: [Structure] = []
  /// Whether the table ended as it should, at its last structure or with the mark of the end.
  private(set) var isWhole = false

  /// The most structures that a table may have.
  static let mostStructures = 16384

  /// Cuts a table.
  init(_ table: [UInt8]) {
    var position = 0
    while structures.count < Self.mostStructures {
      // Some firmwares leave the end mark out and end exactly behind the last structure.
      if position == table.count {
        isWhole = !structures.isEmpty
        return
      }
      guard position + 4 <= table.count else { return }
      let length = Int(table[position + 1])
      guard length >= 4, position + length <= table.count else { return }
      guard let (strings, end) = Self.strings(table, from: position + length) else { return }
      structures.append(
        Structure(type: table[position], bytes: table[position..<position + length], strings: strings))
      if table[position] == 127 {
        isWhole = true
        return
      }
      position = end
    }
  }

  /// The texts that follow a structure, each ended by a zero, all of them by another, and where the next begins. Some
  /// firmwares write an empty text among them, so only two zeros in a row are the end.
  private static func strings(_ table: [UInt8], from start: Int) -> ([ArraySlice<UInt8>], Int)? {
    var end = start
    while end + 1 < table.count, table[end] != 0 || table[end + 1] != 0 { end += 1 }
    guard end + 1 < table.count else { return nil }
    let texts = end == start ? [] : table[start..<end].split(separator: 0, omittingEmptySubsequences: false)
    return (texts, end + 2)
  }

  /// The structures of a type.
  subscript(_ type: UInt8) -> [Structure] { structures.filter { $0.type == type } }

  /// The version of the table's format that an entry point tells, such as 0x0302; nil if it is none.
  static func version(entryPoint: [UInt8]) -> Int? {
    if entryPoint.count >= 9, entryPoint.starts(with: Array("_SM3_".utf8)) {
      return Int(entryPoint[7]) << 8 | Int(entryPoint[8])
    }
    if entryPoint.count >= 8, entryPoint.starts(with: Array("_SM_".utf8)) {
      return Int(entryPoint[6]) << 8 | Int(entryPoint[7])
    }
    return nil
  }
}
