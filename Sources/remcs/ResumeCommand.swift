internal import ArgumentParser
internal import Localization
internal import RemcsCore

/// `remcs resume`: talks to the center again (manual 4.2.12).
struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "resume", abstract: abstract(.commandResumeAbstract))
  @OptionGroup var options: ServiceOptions

  func run() throws {
    try options.run { service, language in
      let progress = ProgressPrinter(language)
      try service.resume(observer: progress.show, cancellation: Interruption.cancellation())
      progress.finish(.rmg0060)
    }
  }
}
