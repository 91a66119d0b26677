/// `remcs --home DIR status` means the same as `remcs status --home DIR`: the options that go with every command may
/// stand before it.
enum ArgumentOrder {
  /// The arguments with leading `--home` and `--lang` moved to the end. Without a command behind them, as they were.
  static func arranged(_ arguments: [String]) -> [String] {
    var rest = arguments[...]
    var leading: [String] = []
    while let first = rest.first {
      if first == "--home" || first == "--lang", rest.count > 1 {
        leading += rest.prefix(2)
        rest = rest.dropFirst(2)
      } else if first.hasPrefix("--home=") || first.hasPrefix("--lang=") {
        leading.append(first)
        rest = rest.dropFirst()
      } else {
        break
      }
    }
    guard let command = rest.first, !command.hasPrefix("-") else { return arguments }
    return rest + leading
  }
}
