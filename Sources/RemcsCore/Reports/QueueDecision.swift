/// What a person can decide about a report that has not been relayed (docs/console.md).
public enum QueueDecision: String, Sendable, Codable, CaseIterable {
  /// A report that was refused for good waits again, to be sent with its old number and id.
  case retry
  /// A report that waits, or was refused for good, is taken out; the next one tells the center so. There is no way back:
  /// the center may have been told by then.
  case cancel

  /// The states of a report that it can be decided in.
  public var states: [ReportState] {
    switch self {
    case .retry: [.failed]
    // What is being sent may have arrived: whoever sends it knows in a moment.
    case .cancel: [.waiting, .failed]
    }
  }
}

/// Why a decision about a report is not possible; front ends have the words.
public struct QueueRefusal: Sendable, Codable, Equatable {
  /// What was wanted; nil if the report was only to be shown.
  public let decision: QueueDecision?
  /// The number of the report.
  public let sequence: Int
  /// Where it stands; nil if there is no report of this number.
  public let state: ReportState?

  /// A refusal.
  public init(_ decision: QueueDecision?, _ sequence: Int, _ state: ReportState?) {
    self.decision = decision
    self.sequence = sequence
    self.state = state
  }
}
