import Foundation
import Testing

@testable import RemcsCore

/// When a device checks in by itself (table 3.3, manual 4.2.4).
struct PeriodicScheduleTests {
  private func schedule(_ cycle: ConnectionCycle, _ day: Weekday = .wednesday, _ id: String = "00-T-M-CC-1")
    -> PeriodicSchedule
  {
    PeriodicSchedule(cycle: cycle, weekday: day, hours: 600..<900, deviceID: id)
  }

  /// 2027-01-15 08:00 UTC, a Friday.
  private let start = Date(timeIntervalSince1970: 1_800_000_000)

  @Test func `days of each cycle`() {
    let days: [(ConnectionCycle, [Weekday])] = [
      (.daily, [.friday, .saturday, .sunday, .monday, .tuesday, .wednesday, .thursday]),
      (.exceptSunday, [.friday, .saturday, .monday, .tuesday, .wednesday, .thursday, .friday]),
      (.weekdays, [.friday, .monday, .tuesday, .wednesday, .thursday, .friday, .monday]),
      (.weekly, [.wednesday, .wednesday, .wednesday, .wednesday, .wednesday, .wednesday, .wednesday]),
    ]
    for (cycle, expected) in days {
      let contacts = schedule(cycle).contacts(after: start, count: 7, in: .utc)
      #expect(contacts.map { LocalCalendar.utc.day($0).weekday } == expected, "\(cycle)")
      #expect(contacts == contacts.sorted())
    }
  }

  @Test func `every contact lies in the operating hours, always at the same minute`() {
    let contacts = schedule(.daily).contacts(after: start, count: 400, in: .utc)
    #expect(contacts.count == 400)
    let minutes = Set(contacts.map { Int($0.timeIntervalSince1970) % 86400 / 60 })
    #expect(minutes.count == 1)
    #expect((600..<900).contains(minutes.first ?? 0))
  }

  @Test func `the answers of the form make a schedule, and without a weekday one is drawn that stays`() throws {
    var answers = Answers()
    answers[.connectionCycle] = "weekly"
    answers[.startTime] = "22:00"
    answers[.endTime] = "24:00"
    let schedule = try #require(PeriodicSchedule(answers, deviceID: "00-T-M-CC-1"))
    #expect(schedule.hours == 1320..<1440)
    #expect(schedule == PeriodicSchedule(answers, deviceID: "00-T-M-CC-1"))
    #expect(![.saturday, .sunday].contains(schedule.weekday))
  }

  @Test func `a missed contact is made up for once, and the days are counted on`() throws {
    let home = try TestHome()
    let clock = TestClock()
    let service = try home.service(clock: clock.clock)
    try service.register(sampleAnswers(), consent: agreement(), observer: { _ in }, cancellation: Cancellation())
    try service.checkConnection(Answers(), observer: { _ in }, cancellation: Cancellation())
    var daily = Answers()
    daily[.connectionCycle] = "daily"
    try service.set(daily)
    let first = try #require(try service.contactPeriodically(in: .utc))
    #expect(try service.store.reports(in: [.waiting]).isEmpty)
    // Off for ten days.
    clock.advance(by: first.timeIntervalSince(clock.now) + 10 * 86400)
    let next = try #require(try service.contactPeriodically(in: .utc))
    #expect(try service.store.reports(in: [.waiting]).map(\.kind) == [.periodic])
    #expect(next > clock.now && next.timeIntervalSince(clock.now) <= 86400)
    _ = try service.contactPeriodically(in: .utc)
    #expect(try service.store.reports(in: [.waiting]).count == 1)
    // Still unsent a day later: one says it all.
    clock.advance(by: 86400)
    _ = try service.contactPeriodically(in: .utc)
    #expect(try service.store.reports(in: [.waiting]).count == 1)
  }

  @Test func `a device that is stopped misses its contacts, and does not make up for them`() throws {
    let home = try TestHome()
    let clock = TestClock()
    let service = try home.service(clock: clock.clock)
    try service.register(sampleAnswers(), consent: agreement(), observer: { _ in }, cancellation: Cancellation())
    try service.checkConnection(Answers(), observer: { _ in }, cancellation: Cancellation())
    _ = try service.contactPeriodically(in: .utc)
    try service.pause(observer: { _ in }, cancellation: Cancellation())
    clock.advance(by: 30 * 86400)
    _ = try service.contactPeriodically(in: .utc)
    try service.resume(observer: { _ in }, cancellation: Cancellation())
    _ = try service.contactPeriodically(in: .utc)
    #expect(try service.store.reports(in: [.waiting]).isEmpty)
  }
}
