internal import ArgumentParser
internal import FoundationEssentials
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

  @Option(help: help(.commandRehearseKeep), completion: .directory) var keep: String?
  @OptionGroup var languageOption: LanguageOption

  func run() throws {
    let language = languageOption.resolved(stored: nil)
    do {
      let rehearsal = try Rehearsal(folder: keep)
      defer { rehearsal.end() }
      CommandOutput.printError(rehearsal.note(language))
      try ConsoleRun.run(rehearsal.service, asked: languageOption.language, note: rehearsal.note)
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
    (server, ports) = try Self.serve(directory, options, portsFile: folder + "/ports.json")
    let home = Home(folder + "/home")
    let authorities = try Files.read(path + "/ca.pem")
    let trusted = try Certificate.all(pem: String(decoding: authorities, as: UTF8.self))
    service = try Service(
      home: home, transport: SMTPTransport(trusted: trusted), device: .detected(), hardware: HardwareReader())
    try service.trust(authorities)
    try service.replaceCenterList(try Files.read(path + "/centers.p7m"))
    try prepareAnswers()
  }

  /// Starts the server, on the ports of the time before if they are free: a kept rehearsal has them in its settings
  /// and drafts.
  private static func serve(
    _ directory: CenterDirectory, _ options: ServerOptions, portsFile: String
  ) throws -> (CenterServer, ServerPorts) {
    if let bytes = try? Files.read(portsFile),
      let earlier = try? JSONDecoder().decode(ServerPorts.self, from: Data(bytes))
    {
      var again = options
      again.smtpPort = earlier.smtp
      again.smtpsPort = earlier.smtps
      again.popPort = earlier.pop
      let server = try CenterServer(directory, again)
      if let ports = try? server.start() { return (server, ports) }
    }
    let server = try CenterServer(directory, options)
    let ports = try server.start()
    try Files.write(Array(try JSONEncoder().encode(ports)), to: portsFile)
    return (server, ports)
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
  var note: @Sendable (Language) -> String {
    let arguments = [
      "127.0.0.1", String(ports.smtp), String(ports.smtps ?? 0), String(ports.pop ?? 0), Self.user, Self.password,
    ]
    return { text(.commandRehearseReady, in: $0, arguments: arguments) }
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
