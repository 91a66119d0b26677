import Foundation
import Synchronization
import Testing

@testable import RemcsCore

/// The clock is set, forward by days or back by hours, in the middle of everything: nothing is lost, nothing is sent twice,
/// and nothing waits for a time that does not come.
struct ClockTests {
  private let home: TestHome
  private let clock = TestClock()

  init() throws { home = try TestHome() }

  private func active(_ transport: any MailTransport) throws -> Service {
    let service = try home.service(FakeTransport(), clock: clock.clock)
    try service.register(sampleAnswers(), consent: agreement(), observer: { _ in }, cancellation: Cancellation())
    try service.checkConnection(Answers(), observer: { _ in }, cancellation: Cancellation())
    return try Service(home: home.home, transport: transport, device: try service.device(), clock: clock.clock)
  }

  private func report(_ unit: String, to service: Service) throws -> FaultOutcome {
    try service.report(Fault(unit: unit, level: .error, code: "E1", text: "broken"))
  }

  static let steps: [Double] = [-30 * 86400, -6 * 3600, 3 * 86400, 400 * 86400]

  @Test(arguments: steps)
  func `an outage with a step of the clock in it ends with every report delivered once, under one number`(step: Double)
    throws
  {
    let outage = Mutex(true)
    let transport = OutageTransport { outage.withLock { $0 } }
    let service = try active(transport)
    var agent = Agent(service)
    for number in 0..<16 {
      #expect(try report("U\(number)", to: service) == .queued(number + 3, dropped: 0, unreadable: []))
      if number == 6 { clock.advance(by: step) }
      // The step back comes while the agent waits.
      _ = try agent.step()
      clock.advance(by: 900)
    }
    outage.withLock { $0 = false }
    clock.advance(by: 5 * 3600)
    let rest = try agent.step()
    #expect(rest == nil)
    #expect(transport.sent.map(\.sequence).sorted() == Array(3...18))
    #expect(Set(transport.sent.map(\.id)).count == 16)
    let units = try transport.sent.map { try Manifest($0.manifest).fault?.unit }
    #expect(Set(units).count == 16)
  }

  @Test(arguments: [-7200, -6 * 3600, -86400] as [Double])
  func `after a step back the way is tried at once, not when the old time has come again`(step: Double) throws {
    let outage = Mutex(true)
    let transport = OutageTransport { outage.withLock { $0 } }
    let service = try active(transport)
    _ = try report("A", to: service)
    var agent = Agent(service)
    // Far enough that the next try is hours away.
    for _ in 0..<9 {
      let due = try agent.step()
      clock.advance(by: try #require(due).timeIntervalSince(clock.now))
    }
    _ = try agent.step()
    outage.withLock { $0 = false }
    clock.advance(by: step)
    _ = try agent.step()
    #expect(transport.sent.map(\.sequence) == [3])
  }

  @Test(arguments: [-6 * 3600, -86400, -20 * 86400] as [Double])
  func `one report that the server put off is not put off for days by a step back`(step: Double) throws {
    let later = TransportFailure(.refused, at: .confirmation, reply: 451, text: "451 later")
    let transport = FakeTransport([later, later, later])
    let service = try active(transport)
    _ = try report("A", to: service)
    var agent = Agent(service)
    let first = try agent.step()
    clock.advance(by: step)
    let start = clock.now
    var due = first
    while transport.sent.isEmpty {
      clock.advance(by: min(max(1, try #require(due).timeIntervalSince(clock.now)), 3600))
      try #require(clock.now < start + 10 * 3600)
      due = try agent.step()
    }
  }

  @Test(arguments: [-6 * 3600, -86400, -20 * 86400] as [Double])
  func `a duty that is due every minute is done after a step back too`(step: Double) throws {
    let done = Mutex(0)
    let service = try active(FakeTransport())
    let duty = AgentDuty("watch") { _, now, _ throws(ServiceError) in
      done.withLock { $0 += 1 }
      return now + 60
    }
    var agent = Agent(service, duties: [duty])
    _ = try agent.step()
    clock.advance(by: step)
    let due = try agent.step()
    #expect(done.withLock { $0 } == 2)
    #expect(due == clock.now + 60)
    // And not all the time.
    _ = try agent.step()
    #expect(done.withLock { $0 } == 2)
  }

  @Test func `five days of patience are five days for each report, whatever the clock says`() throws {
    let transport = OutageTransport { true }
    let service = try active(transport)
    _ = try report("A", to: service)
    var agent = Agent(service)
    _ = try agent.step()
    clock.advance(by: -30 * 86400)
    var spent = 0.0
    while try service.store.report(3)?.state == .waiting {
      let due = try agent.step()
      guard let due else { break }
      let step = max(1, due.timeIntervalSince(clock.now))
      spent += step
      clock.advance(by: step)
      // One that is new all the time.
      if try service.store.report(3)?.state == .waiting { _ = try report("N\(Int(spent))", to: service) }
    }
    #expect(spent >= RetryPlan.patience - 5 * 3600)
    let states = try service.store.reports().filter { $0.sequence > 2 }.map(\.state)
    #expect(states.first == .failed)
    #expect(states.dropFirst().allSatisfy { $0 == .waiting })
    #expect(states.count > 10)
  }

  @Test(arguments: [-3600, -6 * 3600, -86400, -40 * 86400] as [Double])
  func `a unit is held back no longer after a step back than the time that is set`(step: Double) throws {
    let service = try home.service(clock: clock.clock)
    try service.setSuppressionTime(minutes: 60)
    _ = try report("A", to: service)
    clock.advance(by: 60)
    clock.advance(by: step)
    _ = try report("A", to: service)
    clock.advance(by: 3601)
    guard case .queued = try report("A", to: service) else {
      Issue.record("still held back")
      return
    }
    // What was stored while the clock was years ahead ends too.
    clock.advance(by: 5 * 365 * 86400)
    _ = try report("B", to: service)
    clock.advance(by: -5 * 365 * 86400)
    guard case .queued = try report("B", to: service) else {
      Issue.record("held back for years")
      return
    }
  }

  /// Lets days pass, with a step of the clock in them, and gives the contacts by the day that the clock showed.
  private func contacts(hour: Double, step: Double) throws -> [Int] {
    let transport = FakeTransport()
    let service = try active(transport)
    var daily = Answers()
    daily[.connectionCycle] = "daily"
    (daily[.startTime], daily[.endTime]) = ("10:00", "15:00")
    try service.set(daily)
    let midnight = 1_800_057_600.0
    var days: [Int] = []
    clock.advance(by: midnight - clock.now.timeIntervalSince1970)
    for minute in 0..<(6 * 1440) {
      if Double(minute) == 2 * 1440 + hour * 60 { clock.advance(by: step) }
      if minute.isMultiple(of: 30) {
        _ = try service.contactPeriodically(in: .utc)
        for report in try service.store.reports(in: [.waiting]) where report.kind == .periodic {
          try service.store.mark(report.sequence, .relayed, tried: true, at: clock.now)
          days.append(Int(floor((clock.now.timeIntervalSince1970 - midnight) / 86400)))
        }
      }
      clock.advance(by: 60)
    }
    return days
  }

  @Test(arguments: [1.0, 9, 16], [-7 * 3600, -600, 600, 7 * 3600] as [Double])
  func `a step of some hours neither doubles a day's contact nor misses it`(hour: Double, step: Double) throws {
    let days = try contacts(hour: hour, step: step)
    #expect(days.count == Set(days).count, "\(days)")
    #expect(Set(days).isSuperset(of: [0, 1, 2, 3, 4]), "\(days)")
  }

  @Test(arguments: [2, 400])
  func `a step of days forward is made up for by one contact, and one back is followed by one a day`(days: Int) throws {
    let forward = try contacts(hour: 16, step: Double(days) * 86400)
    #expect(forward == [0, 1, 2] + (2...5).map { $0 + days })
    let home = try ClockTests()
    let back = try home.contacts(hour: 16, step: Double(-days) * 86400)
    #expect(back.count == 6, "\(back)")
    #expect(back.dropFirst(3) == [3 - days, 4 - days, 5 - days], "\(back)")
  }
}
