/// Something on this machine that knows of events: counters, logs, dumps. `RemcsHardware` has them; the agent asks each
/// from time to time (``AgentDuty/events(_:)``).
///
/// A source keeps nothing itself. Where it stands is its position, a text of its own making, which the store keeps: an
/// event and the position behind it are stored in one transaction, so that after a crash no event is missing and none is
/// taken twice.
public protocol EventSource: Sendable {
  /// What the status, the log and the store call it; never changed, since the position is kept under it.
  var name: String { get }
  /// Seconds from one look to the next.
  var interval: Double { get }

  /// What has happened since a position. Blocks the calling thread for minutes at most.
  ///
  /// - Parameters:
  ///   - position: where it stood; nil the first time, or after the store was lost.
  ///   - hardware: whom this device asks about its hardware (`remcs hardware-source`).
  ///   - cancellation: stops it; what it returns then may be less than there is.
  /// - Returns: the events, oldest first.
  /// - Throws: why nothing at all could be read.
  func events(
    after position: String?, hardware: HardwareSourceSetting, cancellation: Cancellation
  ) throws(EventSourceFailure) -> EventBatch
}

/// One event of a source.
public struct SourcedEvent: Sendable, Equatable {
  /// Unit, level, code and text.
  public let fault: Fault
  /// Paths of files that travel with it.
  public let logs: [String]
  /// Whether the unit was started anew before this event, which ends its suppression (manual 1.2.1).
  public let isAfterRestart: Bool
  /// Where the source stands once this event is taken.
  public let position: String

  /// An event.
  public init(_ fault: Fault, logs: [String] = [], isAfterRestart: Bool = false, position: String) {
    self.fault = fault
    self.logs = logs
    self.isAfterRestart = isAfterRestart
    self.position = position
  }
}

/// What a source had to tell.
public struct EventBatch: Sendable, Equatable {
  /// The events, oldest first.
  public var events: [SourcedEvent] = []
  /// Where the source stands behind all of them; nil to leave it where it was.
  public var position: String?
  /// What could not be read beside that.
  public var failures: [EventSourceFailure] = []
  /// Whether there is such a source on this machine at all; it is looked for less often where there is none.
  public var isPresent = true

  /// A batch of nothing.
  public init() {}

  /// There is no such source here, which is no failure.
  public static let absent: EventBatch = {
    var batch = EventBatch()
    batch.isPresent = false
    return batch
  }()
}

/// Why a source, or a part of it, could not be read.
public struct EventSourceFailure: Error, Sendable, Equatable {
  /// The reason in the words of the system or the program, harmless.
  public let reason: String

  /// A failure.
  public init(_ reason: String) { self.reason = reason.harmless() }
}
