internal import Localization
internal import RemcsCore

extension ViewContext.Status {
  /// `装置ID 00-...  設定未完了  インターネット接続(メールのみ)  送信待ち 3件`. What does not fit is shortened in this
  /// order: the connection type loses its bracket, then goes, then the device id loses its middle; the id is what the
  /// engineer compares with the warranty card.
  func line(_ words: Words, columns: Int) -> String {
    let label = words(.statusDeviceID) + " "
    let stateText = words(state.key)
    let type = connectionType.map { words($0.key) } ?? ""
    let waitingText = waiting > 0 ? words(.statusWaiting, String(waiting)) : ""
    let alarmText =
      switch alarm {
      case .failed(let count): words(.statusFailed, String(count))
      case .trouble(let error): "! " + error.code.rawValue
      case nil: ""
      }
    let name = device.harmless(maximum: 128)
    for typeText in [type, String(type.prefix { $0 != "(" }), ""] {
      let rest = [stateText, typeText, waitingText, alarmText].filter { !$0.isEmpty }.joined(separator: "  ")
      let room = columns - label.columns - rest.columns - 2
      if name.columns <= room { return label + name + "  " + rest }
      if typeText.isEmpty {
        return label + Self.shortened(name, columns: max(12, room)) + "  " + rest
      }
    }
    return label + name
  }

  private static func shortened(_ name: String, columns: Int) -> String {
    let scalars = Array(name.unicodeScalars)
    let front = name.prefix(columns: (columns - 3) / 3)
    var view = String.UnicodeScalarView()
    var used = 0
    for scalar in scalars.reversed() {
      used += TextWidth.of(scalar)
      if used > columns - 3 - front.columns { break }
      view.insert(scalar, at: view.startIndex)
    }
    return front + "..." + String(view)
  }
}
