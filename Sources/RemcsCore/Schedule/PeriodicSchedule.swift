public import FoundationEssentials
internal import RemcsCryptography

/// When a device checks in by itself (定期接続, table 3.3, manual 4.2.4): one minute inside the operating hours, always the
/// same for a device and spread evenly over a fleet.
public struct PeriodicSchedule: Sendable, Equatable {
  /// 定期接続周期.
  public let cycle: ConnectionCycle
  /// 接続曜日; has a meaning with a weekly cycle only.
  public let weekday: Weekday
  /// 運用時間, in minutes of the day; the end is not part of it.
  public let hours: Range<Int>
  /// The minute of the day.
  public let minute: Int

  /// The schedule of a device.
  ///
  /// - Parameters:
  ///   - cycle: how often.
  ///   - weekday: on which day, if once a week.
  ///   - hours: the operating hours in minutes of the day, at least one of them.
  ///   - deviceID: what the minute follows from.
  init(cycle: ConnectionCycle, weekday: Weekday, hours: Range<Int>, deviceID: String) {
    self.cycle = cycle
    self.weekday = weekday
    self.hours = hours
    minute = hours.lowerBound + Self.lot(deviceID) % max(1, hours.count)
  }

  /// The schedule that answers describe; nil if they have none.
  public init?(_ answers: Answers, deviceID: String) {
    let completed = FormID.schedule.repaired(FormID.schedule.completed(answers))
    guard let cycle = ConnectionCycle(rawValue: completed[.connectionCycle]),
      let start = Self.minutes(completed[.startTime]), let end = Self.minutes(completed[.endTime]), start < end
    else { return nil }
    self.init(
      cycle: cycle, weekday: Weekday(rawValue: completed[.connectionWeekday]) ?? Self.drawnWeekday(deviceID),
      hours: start..<end, deviceID: deviceID)
  }

  /// Without a weekday one is drawn that stays, as the manual draws one from Monday to Friday.
  static func drawnWeekday(_ deviceID: String) -> Weekday {
    let drawn: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
    return drawn[lot(deviceID + "/day") % drawn.count]
  }

  /// Whether a day has a contact.
  func isContactDay(_ weekday: Weekday) -> Bool {
    switch cycle {
    case .daily: true
    case .exceptSunday: weekday != .sunday
    case .weekdays: weekday != .sunday && weekday != .saturday
    case .weekly: weekday == self.weekday
    }
  }

  /// The contacts after a moment, in order.
  ///
  /// - Parameters:
  ///   - moment: the first one is after it.
  ///   - count: how many.
  ///   - calendar: the zone.
  /// - Returns: as many moments as asked for.
  public func contacts(after moment: Date, count: Int = 1, in calendar: LocalCalendar = .system) -> [Date] {
    var result: [Date] = []
    // The day before too: what a change of the clock has moved may have slipped over midnight.
    var day = LocalCalendar.Day(number: calendar.day(moment).number - 1)
    // With one contact a week, as many weeks; never without end.
    for _ in 0..<(count + 2) * 7 where result.count < count {
      if isContactDay(day.weekday), let contact = contact(on: day, in: calendar), contact > moment {
        result.append(contact)
      }
      day = day.next
    }
    return result
  }

  /// The contact of a day that has one; nil if the day itself does not exist, as 2011-12-30 in Samoa.
  private func contact(on day: LocalCalendar.Day, in calendar: LocalCalendar) -> Date? {
    if let moment = calendar.date(day, minute) { return moment }
    // The clock is set forward over this minute. Those that there are share the devices: a device comes as much later as
    // the clock is set forward, or where the operating hours end before, with the others in what is left of them.
    let minutes = hours.filter { calendar.date(day, $0) != nil }
    if let rest = minutes.isEmpty ? nil : minutes[(minute - hours.lowerBound) % minutes.count] {
      return calendar.date(day, rest)
    }
    // Nothing is left of them: outside of them is better than not at all.
    let moment = calendar.dateAsIfUnchanged(day, minute)
    return calendar.day(moment) == day ? moment : nil
  }

  /// Minutes of the day from `HH:MM`; 24:00 is the end of it; nil for what is no time of the day.
  private static func minutes(_ time: String) -> Int? {
    let parts = time.split(separator: ":").compactMap { Int($0) }
    guard parts.count == 2, (0..<60).contains(parts[1]) else { return nil }
    let minutes = parts[0] * 60 + parts[1]
    return (0...24 * 60).contains(minutes) ? minutes : nil
  }

  /// A number that follows from a text and has no pattern.
  private static func lot(_ text: String) -> Int {
    Int(Digest.sha256(Array(text.utf8)).prefix(13), radix: 16) ?? 0
  }
}
