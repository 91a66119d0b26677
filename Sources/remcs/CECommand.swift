internal import ArgumentParser
internal import Localization
internal import RemcsCore

/// `remcs ce`: the CE menu (chapter 5).
struct CECommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "ce", abstract: abstract(.commandCeAbstract))

  @OptionGroup var options: ServiceOptions

  func run() throws {
    let context = options.context
    try context.run { service, _ in try ConsoleRun.run(service, asked: context.asked, isCEMenu: true) }
  }
}
