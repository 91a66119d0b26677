/// Which line of a list has the focus.
struct ListCursor: Sendable, Equatable {
  /// The line, from 0.
  private(set) var index: Int
  private let last: Int
  /// How far PageUp and PageDown go.
  private static let page = 10

  /// The focus in a list of `count` lines.
  init(count: Int, at index: Int = 0) {
    last = max(0, count - 1)
    self.index = min(max(0, index), last)
  }

  /// Moves it; whether the command was one that moves.
  mutating func update(_ command: Command) -> Bool {
    switch command {
    case .up, .previousField: index = max(0, index - 1)
    case .down, .nextField: index = min(last, index + 1)
    case .pageUp: index = max(0, index - Self.page)
    case .pageDown: index = min(last, index + Self.page)
    case .home: index = 0
    case .end: index = last
    default: return false
    }
    return true
  }
}
