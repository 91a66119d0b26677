/// A language of the service (manual 3.2.1, 5.4).
public enum Language: String, Sendable, Codable, CaseIterable {
  /// Japanese (日本語).
  case ja
  /// English, the language of a device that nobody has set up yet.
  case en
}
