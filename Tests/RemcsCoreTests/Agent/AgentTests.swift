import Foundation
import Synchronization
import Testing

@testable import RemcsCore

/// The agent works the queue off: in order of importance, through outages, once each.
struct AgentTests {
  private let home: TestHome
  private let clock = TestClock()

  init() throws { home = try TestHome() }

  private static func ignore(_: ActionProgress) {}

  private func active(_ transport: FakeTransport) throws -> Service {
    let service = try home.service(FakeTransport(), clock: clock.clock)
    try service.register(sampleAnswers(), consent: agreement(), observer: Self.ignore, cancellation: Cancellation())
    try service.checkConnection(Answers(), observer: Self.ignore, cancellation: Cancellation())
    return try home.service(transport, clock: clock.clock)
  }

  private func fault(_ unit: String, _ level: FaultLevel = .error) throws -> Fault {
    try Fault(unit: unit, level: level, code: "E1", text: "broken")
  }

  private func queue(_ kind: ReportKind, in service: Service) throws {
    let new = try service.newReport(kind, fingerprint: UUID().uuidString)
    _ = try service.store.write { try Store.enqueue(new, at: clock.now, $0) }
  }

  @Test func `what waits leaves in order of importance, over one connection`() throws {
    let transport = FakeTransport()
    let service = try active(transport)
    try queue(.periodic, in: service)
    try queue(.log, in: service)
    try queue(.hardwareConfiguration, in: service)
    _ = try service.report(try fault("DIMM-1"))
    _ = try service.report(try fault("DIMM-2"))
    var agent = Agent(service)
    let rest = try agent.step()
    #expect(rest == nil)
    #expect(transport.sent.map(\.kind) == [.fault, .fault, .hardwareConfiguration, .log, .periodic])
    #expect(transport.sent.map(\.sequence) == [6, 7, 5, 4, 3])
    #expect(transport.centers.count == 1)
    #expect(try service.status().waiting == 0)
  }

  @Test(arguments: [OperatingState.paused, .unused])
  func `a device that is stopped or not checked keeps what it has, and sends it in order later`(state: OperatingState)
    throws
  {
    let transport = FakeTransport()
    let service = try active(transport)
    try service.store.set(.state, state.rawValue)
    for unit in ["A", "B"] { _ = try service.report(try fault(unit)) }
    var agent = Agent(service)
    let rest = try agent.step()
    #expect(rest == nil)
    #expect(transport.sent.isEmpty)
    #expect(try service.status().waiting == 2)
    try service.store.set(.state, OperatingState.active.rawValue)
    let rest2 = try agent.step()
    #expect(rest2 == nil)
    #expect(transport.sent.map(\.sequence) == [3, 4])
  }

  @Test func `an outage of a day ends with everything delivered once, and the server is not called all the time`()
    throws
  {
    let outage = Mutex(true)
    let transport = OutageTransport { outage.withLock { $0 } }
    let service = try home.service(FakeTransport(), clock: clock.clock)
    try service.register(sampleAnswers(), consent: agreement(), observer: Self.ignore, cancellation: Cancellation())
    try service.checkConnection(Answers(), observer: Self.ignore, cancellation: Cancellation())
    let device = try Service(
      home: home.home, transport: transport,
      device: DeviceIdentity(series: "TEST", model: "3800E", checkCode: "AC", serial: "00001"), clock: clock.clock)
    var agent = Agent(device)
    let start = clock.now
    var reported = 0
    while clock.now < start + 86400 {
      if reported < 100 {
        _ = try device.report(try fault("U\(reported)"))
        reported += 1
      }
      let due = try agent.step()
      let next = try #require(due)
      clock.advance(by: max(1, min(next.timeIntervalSince(clock.now), 600)))
    }
    // One for each fault that came, and the retries, further and further apart.
    #expect(transport.calls < 100 + 20)
    #expect(try device.status().waiting == 100)
    outage.withLock { $0 = false }
    clock.advance(by: 5 * 3600)
    let rest = try agent.step()
    #expect(rest == nil)
    #expect(transport.sent.map(\.sequence) == Array(3...102))
    #expect(Set(transport.sent.map(\.id)).count == 100)
    #expect(try device.store.contactTrouble() == nil)
  }

  @Test func `after five days without a way what waited is kept as failed, and a new report is tried again`() throws {
    let transport = OutageTransport { true }
    let service = try active(FakeTransport())
    let device = try Service(
      home: home.home, transport: transport, device: try service.device(), clock: clock.clock)
    _ = try device.report(try fault("A"))
    var agent = Agent(device)
    let start = clock.now
    while let due = try agent.step() { clock.advance(by: max(1, due.timeIntervalSince(clock.now))) }
    #expect(clock.now.timeIntervalSince(start) >= RetryPlan.patience - 5 * 3600)
    #expect(try device.store.reports().last?.state == .failed)
    #expect(try device.store.reports().last?.lastError == .rmg2006)
    let calls = transport.calls
    _ = try device.report(try fault("B"))
    _ = try agent.step()
    #expect(transport.calls == calls + 1)
  }

  @Test func `trouble with one report holds back only that one`() throws {
    let transport = FakeTransport([
      TransportFailure(.refused, at: .confirmation, reply: 451, text: "451 later")
    ])
    let service = try active(transport)
    _ = try service.report(try fault("A"))
    _ = try service.report(try fault("B"))
    var agent = Agent(service)
    let step = try agent.step()
    let due = try #require(step)
    #expect(transport.sent.map(\.sequence) == [4])
    #expect(due > clock.now)
    clock.advance(by: due.timeIntervalSince(clock.now) + 1)
    let rest = try agent.step()
    #expect(rest == nil)
    #expect(transport.sent.map(\.sequence) == [4, 3])
    #expect(transport.sent.last?.tries == 1)
  }

  @Test func `what the server will never take waits for a person, and the others go on`() throws {
    let transport = FakeTransport([
      TransportFailure(.refused, at: .confirmation, reply: 554, text: "554 no")
    ])
    let service = try active(transport)
    _ = try service.report(try fault("A"))
    _ = try service.report(try fault("B"))
    var agent = Agent(service)
    let rest = try agent.step()
    #expect(rest == nil)
    #expect(transport.sent.map(\.sequence) == [4])
    #expect(try service.store.reports().first { $0.sequence == 3 }?.state == .failed)
    #expect(try service.store.count(.failed) == 1)
  }

  @Test func `a wrong password fails no report, is tried seldom, and another setting is tried at once`() throws {
    let transport = FakeTransport([.refusedLogin, .refusedLogin])
    let service = try active(transport)
    _ = try service.report(try fault("A"))
    var agent = Agent(service)
    let step = try agent.step()
    let due = try #require(step)
    #expect(due.timeIntervalSince(clock.now) >= 3600)
    #expect(try service.store.reports().last?.state == .waiting)
    #expect(try service.store.contactTrouble()?.error == TransportFailure.refusedLogin.serviceError)
    var change = Answers()
    change[.senderEmail] = "other@example.co.jp"
    try service.set(change)
    _ = try agent.step()
    #expect(transport.centers.count == 2)
  }

  @Test func `a check that passes proves the way, and what waits is tried at once`() throws {
    let transport = FakeTransport([.refusedLogin])
    let service = try active(transport)
    _ = try service.report(try fault("A"))
    var agent = Agent(service)
    _ = try agent.step()
    #expect(try service.store.contactTrouble() != nil)
    #expect(try service.diagnose().failure == nil)
    _ = try agent.step()
    #expect(transport.sent.map(\.sequence) == [3])
  }

  @Test(arguments: [-34_560_000, 34_560_000] as [Double])
  func `a clock that is set back or forward neither stops the tries nor ends the patience`(jump: Double) throws {
    let transport = FakeTransport([.timeOut, .timeOut, .timeOut])
    let service = try active(transport)
    _ = try service.report(try fault("A"))
    var agent = Agent(service)
    _ = try agent.step()
    clock.advance(by: jump)
    for _ in 0..<20 {
      guard let due = try agent.step() else { break }
      clock.advance(by: max(1, due.timeIntervalSince(clock.now)))
    }
    #expect(transport.sent.map(\.sequence) == [3])
  }

  @Test func `a check-in that failed is sent again when the next one is due`() throws {
    let transport = FakeTransport([TransportFailure(.refused, at: .confirmation, reply: 554, text: "554 no")])
    let service = try active(transport)
    var daily = Answers()
    daily[.connectionCycle] = "daily"
    try service.set(daily)
    var agent = Agent(service, duties: [.periodicContact])
    for _ in 0..<3 {
      _ = try agent.step()
      clock.advance(by: 86400)
    }
    _ = try agent.step()
    #expect(transport.sent.map(\.kind).contains(.periodic))
    #expect(try service.store.count(.failed) == 0)
  }

  @Test func `what was taken out while it was on its way does not come back`() throws {
    let service = try active(FakeTransport())
    let new = try service.newReport(.log, fingerprint: "1")
    let report = try service.store.write { try Store.enqueue(new, at: clock.now, $0) }
    #expect(try service.store.beginSending(report.sequence))
    try service.store.write { try Store.cancel(report.sequence, reason: "test", at: clock.now, $0) }
    try service.store.mark(report.sequence, .waiting, error: .rmg2003, tried: true, at: clock.now)
    #expect(try service.store.reports().last?.state == .canceled)
    try service.store.postpone(report, until: clock.now, error: .rmg2003, detail: "", at: clock.now)
    #expect(try service.store.reports().last?.state == .canceled)
    // Unless it has arrived: then the center must not hear that it never comes.
    try service.store.mark(report.sequence, .relayed, tried: true, at: clock.now)
    try queue(.log, in: service)
    #expect(try Manifest(try #require(try service.store.reports().last).manifest).canceled == [])
  }

  @Test func `what another program left half sent is sent, and a person's retry begins anew`() throws {
    let transport = FakeTransport()
    let service = try active(transport)
    _ = try service.report(try fault("A"))
    #expect(try service.store.beginSending(3))
    var agent = Agent(service)
    _ = try agent.step()
    #expect(transport.sent.map(\.sequence) == [3])
    _ = try service.report(try fault("B"))
    try service.store.mark(4, .failed, error: .rmg2004, tried: true, at: clock.now)
    try service.decide(.retry, about: 4)
    _ = try agent.step()
    #expect(transport.sent.map(\.sequence) == [3, 4])
    #expect(transport.sent.last?.tries == 0)
  }

  @Test func `a pause that a dead program was telling is not told later`() throws {
    let transport = FakeTransport()
    let service = try active(transport)
    try queue(.pause, in: service)
    _ = try service.report(try fault("A"))
    var agent = Agent(service)
    let rest = try agent.step()
    #expect(rest == nil)
    #expect(transport.sent.map(\.kind) == [.fault])
    #expect(try service.store.reports().first { $0.kind == .pause }?.state == .canceled)
  }

  @Test func `a duty that fails is visible, and keeps nothing else from being done`() throws {
    let transport = FakeTransport()
    let service = try active(transport)
    _ = try service.report(try fault("A"))
    let broken = AgentDuty("broken") { _, _, _ throws(ServiceError) in throw ServiceError(.rmg2001) }
    var agent = Agent(service, duties: [broken])
    let due = try agent.step()
    #expect(due == clock.now + 600)
    #expect(transport.sent.count == 1)
    #expect(try service.store.duties()["broken"]?.code == .rmg2001)
  }
}
