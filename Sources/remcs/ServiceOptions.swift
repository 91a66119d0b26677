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
  ///   - usesReserve: whether the room that is set aside for events may be given up to open it on a full disk.
  ///   - body: what is to be done.
  /// - Throws: the exit code.
  func run(usesReserve: Bool = false, _ body: (Service, Language) throws -> Void) throws {
    try context.run(usesReserve: usesReserve, body)
  }
}

/// Which home and which language, and the service that they lead to.
struct ServiceContext {
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
  ///   - usesReserve: whether the room that is set aside for events may be given up to open it on a full disk.
  ///   - body: what is to be done.
  /// - Throws: the exit code.
  func run(usesReserve: Bool = false, _ body: (Service, Language) throws -> Void) throws {
    var language = self.language
    do {
      let service = try Service(
        home: homePath, transport: try SMTPTransport(home: homePath), device: .detected(),
        hardware: HardwareReader(), usesReserve: usesReserve)
      language = .chosen(asked: asked, stored: try service.language(), terminal: .ofTerminal())
      if let notice = service.store.notice { CommandOutput.warn(notice, language) }
      try body(service, language)
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
}
