/// Trouble on the way to the center, as the agent met it: it holds all reports back, not only the one that met it first.
public struct ContactTrouble: Codable, Sendable, Equatable {
  /// Tries in a row that did not get as far as a report.
  public var failures: Int
  /// Since when, in seconds since 1970.
  public var since: Double
  /// When the next try is due, in seconds since 1970.
  public var nextTry: Double
  /// When that was decided; a clock that shows less by now was set back.
  public var noted: Double?
  /// The newest report there was when it began: those up to it have waited as long as it lasts.
  public var newest: Int?
  /// What the last one met.
  public var code: MessageCode
  /// Whether it may pass by itself; what does not needs a person.
  public var isTemporary: Bool
}
