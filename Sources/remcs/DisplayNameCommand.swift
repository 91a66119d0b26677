internal import ArgumentParser
internal import Localization
internal import RemcsCore

/// `remcs display-name id|unique`: what screens call the device (manual 5.5).
struct DisplayNameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "display-name", abstract: abstract(.commandDisplayNameAbstract))

  enum Name: String, ExpressibleByArgument, CaseIterable {
    case id, unique
  }

  @OptionGroup var options: ServiceOptions
  @Argument(help: help(.commandDisplayNameValue)) var name: Name

  func run() throws {
    try options.run { service, _ in
      try service.setDisplayName(isUniqueName: name == .unique)
      print(try service.status().displayName.harmless())
    }
  }
}
