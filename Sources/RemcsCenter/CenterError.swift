internal import RemcsCore

/// What went wrong at the center: a code for programs, an English sentence for people.
public struct CenterError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of failure that callers tell apart.
  public enum Code: String, Sendable, CaseIterable {
    /// The directory is not a center; `init` makes one.
    case notACenter
    /// `init` found a center there already and leaves it alone.
    case alreadyACenter
    /// The mail is encrypted for somebody else, or is no report at all.
    case notForUs
    /// The mail is for us and cannot be read: sums, structure or encryption do not fit.
    case damaged
    /// More than the limits allow.
    case tooLarge
    /// The disk or the directory failed; another try may succeed.
    case storage
    /// Too much at once; another try will succeed.
    case busy
    /// A port cannot be opened.
    case cannotListen
    /// There is no such report.
    case unknownReport
    /// Keys or certificates of the center cannot be made or read.
    case certificates
  }

  /// Which kind of failure.
  public let code: Code
  /// A sentence without a line end, harmless on a terminal.
  public let message: String

  /// A failure; the message is made harmless.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message.harmless()
  }

  /// Whether the same mail may be accepted later, as it stands.
  public var isTemporary: Bool { code == .storage || code == .busy || code == .notACenter || code == .certificates }

  /// The sentence.
  public var description: String { message }

  /// The exit code of sysexits.h for a mail that a mail server hands over.
  public var exitCode: Int32 {
    if isTemporary { return 75 }
    switch code {
    case .notForUs, .damaged, .tooLarge: return 65
    default: return 1
    }
  }
}
