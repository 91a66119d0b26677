/// `[########            ]  40%`: ASCII, so that one percent more costs a cell and a digit.
enum ProgressBar {
  /// Cells between the brackets.
  static let width = 50

  /// The bar for 0 to 100 percent.
  static func text(percent: Int) -> String {
    let percent = min(100, max(0, percent))
    let filled = percent * width / 100
    let number = String(percent)
    return "[" + String(repeating: "#", count: filled) + String(repeating: " ", count: width - filled) + "] "
      + String(repeating: " ", count: 3 - number.count) + number + "%"
  }
}
