public import RemcsCore

extension TransportStage {
  /// Its name, as a person reads it.
  public func name(in language: Language) -> String { words("stage", rawValue, language) }
}

extension TransportRemark {
  /// The sentence.
  public func text(in language: Language) -> String { words("remark", code.rawValue, language, arguments) }
}

extension FailureAdvice {
  /// What to do, in one or two sentences.
  public func text(in language: Language) -> String { words("advice", rawValue, language) }
}

extension Evidence.Kind {
  /// What a fact is about.
  public func label(in language: Language) -> String { words("evidence", rawValue, language) }
}

extension TransportFailure {
  /// Where it broke and what we found out: `Stage: Encryption. The certificate ... expired at ...`. The server's own
  /// words stand in the message itself, unless the message of table 6.35 has no place for them.
  public func particulars(in language: Language) -> String {
    var parts = [text(.failureStage, in: language, stage.name(in: language))]
    if let remark { parts.append(remark.text(in: language)) }
    if let code, !serverText.isEmpty, !code.pattern(in: language).contains("%3") { parts.append("(\(serverText))") }
    return parts.joined(separator: "  ")
  }
}

/// The text of a raw value; a catalogue without it is a defect that a test finds, and the raw value is shown.
private func words(_ area: String, _ name: String, _ language: Language, _ arguments: [String] = []) -> String {
  TextKey(rawValue: "\(area).\(name)").map { text($0, in: language, arguments: arguments) } ?? name
}
