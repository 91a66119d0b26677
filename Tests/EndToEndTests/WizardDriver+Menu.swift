@testable import RemcsConsole
import Testing

extension WizardDriver {
  /// Goes to an item of the menu that was just opened, and presses Enter.
  func choose(_ item: MenuItem) throws {
    try see(.menu)
    let columns = MenuPage.remcs.columns.map { $0.flatMap(\.items) }
    let column = try #require(columns.firstIndex { $0.contains(item) })
    let row = try #require(columns[column].firstIndex(of: item))
    for _ in 0..<column { press(.right) }
    for _ in 0..<row { press(.down) }
    press(.enter)
  }
}
