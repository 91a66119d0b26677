internal import ArgumentParser
internal import Localization
internal import RemcsCore

/// `remcs import`: definition files into the settings, without registering (manual 3.3).
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: abstract(.commandImportAbstract))

  @OptionGroup var options: ServiceOptions
  @Option(help: help(.commandOptionEnvironment)) var environment: String?
  @Option(help: help(.commandOptionCustomer)) var customer: String?

  func validate() throws {
    guard environment != nil || customer != nil else {
      throw ValidationError("Name a file with --environment or --customer.")
    }
  }

  func run() throws {
    try options.run { service, language in
      var changes = Answers()
      if let environment {
        let file = try DefinitionFiles.read(.environment, environment, language)
        if file.answers.contains(.center) {
          try DefinitionFiles.checkCenter(of: file, try service.centers().map(\.name))
        }
        changes.merge(file.answers)
      }
      if let customer { changes.merge(try DefinitionFiles.read(.customer, customer, language).answers) }
      try service.set(changes)
      print(text(.commandImportDone, in: language, String(changes.fields.count)))
    }
  }
}
