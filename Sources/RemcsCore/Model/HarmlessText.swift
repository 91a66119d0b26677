extension String {
  /// The same text with nothing in it that could drive a terminal, forge a log line or break a header: control
  /// characters, line separators and direction marks become spaces, runs of spaces become one, and it is cut after
  /// `maximum` characters (Unicode scalars).
  public func harmless(maximum: Int = 400) -> String {
    var result = String.UnicodeScalarView()
    var count = 0
    var spaceIsDue = false
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .privateUse,
        .unassigned:
        // Written with what follows it: none stands at the end.
        spaceIsDue = count > 0
      default:
        let width = spaceIsDue ? 2 : 1
        guard count + width <= maximum else { return String(result) }
        if spaceIsDue { result.append(" ") }
        result.append(scalar)
        count += width
        spaceIsDue = false
      }
    }
    return String(result)
  }
}
