internal import ArgumentParser
internal import Localization
internal import RemcsCore

/// `remcs language`: Japanese or English (manual 5.4).
struct LanguageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "language", abstract: abstract(.commandLanguageAbstract))

  @OptionGroup var options: ServiceOptions
  @Argument(help: help(.commandLanguageValue)) var language: Language

  func run() throws {
    try options.run { service, _ in
      try service.setLanguage(language)
      let code: MessageCode = language == .ja ? .rmg0166 : .rmg0167
      print("\(code.rawValue): \(code.text(in: language))")
    }
  }
}
