public import RemcsCore

extension Suppression {
  /// One line: unit, level, since, until, how many were held back, what would break through.
  public func line(in language: Language) -> String {
    let end = until?.localISO8601 ?? text(.commandFaultUntilCleared, in: language)
    let above = breaksThrough.map { text($0.key, in: language) }.joined(separator: ", ")
    return text(
      .suppressionRow, in: language,
      arguments: [
        place, text(level.key, in: language), since.localISO8601, end, String(held),
        above.isEmpty ? text(.suppressionNothing, in: language) : above,
      ])
  }
}

extension FaultLevel {
  /// What people call it.
  public var key: TextKey {
    switch self {
    case .info: .faultLevelInfo
    case .warning: .faultLevelWarning
    case .error: .faultLevelError
    }
  }
}
