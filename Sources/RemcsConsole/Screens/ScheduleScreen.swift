internal import FoundationEssentials
internal import Localization
internal import RemcsCore

extension FormScreen {
  /// Figure 3.15, table 3.3: when the device reports by itself. The end must come after the start (RMG_0048). Below it
  /// what the answers mean for the next days.
  static func schedule(answers: Answers, deviceID: String, focus: FieldID? = nil) -> FormScreen {
    FormScreen(
      id: .schedule, step: .environment, primary: .next,
      appendix: { answers, context in week(answers, deviceID: deviceID, context) },
      form: Form(
        .schedule, design: FormDesign(intro: [.scheduleIntro]), answers: answers, buttons: [.back, .next], focus: focus)
    )
  }

  /// Today and the seven days after it: at least one contact is in them.
  private static let daysShown = 8

  private static func week(_ answers: Answers, deviceID: String, _ context: ViewContext) -> [BodyRow] {
    guard let now = context.now, let schedule = PeriodicSchedule(answers, deviceID: deviceID) else { return [] }
    let words = Words(context.language)
    let names = words(.scheduleWeekdays).split(separator: " ")
    var days = BodyRow()
    var contacts = BodyRow()
    for (index, day) in schedule.days(from: now, count: daysShown).enumerated() {
      let column = 2 + index * 9
      if let place = Weekday.allCases.firstIndex(of: day.weekday), names.indices.contains(place) {
        days.put("\(names[place]) \(day.day)", at: column)
      }
      contacts.put(day.contact ?? "-", at: column)
    }
    return [BodyRow(), BodyRow(words(.scheduleNextDays)), days, contacts]
  }
}
