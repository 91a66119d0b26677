extension String {
  /// The same text with nothing in it that could drive a terminal, forge a log line or break a header: control
  /// characters, line separators and direction marks become spaces, runs of spaces become one, and it is cut after
  /// `maximum` characters (Unicode scalars).
  public func harmless(maximum: Int = 400) -> String {
    var result = String.UnicodeScalarView()
    var lastWasSpace = true
    for scalar in unicodeScalars {
      let isSpace: Bool
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .privateUse,
        .unassigned:
        isSpace = true
      default: isSpace = false
      }
      if isSpace {
        if !lastWasSpace { result.append(" ") }
      } else {
        result.append(scalar)
      }
      lastWasSpace = isSpace
      if result.count >= maximum { break }
    }
    while result.last == " " { result.removeLast() }
    return String(result)
  }
}
