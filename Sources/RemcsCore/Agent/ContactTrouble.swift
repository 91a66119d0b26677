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
  /// Whether somebody wishes a try before its time.
  public var isWanted: Bool?
  /// What fills its message, and what else was found; none where a connection failed, or in the store of an older program.
  public var arguments: [String]?, details: [String]?
  /// The connection that failed.
  public var failure: TransportFailure?

  /// What the last one met, to be told to a person.
  public var error: ServiceError {
    failure?.serviceError
      ?? ServiceError(code, arguments ?? [], details: (details ?? []).map { .init(code: code, text: $0) })
  }
}
