import Foundation
import RemcsConsole
import Testing

struct FrameTests {
  @Test func `text is put, cut at a character and laid over other text`() {
    var frame = Frame(size: Frame.Size(columns: 8, rows: 2))
    frame.put("日本語入力", row: 0, column: 1)
    #expect(frame.lines[0] == " 日本語")
    frame.put("x", row: 0, column: 2)
    #expect(frame.lines[0] == "  x本語")
    frame.clear(row: 0, column: 3, rows: 1, columns: 2)
    #expect(frame.lines[0] == "  x  語")
  }

  @Test func `what does not belong into the frame is left out`() {
    var frame = Frame(size: Frame.Size(columns: 4, rows: 2))
    frame.put("x", row: 2, column: 0)
    frame.put("x", row: -1, column: 0)
    frame.put("x", row: 0, column: 4)
    frame.put("x", row: 0, column: -1)
    #expect(frame.runs.isEmpty)
  }

  @Test func `a mark goes with its wide base and away with it`() {
    var frame = Frame(size: Frame.Size(columns: 8, rows: 1))
    frame.put("か\u{3099}x", row: 0, column: 0)
    #expect(Array(frame.lines[0].unicodeScalars) == ["か", "\u{3099}", "x"])
    frame.put("y", row: 0, column: 1)
    #expect(frame.lines[0] == " yx")
  }

  @Test func `characters that terminals disagree about are put in their full-width forms`() {
    var frame = Frame(size: Frame.Size(columns: 12, rows: 1))
    frame.put("３\u{2212}\u{A2}\u{A3}\u{AC}x", row: 0, column: 0)
    #expect(frame.lines == ["３\u{FF0D}\u{FFE0}\u{FFE1}\u{FFE2}x"])
    #expect("３\u{2212}\u{A2}\u{A3}\u{AC}x".columns == 11)
    #expect(frame.lines[0].columns == 11)
  }

  @Test func `control characters never get into a frame, and take the cells they were counted for`() {
    var frame = Frame(size: Frame.Size(columns: 12, rows: 1))
    let nasty = "a\u{1B}[2J\u{9B}\u{7F}\u{200E}b\u{2028}c"
    frame.put(nasty, row: 0, column: 0)
    #expect(frame.lines == ["a [2J  b c"])
    #expect(nasty.columns == 10)
  }

  @Test func `padding and cutting count cells`() {
    #expect("日本".padded(columns: 5) == "日本 ")
    #expect("日本".padded(columns: 3) == "日 ")
    #expect("日本".prefix(columns: 3) == "日")
  }
}

struct TextWidthTests {
  /// The 6,879 characters of JIS X 0208.
  static let characters: [Unicode.Scalar] = {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("RemcsCoreTests/Fixtures/jisx0208_full.txt").path
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { line in
      UInt32(line.prefix { $0 != " " }, radix: 16).flatMap(Unicode.Scalar.init)
    }
  }()

  /// wcwidth(3), which curses uses, in a UTF-8 locale.
  private func systemWidth(_ scalar: Unicode.Scalar) throws -> Int {
    typealias Function = @convention(c) (Int32) -> Int32
    let function = unsafeBitCast(try #require(dlsym(nil, "wcwidth")), to: Function.self)
    let locale = try #require(newlocale(Int32(LC_CTYPE_MASK), "C.UTF-8", nil))
    let before = uselocale(locale)
    defer {
      uselocale(before)
      freelocale(locale)
    }
    return Int(function(Int32(scalar.value)))
  }

  @Test func `every character of JIS X 0208 is counted as curses counts what is shown for it`() throws {
    #expect(Self.characters.count == 6879)
    for scalar in Self.characters {
      let shown = try #require(TextWidth.shown(scalar))
      #expect(try systemWidth(shown) == TextWidth.of(scalar), "U+\(String(scalar.value, radix: 16))")
      #expect(TextWidth.of(shown) == TextWidth.of(scalar))
    }
  }

  @Test func `228 characters of JIS X 0208 are of ambiguous width and count one cell`() {
    let narrow = Self.characters.filter { TextWidth.of($0) == 1 }
    #expect(narrow.count == 228)
  }
}
