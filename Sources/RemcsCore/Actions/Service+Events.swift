internal import FoundationEssentials

extension Service {
  /// Takes what a source has to tell. Each event is stored together with the position behind it.
  ///
  /// - Returns: whether there is such a source.
  /// - Throws: RMG_0150 with the reason if it, or a part of it, could not be read; what could be is taken.
  func takeEvents(from source: any EventSource, cancellation: Cancellation) throws(ServiceError) -> Bool {
    let before = try eventPosition(of: source.name)
    let batch: EventBatch
    do throws(EventSourceFailure) {
      batch = try source.events(after: before, hardware: try hardwareSetting(), cancellation: cancellation)
    } catch { throw ServiceError(.rmg0150, [error.reason]) }
    var failures = batch.failures.map(\.reason)
    for event in batch.events {
      // What is not taken now is told again: the position stays before it.
      guard !cancellation.isRaised else { return batch.isPresent }
      let outcome = try report(event.fault, logs: event.logs, isAfterRestart: event.isAfterRestart) { connection in
        try Store.setEventPosition(of: source.name, event.position, connection)
      }
      if case .queued(_, _, let unreadable) = outcome { failures += unreadable }
    }
    if let position = batch.position, position != batch.events.last?.position ?? before {
      try store.write(leavingLog: true) { connection in
        try Store.setEventPosition(of: source.name, position, connection)
      }
    }
    if let failure = failures.first { throw ServiceError(.rmg0150, [failure]) }
    return batch.isPresent
  }

  private func hardwareSetting() throws(EventSourceFailure) -> HardwareSourceSetting {
    do throws(ServiceError) { return try hardwareSource() } catch {
      throw EventSourceFailure(error.root.arguments.joined(separator: " "))
    }
  }

  /// Where a source of events stands; nil if it was never asked.
  func eventPosition(of source: String) throws(ServiceError) -> String? {
    try store.read { connection throws(SQLiteError) in try Store.eventPositions(connection)[source] }
  }
}

extension Store {
  fileprivate static func eventPositions(_ connection: SQLiteConnection) throws(SQLiteError) -> [String: String] {
    guard let text = try setting(.eventPositions, connection) else { return [:] }
    return (try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))) ?? [:]
  }

  fileprivate static func setEventPosition(
    of source: String, _ position: String, _ connection: SQLiteConnection
  ) throws {
    var all = try eventPositions(connection)
    all[source] = position
    try set(.eventPositions, String(decoding: try json(all), as: UTF8.self), connection)
  }
}

extension AgentDuty {
  /// How soon it is looked again for a source that was not there, in seconds: a driver can be loaded, a program installed.
  static let absentInterval: Double = 3600

  /// Asks a source of events; its name is that of the duty.
  public static func events(_ source: any EventSource) -> AgentDuty {
    AgentDuty(source.name) { service, now, cancellation throws(ServiceError) in
      let isPresent = try service.takeEvents(from: source, cancellation: cancellation)
      return now + (isPresent ? source.interval : max(source.interval, absentInterval))
    }
  }
}
