public import FoundationEssentials

/// A day of the calendar on the wall, with the contact that it has.
public struct ContactDay: Sendable, Equatable {
  /// Its weekday.
  public let weekday: Weekday
  /// The day of the month.
  public let day: Int
  /// When the device checks in by itself, such as `14:23`; nil if it does not.
  public let contact: String?
}

extension PeriodicSchedule {
  /// The next days, beginning with today, in the system's time zone; what has passed today is not told.
  ///
  /// - Parameters:
  ///   - now: the moment.
  ///   - count: how many days.
  /// - Returns: as many days as asked for.
  public func days(from now: Date, count: Int) -> [ContactDay] {
    let calendar = LocalCalendar.system
    let contacts = contacts(after: now, count: count, in: calendar)
    var day = calendar.day(now)
    return (0..<count).map { _ in
      defer { day = day.next }
      let contact = contacts.first { calendar.day($0) == day }
      // The middle of a day is in it, whatever happens to the clock at night.
      let date = calendar.dateAsIfUnchanged(day, 12 * 60).localISO8601.prefix(10)
      return ContactDay(
        weekday: day.weekday, day: Int(date.suffix(2)) ?? 0,
        contact: contact.map { String($0.localISO8601.dropFirst(11).prefix(5)) })
    }
  }
}
