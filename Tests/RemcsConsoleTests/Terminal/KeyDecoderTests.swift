import RemcsConsole
import Testing

struct KeyDecoderTests {
  /// Sequence, ESC left out as `^`, and the keys it is.
  static let sequences: [(String, [Key])] = [
    // Arrows of VT220/xterm, application mode, VT52.
    ("^[A", [.up]), ("^[B", [.down]), ("^[C", [.right]), ("^[D", [.left]),
    ("^OA", [.up]), ("^OB", [.down]), ("^OC", [.right]), ("^OD", [.left]),
    ("^A", [.up]), ("^D", [.left]), ("^H", [.home]),
    // Home and End in all dialects, editing keys.
    ("^[H", [.home]), ("^OH", [.home]), ("^[1~", [.home]), ("^[7~", [.home]),
    ("^[F", [.end]), ("^OF", [.end]), ("^[4~", [.end]), ("^[8~", [.end]),
    ("^[2~", [.insert]), ("^[3~", [.delete]), ("^[5~", [.pageUp]), ("^[6~", [.pageDown]), ("^[Z", [.backTab]),
    // F1: VT100, VT52, PuTTY, Linux, VT220 Help, Esc and a digit.
    ("^OP", [.function(1)]), ("^P", [.function(1)]), ("^[11~", [.function(1)]), ("^[[A", [.function(1)]),
    ("^[28~", [.function(1)]), ("^1", [.function(1)]), ("^[P", [.function(1)]),
    ("^OS", [.function(4)]), ("^[[E", [.function(5)]), ("^[15~", [.function(5)]), ("^[17~", [.function(6)]),
    ("^[21~", [.function(10)]), ("^0", [.function(10)]), ("^9", [.function(9)]), ("^[24~", [.function(12)]),
    // Modifiers are dropped.
    ("^[1;5C", [.right]), ("^[1;2P", [.function(1)]), ("^[3;5~", [.delete]), ("^O5D", [.left]),
    ("^^[A", [.escape, .up]),
    // The numeric pad in application mode types digits, on VT100 and VT52.
    ("^Op^Oq^Oy", [.character("0"), .character("1"), .character("9")]), ("^Om", [.character("-")]),
    ("^On", [.character(".")]), ("^OM", [.enter]), ("^?q", [.character("1")]), ("^?M", [.enter]),
    // What means nothing is swallowed: answers to questions, paste marks, unknown keys.
    ("^[24;80Rx", [.character("x")]), ("^[?62;1;6cx", [.character("x")]), ("^[200~x", [.character("x")]),
    ("^[99~x", [.character("x")]), ("^Ozx", [.character("x")]), ("^]11;rgb:0000/0000/0000^\\x", [.character("x")]),
    ("^]0;title\u{7}x", [.character("x")]), ("^[27;5;9~x", [.character("x")]), ("^[[Zx", [.character("x")]),
    // Esc.
    ("^^", [.escape]), ("^q", [.meta("q")]), ("^\r", [.escape, .enter]), ("^\t", [.backTab]),
    ("^日", [.escape, .character("日")]), ("^[^[A", [.up]), ("^[1\rx", [.enter, .character("x")]),
    // Characters and controls.
    ("aあ髙", [.character("a"), .character("あ"), .character("髙")]),
    ("か\u{3099}", [.character("か"), .character("\u{3099}")]),
    ("\r", [.enter]), ("\n", [.enter]), ("\r\n", [.enter]), ("\r\r", [.enter, .enter]), ("\n\n", [.enter, .enter]),
    ("\t", [.tab]), ("\u{8}", [.backspace]), ("\u{7F}", [.backspace]), ("\u{1}", [.control("A")]),
    ("\u{3}", [.control("C")]), ("\u{E}", [.control("N")]), ("\u{1F}", [.control("_")]), ("\u{1D}", [.control("]")]),
    ("\u{1C}", [.control("\\")]), ("\0", [.control("@")]), ("\u{85}x", [.character("x")]),
    ("\u{301C}\u{FF5E}𠮷", [.character("\u{301C}"), .character("\u{FF5E}"), .character("𠮷")]),
  ]

  private func bytes(_ text: String) -> [UInt8] {
    text.utf8.map { $0 == UInt8(ascii: "^") ? 0x1B : $0 }
  }

  @Test(arguments: sequences)
  func `bytes that come at once are keys`(text: String, keys: [Key]) {
    var decoder = KeyDecoder()
    var result = decoder.feed(bytes(text))
    result += decoder.timeOut()
    #expect(result == keys)
    #expect(!decoder.isWaiting)
  }

  @Test(arguments: sequences)
  func `bytes that come one at a time are the same keys`(text: String, keys: [Key]) {
    var decoder = KeyDecoder()
    var result: [Key] = []
    for byte in bytes(text) { result += decoder.feed([byte]) }
    result += decoder.timeOut()
    #expect(result == keys)
  }

  @Test(arguments: sequences)
  func `a key after another is not changed by it`(text: String, keys: [Key]) {
    // CR and LF belong together, Esc twice is one; everything else stands alone.
    guard let last = keys.last, last != .enter, last != .escape else { return }
    var decoder = KeyDecoder()
    let result = decoder.feed(bytes(text)) + decoder.timeOut() + decoder.feed(bytes(text + "z")) + decoder.timeOut()
    #expect(result == keys + keys + [.character("z")])
  }

  @Test(arguments: ["^[", "^O", "^[1", "^[1;", "^[[", "^]0;title", "^[2", "^O5", "^?"])
  func `what is unfinished is swallowed and never typed`(text: String) {
    var decoder = KeyDecoder()
    #expect(decoder.feed(bytes(text)) == [])
    #expect(decoder.isWaiting)
    #expect(decoder.timeOut() == [])
    #expect(!decoder.isWaiting)
    #expect(decoder.feed([0x78]) == [.character("x")])
  }

  @Test func `Esc alone is Esc only after some time`() {
    var decoder = KeyDecoder()
    #expect(decoder.feed([0x1B]) == [])
    #expect(decoder.isWaiting)
    #expect(decoder.patience >= .milliseconds(250))
    #expect(decoder.timeOut() == [.escape])
    #expect(decoder.feed([0x41]) == [.character("A")])
  }

  @Test func `Esc twice is Esc at once, and only one`() {
    var decoder = KeyDecoder()
    #expect(decoder.feed([0x1B, 0x1B]) == [.escape])
    #expect(decoder.timeOut() == [])
    #expect(decoder.feed([0x1B, 0x1B]) == [.escape])
    #expect(decoder.feed([0x78]) == [.character("x")])
  }

  /// Malformed UTF-8: one U+FFFD for each piece that could have become a character.
  @Test(
    arguments: [
      ([0xFF, 0x61], "\u{FFFD}a"), ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"), ([0xE3, 0x81, 0x61], "\u{FFFD}a"),
      ([0xE3, 0xE3, 0x81, 0x82], "\u{FFFD}あ"), ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"), ([0x82, 0xA0], "\u{FFFD}\u{FFFD}"),
      ([0xE0, 0x80, 0xAF], "\u{FFFD}\u{FFFD}\u{FFFD}"), ([0xF0, 0xA0, 0xAE, 0xB7], "𠮷"),
    ] as [([UInt8], String)])
  func `malformed bytes become the replacement character`(bytes: [UInt8], text: String) {
    var decoder = KeyDecoder()
    #expect(decoder.feed(bytes) == text.unicodeScalars.map(Key.character))
  }

  @Test func `an arrow after half a character is an arrow`() {
    var decoder = KeyDecoder()
    #expect(decoder.feed([0xE3, 0x81, 0x1B, 0x5B, 0x44]) == [.character("\u{FFFD}"), .left])
  }

  @Test func `EUC-JP characters are put together byte by byte`() {
    var decoder = KeyDecoder(encoding: .eucJP)
    var keys: [Key] = []
    // 東京 ｱ 髙-less: 丂 of JIS X 0212, then − and 〜.
    for byte: UInt8 in [0xC5, 0xEC, 0xB5, 0xFE, 0x8E, 0xB1, 0x8F, 0xB0, 0xA1, 0xA1, 0xDD, 0xA1, 0xC1, 0x78] {
      keys += decoder.feed([byte])
    }
    #expect(keys == "東京ｱ丂\u{2212}\u{301C}x".unicodeScalars.map(Key.character))
  }

  @Test func `malformed EUC-JP becomes the replacement character`() {
    var decoder = KeyDecoder(encoding: .eucJP)
    #expect(decoder.feed([0xC5, 0x61]) == [.character("\u{FFFD}"), .character("a")])
    #expect(decoder.feed([0xFF, 0x61]) == [.character("\u{FFFD}"), .character("a")])
    #expect(decoder.feed([0xA9, 0xA1]) == [.character("\u{FFFD}")])
  }

  @Test(arguments: [
    ("UTF-8", TerminalEncoding.utf8), ("EUC-JP", .eucJP), ("eucJP", .eucJP), ("ISO-8859-1", .singleByte("ISO-8859-1")),
  ])
  func `the code set of the locale is known`(name: String, encoding: TerminalEncoding) {
    #expect(TerminalEncoding(codeset: name) == encoding)
  }

  @Test func `a code of one byte is decoded`() {
    var decoder = KeyDecoder(encoding: .singleByte("ISO-8859-1"))
    #expect(decoder.feed([0xE9, 0x61]) == [.character("é"), .character("a")])
  }

  @Test func `terminfo adds keys but changes none that are known`() {
    let terminfo: [[UInt8]: Key] = [
      Array("\u{1B}[224z".utf8): .function(1), Array("\u{1B}Ot".utf8): .function(5), [0x7F]: .delete,
    ]
    var decoder = KeyDecoder(terminfo: terminfo)
    #expect(decoder.feed(Array("\u{1B}[224z".utf8)) == [.function(1)])
    #expect(decoder.feed(Array("\u{1B}Ot".utf8)) == [.character("4")])
    #expect(decoder.feed([0x7F]) == [.backspace])
  }

  @Test(arguments: 0..<200)
  func `no bytes trap, and plain text after a pause is always read`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var decoder = KeyDecoder(encoding: seed % 2 == 0 ? .utf8 : .eucJP)
    let bytes = (0..<200).map { _ in
      Bool.random(using: &random)
        ? UInt8.random(in: 0...255, using: &random) : [0x1B, 0x5B, 0x4F, 0x3B].randomElement() ?? 0
    }
    for key in decoder.feed(bytes) + decoder.timeOut() {
      if case .character(let scalar) = key { #expect(scalar.properties.generalCategory != .control) }
    }
    #expect(decoder.feed(Array("ok".utf8)).suffix(2) == [.character("o"), .character("k")])
  }
}
