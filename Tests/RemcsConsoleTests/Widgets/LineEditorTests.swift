import RemcsConsole
import Testing

/// A small generator with a seed, so that a failure can be played again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    var mixed = state
    mixed = (mixed ^ (mixed >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    return mixed ^ (mixed >> 33)
  }
}

struct LineEditorTests {
  private func typed(_ text: String, width: Int, maximum: Int = 30) -> LineEditor {
    var editor = LineEditor(width: width, maximum: maximum)
    for scalar in text.unicodeScalars { _ = editor.apply(.insert(scalar)) }
    return editor
  }

  @Test func `typed text shows, padded, with the cursor behind it`() {
    let editor = typed("a日本", width: 10)
    #expect(editor.text == "a日本")
    #expect(editor.view.text == "a日本     ")
    #expect(editor.view.cursorColumn == 5)
    #expect(!editor.view.hidesBeginning && !editor.view.hidesEnd)
  }

  @Test func `a text as wide as the field shows whole, the cursor stands behind it`() {
    let editor = typed("日本語入力", width: 10)
    #expect(editor.view.text == "日本語入力")
    #expect(editor.view.cursorColumn == 10)
  }

  @Test func `one wide character too many scrolls, and no half of a character shows`() {
    let editor = typed("日本語入力試", width: 10)
    #expect(editor.view.hidesBeginning)
    #expect(editor.view.text.columns == 10)
    #expect(editor.view.text.hasPrefix("入力試") || editor.view.text.hasPrefix("語入力試"))
    #expect(editor.text == "日本語入力試")
  }

  @Test func `the cursor goes over wide characters as one`() {
    var editor = typed("中x文", width: 10)
    _ = editor.apply(.left)
    #expect(editor.view.cursorColumn == 3)
    _ = editor.apply(.left)
    #expect(editor.view.cursorColumn == 2)
    _ = editor.apply(.left)
    #expect(editor.view.cursorColumn == 0)
    #expect(editor.apply(.left) == .moved)
    _ = editor.apply(.insert("あ"))
    #expect(editor.text == "あ中x文")
    #expect(editor.view.cursorColumn == 2)
  }

  @Test func `a base and its mark are edited as one`() {
    var editor = typed("か\u{3099}x", width: 10)
    #expect(editor.count == 3)
    #expect(editor.view.cursorColumn == 3)
    _ = editor.apply(.left)
    _ = editor.apply(.left)
    #expect(editor.view.cursorColumn == 0)
    _ = editor.apply(.deleteForward)
    #expect(Array(editor.text.unicodeScalars) == ["x"])
  }

  @Test func `backspace takes a base with its mark`() {
    var editor = typed("xか\u{3099}", width: 10)
    _ = editor.apply(.deleteBackward)
    #expect(Array(editor.text.unicodeScalars) == ["x"])
  }

  @Test func `a base typed before a lonely mark takes it, and the cursor stands behind both`() {
    var editor = typed("\u{3099}", width: 10)
    _ = editor.apply(.home)
    _ = editor.apply(.insert("か"))
    #expect(editor.cursor == 2)
    #expect(editor.view.cursorColumn == 2)
  }

  @Test func `everything can be undone step by step`() {
    var editor = LineEditor(text: "東京", width: 10, maximum: 30)
    _ = editor.apply(.insert("都"))
    _ = editor.apply(.clear)
    #expect(editor.text.isEmpty)
    editor.replace(with: "ﾄｳｷｮｳ")
    #expect(editor.apply(.undo) == .changed)
    #expect(editor.text.isEmpty)
    #expect(editor.apply(.undo) == .changed)
    #expect(editor.text == "東京都")
    #expect(editor.apply(.undo) == .changed)
    #expect(editor.text == "東京")
    #expect(!editor.canUndo)
    #expect(editor.apply(.undo) == .moved)
  }

  @Test func `a replacement that differs only in composition is a change`() {
    var editor = LineEditor(text: "か\u{3099}", width: 10, maximum: 30)
    editor.replace(with: "が")
    #expect(editor.count == 1)
    #expect(editor.canUndo)
  }

  @Test func `kill and delete work from the cursor`() {
    var editor = typed("mail.example", width: 20)
    for _ in 0..<8 { _ = editor.apply(.left) }
    #expect(editor.apply(.killToEnd) == .changed)
    #expect(editor.text == "mail")
    _ = editor.apply(.home)
    #expect(editor.apply(.deleteForward) == .changed)
    #expect(editor.text == "ail")
    #expect(editor.apply(.deleteBackward) == .moved)
    _ = editor.apply(.end)
    #expect(editor.apply(.killToEnd) == .moved)
    #expect(editor.text == "ail")
  }

  @Test func `typing goes on beyond the maximum, and is refused only at four times`() {
    var editor = typed("12345678", width: 20, maximum: 2)
    #expect(editor.isTooLong)
    #expect(editor.count == 8)
    #expect(editor.apply(.insert("9")) == .refused)
    #expect(editor.text == "12345678")
    #expect(editor.apply(.deleteBackward) == .changed)
    #expect(editor.apply(.insert("9")) == .changed)
    #expect(editor.text == "12345679")
  }

  @Test func `a secret shows as asterisks, one for each character`() {
    var editor = LineEditor(width: 8, maximum: 30, isSecret: true)
    for scalar in "p日か\u{3099}".unicodeScalars { _ = editor.apply(.insert(scalar)) }
    #expect(editor.view.text == "***     ")
    #expect(editor.view.cursorColumn == 3)
    #expect(editor.text == "p日か\u{3099}")
  }

  @Test func `space is a character and a control character is not`() {
    var editor = typed("a", width: 8)
    #expect(editor.apply(.open) == .changed)
    #expect(editor.apply(.insert("\u{7}")) == .moved)
    #expect(editor.text == "a ")
    #expect(LineEditor(text: "a\r\nb", width: 8, maximum: 30).text == "ab")
  }

  @Test(arguments: [Command.nextField, .activate, .help, .next, .up, .takeSuggestion])
  func `what is not for a line is left to the form`(command: Command) {
    var editor = typed("abc", width: 8)
    let before = editor
    #expect(editor.apply(command) == .notMine)
    #expect(editor == before)
  }

  @Test func `deleting back to the left edge keeps showing what lies before`() {
    var editor = typed(String(repeating: "abcdefghij", count: 6), width: 12, maximum: 100)
    while editor.count > 20 {
      _ = editor.apply(.deleteBackward)
      #expect(editor.view.cursorColumn > 0)
    }
  }

  @Test func `typing at the end of a full field scrolls only once in a while`() {
    var editor = typed(String(repeating: "x", count: 30), width: 30, maximum: 100)
    var scrolls = 0
    for _ in 0..<30 {
      let before = editor.firstShown
      _ = editor.apply(.insert("y"))
      if editor.firstShown != before { scrolls += 1 }
    }
    #expect((1...4).contains(scrolls))
  }

  @Test(arguments: 0..<300)
  func `whatever is typed, the field is exactly as wide as it is and the cursor stands on an edge`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let width = Int.random(in: 2...24, using: &random)
    var editor = LineEditor(width: width, maximum: Int.random(in: 1...20, using: &random), isSecret: seed % 5 == 0)
    let pool: [Unicode.Scalar] = ["a", "日", "か", "\u{3099}", "ｶ", "\u{FF9E}", "\u{FE00}", " ", "※", "\u{2212}"]
    let commands: [Command] = [
      .left, .right, .home, .end, .deleteBackward, .deleteForward, .killToEnd, .clear, .undo, .open,
    ]
    for _ in 0..<120 {
      let count = editor.count
      let outcome: LineEditor.Outcome
      if Int.random(in: 0..<3, using: &random) > 0, let scalar = pool.randomElement(using: &random) {
        outcome = editor.apply(.insert(scalar))
        #expect(outcome == .refused ? editor.count == count : editor.count == count + 1)
      } else if let command = commands.randomElement(using: &random) {
        outcome = editor.apply(command)
        #expect(outcome != .notMine)
      }
      let scalars = Array(editor.text.unicodeScalars)
      for index in [editor.cursor, editor.firstShown] {
        #expect((0...scalars.count).contains(index))
        #expect(index == 0 || index == scalars.count || TextWidth.of(scalars[index]) > 0)
      }
      let view = editor.view
      #expect(view.text.columns == width)
      #expect((0...width).contains(view.cursorColumn))
      #expect(view.cursorColumn < width || editor.cursor == editor.count)
      if !editor.isSecret {
        // The cells before the cursor are the text before the cursor.
        let before = view.text.prefix(columns: view.cursorColumn)
        #expect(before.columns == view.cursorColumn)
        #expect(
          Array(before.unicodeScalars.filter { TextWidth.of($0) > 0 })
            == scalars[editor.firstShown..<max(editor.firstShown, editor.cursor)].filter { TextWidth.of($0) > 0 })
      }
      #expect(view.hidesBeginning == (editor.firstShown > 0))
    }
  }
}
