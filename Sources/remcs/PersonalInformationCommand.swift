internal import ArgumentParser
internal import Localization
internal import RemcsCore

/// `remcs personal-information delete` (manual 5.6).
struct PersonalInformationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "personal-information", abstract: abstract(.commandPersonalInformationAbstract),
    subcommands: [Delete.self])

  struct Delete: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "delete", abstract: abstract(.commandPersonalInformationDelete))
    @OptionGroup var options: ServiceOptions

    func run() throws {
      try options.run { service, language in
        try service.deletePersonalInformation()
        print("\(MessageCode.rmg0209.rawValue): \(MessageCode.rmg0209.text(in: language))")
      }
    }
  }
}
