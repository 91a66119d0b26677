/// The byte sequences of keys: what VT52, VT100, VT220, xterm, PuTTY, rxvt and the Linux console send, whatever TERM
/// says, because on a serial line TERM is often a guess. All begin with ESC; the table holds what follows it.
enum KeySequences {
  /// Sequences and their keys. Terminfo adds to them, see ``KeyDecoder``, but does not change them: the vt100 entry
  /// calls the digits of the numeric pad function keys, which would make a postal code impossible to type there.
  static let table: [[UInt8]: Key] = {
    var result: [[UInt8]: Key] = [:]
    func add(_ text: String, _ key: Key) { result[Array(text.utf8)] = key }

    // Arrows, Home and End: after CSI, after SS3 (application mode), and bare as on a VT52.
    for (final, key) in [("A", Key.up), ("B", .down), ("C", .right), ("D", .left), ("H", .home)] {
      add("[" + final, key)
      add("O" + final, key)
      add(final, key)
    }
    add("[F", .end)
    add("OF", .end)
    add("[Z", .backTab)
    add("\t", .backTab)
    add("OI", .tab)

    // PF1 to PF4: VT100 and xterm, VT52.
    for (number, final) in ["P", "Q", "R", "S"].enumerated() {
      add("O" + final, .function(number + 1))
      add("[" + final, .function(number + 1))
      add(final, .function(number + 1))
    }
    // The Linux console.
    for (number, final) in ["A", "B", "C", "D", "E"].enumerated() { add("[[" + final, .function(number + 1)) }

    // The numeric pad in application mode: VT100 after O, VT52 after ?.
    for prefix in ["O", "?"] {
      add(prefix + "M", .enter)
      for digit: UInt32 in 0...9 { result[Array(prefix.utf8) + [UInt8(0x70 + digit)]] = character(0x30 + digit) }
      for sign: UInt32 in 0x2A...0x2F { result[Array(prefix.utf8) + [UInt8(sign + 0x40)]] = character(sign) }
      add(prefix + "X", .character("="))
    }

    // Editing and function keys with a number: VT220, xterm, PuTTY, Linux, rxvt (7 and 8).
    let numbered: [(Int, Key)] = [
      (1, .home), (2, .insert), (3, .delete), (4, .end), (5, .pageUp), (6, .pageDown), (7, .home), (8, .end),
      (11, .function(1)), (12, .function(2)), (13, .function(3)), (14, .function(4)), (15, .function(5)),
      (17, .function(6)), (18, .function(7)), (19, .function(8)), (20, .function(9)), (21, .function(10)),
      (23, .function(11)), (24, .function(12)),
      (28, .function(1)),  // the Help key of a VT220
    ]
    for (number, key) in numbered { add("[\(number)~", key) }
    return result
  }()

  private static func character(_ value: UInt32) -> Key {
    .character(Unicode.Scalar(value) ?? CharacterAssembler.replacement)
  }

  /// The capabilities of terminfo that name keys.
  static let capabilities: [(name: String, key: Key)] = {
    var result: [(name: String, key: Key)] = [
      ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home), ("kend", .end),
      ("kpp", .pageUp), ("knp", .pageDown), ("kich1", .insert), ("kdch1", .delete), ("kbs", .backspace),
      ("kcbt", .backTab), ("kent", .enter), ("kfnd", .home), ("kslt", .end),
    ]
    for number in 1...12 { result.append(("kf\(number)", .function(number))) }
    return result
  }()

  /// What an introduced sequence means, ESC left out and complete; nil for one that means nothing here.
  ///
  /// Modifiers (`[1;5C`, `O5C`, `[3;2~`) are dropped: Ctrl and an arrow is an arrow.
  static func key(for sequence: [UInt8], in table: [[UInt8]: Key]) -> Key? {
    if let key = table[sequence] { return key }
    guard sequence.count > 2, let introducer = sequence.first, let final = sequence.last else { return nil }
    let parameters = sequence.dropFirst().dropLast().split(
      separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
    guard parameters.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } }), parameters.count <= 2 else {
      return nil
    }
    if final == UInt8(ascii: "~") {
      guard let first = parameters.first else { return nil }
      return table[[introducer] + first + [final]]
    }
    // Two numbers and R are also the answer to a question for the cursor's place; a key has 1 and 2 to 8.
    if introducer == UInt8(ascii: "[") {
      guard parameters.count == 2, parameters[0].elementsEqual([0x31]), parameters[1].count == 1,
        let modifier = parameters[1].first, (0x32...0x38).contains(modifier)
      else { return nil }
    }
    return table[[introducer, final]]
  }
}
