internal import ArgumentParser
internal import Glibc
internal import Localization
internal import RemcsCore
internal import RemcsHardware
internal import RemcsMail

/// `--home` and `--lang`, which every command takes, and the service that they lead to.
struct ServiceOptions: ParsableArguments {
  @Option(help: help(.commandOptionHome), completion: .directory)
  var home: String?

  @OptionGroup var languageOption: LanguageOption

  /// The same without the parser.
  var context: ServiceContext { ServiceContext(home: home, asked: languageOption.language) }

  /// The language for what is said without a service.
  var language: Language { context.language }

  /// Opens the service, runs `body`, and turns every error into words and an exit code.
  ///
  /// - Parameters:
  ///   - user: who opens it.
  ///   - body: what is to be done.
  /// - Throws: the exit code.
  func run(for user: Store.User = .person, _ body: (Service, Language) throws -> Void) throws {
    try context.run(for: user, body)
  }
}

/// Which home and which language, and the service that they lead to.
struct ServiceContext: Equatable {
  /// `--home`.
  var home: String?
  /// `--lang`.
  var asked: Language?

  /// The home that was asked for.
  var homePath: Home {
    Home(home ?? getenv("REMCS_HOME").map { String(cString: $0) } ?? Home.standardPath)
  }

  /// The language for errors before the store is open.
  var language: Language { .chosen(asked: asked, stored: nil, terminal: .ofTerminal()) }

  /// Opens the service, runs `body`, and turns every error into words and an exit code.
  ///
  /// - Parameters:
  ///   - user: who opens it.
  ///   - body: what is to be done.
  /// - Throws: the exit code.
  func run(for user: Store.User = .person, _ body: (Service, Language) throws -> Void) throws {
    var language = self.language
    do {
      do { try open(for: user, &language, body) } catch let error as ServiceError {
        // A damaged store is put aside by the next one who opens it: an event is worth one more try.
        guard user == .reporter, error.code == .rmg0150, error.systemNumber == EIO else { throw error }
        try open(for: user, &language, body)
      }
    } catch let error as ServiceError {
      throw CommandOutput.fail(error, temporary: false, language)
    } catch let failure as ActionFailure {
      switch failure {
      case .canceled(let isQueued):
        CommandOutput.printError(text(isQueued ? .commandCanceled : .commandStopped, in: language))
        throw ExitCode(isQueued ? EX_TEMPFAIL : 1)
      case .failed(let error, let temporary, let isQueued):
        throw CommandOutput.fail(error, temporary: temporary, isQueued: isQueued, language)
      }
    }
  }

  private func open(
    for user: Store.User, _ language: inout Language, _ body: (Service, Language) throws -> Void
  ) throws {
    let service = try Service(
      home: homePath, transport: SMTPTransport(home: homePath), device: .detected(),
      hardware: HardwareReader(), user: user)
    language = .chosen(asked: asked, stored: try service.language(), terminal: .ofTerminal())
    if let notice = service.store.notice { CommandOutput.warn(notice, language) }
    try body(service, language)
  }
}
