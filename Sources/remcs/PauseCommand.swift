internal import ArgumentParser
internal import Localization
internal import RemcsCore

/// `remcs pause`: stops talking to the center (manual 4.2.11).
struct PauseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "pause", abstract: abstract(.commandPauseAbstract))
  @OptionGroup var options: ServiceOptions

  func run() throws {
    try options.run { service, language in
      let progress = ProgressPrinter(language)
      try service.pause(observer: progress.show, cancellation: Interruption.cancellation())
      progress.finish(.rmg0061)
    }
  }
}
