import Foundation
import RemcsCenter
import RemcsCore
import RemcsCryptography
import RemcsMail
import Testing

/// The device's transport against the reference center: what one writes the other reads, on every way of the manual.
struct ReferenceCenterTests {
  private static let template = Result { () throws -> String in
    let path = NSTemporaryDirectory() + "remcs-reference-\(UUID().uuidString)"
    return try CenterDirectory.create(at: path).path
  }

  let directory: CenterDirectory
  let folder: String
  let transport: SMTPTransport
  let center: Center

  init() throws {
    folder = NSTemporaryDirectory() + "remcs-reference-\(UUID().uuidString)"
    try FileManager.default.copyItem(atPath: try Self.template.get(), toPath: folder)
    directory = try CenterDirectory(opening: folder)
    let authority = try String(contentsOfFile: directory.authorityPath, encoding: .utf8)
    let trusted = [try Certificate(pem: authority)]
    transport = SMTPTransport(trusted: trusted, systemStore: false)
    // The list as a device would read it.
    let list = [UInt8](try Data(contentsOf: URL(fileURLWithPath: directory.centerListPath)))
    let centers = try JSONDecoder().decode([Center].self, from: Data(SignedData.verify(list, trusted: trusted)))
    center = try #require(centers.first)
  }

  private func report(_ sequence: Int, size: Int, filler: Int = 0) throws -> Report {
    let id = UUID().uuidString.lowercased()
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let path = "\(folder)/\(id).bin"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let sum = Digest.sha256(bytes)
    let manifest = """
      {"format":"remcs-report","version":1,"id":"\(id)","sequence":\(sequence),"kind":"log",
      "device":{"id":"00-PQ-3800E-1-MA1"},"language":"en","filler":"\(String(repeating: "x", count: filler))",
      "attachments":[{"name":"log.gz","size":\(size),"sha256":"\(sum)"}]}
      """
    return Report(
      id: id, sequence: sequence, kind: .log, created: Date(), manifest: Array(manifest.utf8),
      attachments: [Attachment(name: "log.gz", path: path, size: size, sha256: sum)])
  }

  private let device = DeviceIdentity(series: "PQ", model: "3800E", checkCode: "1", serial: "MA1")

  private func check(_ reports: [Report]) throws {
    let stored = try Inbox(directory).list()
    #expect(stored.map(\.id) == reports.map(\.id))
    for (report, stored) in zip(reports, stored) {
      #expect(stored.isComplete)
      #expect(stored.manifest == report.manifest)
      let path = try #require(Inbox(directory).path(of: "log.gz", in: stored))
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: path))
          == Data(contentsOf: URL(fileURLWithPath: report.attachments[0].path)))
    }
  }

  private func server(_ change: (inout ServerOptions) -> Void = { _ in }) throws -> (CenterServer, ServerPorts) {
    var options = ServerOptions(smtpPort: 0, smtpsPort: 0, popPort: 0)
    options.startTLS = true
    options.users = ["board": "secret"]
    change(&options)
    let server = try CenterServer(directory, options)
    return (server, try server.start())
  }

  @Test(arguments: [
    Environment.Split.none, .mail(kilobytes: 10), .mail(kilobytes: 64), .event(kilobytes: 64), .event(kilobytes: 512),
  ])
  func `reports of every split arrive whole, twice sent and once stored`(split: Environment.Split) throws {
    let (server, ports) = try server()
    defer { server.stop() }
    let reports = [try report(1, size: 0), try report(2, size: 300_000), try report(3, size: 100, filler: 150_000)]
    let environment = Environment(server: "127.0.0.1", port: ports.smtp, sender: "board@device.example", split: split)
    for _ in 0..<2 {
      try transport.send(
        reports, from: device, to: center, through: environment, observer: { _ in }, cancellation: Cancellation())
    }
    try check(reports)
  }

  @Test(arguments: [Encryption.none, .startTLS, .tls], [AuthenticationMechanism.auto, .cramMD5, .plain, .login])
  func `every encryption goes with every way to log in`(
    encryption: Encryption, mechanism: AuthenticationMechanism
  ) throws {
    let (server, ports) = try server { $0.requiresAuthentication = true }
    defer { server.stop() }
    let port = encryption == .tls ? try #require(ports.smtps) : ports.smtp
    func environment(_ password: String) -> RemcsCore.Environment {
      Environment(
        server: "localhost", port: port, encryption: encryption, sender: "board@device.example",
        authentication: .authSMTP(mechanism, user: "board", password: password))
    }
    let reports = [try report(1, size: 1_000)]
    let failure = #expect(throws: TransportFailure.self) {
      try transport.send(
        reports, from: device, to: center, through: environment("wrong"), observer: { _ in },
        cancellation: Cancellation())
    }
    #expect(failure?.code == .rmg2011)
    try transport.send(
      reports, from: device, to: center, through: environment("secret"), observer: { _ in },
      cancellation: Cancellation())
    try check(reports)
  }

  @Test func `POP before SMTP opens the way`() throws {
    let (server, ports) = try server { $0.popBeforeSMTP = true }
    defer { server.stop() }
    let reports = [try report(1, size: 1_000)]
    var environment = Environment(server: "127.0.0.1", port: ports.smtp, sender: "board@device.example")
    let failure = #expect(throws: TransportFailure.self) {
      try transport.send(
        reports, from: device, to: center, through: environment, observer: { _ in }, cancellation: Cancellation())
    }
    #expect(failure?.stage == .recipient)
    #expect(failure?.mailNumber == 11_550)
    environment.authentication = .popBeforeSMTP(
      server: "127.0.0.1", port: try #require(ports.pop), user: "board", password: "secret", wait: 0)
    try transport.send(
      reports, from: device, to: center, through: environment, observer: { _ in }, cancellation: Cancellation())
    try check(reports)
  }
}
