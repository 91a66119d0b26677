import Foundation
import RemcsCore
import RemcsCryptography
import RemcsMail
import TestSupport

/// One run of the transport as a process of its own, so that its time and its memory can be set against those of other
/// programs: `remcs-bench send PORT ENCRYPTION LOGIN COUNT FILE FOLDER`.
struct MailJob {
  let port: Int
  let encryption: Encryption
  /// Whether to log in (AUTH PLAIN, as the other programs do).
  let login: Bool
  /// How many reports, each with the file.
  let count: Int
  let file: String
  /// Where the certificates of the tests lie.
  let folder: String

  /// The words behind `remcs-bench`.
  var arguments: [String] { ["send", "\(port)", encryption.rawValue, login ? "yes" : "no", "\(count)", file, folder] }

  init(port: Int, encryption: Encryption, login: Bool, count: Int, file: String, folder: String) {
    self.port = port
    self.encryption = encryption
    self.login = login
    self.count = count
    self.file = file
    self.folder = folder
  }

  init?(_ arguments: [String]) {
    guard arguments.count == 7, arguments[0] == "send", let port = Int(arguments[1]),
      let encryption = Encryption(rawValue: arguments[2]), let count = Int(arguments[4])
    else { return nil }
    self.init(
      port: port, encryption: encryption, login: arguments[3] == "yes", count: count, file: arguments[5],
      folder: arguments[6])
  }

  /// Sends all reports over one connection.
  func run() throws {
    func text(_ name: String) throws -> String { try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }
    let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
    let center = Center(name: "OSC", mailAddress: "osc@center.test", certificate: try text("center.pem"))
    var environment = Environment(
      server: "127.0.0.1", port: port, encryption: encryption, sender: "board@device.example", split: .none,
      timeout: 60)
    if login {
      environment.authentication = .authSMTP(.plain, user: MailPeers.user, password: MailPeers.password)
    }
    let reports = (1...count).map { number in
      Report(
        id: UUID().uuidString.lowercased(), sequence: number, kind: .fault, created: Date(),
        manifest: Array("{}".utf8),
        attachments: [Attachment(name: "log.gz", path: file, size: size, sha256: "")])
    }
    try SMTPTransport(trusted: [try Certificate(pem: text("ca.pem"))], systemStore: false).send(
      reports, from: DeviceIdentity(series: "S", model: "M", checkCode: "C", serial: "1"), to: center,
      through: environment, observer: { _ in }, cancellation: Cancellation())
  }
}

/// What a finished process took.
struct ProcessCost {
  /// Seconds from its start to its end.
  let elapsed: Double
  /// The most that it had in memory at once, in kB; of a pipeline, the largest of its programs.
  let memory: Int

  /// Runs a program that must end with a status; silent, what it prints is of no interest.
  init(
    _ program: String, _ arguments: [String], isSilent: Bool = false, status expected: Int32 = 0, input: Int32? = nil
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input { posix_spawn_file_actions_adddup2(&actions, input, 0) }
    for descriptor in isSilent ? [Int32(1), 2] : [] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
    }
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    Self.forgetPeak()
    let start = ContinuousClock.now
    var child = pid_t()
    guard posix_spawn(&child, program, &actions, nil, words, environ) == 0 else {
      throw Installation.Failure(description: "\(program) cannot be started")
    }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(child, &status, 0, &usage) < 0, errno == EINTR {}
    elapsed = start.duration(to: .now) / .seconds(1)
    memory = Int(usage.ru_maxrss)
    guard status == expected << 8 else {
      throw Installation.Failure(description: "\(program) \(arguments.joined(separator: " ")): status \(status)")
    }
  }

  /// The kernel counts what the parent had at most as had by the child too.
  private static func forgetPeak() {
    CodePages.giveBack()
    try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
  }
}
