/// One line of text being edited: the text, the cursor, which part of it shows, and what can be undone. A value that
/// knows no terminal; a screen shows ``view`` and hands commands to ``apply(_:)``.
///
/// Text is kept as Unicode scalars, because lengths are counted so (manual table 3.3: one character, one 桁). A base
/// character and the marks that follow it (か and U+3099) are one character to every key, so the cursor never stands
/// between them, nor inside a wide character.
public struct LineEditor: Sendable, Equatable {
  /// What a command did.
  public enum Outcome: Sendable, Equatable {
    /// The text is another one now.
    case changed
    /// Only the cursor moved, or the command was ours and had nothing to do.
    case moved
    /// The character was not taken, because ``hardLimit`` is reached; nothing was lost.
    case refused
    /// Not a command of a line editor: the form decides.
    case notMine
  }

  /// What shows of the line.
  public struct View: Sendable, Equatable {
    /// Exactly as many cells as the field is wide, padded with blanks.
    public let text: String
    /// Where the cursor stands: 0 to the width. It is the width (just behind the field) only at the end of a text
    /// that fills the field.
    public let cursorColumn: Int
    /// Whether text is hidden before the first cell.
    public let hidesBeginning: Bool
    /// Whether text is hidden behind the last cell.
    public let hidesEnd: Bool
  }

  /// A text and a cursor to go back to.
  private struct Snapshot: Sendable, Equatable {
    let scalars: [Unicode.Scalar]
    let cursor: Int
  }

  /// How many cells show.
  public let width: Int
  /// How many characters the field allows. More can be typed, up to ``hardLimit``, because a repair may shorten the
  /// text (half-width kana and a voiced mark become one character).
  public let maximum: Int
  /// Whether asterisks show instead of the text.
  public let isSecret: Bool
  /// How many steps can be undone.
  public static let undoDepth = 200

  private var scalars: [Unicode.Scalar] = []
  private var undoStack: [Snapshot] = []
  /// Index into the scalars, always at the beginning of a character or at the end.
  public private(set) var cursor = 0
  /// Index of the first scalar that shows, always at the beginning of a character.
  public private(set) var firstShown = 0

  /// An editor with the cursor at the end of the text; a text longer than ``hardLimit`` is taken as it is.
  public init(text: String = "", width: Int, maximum: Int, isSecret: Bool = false) {
    self.width = Swift.max(1, width)
    self.maximum = Swift.max(1, maximum)
    self.isSecret = isSecret
    scalars = Self.single(text)
    cursor = scalars.count
    scroll()
  }

  /// The text.
  public var text: String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// How many characters (Unicode scalars) the text has, as the manual counts them.
  public var count: Int { scalars.count }
  /// Whether the text is longer than the field allows.
  public var isTooLong: Bool { count > maximum }
  /// Nothing more is taken beyond this.
  public var hardLimit: Int { maximum * 4 }
  /// Whether there is something to undo.
  public var canUndo: Bool { !undoStack.isEmpty }

  /// Does what the command says, if it is one for a line of text.
  public mutating func apply(_ command: Command) -> Outcome {
    switch command {
    case .insert(let scalar): return insert(scalar)
    case .open: return insert(" ")
    case .deleteBackward: return remove(edge(before: cursor)..<cursor)
    case .deleteForward: return remove(cursor..<edge(after: cursor))
    case .clear: return remove(0..<count)
    case .killToEnd: return remove(cursor..<count)
    case .undo: return undo()
    case .left: return move(to: edge(before: cursor))
    case .right: return move(to: edge(after: cursor))
    case .home: return move(to: 0)
    case .end: return move(to: count)
    default: return .notMine
    }
  }

  /// Takes another text in one step, such as a repair or a suggestion; it can be undone. The cursor goes to the end.
  public mutating func replace(with text: String) {
    let new = Self.single(text)
    // Compared as scalars: String equality would take か and U+3099 for が.
    guard new != scalars else { return }
    remember()
    scalars = new
    cursor = count
    scroll()
  }

  /// What shows now.
  public var view: View {
    let end = endShown(from: firstShown)
    let shown = self.shown(firstShown..<end)
    return View(
      text: shown.padded(columns: width), cursorColumn: cells(firstShown..<Swift.max(firstShown, cursor)),
      hidesBeginning: firstShown > 0, hidesEnd: end < count)
  }

  // MARK: - Editing

  private mutating func insert(_ scalar: Unicode.Scalar) -> Outcome {
    guard scalar.properties.generalCategory != .control else { return .moved }
    guard count < hardLimit else { return .refused }
    remember()
    scalars.insert(scalar, at: cursor)
    // A mark that stood alone may belong to what was just put before it.
    cursor = edge(atOrAfter: cursor + 1)
    scroll()
    return .changed
  }

  private mutating func remove(_ range: Range<Int>) -> Outcome {
    guard !range.isEmpty else { return .moved }
    remember()
    scalars.removeSubrange(range)
    cursor = edge(atOrAfter: range.lowerBound)
    scroll()
    return .changed
  }

  private mutating func undo() -> Outcome {
    guard let last = undoStack.popLast() else { return .moved }
    scalars = last.scalars
    cursor = last.cursor
    scroll()
    return .changed
  }

  private mutating func move(to index: Int) -> Outcome {
    cursor = index
    scroll()
    return .moved
  }

  private mutating func remember() {
    undoStack.append(Snapshot(scalars: scalars, cursor: cursor))
    if undoStack.count > Self.undoDepth { undoStack.removeFirst() }
  }

  /// The text without line breaks and other control characters, which no field may hold.
  private static func single(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { $0.properties.generalCategory != .control }
  }

  // MARK: - Characters

  private func isMark(_ index: Int) -> Bool { TextWidth.of(scalars[index]) == 0 }

  private func edge(before index: Int) -> Int {
    guard index > 0 else { return 0 }
    var result = index - 1
    while result > 0, isMark(result) { result -= 1 }
    return result
  }

  private func edge(after index: Int) -> Int { index < count ? edge(atOrAfter: index + 1) : count }

  private func edge(atOrAfter index: Int) -> Int {
    var result = index
    while result > 0, result < count, isMark(result) { result += 1 }
    return result
  }

  // MARK: - What shows

  private func cells(_ index: Int) -> Int {
    guard isSecret else { return TextWidth.of(scalars[index]) }
    return index == 0 || !isMark(index) ? 1 : 0
  }

  private func cells(_ range: Range<Int>) -> Int { range.reduce(0) { $0 + cells($1) } }

  private func shown(_ range: Range<Int>) -> String {
    if isSecret { return String(repeating: "*", count: cells(range)) }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  /// Where the part that fits ends, if it begins here.
  private func endShown(from first: Int) -> Int {
    var used = 0
    var index = first
    while index < count {
      used += cells(index)
      if used > width { break }
      index += 1
    }
    return index
  }

  /// Whether the cursor shows if the text is shown from here. It takes a cell of its own, except behind a text that
  /// ends with the field.
  private func showsCursor(from first: Int) -> Bool {
    guard cursor >= first else { return false }
    let column = cells(first..<cursor)
    if cursor == count { return column <= width }
    return column + Swift.max(1, cells(cursor)) <= width
  }

  /// Brings the cursor into view. It jumps by a third of the width, so that typing at the end repaints the field once
  /// in a while and not with every key: on a slow line that is 1 byte instead of 20.
  private mutating func scroll() {
    firstShown = edge(atOrAfter: Swift.min(firstShown, count))
    if cells(0..<count) <= width {
      firstShown = 0
    } else if cursor <= firstShown {
      // Also when the cursor stands on the first cell: what lies before it should be seen.
      firstShown = index(cells: width / 3, before: cursor)
    } else if !showsCursor(from: firstShown) {
      firstShown = index(cells: width - 1 - width / 3, before: cursor)
    }
    // A narrow field may have no room left for the character under the cursor.
    while !showsCursor(from: firstShown), firstShown < cursor { firstShown = edge(after: firstShown) }
  }

  /// The earliest edge from which at most so many cells lead to the index.
  private func index(cells limit: Int, before end: Int) -> Int {
    var result = end
    var used = 0
    while result > 0 {
      let earlier = edge(before: result)
      used += cells(earlier..<result)
      if used > limit { break }
      result = earlier
    }
    return result
  }
}
