internal import ArgumentParser
internal import Localization
internal import RemcsCore

/// Where definition files are and what opens them, the same in `import` and `register`.
struct DefinitionFileOptions: ParsableArguments {
  @Option(help: help(.fileOptionImportDirectory), completion: .directory) var directory: String?
  @Option(help: help(.commandOptionEnvironment), completion: .file()) var environment: String?
  @Option(help: help(.commandOptionCustomer), completion: .file()) var customer: String?
  @Option(help: help(.fileOptionPassphrase), completion: .file()) var passphraseFile: String?

  func validate() throws {
    if directory != nil, environment != nil || customer != nil {
      throw ValidationError(text(.fileOptionSource, in: .ofHelp()))
    }
  }

  /// The files; nil if none are named.
  var source: DefinitionSource? {
    if let directory { return .directory(directory) }
    return environment == nil && customer == nil ? nil : .files(environment: environment, customer: customer)
  }

  /// The passphrase, if there is one.
  func passphrase() throws(ServiceError) -> Passphrase? { try Passphrase(inFile: passphraseFile) }

  /// Shows what was repaired and what else is to be known, on standard error.
  func tell(_ preview: ImportPreview, _ language: Language) {
    for repair in preview.repairs {
      let path = (repair.kind == .environment ? environment : customer) ?? repair.kind.fileName
      CommandOutput.printError(
        text(
          .commandImportRepaired, in: language, path, String(repair.line), repair.field.rawValue,
          repair.before.harmless(), repair.after))
    }
    for remark in preview.remarks { CommandOutput.printError(remark.text(in: language)) }
  }
}

extension Passphrase {
  /// The first line of a file; nil without a file.
  init?(inFile path: String?) throws(ServiceError) {
    guard let path else { return nil }
    try self.init(NamedFile.firstLine(path))
  }
}
