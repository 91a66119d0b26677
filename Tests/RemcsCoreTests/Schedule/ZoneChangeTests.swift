import Foundation
import Testing

@testable import RemcsCore

/// The days on which the clock is set (manual 4.2.4, chapter 8): every cycle keeps its day, its hours and its minute, as
/// far as there are any.
struct ZoneChangeTests {
  static let zones = [
    "America/New_York", "America/Sao_Paulo", "Asia/Kathmandu", "Asia/Tokyo", "Australia/Lord_Howe", "Europe/Berlin",
    "Pacific/Apia",
  ]
  /// The whole day, an office's, and those in which a change lies: in the middle, at the end, wholly.
  private static let windows = [0..<1440, 0..<180, 90..<190, 120..<180, 0..<60, 1320..<1440]
  private static let devices = (0..<4).map { "00-PQ3-3800E-AC-\($0)" }

  private static var schedules: [PeriodicSchedule] {
    ConnectionCycle.allCases.flatMap { cycle in
      windows.flatMap { hours in
        devices.map { PeriodicSchedule(cycle: cycle, weekday: .sunday, hours: hours, deviceID: $0) }
      }
    }
  }

  /// Moments to look around: all changes, or some where there are none.
  private func moments(_ zone: ZoneTable) -> [Int] {
    zone.changes.isEmpty ? [1_230_800_000, 1_800_000_000] : zone.changes
  }

  @Test(arguments: zones)
  func `around every change each day that has a contact has one, in the operating hours`(name: String) throws {
    let zone = try ZoneTable(name)
    let schedules = Self.schedules
    for change in moments(zone) {
      let near = zone.around(change, days: 30)
      let start = Date(timeIntervalSince1970: Double(change - 4 * 86400))
      let days = Set(
        stride(from: change - 3 * 86400, to: change + 4 * 86400, by: 1800).map { ($0 + near.offset($0)) / 86400 })
      for schedule in schedules {
        let contacts = schedule.contacts(after: start, count: 12, in: near.calendar)
        #expect(zip(contacts, contacts.dropFirst()).allSatisfy { $0 < $1 })
        let contactDays = contacts.map { near.wall($0) / 1440 }
        let due = days.filter { schedule.isContactDay(LocalCalendar.Day(number: $0).weekday) }
        #expect(contactDays.count == Set(contactDays).count, "\(change) \(schedule): doubled")
        #expect(due.isSubset(of: contactDays), "\(change) \(schedule): missed")
        for contact in contacts {
          let minute = near.wall(contact) % 1440
          // Hours that the clock is set forward over have to be left.
          if schedule.hours == 120..<180 || schedule.hours == 0..<60, !schedule.hours.contains(minute) {
            #expect(near.changes.contains { abs(Double($0) - contact.timeIntervalSince1970) <= 3600 })
          } else {
            #expect(schedule.hours.contains(minute), "\(change) \(schedule): \(contact)")
          }
        }
      }
    }
  }

  /// A clock that was seen to run through the days around a change, minute by minute.
  private func firstMoments(_ zone: ZoneTable, around change: Int) -> [Int: Int] {
    var first: [Int: Int] = [:]
    let start = (change / 60) * 60 - 3 * 86400
    for moment in stride(from: start, to: start + 6 * 86400, by: 60) {
      let wall = (moment + zone.offset(moment)) / 60
      if first[wall] == nil { first[wall] = moment }
    }
    return first
  }

  @Test(arguments: zones)
  func `a minute that comes twice counts the first time, and one that never comes is as much later`(name: String) throws
  {
    let zone = try ZoneTable(name)
    let few = moments(zone).filter { (1_309_000_000..<1_333_000_000).contains($0) || $0 > 1_900_000_000 }
    for change in few.isEmpty ? moments(zone).suffix(2) : few {
      let near = zone.around(change, days: 30)
      let first = firstMoments(near, around: change)
      let jump = near.offset(change) - near.offset(change - 1)
      let lastDay = (change + near.offset(change)) / 86400 + 1
      for day in lastDay - 3...lastDay where first[day * 1440 + 720] != nil || jump < 86400 {
        for minute in stride(from: 0, to: 1440, by: 7) {
          let moment = near.calendar.date(.init(number: day), minute).map { Int($0.timeIntervalSince1970) }
          #expect(moment == first[day * 1440 + minute], "\(change): day \(day), minute \(minute)")
          if moment == nil {
            let later = near.calendar.dateAsIfUnchanged(.init(number: day), minute)
            #expect(near.wall(later) == day * 1440 + minute + jump / 60)
          }
        }
      }
    }
  }

  @Test func `a day that a country left out has no contact, and the days beside it one each`() throws {
    let zone = try ZoneTable("Pacific/Apia")
    let schedule = PeriodicSchedule(cycle: .daily, weekday: .friday, hours: 540..<1080, deviceID: "00-T-M-CC-1")
    // 2011-12-28 00:00 in Samoa; the 30th, a Friday, never was.
    let start = Date(timeIntervalSince1970: 1_325_066_400)
    let days = schedule.contacts(after: start, count: 4, in: zone.calendar).map { zone.wall($0) / 1440 - 15336 }
    #expect(days == [0, 1, 3, 4])
    let weekly = PeriodicSchedule(cycle: .weekly, weekday: .friday, hours: 540..<1080, deviceID: "00-T-M-CC-1")
    let fridays = weekly.contacts(after: start, count: 2, in: zone.calendar).map { zone.wall($0) / 1440 - 15336 }
    #expect(fridays == [9, 16])
  }

  @Test func `devices whose minute the clock is set forward over spread over what is left of the hours`() throws {
    // Berlin, 2027-03-28: from 02:00 to 03:00.
    let zone = try ZoneTable("Europe/Berlin")
    let start = Date(timeIntervalSince1970: 1_806_184_800)
    var minutes: [Int: Int] = [:]
    for device in 0..<6000 {
      let schedule = PeriodicSchedule(cycle: .daily, weekday: .sunday, hours: 60..<180, deviceID: "D-\(device)")
      let contact = try #require(schedule.contacts(after: start, in: zone.calendar).first)
      minutes[zone.wall(contact) % 1440, default: 0] += 1
    }
    #expect(minutes.keys.sorted() == Array(60..<120))
    #expect(minutes.values.allSatisfy { $0 < 200 })
  }

  @Test(arguments: zones)
  func `the agent checks in once a day over every change, whenever it looks`(name: String) throws {
    let zone = try ZoneTable(name)
    let schedule = PeriodicSchedule(cycle: .daily, weekday: .sunday, hours: 0..<180, deviceID: "00-T-M-CC-7")
    for change in moments(zone) {
      let near = zone.around(change, days: 30)
      // As the agent goes on: from one contact to the next, and from moments in between.
      var last = Date(timeIntervalSince1970: Double(change - 4 * 86400))
      var days: [Int] = []
      for moment in stride(from: change - 4 * 86400, to: change + 4 * 86400, by: 1500) {
        let now = Date(timeIntervalSince1970: Double(moment))
        guard let due = schedule.contacts(after: last, in: near.calendar).first, due <= now else { continue }
        days.append(near.wall(due) / 1440)
        last = now
      }
      let gap = near.offset(change) - near.offset(change - 1) >= 86400 ? 2 : 1
      #expect(zip(days, days.dropFirst()).filter { $1 - $0 != 1 }.count == gap - 1, "\(change): \(days)")
    }
  }
}
