internal import ArgumentParser
internal import Glibc
internal import Localization
internal import RemcsCore
internal import RemcsCryptography

/// `remcs hardware-source`: whom the hardware is read from.
struct HardwareSourceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hardware-source", abstract: abstract(.commandHardwareSourceAbstract),
    subcommands: [Show.self, Machine.self, Redfish.self], defaultSubcommand: Show.self)

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: abstract(.commandHardwareSourceShow))
    @OptionGroup var options: ServiceOptions
    @Flag(help: help(.commandOptionJson)) var json = false

    private struct Row: Encodable {
      var source = HardwareInventory.Source.machine
      var url: String?
      var user: String?
      var password = false
      var authorities = 0
    }

    func run() throws {
      try options.run { service, language in
        var row = Row()
        if case .redfish(let address, let password) = try service.hardwareSource() {
          row.source = .redfish
          row.url = address.url
          row.user = address.user.isEmpty ? nil : address.user
          row.password = !password.isEmpty
          row.authorities = (try? Certificate.all(pem: address.authorities).count) ?? 0
        }
        if json { return try CommandOutput.printJSON(row) }
        print(text(row.source == .machine ? .hardwareSourceMachine : .hardwareSourceRedfish, in: language))
        guard let url = row.url else { return }
        print(url + (row.user.map { "  \($0)" } ?? ""))
        let state = text(row.password ? .commandHardwareSourceSet : .hardwareNothing, in: language)
        print(text(.commandHardwareSourcePassword, in: language, state))
      }
    }
  }

  struct Machine: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "machine", abstract: abstract(.commandHardwareSourceMachine))
    @OptionGroup var options: ServiceOptions

    func run() throws {
      try options.run { service, language in
        try service.setHardwareSource(.machine)
        print(text(.hardwareSourceMachine, in: language))
      }
    }
  }

  struct Redfish: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "redfish", abstract: abstract(.commandHardwareSourceRedfish))
    @OptionGroup var options: ServiceOptions
    @Argument(help: help(.commandHardwareSourceUrl)) var url: String
    @Option(help: help(.commandHardwareSourceUser)) var user = ""
    @Option(help: help(.commandHardwareSourcePasswordFile)) var passwordFile: String?
    @Option(help: help(.commandHardwareSourceCa)) var ca: String?

    func run() throws {
      try options.run { service, language in
        let authorities = try ca.map { try Self.authorities($0, language) } ?? ""
        guard let address = RedfishAddress(url: url, user: user, authorities: authorities) else {
          CommandOutput.printError(text(.commandHardwareSourceInvalid, in: language))
          throw ExitCode(EX_USAGE)
        }
        let password = try passwordFile.map { try Self.password($0, language) } ?? ""
        try service.setHardwareSource(.redfish(address, password: password))
        print(text(.hardwareSourceRedfish, in: language))
        print(address.url)
      }
    }

    private static func authorities(_ path: String, _ language: Language) throws -> String {
      do {
        let pem = String(decoding: try Files.read(path, maximum: 1 << 20), as: UTF8.self)
        guard try !Certificate.all(pem: pem).isEmpty else { throw refused(path, "PEM", language) }
        return pem
      } catch let failure as Files.Failure {
        throw refused(path, failure.message, language)
      } catch let error as CryptographyError {
        throw refused(path, "\(error)".harmless(), language)
      }
    }

    /// The first line of a file.
    private static func password(_ path: String, _ language: Language) throws -> String {
      do {
        let bytes = try Files.read(path == "-" ? "/dev/stdin" : path, maximum: 65536)
        let line = String(decoding: bytes.prefix { $0 != 10 && $0 != 13 && $0 != 0 }, as: UTF8.self)
        guard (1...256).contains(line.unicodeScalars.count) else { throw refused(path, "1 - 256", language) }
        return line
      } catch let failure as Files.Failure { throw refused(path, failure.message, language) }
    }

    private static func refused(_ path: String, _ reason: String, _ language: Language) -> ExitCode {
      CommandOutput.printError(
        text(.commandHardwareSourceBadFile, in: language, path.harmless(maximum: 200), reason))
      return ExitCode(EX_DATAERR)
    }
  }
}
