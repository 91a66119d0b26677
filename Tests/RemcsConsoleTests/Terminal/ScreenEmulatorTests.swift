import Testing
import TestSupport

/// The emulator judges the other tests, so it is tested first.
struct ScreenEmulatorTests {
  private func screen(_ text: String, columns: Int = 10, rows: Int = 4) -> ScreenEmulator {
    var screen = ScreenEmulator(columns: columns, rows: rows)
    screen.feed(Array(text.replacing("^", with: "\u{1B}").utf8))
    return screen
  }

  @Test(arguments: [
    // Motion.
    ("ab\r\ncd", "ab|cd||"), ("^[2;3Hx", "|  x||"), ("^[3dx^[5Gy", "||x   y|"), ("abc\u{8}\u{8}x", "axc|||"),
    ("^[3;3H^[2A^[Cx", "   x|||"), ("^[Bx^[2Dy", "|y||"), ("^7^[3;3Hx^8y", "y||  x|"), ("a\tb", "a       b|||"),
    // Erasing.
    ("abcdef^[1;3H^[K", "ab|||"), ("abcdef^[1;3H^[1K", "   def|||"), ("abc\r\ndef^[H^[J", "|||"),
    ("abcdef^[1;2H^[3X", "a   ef|||"), ("ab\r\ncd\r\nef^[2;2H^[J", "ab|c||"),
    // Inserting and deleting.
    ("abcdef^[1;2H^[2P", "adef|||"), ("abcdef^[1;2H^[2@", "a  bcdef|||"), ("abc^[H^[4hx^[4l", "xabc|||"),
    ("a\r\nb\r\nc^[2;1H^[L", "a||b|c"), ("a\r\nb\r\nc^[1;1H^[M", "b|c||"),
    // Scrolling, with and without margins.
    ("a\r\nb\r\nc\r\nd\r\ne", "b|c|d|e"), ("a\r\nb\r\nc\r\nd^[2;3r^[3;1H\n", "a|c||d"), ("a\r\nb^[H^M", "|a|b|"),
    // Repeating, wrapping at the last column only when something follows.
    ("x^[4b", "xxxxx|||"), ("0123456789", "0123456789|||"), ("0123456789x", "0123456789|x||"),
    ("0123456789\r\nx", "0123456789|x||"),
    // Wide characters: no half remains, none is cut at the edge.
    ("日本", "日本|||"), ("日本^[1;2Hx", " x本|||"), ("日本^[1;3Hx", "日x|||"), ("日本^[1;2H^[X", "  本|||"),
    ("123456789日", "123456789|日||"), ("か\u{3099}x", "か\u{3099}x|||"), ("日本^[H^[P", " 本|||"),
    // Line characters.
    ("^(B^)0\u{E}lqk\u{F}q", "\u{250C}\u{2500}\u{2510}q|||"), ("^(0q^(Bq", "\u{2500}q|||"),
  ])
  func `sequences do what they do on a terminal`(text: String, expected: String) {
    let screen = screen(text)
    #expect(screen.lines.joined(separator: "|") == expected)
    #expect(screen.unknown.isEmpty)
  }

  @Test func `the cursor stands where the last character left it`() {
    #expect(screen("日a").column == 3)
    #expect(screen("0123456789").column == 9)
    #expect(screen("^[2;3H").row == 1)
  }

  @Test func `what is not understood is told`() {
    #expect(screen("^[5y").unknown == ["ESC [ 5 y"])
    #expect(screen("^[?2026h").unknown.count == 1)
  }

  @Test func `bold, the hidden cursor and the key pad are seen`() {
    let screen = screen("^[1ma^[mb^[?25l^[?1h^=")
    #expect(screen.isBold(row: 0, column: 0))
    #expect(!screen.isBold(row: 0, column: 1))
    #expect(!screen.isCursorVisible)
    #expect(screen.isKeypadActive)
  }

  @Test func `bytes are counted, and a power cycle forgets everything but the count`() {
    var screen = screen("^[1mabc")
    #expect(screen.byteCount == 7)
    screen.powerCycle()
    #expect(screen.text.allSatisfy { $0 == "\n" })
    #expect(screen.byteCount == 7)
    screen.resetCount()
    #expect(screen.byteCount == 0)
  }

  @Test func `EUC-JP is read, its symbols are wide`() {
    var screen = ScreenEmulator(columns: 10, rows: 1, encoding: .eucJP)
    screen.feed([0xC5, 0xEC, 0xA2, 0xA8, 0x78] as [UInt8])
    #expect(screen.lines == ["東※x"])
    #expect(screen.column == 5)
  }

  @Test func `the lower bound counts glyphs, rows and gaps`() {
    // 2 for the row, ab, 1 for the gap, 日 in UTF-8; and 2 and 1 in another row.
    #expect(screen("ab   日\r\n\r\nx").lowerBound == 2 + 2 + 1 + 3 + 2 + 1)
  }
}
