internal import ArgumentParser
internal import Glibc
internal import Localization
internal import RemcsCore

/// `remcs maintenance-ip`: the REMCS port (manual 3.1, `set maintenance_ip`, `show maintenance_ip`).
struct MaintenanceIPCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "maintenance-ip", abstract: abstract(.commandMaintenanceIpAbstract),
    subcommands: [Show.self, Set.self, Clear.self], defaultSubcommand: Show.self)

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: abstract(.commandMaintenanceIpShow))
    @OptionGroup var options: ServiceOptions
    @Flag(help: help(.commandOptionJson)) var json = false

    func run() throws {
      try options.run { service, language in
        let port = try service.maintenancePort()
        if json { return try CommandOutput.printJSON(["maintenancePort": port]) }
        guard let port else { return print(text(.commandMaintenanceIpNone, in: language)) }
        // The manual's four words, in its order; it writes 0.0.0.0 for what a P-P connection does not have.
        print("ip address: \(port.address)")
        print("netmask: \(port.netmask)")
        print("gateway address: \(port.gateway ?? "0.0.0.0")")
        print("SMTP address: \(port.mailServer ?? "0.0.0.0")")
        if let interface = port.interface { print("interface: \(interface)") }
        MaintenanceIPCommand.warn(about: port, language)
      }
    }
  }

  struct Set: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "set", abstract: abstract(.commandMaintenanceIpSet))
    @OptionGroup var options: ServiceOptions
    @Argument(help: help(.commandMaintenanceIpAddress)) var ip: String
    @Argument(help: help(.commandMaintenanceIpNetmask)) var netmask: String
    @Argument(help: help(.commandMaintenanceIpGateway)) var gateway: String
    @Argument(help: help(.commandMaintenanceIpMailServer)) var smtp: String
    @Option(help: help(.commandMaintenanceIpInterface)) var interface: String?

    func run() throws {
      try options.run { service, language in
        let port = try MaintenancePort(
          address: ip, netmask: netmask, gateway: gateway, mailServer: smtp, interface: interface)
        try service.setMaintenancePort(port)
        print("\(MessageCode.rmg0023.rawValue): \(MessageCode.rmg0023.text(in: language))")
        MaintenanceIPCommand.warn(about: port, language)
      }
    }
  }

  struct Clear: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "clear", abstract: abstract(.commandMaintenanceIpClear))
    @OptionGroup var options: ServiceOptions

    func run() throws {
      try options.run { service, language in
        try service.setMaintenancePort(nil)
        print("\(MessageCode.rmg0023.rawValue): \(MessageCode.rmg0023.text(in: language))")
      }
    }
  }

  /// An address that no interface has, or an interface that there is not, keeps every mail from leaving; who sets it
  /// learns so at once.
  private static func warn(about port: MaintenancePort, _ language: Language) {
    if !port.isOnThisMachine {
      CommandOutput.printError(text(.commandMaintenanceIpNotHere, in: language, port.address))
    }
    if let interface = port.interface, if_nametoindex(interface) == 0 {
      CommandOutput.printError(text(.commandMaintenanceIpNoInterface, in: language, interface.harmless(maximum: 15)))
    }
  }
}

extension MaintenancePort {
  /// Whether a socket can be bound to the address.
  fileprivate var isOnThisMachine: Bool {
    var own = sockaddr_in()
    own.sin_family = sa_family_t(AF_INET)
    guard inet_pton(AF_INET, address, &own.sin_addr) == 1 else { return false }
    let probe = socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard probe >= 0 else { return true }
    defer { close(probe) }
    return withUnsafePointer(to: &own) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(probe, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
