internal import ArgumentParser
internal import Localization
internal import RemcsCore

/// `remcs maintenance on|off`: the state 保守中 (manual 3.1).
struct MaintenanceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "maintenance", abstract: abstract(.commandMaintenanceAbstract))

  enum Switch: String, ExpressibleByArgument, CaseIterable {
    case on, off
  }

  @OptionGroup var options: ServiceOptions
  @Argument(help: help(.commandMaintenanceSwitch)) var state: Switch

  func run() throws {
    try options.run { service, language in
      try service.setMaintenance(state == .on)
      print(text(try service.state().key, in: language))
    }
  }
}
