internal import Localization
internal import RemcsCore

/// Figures 4.1 and 5.1. What cannot be done now is marked with a minus, and says why with its code.
struct MenuScreen: Screen {
  let page: MenuPage
  private var column = 0
  /// The item in each column that has the focus when the column has.
  private var places: [Int]

  /// A menu at its first item, or at the one that a person comes back from.
  init(_ page: MenuPage = .remcs, at item: MenuItem? = nil) {
    self.page = page
    places = page.columns.map { _ in 0 }
    for index in page.columns.indices {
      guard let place = item.flatMap(items(index).firstIndex) else { continue }
      column = index
      places[index] = place
    }
  }

  var id: ScreenID { page.id }
  var place: String { "menu.\(selected.rawValue)" }

  private func items(_ column: Int) -> [MenuItem] { page.columns[column].flatMap(\.items) }
  /// The item with the focus.
  var selected: MenuItem { items(column)[places[column]] }

  mutating func update(_ command: Command) -> Intent {
    let last = items(column).count - 1
    switch command {
    case .up: places[column] = max(0, places[column] - 1)
    case .down: places[column] = min(last, places[column] + 1)
    case .home: places[column] = 0
    case .end: places[column] = last
    case .left: move(to: column - 1)
    case .right: move(to: column + 1)
    case .nextField: if places[column] < last { places[column] += 1 } else { step(1) }
    case .previousField: if places[column] > 0 { places[column] -= 1 } else { step(-1) }
    case .activate, .open: return .choose(selected)
    case .leave: return .leave
    case .help: return .help
    default: break
    }
    return .stay
  }

  /// To a column, if there is one.
  private mutating func move(to next: Int) {
    guard page.columns.indices.contains(next) else { return }
    places[next] = min(places[column], items(next).count - 1)
    column = next
  }

  /// Tab goes round: behind the last item of a column comes the first of the next.
  private mutating func step(_ by: Int) {
    let count = page.columns.count
    column = (column + by + count) % count
    places[column] = by > 0 ? 0 : items(column).count - 1
  }

  func view(_ context: ViewContext) -> Frame {
    let words = Words(context.language)
    let width = context.size.columns / page.columns.count
    var rows: [BodyRow] = []
    for (index, groups) in page.columns.enumerated() {
      let left = index * width
      var row = 0
      func put(_ change: (inout BodyRow) -> Void) {
        while rows.count <= row { rows.append(BodyRow()) }
        change(&rows[row])
        row += 1
      }
      for group in groups {
        if row > 0 { put { _ in } }
        put { $0.put(words(group.heading), at: left + 1) }
        for item in group.items {
          put { line in
            let isSelected = index == column && item == selected
            if isSelected { line.put(">", at: left) }
            if item.refusal(context.status) != nil { line.put("-", at: left + 1) }
            line.put(words.menu(item).prefix(columns: width - 4), at: left + 2)
            if isSelected { line.cursor = left + 2 }
          }
        }
      }
    }
    return Page(id: id, rows: rows, message: context.showsHelp ? message(words, context) : "").frame(context)
  }

  private func message(_ words: Words, _ context: ViewContext) -> String {
    if let refusal = selected.refusal(context.status) { return words.refusal(refusal) }
    return words.menuHelp(selected) + (context.status.alarm == nil ? "" : " " + words(.menuAlarm))
  }
}

extension Words {
  /// What an item of a menu is called.
  func menu(_ item: MenuItem) -> String { find("menu.\(item.rawValue)") ?? item.rawValue }

  /// One sentence on what an item does.
  func menuHelp(_ item: MenuItem) -> String { find("menu.\(item.rawValue)Help") ?? "" }
}
