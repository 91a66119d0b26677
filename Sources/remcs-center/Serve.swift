internal import ArgumentParser
internal import FoundationEssentials
internal import Glibc
internal import RemcsCenter

/// `remcs-center serve DIR`.
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Receive mail on loopback until SIGTERM or SIGINT; prints one JSON line with its ports when ready.")

  @Argument(help: "The center.", completion: .directory)
  var directory: String
  @Option(help: "SMTP port; 0 for any free one.")
  var smtpPort: Int
  @Option(help: "Port of SMTP under TLS from the first byte; 0 for any.")
  var smtpsPort: Int?
  @Option(help: "POP3 port; 0 for any.")
  var popPort: Int?
  @Flag(name: .customLong("starttls"), help: "Offer STARTTLS on the SMTP port.")
  var startTLS = false
  @Option(name: .customLong("user"), help: "NAME:PASSWORD that may log in; may be given more than once.")
  var users: [String] = []
  @Option(
    help: "A file with one NAME:PASSWORD a line: passwords on a command line can be seen by others.",
    completion: .file())
  var userFile: String?
  @Option(
    name: .customLong("mechanism"),
    help: "PLAIN, LOGIN or CRAM-MD5: offer only this one; may be given more than once.")
  var mechanisms: [String] = []
  @Flag(help: "Refuse mail without AUTH.")
  var requireAuth = false
  @Flag(help: "Refuse recipients without a POP login from the same address in the last ten minutes.")
  var popBeforeSMTP = false
  @Option(help: "The largest mail in bytes.")
  var maximumSize: Int?
  @Option(help: "Connections at a time.")
  var connections: Int?
  @Option(help: "Seconds until a silent connection is closed.")
  var idleTimeout: Double?
  @Flag(help: "Print what happens to stderr.")
  var verbose = false

  private struct Ready: Encodable {
    let smtp: Int
    let smtps: Int?
    let pop: Int?
    let address: String
    let pid: Int32
  }

  func run() throws {
    let options = try options()
    // All threads inherit the mask: the two signals wait for sigwait below, and a lost reader of stdout is no end.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGTERM)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    // A shell starts background programs with SIGINT ignored, and an ignored signal cannot be waited for.
    for number in [SIGTERM, SIGINT] { signal(number, SIG_DFL) }
    signal(SIGPIPE, SIG_IGN)
    let isVerbose = verbose
    let server = try CenterServer(CenterDirectory(opening: directory), options) { event in
      if isVerbose { RemcsCenterCommand.write(Self.line(event) + "\n", to: STDERR_FILENO) }
    }
    let ports = try server.start()
    let ready = Ready(
      smtp: ports.smtp, smtps: ports.smtps, pop: ports.pop, address: ports.address, pid: getpid())
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    RemcsCenterCommand.write(Array(try encoder.encode(ready)) + [10], to: STDOUT_FILENO)
    // Who waits for this line waits now. Without it the server runs all the same; the end tells of the failure.
    _ = StandardOutput.problem()
    var received: Int32 = 0
    while sigwait(&signals, &received) != 0 {}
    server.stop()
  }

  private func options() throws -> ServerOptions {
    for (name, port) in [("--smtp-port", smtpPort), ("--smtps-port", smtpsPort), ("--pop-port", popPort)] {
      guard let port, !(0...65_535).contains(port) else { continue }
      throw ValidationError("\(name) is 0 to 65535")
    }
    var options = ServerOptions(smtpPort: smtpPort, smtpsPort: smtpsPort, popPort: popPort)
    options.startTLS = startTLS
    options.requiresAuthentication = requireAuth
    options.popBeforeSMTP = popBeforeSMTP
    for text in try users + lines(of: userFile) {
      let pair = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard pair.count == 2, !pair[0].isEmpty else { throw ValidationError("a user is NAME:PASSWORD") }
      options.users[pair[0]] = pair[1]
    }
    if !mechanisms.isEmpty {
      options.mechanisms = try mechanisms.map { name in
        guard let mechanism = AuthenticationOffer(rawValue: name.uppercased()) else {
          throw ValidationError("there is no mechanism \(name); PLAIN, LOGIN and CRAM-MD5 are there")
        }
        return mechanism
      }
    }
    guard !requireAuth || !options.users.isEmpty else { throw ValidationError("--require-auth needs a --user") }
    guard !popBeforeSMTP || (popPort != nil && !options.users.isEmpty) else {
      throw ValidationError("--pop-before-smtp needs --pop-port and a --user")
    }
    try setLimits(&options.limits)
    return options
  }

  private func setLimits(_ limits: inout Limits) throws {
    if let maximumSize {
      guard (1024...1_073_741_824).contains(maximumSize) else {
        throw ValidationError("--maximum-size is 1024 to 1073741824")
      }
      limits.mailSize = maximumSize
      limits.memory = max(limits.memory, maximumSize * 2)
    }
    if let connections {
      guard (1...10_000).contains(connections) else { throw ValidationError("--connections is 1 to 10000") }
      limits.connections = connections
    }
    if let idleTimeout {
      guard idleTimeout > 0, idleTimeout <= 86_400 else { throw ValidationError("--idle-timeout is up to 86400") }
      limits.idleTimeout = idleTimeout
    }
  }

  private func lines(of path: String?) throws -> [String] {
    guard let path else { return [] }
    guard let data = try? Data(contentsOf: URL(filePath: path)) else {
      throw ValidationError("the file of users cannot be read")
    }
    return data.split(separator: 10).map { line in
      String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
    }
  }

  private static func line(_ event: CenterEvent) -> String {
    switch event {
    case .received(let receipt): "received: \(receipt.summary)"
    case .refused(let error): "refused: \(error.message)"
    case .dropped(let reason): "dropped: \(reason)"
    }
  }
}
