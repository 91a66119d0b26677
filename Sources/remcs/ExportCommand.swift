internal import ArgumentParser
internal import Localization
internal import RemcsCore

/// `remcs export`: the settings into definition files (manual 4.2.5).
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "export", abstract: abstract(.fileCommandExport))

  @OptionGroup var options: ServiceOptions
  @Option(help: help(.fileOptionExportDirectory), completion: .directory) var directory: String
  @Flag(help: help(.fileOptionOverwrite)) var overwrite = false
  @Option(help: help(.fileOptionPassphrase), completion: .file()) var passphraseFile: String?

  func run() throws {
    try options.run { service, language in
      let result = try service.export(
        to: directory, overwriting: overwrite, passphrase: try Passphrase(inFile: passphraseFile))
      for (code, path) in [(MessageCode.rmg0123, result.environment), (.rmg0124, result.customer)] {
        print("\(code.rawValue): \(code.text(in: language)) \(text(.fileExportWritten, in: language, path.harmless()))")
      }
      for remark in result.remarks { CommandOutput.printError(remark.text(in: language)) }
    }
  }
}
