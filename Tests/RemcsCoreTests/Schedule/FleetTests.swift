import Foundation
import Testing

@testable import RemcsCore

/// A year of 100,000 devices (manual 4.2.4): the center is called evenly, and each device on each of its days.
///
/// The minute of each device is reckoned by itself, once. The contacts of a year are reckoned once for
/// each minute (and drawn weekday) by one of the devices that have it, and counted for all of them: nothing else of a
/// device enters into its contacts.
struct FleetTests {
  private static let count = 100_000
  private static let zone = Result { try ZoneTable("Europe/Berlin").around(1_814_000_000, days: 500) }
  /// 2027-01-01 00:00 in Berlin, in seconds and in days since 1970.
  private static let start = 1_798_758_000, firstDay = 20819

  /// What devices with the same contacts have in common.
  private struct Group: Hashable {
    let minute: Int
    let weekday: Weekday
  }

  private static let names = (0..<count).map { "00-PQ3-3800E-AC-\($0)" }
  private static let weekdays = names.map { PeriodicSchedule.drawnWeekday($0) }
  private static let hours = 540..<900
  private static let minutes = names.map {
    PeriodicSchedule(cycle: .daily, weekday: .monday, hours: hours, deviceID: $0).minute
  }

  /// The devices by what they have in common: how many, and the first of them.
  private func groups(byWeekday: Bool) -> [Group: (count: Int, name: String)] {
    var result: [Group: (count: Int, name: String)] = [:]
    for (index, minute) in Self.minutes.enumerated() {
      let group = Group(minute: minute, weekday: byWeekday ? Self.weekdays[index] : .monday)
      result[group, default: (0, Self.names[index])].count += 1
    }
    return result
  }

  @Test(arguments: ConnectionCycle.allCases)
  func `each hour of each day of a year has its share within 5 percent, and no day has too few or too many`(
    cycle: ConnectionCycle
  ) throws {
    let hours = Self.hours
    let zone = try Self.zone.get()
    let summer = zone.changes.filter { $0 > Self.start }
    try #require(summer.count >= 2)
    // The table is right and slow.
    let calendar = LocalCalendar { [first = summer[0], last = summer[1]] in $0 >= first && $0 < last ? 7200 : 3600 }
    var calls = [[Int]](repeating: [Int](repeating: 0, count: hours.count / 60), count: 365)
    for (group, devices) in groups(byWeekday: cycle == .weekly) {
      let schedule = PeriodicSchedule(cycle: cycle, weekday: group.weekday, hours: hours, deviceID: devices.name)
      let start = Date(timeIntervalSince1970: Double(Self.start - 1))
      for contact in schedule.contacts(after: start, count: cycle == .weekly ? 53 : 366, in: calendar) {
        let wall = (Int(contact.timeIntervalSince1970) + calendar.offset(Int(contact.timeIntervalSince1970))) / 60
        let day = wall / 1440 - Self.firstDay
        guard day < 365 else { break }
        calls[day][(wall % 1440 - hours.lowerBound) / 60] += devices.count
      }
    }
    var perHour = [Int](repeating: 0, count: hours.count / 60)
    for (day, hourly) in calls.enumerated() {
      let weekday = LocalCalendar.Day(number: Self.firstDay + day).weekday
      let expected =
        switch cycle {
        case .daily: Self.count
        case .exceptSunday: weekday == .sunday ? 0 : Self.count
        case .weekdays: weekday == .saturday || weekday == .sunday ? 0 : Self.count
        case .weekly: Self.weekdays.count { $0 == weekday }
        }
      #expect(hourly.reduce(0, +) == expected, "day \(day)")
      for (hour, count) in hourly.enumerated() { perHour[hour] += count }
      guard expected > 0 else { continue }
      for count in hourly { #expect(isFair(count, of: expected, in: hourly.count), "day \(day)") }
    }
    let total = perHour.reduce(0, +)
    for (hour, count) in perHour.enumerated() { #expect(isFair(count, of: total, in: perHour.count), "hour \(hour)") }
  }

  private func isFair(_ count: Int, of total: Int, in parts: Int) -> Bool {
    abs(Double(count * parts) / Double(total) - 1) < 0.05
  }
}
