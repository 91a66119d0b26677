import Foundation
import RemcsCore
import RemcsCryptography
import RemcsMail
import TestSupport
import Testing

/// Each thing that a server may do wrong, and what is said of it.
struct FaultTests {
  @Test(arguments: openingFaults + refusalFaults + encryptionFaults + authenticationFaults)
  func `a fault is told by code, stage and words, and nothing goes on after it`(fault: Fault) throws {
    let (server, result) = try fault.meet(by: { try Sending.run(through: $0) })
    let failure = try #require(result.failure)
    #expect(failure.code == fault.code)
    #expect(failure.stage == fault.stage)
    #expect(failure.isTemporary == fault.isTemporary)
    #expect(failure.libraryNumber == fault.kind)
    #expect(failure.mailNumber == fault.stage.number * 1000 + fault.reply)
    #expect(failure.remark?.code == fault.remark)
    let told = ([failure.serverText] + (failure.remark?.arguments ?? [])).filter { !$0.isEmpty }.joined(separator: " ")
    #expect(fault.words.isEmpty || told.contains(fault.words), "\(told)")
    #expect(told == told.harmless(maximum: 1000))
    #expect(failure.advice != nil)
    #expect(result.relayed.isEmpty)
    #expect(result.stages.last == fault.stage)
    for verb in fault.unsent { #expect(!server.verbs.contains(verb)) }
    // The body leaves only when DATA was taken.
    if fault.stage != .confirmation { #expect(server.mails.isEmpty) }
    // No password in what may be shown.
    #expect(!told.contains("se cret"))
    #expect(result.elapsed < 20)
    if fault.kind == 3 { #expect(result.elapsed >= fault.timeout * 0.9, "and not before its time") }
  }

  @Test(arguments: [AuthenticationMechanism.plain, .login])
  func `a server that repeats what it heard does not bring the password to a screen`(
    mechanism: AuthenticationMechanism
  ) throws {
    let password = "Geheim-4711"
    let plain = Data("\0device\0\(password)".utf8).base64EncodedString()
    let login = Data(password.utf8).base64EncodedString()
    var script = Script()
    if mechanism == .plain {
      script.actions["AUTH"] = [.say("500 unknown: AUTH PLAIN \(plain) means GEHEIM-4711")]
    } else {
      script.actions["AUTH"] = [.say("334 VXNlcm5hbWU6")]
      script.actions[Data("device".utf8).base64EncodedString().uppercased()] = [.say("334 UGFzc3dvcmQ6")]
      script.actions[login.uppercased()] = [.say("535 no: \(login)")]
    }
    let server = try MailServer(script)
    defer { server.stop() }
    var environment = Sending.environment(server)
    environment.authentication = .authSMTP(mechanism, user: "device", password: password)
    let failure = try #require(try Sending.run(through: environment).failure)
    #expect(failure.stage == .authentication)
    #expect(failure.serverText == (mechanism == .plain ? "500 unknown: AUTH PLAIN *** means ***" : "535 no: ***"))
  }

  @Test func `a refused certificate can still be shown`() throws {
    var script = Script()
    script.certificate = "other"
    let server = try MailServer(script)
    defer { server.stop() }
    var environment = Sending.environment(server)
    environment.encryption = .startTLS
    let result = try Sending.run(through: environment)
    #expect(result.failure?.code == .rmg2013)
    #expect(result.certificate?.subject == "CN = other.test")
    #expect(result.shown?.refusal?.code == .certificateForAnother)
    #expect(result.shown?.host == "127.0.0.1")
  }

  @Test func `a file of authorities that cannot be used ends the dialogue`()
    throws
  {
    let server = try MailServer()
    defer { server.stop() }
    var environment = Sending.environment(server)
    environment.encryption = .startTLS
    let transport = SMTPTransport { () throws(TransportRemark) in
      throw TransportRemark(.fileUnusable, "/home/ca.pem", "Permission denied")
    }
    let failure = try #require(throws: TransportFailure.self) {
      try transport.send(
        [Sending.report()], from: Sending.device, to: Sending.center(), through: environment, observer: { _ in },
        cancellation: Cancellation())
    }
    #expect(failure.code == .rmg2002 && failure.stage == .encryption && failure.advice == .replaceAuthorities)
    #expect(!server.verbs.contains("MAIL"))
  }

  @Test func `a server that nobody trusts is refused, and one trusted by itself is not`() throws {
    let server = try MailServer()
    defer { server.stop() }
    var environment = Sending.environment(server)
    environment.encryption = .startTLS
    let stranger = try Sending.run(through: environment, trusted: [])
    let failure = try #require(stranger.failure)
    #expect(failure.libraryNumber == 13)
    #expect(failure.remark == TransportRemark(.issuerUnknown, "CN = localhost", "O = Test, CN = Test Authority"))
    #expect(failure.advice == .trustAuthority)
    // The reason reaches people.
    #expect(failure.serviceError?.arguments == ["13", "7000", ""])
    #expect(failure.serviceError?.failure == failure)
    #expect(!server.verbs.contains("MAIL"))
    #expect(try Sending.run(through: environment, trusted: ["server.pem"]).failure == nil)
  }

  @Test func `the reason for a refusal in the middle of a body is kept`() throws {
    var script = Script()
    script.inBody = (200_000, .sayAndDrop("552 5.3.4 too much of it"))
    for isTLS in [false, true] {
      script.isTLS = isTLS
      let server = try MailServer(script)
      defer { server.stop() }
      var environment = Sending.environment(server)
      environment.encryption = isTLS ? .tls : .none
      let log = try Sending.attachment("big.bin", size: 6_000_000, in: Sending.directory())
      let result = try Sending.run([Sending.report(attachments: [log])], through: environment)
      #expect(result.failure?.code == .rmg2004)
      #expect(result.failure?.stage == .content || result.failure?.stage == .confirmation)
      #expect(result.failure?.isTemporary == false)
      #expect(result.failure?.serverText == "552 5.3.4 too much of it")
      #expect(result.relayed.isEmpty)
    }
  }

  @Test func `a body that nobody reads ends in a time-out`() throws {
    let listener = try Deaf()
    defer { listener.stop() }
    var environment = Sending.environment(nil, timeout: 2)
    environment.port = listener.port
    let log = try Sending.attachment("big.bin", size: 12_000_000, in: Sending.directory())
    let result = try Sending.run([Sending.report(attachments: [log])], through: environment)
    #expect(result.failure?.code == .rmg2003)
    #expect(result.failure?.stage == .content)
    #expect(result.failure?.isTemporary == true)
  }

  @Test func `what was relayed before a fault stays relayed`() throws {
    var script = Script()
    script.actions["RCPT"] = [.say("250 ok"), .say("250 ok"), .say("452 4.3.1 full")]
    let server = try MailServer(script)
    defer { server.stop() }
    let reports = (1...4).map { Sending.report("\($0)", sequence: $0) }
    let result = try Sending.run(reports, through: Sending.environment(server))
    #expect(result.failure?.stage == .recipient)
    #expect(result.relayed == reports.prefix(2).map(\.id))
    #expect(server.mails.count == 2)
    #expect(server.verbs.last == "QUIT")
  }
}
