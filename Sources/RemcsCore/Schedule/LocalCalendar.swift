internal import FoundationEssentials
internal import Glibc

/// Days and minutes as a clock on the wall shows them: a value, so that a schedule can be reckoned in another zone than
/// the system's.
///
/// All follows from how far the wall is ahead of UTC at a moment. `mktime` would give an answer too, but for a minute that
/// comes twice in a day one that depends on what it was asked before, and for one that never comes no sign of it.
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

  /// How many seconds the wall is ahead of UTC at a moment, which is given in seconds since 1970.
  let offset: @Sendable (Int) -> Int

  /// UTC, where every day is the same.
  public static let utc = LocalCalendar { _ in 0 }

  /// The system's zone, with its rules for summer time.
  public static let system = LocalCalendar { moment in
    tzset()
    var seconds = time_t(moment)
    var parts = tm()
    localtime_r(&seconds, &parts)
    return parts.tm_gmtoff
  }

  /// The day of a moment.
  func day(_ moment: Date) -> Day {
    let seconds = Int(moment.timeIntervalSince1970.rounded(.down))
    return Day(number: Int((Double(seconds + offset(seconds)) / 86400).rounded(.down)))
  }

  /// The moment of a minute of a day; of a minute that comes twice, because the clock is set back, the first one.
  /// - Returns: nil if the day has no such minute, because the clock is set forward over it.
  func date(_ day: Day, _ minute: Int) -> Date? {
    let wall = Self.wall(day, minute)
    let (before, after) = offsets(around: wall)
    // The larger offset gives the earlier moment.
    for offset in [max(before, after), min(before, after)] where self.offset(wall - offset) == offset {
      return Date(timeIntervalSince1970: Double(wall - offset))
    }
    return nil
  }

  /// When a minute of a day would be if the clock were not set forward over it.
  func dateAsIfUnchanged(_ day: Day, _ minute: Int) -> Date {
    let wall = Self.wall(day, minute)
    return Date(timeIntervalSince1970: Double(wall - offsets(around: wall).before))
  }

  private static func wall(_ day: Day, _ minute: Int) -> Int { day.number * 86400 + minute * 60 }

  /// The offsets well before and well after what a wall shows: no zone is further from UTC than this.
  private func offsets(around wall: Int) -> (before: Int, after: Int) {
    (offset(wall - 15 * 3600), offset(wall + 13 * 3600))
  }
}
