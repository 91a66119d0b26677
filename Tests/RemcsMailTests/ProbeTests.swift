import Foundation
import RemcsCore
import RemcsMail
import TestSupport
import Testing

/// The staged check: the way to the center, without a mail.
struct ProbeTests {
  @Test func `a probe goes as far as the recipient, says what it found, and sends nothing`() throws {
    let server = try MailServer()
    defer { server.stop() }
    var environment = Sending.environment(server)
    environment.encryption = .startTLS
    environment.authentication = .authSMTP(.auto, user: "device", password: "se cret")
    let result = try Sending.probe(through: environment)
    #expect(result.failure == nil)
    #expect(result.stages == TransportStage.probing(environment))
    #expect(server.verbs.filter { $0.count < 10 } == ["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "QUIT"])
    #expect(server.mails.isEmpty)
    #expect(result.found(.address) == ["127.0.0.1"])
    #expect(result.found(.source) == ["127.0.0.1"] && result.found(.interface) == ["lo"])
    #expect(result.found(.peer) == ["127.0.0.1:\(server.port)"])
    #expect(result.found(.protection).first?.hasPrefix("TLSv1.3 ") == true)
    #expect(result.found(.subject) == ["CN = localhost"])
    #expect(result.found(.issuer) == ["O = Test, CN = Test Authority"])
    #expect(result.found(.names) == ["DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1"])
    #expect(result.found(.sha256).first?.count == 64)
    #expect(result.found(.mechanisms).last == "CRAM-MD5, PLAIN, LOGIN")
    #expect(result.found(.size).last == "30000000")
    #expect(result.found(.mechanism) == ["CRAM-MD5"])
    #expect(result.found(.reply).contains("220 mail.test ESMTP ready"))
    #expect(result.shown?.refusal == nil && result.shown?.host == "127.0.0.1")
    #expect(result.remarks.isEmpty)
  }

  @Test func `what may fail later is remarked on`() throws {
    var script = Script()
    script.capabilities = ["SIZE 100000", "AUTH PLAIN"]
    script.certificate = "server"
    let server = try MailServer(script)
    defer { server.stop() }
    var environment = Sending.environment(server)
    environment.split = .event(kilobytes: 512)
    environment.authentication = .authSMTP(.auto, user: "device", password: "se cret")
    let result = try Sending.probe(through: environment)
    #expect(result.failure == nil)
    #expect(result.remarks == [.splitAboveLimit, .loginInTheClear])
    environment.split = .event(kilobytes: 64)
    #expect(try Sending.probe(through: environment).remarks == [.loginInTheClear])
  }

  @Test(arguments: openingFaults + encryptionFaults + authenticationFaults + refusalFaults)
  func `a probe breaks where sending breaks, with the same code`(fault: Fault) throws {
    // What only a mail meets, a probe passes.
    guard ![.content, .confirmation].contains(fault.stage), fault.kind != 16 else { return }
    let (server, result) = try fault.meet(by: { try Sending.probe(through: $0) })
    let failure = try #require(result.failure)
    #expect(failure.code == fault.code && failure.stage == fault.stage)
    #expect(failure.libraryNumber == fault.kind && failure.isTemporary == fault.isTemporary)
    #expect(failure.mailNumber == fault.stage.number * 1000 + fault.reply)
    #expect(result.stages.last == fault.stage)
    for verb in fault.unsent { #expect(!server.verbs.contains(verb)) }
    #expect(server.mails.isEmpty)
  }

  @Test func `the login of a pop3 server is one stage with its own facts`() throws {
    var script = Script()
    script.isPOP = true
    script.greeting = .say("+OK ready")
    let pop = try MailServer(script)
    defer { pop.stop() }
    let server = try MailServer()
    defer { server.stop() }
    var environment = Sending.environment(server)
    environment.authentication = .popBeforeSMTP(
      server: "127.0.0.1", port: pop.port, user: "device", password: "se cret", wait: 20)
    let result = try Sending.probe(through: environment)
    #expect(result.failure == nil)
    #expect(result.stages == TransportStage.probing(environment))
    #expect(result.found(.peer) == ["127.0.0.1:\(pop.port)", "127.0.0.1:\(server.port)"])
    #expect(result.found(.mechanism) == ["USER"])
    #expect(result.found(.wait) == ["20"])
    #expect(result.remarks == [.loginInTheClear])
  }

  @Test func `a report that is larger than the server takes is not begun, whatever its first mail`() throws {
    var script = Script()
    script.capabilities = ["SIZE 60000"]
    let server = try MailServer(script)
    defer { server.stop() }
    var environment = Sending.environment(server)
    environment.split = .event(kilobytes: 64)
    let log = try Sending.attachment("log.gz", size: 200_000, in: Sending.directory())
    let result = try Sending.run([Sending.report(attachments: [log])], through: environment)
    #expect(result.failure?.code == .rmg2004)
    #expect(result.failure?.remark?.code == .mailTooLarge)
    #expect(result.failure?.remark?.arguments.last == "60000")
    #expect(result.failure?.advice == .raiseLimit)
    #expect(!server.verbs.contains("MAIL"))
    #expect(server.verbs.last == "QUIT")
  }
}
