import Foundation
import Synchronization
import Testing

@testable import RemcsCore

/// A source that counts: its position is how many of its events were taken.
private final class CountingSource: EventSource {
  let name = "counting"
  let interval: Double = 60
  /// What there is to tell, and what fails.
  let faults = Mutex<[(unit: String, isAfterRestart: Bool)]>([])
  let failure = Mutex<String?>(nil)
  let isPresent = Mutex(true)
  let asked = Mutex<[String?]>([])

  func events(
    after position: String?, hardware: HardwareSourceSetting, cancellation: Cancellation
  ) throws(EventSourceFailure) -> EventBatch {
    asked.withLock { $0.append(position) }
    guard isPresent.withLock({ $0 }) else { return .absent }
    let all = faults.withLock { $0 }
    var batch = EventBatch()
    for number in (position.flatMap { Int($0) } ?? 0)..<all.count {
      let fault = Fault(sourced: all[number].unit, level: .error, code: "E\(number)", text: "")
      batch.events.append(
        SourcedEvent(fault, isAfterRestart: all[number].isAfterRestart, position: String(number + 1)))
    }
    batch.position = String(all.count)
    if let failure = failure.withLock({ $0 }) { batch.failures = [EventSourceFailure(failure)] }
    return batch
  }
}

/// Sources of events, as the agent asks them.
struct EventSourceTests {
  private let home: TestHome
  private let clock = TestClock()
  private let source = CountingSource()

  init() throws { home = try TestHome() }

  private func tell(_ units: String..., isAfterRestart: Bool = false) {
    source.faults.withLock { $0 += units.map { ($0, isAfterRestart) } }
  }

  private func codes(_ service: Service) throws -> [String] {
    try service.store.reports().compactMap { try Manifest($0.manifest).fault?.code }
  }

  @Test func `each event is taken once, also by another agent on the same store`() throws {
    tell("A", "B")
    for _ in 1...2 {
      let service = try home.service(clock: clock.clock)
      var agent = Agent(service, duties: [.events(source)])
      let next = try agent.step()
      #expect(next == clock.now + 60)
      #expect(try codes(service) == ["E0", "E1"])
    }
    tell("C")
    let service = try home.service(clock: clock.clock)
    _ = try service.takeEvents(from: source, cancellation: Cancellation())
    #expect(try codes(service) == ["E0", "E1", "E2"])
    #expect(source.asked.withLock { $0 } == [nil, "2", "2"])
  }

  @Test func `an event and its position are stored together or not at all`() throws {
    tell("A", "B")
    let service = try home.service(clock: clock.clock)
    try service.store.write { connection in
      try connection.run(
        """
        CREATE TRIGGER full BEFORE INSERT ON report WHEN (SELECT count(*) FROM report) = 1
        BEGIN SELECT RAISE(ABORT, 'full'); END
        """)
    }
    #expect(throws: ServiceError.self) { try service.takeEvents(from: source, cancellation: Cancellation()) }
    #expect(try codes(service) == ["E0"])
    #expect(try service.eventPosition(of: source.name) == "1")
    try service.store.write { try $0.run("DROP TRIGGER full") }
    _ = try service.takeEvents(from: source, cancellation: Cancellation())
    #expect(try codes(service) == ["E0", "E1"])
  }

  @Test func `an event that is held back is counted and not told again, and a restart ends the holding`() throws {
    tell("OS", "OS")
    let service = try home.service(clock: clock.clock)
    _ = try service.takeEvents(from: source, cancellation: Cancellation())
    #expect(try codes(service) == ["E0"])
    #expect(try service.suppressions().map(\.held) == [1])
    #expect(try service.eventPosition(of: source.name) == "2")
    tell("OS", isAfterRestart: true)
    _ = try service.takeEvents(from: source, cancellation: Cancellation())
    #expect(try codes(service) == ["E0", "E2"])
  }

  @Test func `what fails shows as a failed duty, and what could be read is taken`() throws {
    tell("A")
    source.failure.withLock { $0 = "mc1: no\u{1B} number" }
    let service = try home.service(clock: clock.clock)
    let seen = Mutex<[AgentEvent]>([])
    var agent = Agent(service, duties: [.events(source)]) { event in seen.withLock { $0.append(event) } }
    let next = try agent.step()
    #expect(next == clock.now + 600)
    #expect(try codes(service) == ["E0"])
    #expect(try service.store.duties()["counting"]?.code == .rmg0150)
    #expect(try service.store.duties()["counting"]?.detail == "mc1: no number")
    #expect(seen.withLock { $0.count } == 1)
    source.failure.withLock { $0 = nil }
    clock.advance(by: 600)
    _ = try agent.step()
    #expect(try service.store.duties()["counting"]?.code == nil)
    #expect(try codes(service) == ["E0"])
  }

  @Test func `a source that is not there is no failure, and is looked for less often`() throws {
    source.isPresent.withLock { $0 = false }
    let service = try home.service(clock: clock.clock)
    var agent = Agent(service, duties: [.events(source)])
    let next = try agent.step()
    #expect(next == clock.now + 3600)
    #expect(try service.store.duties()["counting"]?.code == nil)
    #expect(try service.eventPosition(of: source.name) == nil)
  }
}
