/// What became of a mail that was accepted.
public struct Receipt: Sendable, Equatable {
  /// How far the report is with it.
  public enum Outcome: Sendable, Equatable {
    /// The report is there as a whole.
    case complete
    /// The mail is stored; others of the report are missing.
    case part
    /// The mail, or the whole report, was there already; nothing was changed.
    case duplicate
    /// A piece of a cut mail is stored; what it belongs to shows when all are there.
    case piece
  }

  /// The number in the inbox.
  public let number: Int
  /// The report's id; nil for a piece.
  public let report: String?
  /// How far it is.
  public let outcome: Outcome
  /// One line for the reply and the log, ASCII.
  public let summary: String
}
