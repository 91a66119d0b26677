public import RemcsCore

extension CertificateFinding {
  /// The sentence, with what to do where a person can do something. A catalogue without it is a defect that a test
  /// finds, and then the code is shown.
  public func text(in language: Language) -> String {
    TextKey(rawValue: "certificate.finding.\(code.rawValue)").map {
      Localization.text($0, in: language, arguments: arguments)
    } ?? code.rawValue
  }
}
