public import FoundationEssentials

/// What was decided about 情報送信に関する合意事項 (figure 3.18), with what was read: the proof for both sides.
public struct Consent: Sendable, Codable, Equatable {
  /// Whether the person agreed.
  public let agreed: Bool
  /// The language of the text.
  public let language: Language
  /// The version of the text.
  public let version: String
  /// The SHA-256 of the text that was shown, UTF-8, in hexadecimal.
  public let sha256: String
  /// When.
  public let time: Date

  /// A decision.
  public init(agreed: Bool, language: Language, version: String, sha256: String, time: Date) {
    self.agreed = agreed
    self.language = language
    self.version = version
    self.sha256 = sha256
    self.time = time
  }
}
