internal import FoundationEssentials
internal import Glibc

/// Days and minutes as a clock on the wall shows them: a value, so that a schedule can be reckoned in another zone than
/// the system's.
public struct LocalCalendar: Sendable {
  /// A day.
  struct Day: Sendable, Equatable {
    /// Counted from 1970-01-01.
    let number: Int
    /// Its weekday.
    var weekday: Weekday {
      // 1970-01-01 was a Thursday.
      Weekday.allCases[(((number + 4) % 7) + 7) % 7]
    }

    var next: Day { Day(number: number + 1) }
  }

  /// The day of a moment.
  let day: @Sendable (Date) -> Day
  /// The moment of a minute of a day. A minute that the change to summer time leaves out is an hour later; of one that
  /// comes twice, one.
  let date: @Sendable (Day, Int) -> Date

  /// UTC, where every day is the same.
  public static let utc = LocalCalendar(
    day: { Day(number: Int(($0.timeIntervalSince1970 / 86400).rounded(.down))) },
    date: { Date(timeIntervalSince1970: Double($0.number * 86400 + $1 * 60)) })

  /// The system's zone, with its rules for summer time.
  public static let system = LocalCalendar(
    day: { date in
      tzset()
      var seconds = time_t(date.timeIntervalSince1970.rounded(.down))
      var parts = tm()
      localtime_r(&seconds, &parts)
      parts.tm_hour = 0
      parts.tm_min = 0
      parts.tm_sec = 0
      return Day(number: Int(timegm(&parts)) / 86400)
    },
    date: { day, minute in
      tzset()
      var midnight = time_t(day.number * 86400)
      var parts = tm()
      gmtime_r(&midnight, &parts)
      parts.tm_hour = Int32(minute / 60)
      parts.tm_min = Int32(minute % 60)
      parts.tm_isdst = -1
      return Date(timeIntervalSince1970: Double(mktime(&parts)))
    })
}
