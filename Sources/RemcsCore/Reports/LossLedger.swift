/// What a report tells about all others (docs/protocol.md): what never comes, what comes late, what was held back. With
/// it a center can prove that nothing is missing.
public struct LossLedger: Codable, Sendable, Equatable {
  /// Events of a unit that were not reported, because an earlier one of the same unit was (manual 1.2.1).
  public struct Suppressed: Codable, Sendable, Equatable {
    /// The unit.
    public var unit: String
    /// How many.
    public var count: Int
    /// The first and the last of them, ISO 8601 with offset.
    public var first: String, last: String
    /// The number of the entry on its device: within a second a unit may have several. None from an older program.
    public var entry: Int?
  }

  /// Files that were left out of a report, because the disk or the room for logs was full.
  public struct Dropped: Codable, Sendable, Equatable {
    /// The report that they belonged to.
    public var report: Int
    /// How many files.
    public var count: Int
  }

  /// Numbers that will never arrive.
  public var canceled: [Int]
  /// Numbers before this one that were still to be sent when it was made, as `7` or `7-12`; at most the 200 oldest.
  public var late: [String]?
  /// What was held back.
  public var suppressed: [Suppressed]?
  /// What was left out.
  public var dropped: [Dropped]?

  /// Nothing to tell.
  public static let empty = LossLedger(canceled: [])

  /// A ledger.
  public init(
    canceled: [Int], late: [String]? = nil, suppressed: [Suppressed]? = nil, dropped: [Dropped]? = nil
  ) {
    self.canceled = canceled
    self.late = late
    self.suppressed = suppressed
    self.dropped = dropped
  }
}
