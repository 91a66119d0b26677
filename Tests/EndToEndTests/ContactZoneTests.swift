import Foundation
import TestSupport
import Testing

/// When the program says that it will check in, in the zone that it runs in (manual 4.2.4, chapter 8).
struct ContactZoneTests {
  /// A contact as it is told: the day, the time of day, and the offset.
  private struct Contact: Equatable {
    let day: String, time: String, offset: String

    init(_ text: String) {
      day = String(text.prefix(10))
      time = String(text.dropFirst(11).prefix(5))
      offset = String(text.suffix(6))
    }
  }

  private func device(from start: String, to end: String) throws -> DeviceHome {
    let device = try DeviceHome(registeredAt: RunningCenter())
    try device.mustDo("settings", "set", "connectionCycle=daily", "startTime=\(start)", "endTime=\(end)")
    return device
  }

  private func contacts(_ device: DeviceHome, in zone: String) throws -> [Contact] {
    let result = try Programs.run(
      Programs.remcs, ["status", "--json", "--home", device.path], environment: ["TZ": zone])
    let agent = (try result.json() as? [String: Any])?["agent"] as? [String: Any]
    return try #require(agent?["nextContacts"] as? [String]).map(Contact.init)
  }

  /// A day some days from now, in UTC: as it is written, and its number in a year without a leap day.
  private func day(_ distance: Int) -> (text: String, number: Int) {
    var seconds = time(nil) + distance * 86400
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let (year, month) = (Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1)
    let isLeap = year.isMultiple(of: 4) && !year.isMultiple(of: 100) || year.isMultiple(of: 400)
    let text = "\(year)-" + [month, Int(parts.tm_mday)].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: "-")
    return (text, Int(parts.tm_yday) + (isLeap && month > 2 ? 0 : 1))
  }

  @Test func `over a clock that is set forward and back next week each day has one contact, in its hours`() throws {
    let (forward, back) = (day(3), day(6))
    let zone = "<+00>0<+01>,J\(forward.number)/2,J\(back.number)/3"
    let device = try device(from: "02:00", to: "03:00")
    let contacts = try contacts(device, in: zone)
    #expect(contacts.count == 10)
    #expect(Set(contacts.map(\.day)).count == 10)
    let usual = try #require(contacts.first)
    #expect(usual.time.hasPrefix("02:") && usual.offset == "+00:00")
    for contact in contacts {
      let isSummer = contact.day >= forward.text && contact.day <= back.text
      // On the first day of summer time there is nothing from two to three; on its last that comes twice.
      let hour = contact.day == forward.text ? "03:" : "02:"
      #expect(contact.time == hour + usual.time.suffix(2), "\(contact)")
      #expect(contact.offset == (isSummer ? "+01:00" : "+00:00"), "\(contact)")
    }
  }

  @Test func `hours that the clock is set forward over in part are used as far as they are there`() throws {
    let forward = day(3)
    let zone = "<+00>0<+01>,J\(forward.number)/2,J\(day(60).number)/3"
    let device = try device(from: "01:00", to: "03:00")
    let contact = try #require(try contacts(device, in: zone).first { $0.day == forward.text })
    #expect(contact.time.hasPrefix("01:"))
  }

  @Test func `the hours are those of the wall of the zone`() throws {
    let device = try device(from: "09:00", to: "10:00")
    let zones = [
      "Asia/Tokyo", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia",
      "Asia/Kathmandu",
    ]
    for zone in zones {
      let table = try #require(TimeZone(identifier: zone))
      for contact in try contacts(device, in: zone) {
        #expect(contact.time.hasPrefix("09:"))
        let sign = contact.offset.hasPrefix("-") ? -1 : 1
        let parts = contact.offset.dropFirst().split(separator: ":").compactMap { Int($0) }
        let moment = try #require(
          ISO8601DateFormatter().date(from: "\(contact.day)T\(contact.time):00\(contact.offset)"))
        #expect(sign * (parts[0] * 3600 + parts[1] * 60) == table.secondsFromGMT(for: moment), "\(zone)")
      }
    }
  }
}
