@testable import RemcsConsole
import Testing

extension WizardDriver {
  /// Goes to an item of the menu that shows, and presses Enter.
  func choose(_ item: MenuItem, in page: MenuPage = .remcs) throws {
    try see(page.id)
    let columns = page.columns.map { $0.flatMap(\.items) }
    let column = try #require(columns.firstIndex { $0.contains(item) })
    let row = try #require(columns[column].firstIndex(of: item))
    // From wherever the focus is to the first item.
    for _ in columns { press(.left) }
    for _ in columns.flatMap({ $0 }) { press(.up) }
    for _ in 0..<column { press(.right) }
    for _ in 0..<row { press(.down) }
    press(.enter)
  }
}
