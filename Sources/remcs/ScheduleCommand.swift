internal import ArgumentParser
internal import Glibc
internal import Localization
internal import RemcsConsole
internal import RemcsCore

/// `remcs schedule`: when the device calls the center by itself, and telling the center so (manual 4.2.4, chapter 8).
struct ScheduleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schedule", abstract: abstract(.commandScheduleAbstract), subcommands: [Show.self, Send.self],
    defaultSubcommand: Show.self)

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: abstract(.commandScheduleShow))

    private struct Document: Encodable {
      let schedule: [String: String]
      let timeZone: String
      let timeZoneChange: TimeZoneChange?
    }

    @OptionGroup var options: ServiceOptions
    @Flag(help: help(.commandOptionJson)) var json = false

    func run() throws {
      try options.run { service, language in
        let (answers, status) = (try service.answers(), try service.status())
        let fields = FormID.schedule.fields.filter(answers.contains)
        if json {
          let schedule = Dictionary(uniqueKeysWithValues: fields.map { ($0.rawValue, answers[$0]) })
          return try CommandOutput.printJSON(
            Document(schedule: schedule, timeZone: status.timeZone, timeZoneChange: status.timeZoneChange))
        }
        for field in fields {
          let value = TextKey(rawValue: "choice.\(field.rawValue).\(answers[field])").map { text($0, in: language) }
          print("\(field.label(in: language)): \(value ?? answers[field])")
        }
        print("\(text(.commandStatusTimeZone, in: language)): \(status.timeZone)")
        if let change = status.timeZoneChange { print("! " + change.notice(in: language)) }
      }
    }
  }

  struct Send: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "send", abstract: abstract(.commandScheduleSend))
    @OptionGroup var options: ServiceOptions

    func run() throws {
      try options.run { service, language in
        let progress = ProgressPrinter(language)
        let isSent = try service.sendSchedule(observer: progress.show, cancellation: Interruption.cancellation())
        if isSent { return progress.finish(.rmg0054) }
        CommandOutput.printError(text(.commandScheduleWaits, in: language))
        throw ExitCode(EX_TEMPFAIL)
      }
    }
  }
}
