internal import ArgumentParser
internal import Glibc
internal import Localization
internal import RemcsCore
internal import RemcsHardware
internal import RemcsMail

/// `--home` and `--lang`, which every command takes, and the service that they lead to.
struct ServiceOptions: ParsableArguments {
  @Option(help: help(.commandOptionHome))
  var home: String?

  @OptionGroup var languageOption: LanguageOption

  /// The home that was asked for.
  var homePath: Home {
    Home(home ?? getenv("REMCS_HOME").map { String(cString: $0) } ?? Home.standardPath)
  }

  /// The language for errors before the store is open.
  var language: Language { languageOption.resolved(stored: nil) }

  /// Opens the service, runs `body`, and turns every error into words and an exit code.
  func run(_ body: (Service, Language) throws -> Void) throws {
    var language = self.language
    do {
      let service = try Service(
        home: homePath, transport: try SMTPTransport(home: homePath), device: .detected())
      language = languageOption.resolved(stored: try service.language())
      if let notice = service.store.notice { CommandOutput.warn(notice, language) }
      try body(service, language)
    } catch let error as ServiceError {
      throw CommandOutput.fail(error, temporary: false, language)
    } catch let failure as ActionFailure {
      switch failure {
      case .canceled:
        CommandOutput.printError(text(.commandCanceled, in: language))
        throw ExitCode(75)
      case .failed(let error, let temporary): throw CommandOutput.fail(error, temporary: temporary, language)
      }
    }
  }
}
