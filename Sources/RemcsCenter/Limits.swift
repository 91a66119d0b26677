/// Everything that a stranger could make grow, and how far.
public struct Limits: Sendable, Equatable {
  /// The largest mail in bytes, as SIZE tells it. 30 MB by default.
  public var mailSize = 30 * 1024 * 1024
  /// The longest line of a mail in bytes without its end (RFC 5321 4.5.3.1.6: 998).
  public var lineLength = 998
  /// The longest command in bytes; AUTH needs more than the 510 of RFC 5321 (RFC 4954 section 4).
  public var commandLength = 12_288
  /// Connections at a time over all ports.
  public var connections = 100
  /// Seconds until a silent connection is closed; also the longest that one command may take to arrive.
  public var idleTimeout = 300.0
  /// Seconds that one mail may take to arrive.
  public var mailTimeout = 3600.0
  /// Bytes of mails that are on their way in at a time, over all connections.
  public var memory = 256 * 1024 * 1024
  /// Recipients of a mail.
  public var recipients = 100
  /// Wrong or unknown commands until a connection is closed.
  public var errors = 20
  /// Mails that one report may come in.
  public var parts = 10_000
  /// Files in one report.
  public var attachments = 1_000
  /// Bytes of one report, all its files together.
  public var reportSize = 1024 * 1024 * 1024

  /// The usual limits.
  public init() {}
}
