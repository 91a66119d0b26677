import Foundation
import RemcsCore
import Synchronization

/// A home, a clock and a center of its own for one test, removed with it.
final class TestHome: Sendable {
  let path: String
  var home: Home { Home(path) }

  init() throws {
    path = NSTemporaryDirectory() + "remcs-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A service whose center list holds OSC, with a transport of the test.
  func service(_ transport: FakeTransport = FakeTransport(), clock: SystemClock = .system) throws -> Service {
    if !FileManager.default.fileExists(atPath: home.centerList) { try signCenterList() }
    return try Service(
      home: home, transport: transport,
      device: DeviceIdentity(series: "TEST", model: "3800E", checkCode: "AC", serial: "00001"),
      clock: clock)
  }

  /// An authority and a signed list, made with the openssl command so that nothing of ours proves itself; once a run,
  /// because keys take their time.
  func signCenterList() throws {
    let made = try Self.signed.get()
    for name in ["ca.key", "ca.pem", "centers.json", "centers.p7m"] {
      try? FileManager.default.removeItem(atPath: path + "/" + name)
      try FileManager.default.copyItem(atPath: made.path + "/" + name, toPath: path + "/" + name)
    }
  }

  private static let signed = Result {
    let home = try TestHome()
    try home.signOwnCenterList()
    return home
  }

  /// The same with an authority that nobody else has.
  func signOwnCenterList() throws {
    try openssl(
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "30",
      "-subj", "/CN=Test Authority")
    let pem = try String(contentsOfFile: path + "/ca.pem", encoding: .utf8)
    let list = [Center(name: "OSC", mailAddress: "osc@center.example", certificate: pem)]
    try JSONEncoder().encode(list).write(to: URL(fileURLWithPath: path + "/centers.json"))
    try openssl(
      "cms", "-sign", "-nodetach", "-binary", "-in", "centers.json", "-signer", "ca.pem", "-inkey", "ca.key",
      "-outform", "DER", "-out", "centers.p7m")
  }

  func openssl(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: path)
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    struct Failed: Error {}
    guard process.terminationStatus == 0 else { throw Failed() }
  }

  /// Every byte of the database and its companions.
  func databaseBytes() -> Data {
    ["", "-wal", "-shm"].reduce(into: Data()) { bytes, suffix in
      if let part = FileManager.default.contents(atPath: home.database + suffix) { bytes += part }
    }
  }
}

/// A transport that does what the test says, and remembers what it was given.
final class FakeTransport: MailTransport {
  private let taken = Mutex<[Report]>([])
  /// What the center would have.
  var sent: [Report] { taken.withLock { $0 } }
  private let called = Mutex<[Center]>([])
  /// The center of each try, with the certificate that it would be encrypted for.
  var centers: [Center] { called.withLock { $0 } }
  private let failures: Mutex<[TransportFailure]>
  private let onSend: @Sendable (Cancellation) -> Void

  /// Fails with each of `failures` in turn, then takes everything.
  init(_ failures: [TransportFailure] = [], onSend: @escaping @Sendable (Cancellation) -> Void = { _ in }) {
    self.failures = Mutex(failures)
    self.onSend = onSend
  }

  func send(
    _ reports: [Report], from device: DeviceIdentity, to center: Center, through environment: RemcsCore.Environment,
    observer: (TransportEvent) -> Void, cancellation: Cancellation
  ) throws(TransportFailure) {
    called.withLock { $0.append(center) }
    onSend(cancellation)
    if cancellation.isRaised { throw .canceled(at: .connection) }
    observer(.stage(.connection))
    if let failure = failures.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { throw failure }
    for report in reports {
      observer(.stage(.content))
      observer(.sent(bytes: 10, of: 10))
      taken.withLock { $0.append(report) }
      observer(.relayed(id: report.id, reply: "250 ok"))
    }
  }

  func probe(
    _ center: Center, through environment: RemcsCore.Environment, observer: (TransportEvent) -> Void,
    cancellation: Cancellation
  ) throws(TransportFailure) {
    onSend(cancellation)
    for stage in TransportStage.probing(environment) {
      observer(.stage(stage))
      if cancellation.isRaised { throw .canceled(at: stage) }
      if stage == .encryption { observer(.certificate(shown)) }
      if stage == .authentication, let failure = failures.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
        throw failure
      }
    }
  }

  /// The certificate that the mail server shows.
  let shown = ShownCertificate(pem: "PEM", host: "mail.example.co.jp", refusal: nil)
}

extension TransportFailure {
  static let timeOut = TransportFailure(.timeOut, at: .greeting, TransportRemark(.silence, "60"))
  static let refusedLogin = TransportFailure(.authentication, at: .authentication, reply: 535, text: "535 no")
}

/// A complete set of answers, Japanese as on site.
func sampleAnswers() -> Answers {
  var answers = Answers()
  for form in FormID.allCases { answers.merge(form.initialAnswers(weekday: .tuesday)) }
  let values: [FieldID: String] = [
    .center: "OSC", .connectionType: "internet", .smtpServer: "mail.example.co.jp",
    .senderEmail: "remcs@example.co.jp", .retryInterval: "1", .retryCount: "1",
    .corporateName: "株式会社髙島屋".replacingOccurrences(of: "髙", with: "高"), .corporateNameKana: "カブシキガイシャタカシマヤ",
    .address: "東京都中央区日本橋２丁目４番１号", .administratorName: "山田　太郎", .administratorNameKana: "ヤマダ　タロウ",
    .administratorEmail: "taro.secret@example.co.jp", .telephone: "03-9876-5432", .country: "JP",
  ]
  for (field, value) in values { answers[field] = value }
  return answers
}

/// An agreement of now.
func agreement() -> Consent {
  Consent(agreed: true, language: .ja, version: "1", sha256: "00", time: Date())
}
