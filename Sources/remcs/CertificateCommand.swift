internal import ArgumentParser
internal import Localization
internal import RemcsConsole
internal import RemcsCore

/// `remcs certificate`: the certificates that a connection depends on (manual 5.7).
struct CertificateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certificate", abstract: abstract(.commandCertificateAbstract), subcommands: [Show.self])

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: abstract(.commandCertificateShow))
    @OptionGroup var options: ServiceOptions
    @Flag(help: help(.commandCertificateServer)) var server = false
    @Flag(help: help(.commandCertificatePem)) var pem = false
    @Flag(help: help(.commandOptionJson)) var json = false

    func validate() throws {
      guard server else { throw ValidationError(text(.commandCertificateWhich, in: .ofHelp())) }
    }

    func run() throws {
      try options.run { service, language in
        let kept = try service.serverCertificate()
        if json { return try CommandOutput.printJSON(kept) }
        if pem { return print(kept.shown.pem, terminator: "") }
        for line in CertificateText.lines(of: kept, in: language) { print(line) }
      }
    }
  }
}
