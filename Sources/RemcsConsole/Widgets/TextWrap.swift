extension StringProtocol {
  /// The text in lines of at most so many cells: broken at spaces, and between full-width characters where Japanese
  /// typesetting allows it (no closing mark begins a line, no opening bracket ends one). Line feeds are kept.
  public func wrapped(columns limit: Int) -> [String] {
    var result: [String] = []
    for paragraph in split(separator: "\n", omittingEmptySubsequences: false) {
      result += Wrapping(Array(paragraph.unicodeScalars), limit: Swift.max(2, limit)).lines
    }
    return result
  }
}

/// Breaks one paragraph.
private struct Wrapping {
  /// What may not begin a line.
  private static let closing = Set("、。，．）」』】〉》！？ー々・：；ぁぃぅぇぉっゃゅょァィゥェォッャュョ)].,:;!?".unicodeScalars)
  /// What may not end a line.
  private static let opening = Set("（「『【〈《([".unicodeScalars)

  private(set) var lines: [String] = []

  init(_ scalars: [Unicode.Scalar], limit: Int) {
    var start = 0
    var index = 0
    var used = 0
    var lastBreak = 0
    while index < scalars.count {
      if index > start, Self.canBreak(scalars, before: index) { lastBreak = index }
      used += TextWidth.of(scalars[index])
      // A space that does not fit ends the line and is dropped there.
      if used > limit, scalars[index] != " " {
        let end = lastBreak > start ? lastBreak : index
        lines.append(Self.line(scalars[start..<end]))
        start = end
        while start < index, scalars[start] == " " { start += 1 }
        used = scalars[start..<index].reduce(0) { $0 + TextWidth.of($1) } + TextWidth.of(scalars[index])
        lastBreak = start
      }
      index += 1
    }
    lines.append(Self.line(scalars[start...]))
  }

  private static func canBreak(_ scalars: [Unicode.Scalar], before index: Int) -> Bool {
    let left = scalars[index - 1]
    let right = scalars[index]
    if right == " " { return false }
    if left == " " { return true }
    guard !closing.contains(right), !opening.contains(left) else { return false }
    return TextWidth.of(left) == 2 || TextWidth.of(right) == 2
  }

  private static func line(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    while view.last == " " { view.removeLast() }
    return String(view)
  }
}
