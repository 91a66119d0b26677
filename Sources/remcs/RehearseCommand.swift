internal import ArgumentParser
internal import Glibc
internal import Localization
internal import RemcsCenter
internal import RemcsConsole
internal import RemcsCore
internal import RemcsCryptography
internal import RemcsHardware
internal import RemcsMail

/// `remcs rehearse`: the console against a center of its own on loopback, in a home that is thrown away.
struct RehearseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "rehearse", abstract: abstract(.commandRehearseAbstract))

  @Option(help: help(.commandRehearseKeep)) var keep: String?
  @OptionGroup var languageOption: LanguageOption

  func run() throws {
    let language = languageOption.resolved(stored: nil)
    do {
      let rehearsal = try Rehearsal(folder: keep)
      defer { rehearsal.end() }
      CommandOutput.printError(rehearsal.description(in: language))
      try ConsoleRun.run(rehearsal.service, asked: languageOption.language)
      if let keep { print(text(.commandRehearseKept, in: language, keep)) }
    } catch let error as ServiceError {
      throw CommandOutput.fail(error, temporary: false, language)
    } catch let error as CenterError {
      CommandOutput.printError(error.description)
      throw ExitCode(1)
    }
  }
}

/// A center, its server and a device that knows both, in one folder.
struct Rehearsal {
  let service: Service
  private let folder: String
  private let isKept: Bool
  private let server: CenterServer
  private let ports: ServerPorts

  /// What every choice of the wizard can log in with.
  private static let user = "engineer"
  private static let password = "rehearsal"

  init(folder kept: String?) throws {
    isKept = kept != nil
    if let kept {
      folder = kept
      guard mkdir(kept, 0o700) == 0 || errno == EEXIST else {
        throw ServiceError(.rmg0150, ["\(kept): \(String(cString: strerror(errno)))"])
      }
    } else {
      var template = Array("/tmp/remcs-rehearsal-XXXXXX".utf8CString)
      guard mkdtemp(&template) != nil else {
        throw ServiceError(.rmg0150, ["/tmp: \(String(cString: strerror(errno)))"])
      }
      folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
    let path = folder + "/center"
    let directory =
      access(path, F_OK) == 0 ? try CenterDirectory(opening: path) : try CenterDirectory.create(at: path)
    var options = ServerOptions(smtpPort: 0, smtpsPort: 0, popPort: 0)
    options.startTLS = true
    options.users = [Self.user: Self.password]
    server = try CenterServer(directory, options)
    ports = try server.start()
    let home = Home(folder + "/home")
    let authorities = try Files.read(path + "/ca.pem")
    let trusted = try Certificate.all(pem: String(decoding: authorities, as: UTF8.self))
    service = try Service(home: home, transport: SMTPTransport(trusted: trusted), device: .detected())
    try service.trust(authorities)
    try service.replaceCenterList(try Files.read(path + "/centers.p7m"))
    try prepareAnswers()
  }

  /// The mail server is known, so the engineer need not guess it; everything can be changed in the forms.
  private func prepareAnswers() throws {
    var answers = Answers()
    answers[.smtpServer] = "127.0.0.1"
    answers[.smtpPort] = String(ports.smtp)
    answers[.senderEmail] = "remcs@device.example"
    try service.set(answers)
  }

  /// Where everything is, for those who choose encryption or authentication.
  func description(in language: Language) -> String {
    text(
      .commandRehearseReady, in: language,
      arguments: [
        "127.0.0.1", String(ports.smtp), String(ports.smtps ?? 0), String(ports.pop ?? 0), Self.user, Self.password,
      ])
  }

  /// Stops the server and throws everything away, unless it is to be kept.
  func end() {
    server.stop()
    if !isKept { Self.remove(folder) }
  }

  /// Removes a folder of ours with all that is in it.
  private static func remove(_ folder: String) {
    guard let names = folderEntries(folder) else {
      unlink(folder)
      return
    }
    for name in names { remove(folder + "/" + name) }
    rmdir(folder)
  }

  /// The names in a folder; nil if it is none, also for a link to one.
  private static func folderEntries(_ path: String) -> [String]? {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0, let folder = fdopendir(descriptor) else { return nil }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}
