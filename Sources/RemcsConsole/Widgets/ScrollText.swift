/// A text that may be longer than its place: which line shows first, kept within what the last known size allows.
struct ScrollText: Sendable, Equatable {
  /// The first line that shows.
  private(set) var first = 0
  private var count = 0
  private var height = 1

  /// Takes note of how many lines there are and how many fit.
  mutating func fit(count: Int, height: Int) {
    self.count = count
    self.height = max(1, height)
    clamp()
  }

  /// Whether lines are hidden below.
  var hasMore: Bool { first + height < count }
  /// Whether everything shows at once.
  var fits: Bool { count <= height }

  /// Scrolls, if the command is one for it; whether anything moved.
  mutating func update(_ command: Command) -> Bool {
    let before = first
    switch command {
    case .up: first -= 1
    case .down: first += 1
    case .pageUp: first -= height - 1
    case .pageDown: first += height - 1
    case .home: first = 0
    case .end: first = count
    default: break
    }
    clamp()
    return first != before
  }

  /// `1-13/26`, or nothing if everything shows.
  var position: String {
    fits ? "" : "\(first + 1)-\(min(count, first + height))/\(count)"
  }

  private mutating func clamp() { first = max(0, min(first, count - height)) }
}
