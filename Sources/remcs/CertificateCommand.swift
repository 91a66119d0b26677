internal import ArgumentParser
internal import Localization
internal import RemcsConsole
internal import RemcsCore

/// `remcs certificate`: the certificates that a connection depends on (manual 3.5, 4.2.7 to 4.2.9, 5.7).
struct CertificateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certificate", abstract: abstract(.commandCertificateAbstract),
    subcommands: [Show.self, Replace.self, Restore.self], defaultSubcommand: Show.self)

  /// The center's certificate in use, the one before, or the mail server's.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: abstract(.commandCertificateShow))
    @OptionGroup var options: ServiceOptions
    @Flag(help: help(.commandCertificatePrevious)) var previous = false
    @Flag(help: help(.commandCertificateServer)) var server = false
    @Flag(help: help(.commandCertificatePem)) var pem = false
    @Flag(help: help(.commandOptionJson)) var json = false

    func validate() throws {
      if server, previous { throw ValidationError(text(.commandCertificateWhich, in: .ofHelp())) }
    }

    func run() throws {
      try options.run { service, language in
        if server { return try showServer(service, language) }
        let certificates = try service.centerCertificate()
        guard let shown = previous ? certificates.previous : certificates.inUse else {
          CommandOutput.printError(text(.certificateNoPrevious, in: language))
          throw ExitCode(1)
        }
        if json { return try CommandOutput.printJSON(Document(of: shown, center: certificates.center, previous)) }
        if pem { return print(shown.pem, terminator: shown.pem.hasSuffix("\n") ? "" : "\n") }
        for line in CertificateText.lines(of: shown, isPrevious: previous, in: language) { print(line) }
      }
    }

    private func showServer(_ service: Service, _ language: Language) throws {
      let kept = try service.serverCertificate()
      if json { return try CommandOutput.printJSON(kept) }
      if pem { return print(kept.shown.pem, terminator: "") }
      for line in CertificateText.lines(of: kept, in: language) { print(line) }
    }

    /// What `--json` prints.
    private struct Document: Encodable {
      let center: String
      /// `inUse` or `previous`.
      let which: String
      /// 入替日; left out while the certificate is the center list's own.
      let replaced: String?
      let certificate: CertificateFacts?
      let pem: String

      init(of shown: CenterCertificate, center: String, _ isPrevious: Bool) {
        self.center = center
        which = isPrevious ? "previous" : "inUse"
        replaced = shown.replaced
        certificate = CertificateFacts(pem: shown.pem)
        pem = shown.pem
      }
    }
  }

  /// Another certificate for the center (manual 3.5, 4.2.8).
  struct Replace: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "replace", abstract: abstract(.commandCertificateReplace))
    @OptionGroup var options: ServiceOptions
    @Argument(help: help(.commandCertificateFile), completion: .file()) var file: String

    func run() throws {
      try options.run { service, language in
        let inspected = try service.replaceCenterCertificate(try CertificateFile.read(file))
        for line in CertificateText.warnings(about: inspected, in: language) { CommandOutput.printError(line) }
        try CertificateCommand.tell(.rmg0219, service, language)
      }
    }
  }

  /// Back to the certificate before (manual 4.2.9).
  struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "restore", abstract: abstract(.commandCertificateRestore))
    @OptionGroup var options: ServiceOptions

    func run() throws {
      try options.run { service, language in
        _ = try service.restoreCenterCertificate()
        try CertificateCommand.tell(.rmg0222, service, language)
      }
    }
  }

  /// What happened, what is in use now, and what a registered device has to do next.
  private static func tell(_ code: MessageCode, _ service: Service, _ language: Language) throws {
    print("\(code.rawValue): \(code.text(in: language))")
    for line in CertificateText.lines(of: try service.centerCertificate().inUse, in: language) { print(line) }
    if try service.isRegistered() { print(text(.certificateNext, in: language)) }
  }
}
