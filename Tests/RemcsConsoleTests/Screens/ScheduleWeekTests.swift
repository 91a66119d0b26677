import RemcsCore
import Testing

@testable import RemcsConsole

/// What the answers of the schedule mean for the next days, on its screen.
struct ScheduleWeekTests {
  /// The screen on a Tuesday at ten o'clock.
  private func lines(_ change: (inout Answers) -> Void, isDated: Bool = true) -> [String] {
    var answers = ScreenGallery.sample
    change(&answers)
    var context = ScreenGallery.context("schedule", language: .en)
    if !isDated { context.now = nil }
    return FormScreen.schedule(answers: answers, deviceID: "00-T-M-CC-1").view(context).lines
  }

  private func contacts(_ change: (inout Answers) -> Void) throws -> [String] {
    let lines = lines(change)
    let days = try #require(lines.firstIndex { $0.contains("Tue 24") })
    return lines[days + 1].split(separator: " ").map(String.init)
  }

  @Test func `a day with a contact shows its time, and one without shows none`() throws {
    let weekdays = try contacts {
      $0[.connectionCycle] = ConnectionCycle.weekdays.rawValue
      $0[.startTime] = "12:00"
      $0[.endTime] = "13:00"
    }
    // Tuesday to the next Tuesday.
    #expect(weekdays.map { $0 == "-" } == [false, false, false, false, true, true, false, false])
    #expect(Set(weekdays).count == 2 && weekdays[0].hasPrefix("12:"))
  }

  @Test func `what has passed today is not promised`() throws {
    let daily = try contacts {
      $0[.connectionCycle] = ConnectionCycle.daily.rawValue
      $0[.startTime] = "08:00"
      $0[.endTime] = "09:00"
    }
    #expect(daily.map { $0 == "-" } == [true] + Array(repeating: false, count: 7))
  }

  @Test func `a contact a week shows, whatever day it is`() throws {
    for day in Weekday.allCases {
      let weekly = try contacts {
        $0[.connectionCycle] = ConnectionCycle.weekly.rawValue
        $0[.connectionWeekday] = day.rawValue
        $0[.startTime] = "08:00"
        $0[.endTime] = "09:00"
      }
      #expect(weekly.filter { $0 != "-" }.count == 1, "\(day)")
    }
  }

  @Test func `hours that are wrong promise nothing`() {
    #expect(!lines({ $0[.endTime] = "25:00" }).contains { $0.contains("Tue 24") })
    #expect(!lines({ _ in }, isDated: false).contains { $0.contains("Tue 24") })
  }
}
