import Foundation
import Testing

@testable import RemcsCore

/// How long the way to the center is left alone after it failed, and what brings a try forward.
struct ContactTroubleTests {
  private let home: TestHome
  private let clock = TestClock()

  init() throws { home = try TestHome() }

  private func active(_ transport: FakeTransport) throws -> Service {
    let service = try home.service(FakeTransport(), clock: clock.clock)
    try service.register(sampleAnswers(), consent: agreement(), observer: { _ in }, cancellation: Cancellation())
    try service.checkConnection(Answers(), observer: { _ in }, cancellation: Cancellation())
    return try home.service(transport, clock: clock.clock)
  }

  private func report(_ unit: String, in service: Service) throws {
    _ = try service.report(try Fault(unit: unit, level: .error, code: "E1", text: "broken"))
  }

  @Test func `a fault that comes meanwhile is worth a try, once a minute, which takes nothing of the patience`() throws
  {
    let transport = FakeTransport([.timeOut, .timeOut, .timeOut])
    let service = try active(transport)
    try report("A", in: service)
    var agent = Agent(service)
    _ = try agent.step()
    // The manual's own retry comes soon.
    clock.advance(by: 60)
    _ = try agent.step()
    #expect(transport.centers.count == 2)
    let before = try #require(try service.store.contactTrouble())
    clock.advance(by: 10)
    try report("B", in: service)
    let step = try agent.step()
    #expect(transport.centers.count == 2)
    #expect(step.map { $0.timeIntervalSince(clock.now).rounded() } == 50)
    clock.advance(by: 51)
    _ = try agent.step()
    #expect(transport.centers.count == 3)
    let after = try #require(try service.store.contactTrouble())
    #expect(after.failures == before.failures && after.nextTry == before.nextTry && after.since == before.since)
    // Nothing new: it waits for its time.
    clock.advance(by: 61)
    _ = try agent.step()
    #expect(transport.centers.count == 3)
  }

  @Test func `what a person has to mend is not tried again for a fault, but after a check that passed`() throws {
    let transport = FakeTransport([.refusedLogin, .refusedLogin])
    let service = try active(transport)
    try report("A", in: service)
    var agent = Agent(service)
    _ = try agent.step()
    clock.advance(by: 120)
    try report("B", in: service)
    _ = try agent.step()
    #expect(transport.centers.count == 1)
    _ = try service.diagnose()
    _ = try agent.step()
    #expect(transport.centers.count == 2)
    #expect(try service.store.contactTrouble()?.failures == 1)
    _ = try service.diagnose()
    _ = try agent.step()
    #expect(transport.sent.map(\.sequence) == [3, 4])
    // The history has the whole of it.
    let events = try service.store.history(limit: 100).map(\.event)
    #expect(events.count { $0 == "contactLost" } == 1 && events.count { $0 == "contactRestored" } == 1)
  }

  @Test func `a server that judges a mail has been reached: what kept all back is over, and is not told as the cause`()
    throws
  {
    let unknown = TransportFailure(.refused, at: .recipient, reply: 550, text: "550 5.1.1 no such user")
    let disliked = TransportFailure(.refused, at: .content, reply: 554, text: "554 5.7.1 content rejected")
    let service = try active(FakeTransport([unknown, disliked]))
    try report("A", in: service)
    var agent = Agent(service)
    _ = try agent.step()
    #expect(try service.status().trouble?.error.failure?.serverText == "550 5.1.1 no such user")
    _ = try service.store.write { try Store.tryContactNow($0) }
    _ = try agent.step()
    let status = try service.status()
    #expect(status.trouble == nil && status.failed == 1 && status.waiting == 0, "one report, counted once")
    #expect(try service.store.history(limit: 3).map(\.event).contains("contactRestored"))
  }

  @Test func `a check that passed brings forward what was put off for itself too`() throws {
    let later = TransportFailure(.refused, at: .confirmation, reply: 451, text: "451 4.7.1 greylisted")
    let transport = FakeTransport([later, later, later])
    let service = try active(transport)
    try report("A", in: service)
    var agent = Agent(service)
    for _ in 0..<3 {
      let next = try agent.step()
      clock.advance(by: max(1, try #require(next).timeIntervalSince(clock.now)))
    }
    clock.advance(by: -60)
    _ = try agent.step()
    #expect(transport.sent.isEmpty)
    #expect(try #require(try service.report(3).nextTry) > clock.now, "and the queue says until when")
    _ = try service.diagnose()
    #expect(try service.report(3).nextTry == nil)
    _ = try agent.step()
    #expect(transport.sent.map(\.sequence) == [3])
  }

  @Test func `since when nothing gets through stays with other settings; another way is tried at once`() throws {
    let transport = FakeTransport([.refusedLogin, .refusedLogin])
    let service = try active(transport)
    try report("A", in: service)
    var agent = Agent(service)
    _ = try agent.step()
    let before = try #require(try service.store.contactTrouble())
    clock.advance(by: 120)
    func set(_ field: FieldID, _ value: String) throws {
      var change = Answers()
      change[field] = value
      try service.set(change)
    }
    for (field, value) in [
      (FieldID.telephone, "044-000-1234"), (.startTime, "11:00"), (.smtpServer, "mail.example.co.jp"),
    ] {
      try set(field, value)
      #expect(try service.store.contactTrouble() == before, "\(field) mends no way")
    }
    try set(.smtpServer, "other.example.co.jp")
    _ = try agent.step()
    #expect(transport.centers.count == 2)
    #expect(try service.store.contactTrouble()?.since == before.since)
    try set(.smtpPort, "2525")
    _ = try agent.step()
    #expect(transport.sent.map(\.sequence) == [3])
    #expect(try service.store.contactTrouble() == nil)
  }

  @Test func `a report that was made under another id is one of this device, unless a piece of it may have arrived`()
    throws
  {
    let transport = FakeTransport()
    let service = try home.service(transport, clock: clock.clock)
    for unit in ["A", "B"] { try report(unit, in: service) }
    let old = try service.device()
    let begun = try #require(try service.store.report(2))
    _ = try service.store.beginSending([begun])
    try service.store.release([begun], begun: 2)
    try service.setDevice(DeviceIdentity(series: "PQ", model: "MCX0", checkCode: "AC", serial: "7"))
    try service.register(sampleAnswers(), consent: agreement(), observer: { _ in }, cancellation: Cancellation())
    try service.checkConnection(Answers(), observer: { _ in }, cancellation: Cancellation())
    var agent = Agent(service)
    _ = try agent.step()
    let new = try service.device().id
    let faults = transport.sent.filter { $0.kind == .fault }
    #expect(faults.map { $0.deviceID(or: new) } == [new, old.id])
    #expect(try faults.map { try Manifest($0.manifest).device.id } == [new, old.id])
    #expect(try service.state() == .active)
    // The center knows this one.
    try service.setDevice(DeviceIdentity(series: "PQ", model: "MCX0", checkCode: "AC", serial: "8"))
    #expect(try service.state() == .unused)
  }
}
