/// The system's time zone is another one than the center was told (manual chapter 8): the schedule is meant in the zone
/// of now, so the center expects the device at the wrong hours until it is told again.
public struct TimeZoneChange: Sendable, Codable, Equatable {
  /// The zone that the center was told last, such as Asia/Tokyo.
  public let told: String
  /// The zone of now.
  public let now: String
  /// Whether a report with the zone of now waits to be sent.
  public let isQueued: Bool

  /// A change.
  public init(told: String, now: String, isQueued: Bool) {
    self.told = told
    self.now = now
    self.isQueued = isQueued
  }
}

extension Service {
  /// Whether the system's time zone changed since the center was told; nil if it did not, or the center knows none.
  public func timeZoneChange() throws(ServiceError) -> TimeZoneChange? {
    let now = clock.timeZone().harmless(maximum: 100)
    guard let told = try store.setting(.toldTimeZone), told != now, try isRegistered() else { return nil }
    let unsent = try store.reports(of: [.registration, .agentInformation], in: [.waiting, .sending])
    return TimeZoneChange(told: told, now: now, isQueued: unsent.last?.timeZone == now)
  }

  /// Tells the center the schedule as it is stored, with the system's time zone of now (manual chapter 8: after a change
  /// of the zone 定期接続スケジュール設定 has to be carried out).
  ///
  /// - Returns: whether the center was told; false if the report waits, since the device is stopped or its connection
  ///   check is still to come.
  /// - Throws: as ``changeSchedule(_:observer:cancellation:)``.
  @discardableResult
  public func sendSchedule(
    observer: (ActionProgress) -> Void, cancellation: Cancellation
  ) throws(ActionFailure) -> Bool {
    let (stored, sends) = try lift { () throws(ServiceError) in (try store.answers(), try state().sends) }
    try changeSchedule(stored, observer: observer, cancellation: cancellation)
    return sends
  }

  /// Tells the center the zone of now, if it was told another and nothing that says so waits already.
  func reportTimeZoneChange() throws(ServiceError) {
    guard let change = try timeZoneChange(), !change.isQueued else { return }
    let new = try agentInformation(try store.answers())
    let now = clock.now()
    _ = try store.write { connection in try Store.enqueueReplacing(new, at: now, connection) }
  }
}

extension Report {
  /// The time zone that it tells the center; nil if it tells none.
  var timeZone: String? {
    guard [.registration, .agentInformation].contains(kind), let manifest = try? Manifest(manifest) else { return nil }
    return manifest.registration?.timeZone
  }
}
