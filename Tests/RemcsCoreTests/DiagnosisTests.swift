import Foundation
import RemcsCore
import Testing

/// The staged check as a value, and as an action of the service.
struct DiagnosisTests {
  private static func environment(
    _ encryption: Encryption = .none, _ authentication: RemcsCore.Environment.Authentication = .none
  ) -> RemcsCore.Environment {
    Environment(
      server: "mail.example.co.jp", encryption: encryption, sender: "a@example.co.jp", authentication: authentication)
  }

  private static let login = RemcsCore.Environment.Authentication.authSMTP(.auto, user: "u", password: "p")

  @Test func `the stages are those that the settings lead through`() {
    #expect(
      TransportStage.probing(Self.environment())
        == [.preparing, .name, .route, .connection, .greeting, .capabilities, .sender, .recipient])
    #expect(
      TransportStage.probing(Self.environment(.startTLS, Self.login))
        == [
          .preparing, .name, .route, .connection, .greeting, .capabilities, .encryption, .capabilities,
          .authentication, .sender, .recipient,
        ])
    #expect(
      TransportStage.probing(
        Self.environment(.tls, .popBeforeSMTP(server: "p", port: 110, user: "u", password: "p", wait: 0)))
        == [
          .preparing, .popLogin, .popWait, .name, .route, .connection, .encryption, .greeting, .capabilities, .sender,
          .recipient,
        ])
  }

  @Test func `each stage has its time and its facts, also the one that comes twice`() {
    var diagnosis = Diagnosis(of: Self.environment(.startTLS))
    var now = 100.0
    for (index, stage) in TransportStage.probing(Self.environment(.startTLS)).enumerated() {
      diagnosis.take(.stage(stage), at: now)
      #expect(diagnosis.steps[index].outcome == .running)
      diagnosis.take(.found(Evidence(.reply, "\(index)")), at: now)
      now += 0.5
    }
    #expect(!diagnosis.isOver)
    diagnosis.finish(at: now)
    #expect(diagnosis.hasPassed && diagnosis.isOver)
    #expect(diagnosis.steps.map(\.seconds) == Array(repeating: 0.5, count: diagnosis.steps.count))
    #expect(diagnosis.steps.map { $0.evidence.map(\.value) } == diagnosis.steps.indices.map { ["\($0)"] })
  }

  @Test func `a failure stops at its stage, and what lies behind keeps waiting`() {
    var diagnosis = Diagnosis(of: Self.environment())
    diagnosis.take(.stage(.preparing), at: 0)
    diagnosis.take(.stage(.name), at: 1)
    diagnosis.stop(with: TransportFailure(.timeOut, at: .name), at: 61)
    #expect(diagnosis.steps.prefix(3).map(\.outcome) == [.passed, .failed, .waiting])
    #expect(diagnosis.steps[1].seconds == 60)
    #expect(diagnosis.isOver && !diagnosis.hasPassed)
  }

  @Test func `what could never work is shown at the stage that it belongs to`() {
    var diagnosis = Diagnosis(of: Self.environment(.none, Self.login))
    diagnosis.take(.stage(.preparing), at: 0)
    diagnosis.stop(with: TransportFailure(.authentication, at: .authentication), at: 0)
    #expect(diagnosis.steps.first { $0.stage == .authentication }?.outcome == .failed)
    #expect(diagnosis.steps[0].outcome == .passed)
    #expect(diagnosis.steps[1].outcome == .waiting)
  }

  @Test func `a person's wish to stop is no failure`() {
    var diagnosis = Diagnosis(of: Self.environment())
    diagnosis.take(.stage(.preparing), at: 0)
    diagnosis.take(.stage(.name), at: 0)
    diagnosis.stop(with: .canceled(at: .name), at: 1)
    #expect(diagnosis.steps[1].outcome == .canceled)
    #expect(diagnosis.isOver && !diagnosis.hasPassed)
  }

  // MARK: The action

  private func prepared(_ home: TestHome, _ transport: FakeTransport) throws -> Service {
    let service = try home.service(transport)
    var answers = sampleAnswers()
    answers[.encryption] = "tls"
    answers[.authenticationType] = "auth"
    answers[.userID] = "u"
    answers[.password] = "p"
    try service.set(answers)
    return service
  }

  @Test func `the service checks with what is stored, queues nothing and changes no state`() throws {
    let home = try TestHome()
    let transport = FakeTransport()
    let service = try prepared(home, transport)
    var news: [Diagnosis] = []
    let result = try service.diagnose(observer: { news.append($0) })
    #expect(result.hasPassed)
    #expect(news.count > result.steps.count && news.last == result)
    #expect(transport.sent.isEmpty)
    #expect(try service.store.reports(in: ReportState.allCases.map { $0 }).isEmpty)
    #expect(try service.state() == .unused)
  }

  @Test func `a failure and a wish to stop come back as they are`() throws {
    let home = try TestHome()
    let service = try prepared(home, FakeTransport([.refusedLogin]))
    #expect(try service.diagnose().failure == .refusedLogin)
    let cancellation = Cancellation()
    cancellation.raise()
    #expect(try service.diagnose(cancellation: cancellation).failure?.kind == nil)
  }

  @Test func `without settings it says so`() throws {
    let home = try TestHome()
    let service = try home.service()
    let error = #expect(throws: ServiceError.self) { try service.diagnose() }
    #expect(error?.code == .rmg0092)
  }

  @Test func `the certificate that the server showed is kept for the display, with why it was refused`() throws {
    let home = try TestHome()
    let transport = FakeTransport()
    let service = try prepared(home, transport)
    #expect(throws: ServiceError(.rmg0229)) { try service.serverCertificate() }
    _ = try service.diagnose()
    #expect(try service.serverCertificate().shown == transport.shown)
    // Another program sees it too.
    #expect(try home.service().serverCertificate().shown == transport.shown)
  }
}

/// The REMCS port (manual 3.1).
struct MaintenancePortTests {
  @Test(arguments: [
    ("192.168.1.10", "255.255.255.0", "192.168.1.1", "192.168.2.25"), ("10.0.0.1", "255.0.0.0", "0.0.0.0", "0.0.0.0"),
    ("10.0.0.2", "255.255.255.252", "10.0.0.1", "0.0.0.0"),
  ])
  func `an address with its network is taken`(ip: String, mask: String, gateway: String, server: String) throws {
    let port = try MaintenancePort(address: ip, netmask: mask, gateway: gateway, mailServer: server)
    #expect(port.gateway == (gateway == "0.0.0.0" ? nil : gateway))
    #expect(port.mailServer == (server == "0.0.0.0" ? nil : server))
  }

  @Test(arguments: [
    ("192.168.1", "255.255.255.0", "0.0.0.0", "0.0.0.0", 1), ("0.0.0.0", "255.255.255.0", "0.0.0.0", "0.0.0.0", 1),
    ("10.0.0.1", "255.0.255.0", "0.0.0.0", "0.0.0.0", 1), ("10.0.0.1", "0.0.0.0", "0.0.0.0", "0.0.0.0", 1),
    ("10.0.0.1", "255.255.255.0", "10.0.1.1", "0.0.0.0", 1), ("10.0.0.1", "255.255.255.0", "10.0.0.1", "0.0.0.0", 1),
    ("10.0.0.1", "255.255.255.0", "10.0.0.254", "mail.example.co.jp", 1), ("x", "y", "z", "w", 4),
  ])
  func `each wrong argument is told`(ip: String, mask: String, gateway: String, server: String, count: Int) {
    let error = #expect(throws: ServiceError.self) {
      try MaintenancePort(address: ip, netmask: mask, gateway: gateway, mailServer: server)
    }
    #expect([.rmg0015, .rmg0016].contains(error?.code))
    #expect(error?.details.count == count)
  }

  @Test func `it goes with servers in digits only, whichever was set first`() throws {
    let home = try TestHome()
    let service = try home.service()
    let port = try MaintenancePort(
      address: "127.0.0.1", netmask: "255.0.0.0", gateway: "0.0.0.0", mailServer: "0.0.0.0")
    try service.set(sampleAnswers())
    let refused = #expect(throws: ServiceError.self) { try service.setMaintenancePort(port) }
    #expect(refused?.details.first?.field == .smtpServer)
    #expect(refused?.details.first?.reason == .transport(TransportRemark(.digitsOnly, "mail.example.co.jp")))
    #expect(try service.maintenancePort() == nil)
    var change = Answers()
    change[.smtpServer] = "192.0.2.25"
    try service.set(change)
    try service.setMaintenancePort(port)
    #expect(try service.maintenancePort() == port)
    change[.smtpServer] = "mail.example.co.jp"
    let again = #expect(throws: ServiceError.self) { try service.set(change) }
    #expect(again?.code == .rmg0015 && again?.details.first?.field == .smtpServer)
    #expect(throws: ActionFailure.self) {
      try service.register(
        sampleAnswers(), consent: agreement(), observer: { _ in }, cancellation: Cancellation())
    }
    try service.setMaintenancePort(nil)
    try service.set(change)
  }
}
