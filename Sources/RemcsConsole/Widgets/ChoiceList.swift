/// The open list of a choice. Up and down move, Enter or Space takes, Esc closes and changes nothing.
struct ChoiceList: Sendable, Equatable {
  /// What an update did.
  enum Outcome: Sendable, Equatable {
    case open
    case taken(Int)
    case closed
  }

  /// The texts.
  let options: [String]
  /// The marked one.
  private(set) var selected: Int

  init(options: [String], selected: Int) {
    self.options = options
    self.selected = min(max(0, selected), max(0, options.count - 1))
  }

  /// Takes a command.
  mutating func update(_ command: Command) -> Outcome {
    switch command {
    case .up, .left, .previousField: selected = max(0, selected - 1)
    case .down, .right, .nextField: selected = min(options.count - 1, selected + 1)
    case .home, .pageUp: selected = 0
    case .end, .pageDown: selected = options.count - 1
    case .activate, .open: return .taken(selected)
    case .dismiss, .leave, .back: return .closed
    default: break
    }
    return .open
  }

  /// Puts the list below `anchor`, or above it where there is no room below, within `rows`.
  func put(into frame: inout Frame, anchor: Frame.Position, texts: [String], rows: Range<Int>) {
    let room = rows.count - 2
    let height = min(texts.count, max(1, room))
    let first = min(max(0, selected - height + 1), texts.count - height)
    let width = (texts.map(\.columns).max() ?? 0) + 4
    let below = anchor.row + 1
    let top =
      below + height + 2 <= rows.upperBound
      ? below : anchor.row - height - 2 >= rows.lowerBound ? anchor.row - height - 2 : rows.lowerBound
    let column = max(0, min(anchor.column, frame.size.columns - width))
    frame.clear(row: top, column: column, rows: height + 2, columns: width)
    frame.put("+---", row: top, column: column)
    for line in 0..<height {
      let index = first + line
      frame.put("|" + (index == selected ? ">" : " "), row: top + 1 + line, column: column)
      frame.put(texts[index], row: top + 1 + line, column: column + 3)
      if index == selected { frame.cursor = Frame.Position(row: top + 1 + line, column: column + 3) }
    }
    frame.put("+---", row: top + height + 1, column: column)
  }
}
