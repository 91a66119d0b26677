public import Foundation

/// Postfix and Dovecot of the system, on loopback, in every mood that `peers.sh` knows. They stop when the
/// program that started them ends, however it ends: the script reads from a pipe that only we hold.
public final class MailPeers: Sendable {
  /// The moods, by the names of the script, which says what each of them means.
  public enum Kind: String, Sendable, CaseIterable {
    case open
    case openTLS = "open-tls"
    case auth
    case authTLS = "auth-tls"
    case pop
    case popTLS = "pop-tls"
    case bare, encrypted
    case plainOnly = "plain-only"
    case small, gateway, pop3, pop3s
  }

  /// Why they do not run.
  public struct Failure: Error, CustomStringConvertible {
    /// What it was, with the end of the server's log.
    public let description: String
  }

  /// Whether they can be started: Postfix changes to other users, which only root may do.
  public static let canRun = getuid() == 0

  /// The ones that all tests of a process share.
  public static let shared = Result { try MailPeers(authority: .shared) }

  /// The account that both servers know.
  public static let user = "device", password = "se cret-42"

  private let ports: [Kind: Int]
  private let directory: URL
  private let script: Process
  /// Its end is the order to stop.
  private let leash: FileHandle

  /// Starts them and waits until they answer.
  public init(authority: TestAuthority, kinds: [Kind] = Kind.allCases) throws {
    // Not in the directory of the tests, which is closed to the servers' users and too long for their sockets.
    var template = Array("/tmp/remcs-peers-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw Failure(description: "no temporary directory") }
    directory = URL(fileURLWithPath: String(cString: made))
    for name in ["server.pem", "server.key"] {
      try authority.text(name).write(to: directory.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    ports = Dictionary(uniqueKeysWithValues: zip(kinds, try Self.freePorts(kinds.count)))
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("peers.sh").path
    script = Process()
    script.executableURL = URL(fileURLWithPath: "/bin/sh")
    script.arguments = [path, directory.path] + ports.map { "\($0.key.rawValue)=\($0.value)" }
    let (input, output, errors) = (Pipe(), Pipe(), Pipe())
    script.standardInput = input
    script.standardOutput = output
    script.standardError = errors
    leash = input.fileHandleForWriting
    try script.run()
    let word = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard word == "ready\n" else {
      let reason = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      throw Failure(description: "the mail servers did not start: \(reason)")
    }
    Self.toStop.append(self)
  }

  /// Where one of them listens, on 127.0.0.1 and on ::1.
  public func port(_ kind: Kind) -> Int { ports[kind] ?? 0 }

  /// Stops them and removes what they wrote.
  public func stop() {
    try? leash.close()
    script.waitUntilExit()
    try? FileManager.default.removeItem(at: directory)
  }

  private static let toStop: StopList = {
    atexit { MailPeers.toStop.stopAll() }
    return StopList()
  }()

  // MARK: - What arrived

  /// The mails of a report that arrived, waited for until there are as many as their subjects say; with line ends as on
  /// the wire, in no order.
  public func mails(id: String) throws -> [Data] {
    let folder = directory.appendingPathComponent("mail/new")
    for _ in 0..<400 {
      let found = try FileManager.default.contentsOfDirectory(atPath: folder.path).compactMap { name -> Data? in
        let mail = FileManager.default.contents(atPath: folder.appendingPathComponent(name).path)
        return mail.flatMap { $0.range(of: Data("\nMessage-ID: <\(id)".utf8)) == nil ? nil : $0 }
      }
      if let first = found.first, found.count >= Self.count(in: first) { return found.map(Self.withReturns) }
      Thread.sleep(forTimeInterval: 0.05)
    }
    throw Failure(description: "mail \(id) did not arrive")
  }

  /// How many mails the subject of one speaks of: `... #1 (2/9)`.
  private static func count(in mail: Data) -> Int {
    let head = String(decoding: mail.prefix(4000), as: UTF8.self)
    let subject = head.split(separator: "\n").first { $0.hasPrefix("Subject: ") }
    return subject?.split { "/)".contains($0) }.last.flatMap { Int($0) } ?? 1
  }

  /// A Maildir has bare line feeds.
  private static func withReturns(_ mail: Data) -> Data {
    var result = Data(capacity: mail.count + mail.count / 60)
    for line in mail.split(separator: 0x0A, omittingEmptySubsequences: false) {
      result += line
      result += Data([0x0D, 0x0A])
    }
    return result.dropLast(2)
  }

  /// Ports below those that the system gives to anybody who asks for any: other tests do so all the time.
  static func freePorts(_ count: Int) throws -> [Int] {
    var free: [Int] = []
    var next = Int.random(in: 20_000..<32_000)
    while free.count < count {
      guard next < 32_700 else { throw Failure(description: "no free ports") }
      if isFree(next) { free.append(next) }
      next += 1
    }
    return free
  }

  private static func isFree(_ port: Int) -> Bool {
    let probe = SocketAddress.stream("127.0.0.1")
    defer { close(probe) }
    return SocketAddress.with("127.0.0.1", port: port) { bind(probe, $0, $1) } == 0
  }
}

/// What is to be stopped when the program ends.
private final class StopList: @unchecked Sendable {
  private let lock = NSLock()
  private var peers: [MailPeers] = []

  func append(_ one: MailPeers) { lock.withLock { peers.append(one) } }
  func stopAll() { for one in lock.withLock({ peers }) { one.stop() } }
}
