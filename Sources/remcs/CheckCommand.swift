internal import ArgumentParser
internal import Localization
internal import RemcsCore

/// `remcs check`: the connection check (manual 4.2.10).
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: abstract(.commandCheckAbstract))

  @OptionGroup var options: ServiceOptions
  @OptionGroup var notification: NotificationOptions

  func run() throws {
    try options.run { service, language in
      let stored = try service.answers()
      let progress = ProgressPrinter(language)
      let cancellation = Interruption.cancellation()
      try service.checkConnection(
        notification.answers(engineer: stored[.engineerEmail]), observer: progress.show, cancellation: cancellation)
      progress.finish(.rmg0058)
    }
  }
}
