import Foundation
import RemcsCore
import RemcsMail
import TestSupport
import Testing

/// POP before SMTP (table 3.1).
struct POPTests {
  private func run(
    _ script: Script, timeout: Double = 5, encryption: Encryption = .none, wait: Int = 0, password: String = "se cret",
    trusted: [String] = ["ca.pem"]
  ) throws -> (result: Sending, pop: MailServer, smtp: MailServer) {
    var script = script
    script.isPOP = true
    if case .say("220 mail.test ESMTP ready") = script.greeting { script.greeting = .say("+OK ready") }
    let pop = try MailServer(script)
    defer { pop.stop() }
    var mail = Script()
    mail.isTLS = encryption == .tls
    let smtp = try MailServer(mail)
    defer { smtp.stop() }
    var environment = Sending.environment(smtp, timeout: timeout)
    environment.encryption = encryption
    environment.authentication = .popBeforeSMTP(
      server: "127.0.0.1", port: pop.port, user: "device", password: password, wait: wait)
    return (try Sending.run(through: environment, trusted: trusted), pop, smtp)
  }

  @Test func `a login and a goodbye come before the mail, and a wait between`() throws {
    let (result, pop, smtp) = try run(Script(), wait: 300)
    #expect(result.failure == nil)
    #expect(pop.commands == ["USER device", "PASS se cret", "QUIT"])
    #expect(smtp.mails.count == 1)
    #expect(!smtp.verbs.contains("AUTH"))
    #expect(result.stages.prefix(6) == [.preparing, .popLogin, .popWait, .name, .route, .connection])
    #expect(result.elapsed >= 0.3)
  }

  @Test func `a timestamp in the greeting keeps the password off the line`() throws {
    var script = Script()
    // The example of RFC 1939.
    script.greeting = .say("+OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>")
    script.actions["APOP"] = [.say("+OK in")]
    let (result, pop, _) = try run(script, password: "tanstaaf")
    #expect(result.failure == nil)
    #expect(pop.commands == ["APOP device c4c9334bac560ecc979e58001b3e22fb", "QUIT"])
  }

  @Test func `a server that shows a timestamp and refuses it is asked plainly`() throws {
    var script = Script()
    script.greeting = .say("+OK <1.2@host>")
    let (result, pop, _) = try run(script)
    #expect(result.failure == nil)
    #expect(pop.verbs == ["APOP", "USER", "PASS", "QUIT"])
  }

  @Test func `where encryption is set the password goes by stls`() throws {
    let (result, pop, smtp) = try run(Script(), encryption: .tls)
    #expect(result.failure == nil)
    #expect(pop.verbs == ["STLS", "USER", "PASS", "QUIT"])
    #expect(smtp.mails.count == 1)
  }

  @Test func `where encryption is set no password goes in the clear or to a stranger`() throws {
    var script = Script()
    script.actions["STLS"] = [.say("-ERR what?")]
    let clear = try run(script, encryption: .tls)
    #expect(clear.result.failure?.code == .rmg2008)
    #expect(clear.result.failure?.libraryNumber == 11)
    let stranger = try run(Script(), encryption: .startTLS, trusted: [])
    #expect(stranger.result.failure?.code == .rmg2008)
    #expect(stranger.result.failure?.libraryNumber == 13)
    script.actions["STLS"] = [.bytes(Array("+OK begin\r\n+OK injected\r\n".utf8))]
    let injected = try run(script, encryption: .startTLS)
    #expect(injected.result.failure?.libraryNumber == 14)
    for attempt in [clear, stranger, injected] {
      #expect(attempt.result.failure?.stage == .popLogin)
      #expect(attempt.result.failure?.isTemporary == false)
      #expect(!attempt.pop.commands.contains { $0.contains("se cret") })
      #expect(attempt.smtp.connections == 0)
    }
  }

  @Test(arguments: [
    ("greeting refused", MessageCode.rmg2008, true, 4), ("greeting silent", .rmg2009, true, 3),
    ("greeting dropped", .rmg2008, true, 5), ("another protocol", .rmg2008, true, 8),
    ("user refused", .rmg2007, false, 9), ("password wrong", .rmg2007, false, 9), ("mailbox in use", .rmg2008, true, 4),
    ("password silent", .rmg2009, true, 3), ("password dropped", .rmg2008, true, 5), ("endless", .rmg2008, true, 8),
  ])
  func `a fault of the pop3 server is told as its own, and no mail goes out`(
    name: String, code: MessageCode, isTemporary: Bool, kind: Int
  ) throws {
    var script = Script()
    switch name {
    case "greeting refused": script.greeting = .say("-ERR no service")
    case "greeting silent": script.greeting = .silence
    case "greeting dropped": script.greeting = .drop
    case "another protocol": script.greeting = .say("220 mail.test ESMTP")
    case "user refused": script.actions["USER"] = [.say("-ERR unknown")]
    case "password wrong": script.password = "other"
    case "mailbox in use": script.actions["PASS"] = [.say("-ERR [IN-USE] locked")]
    case "password silent": script.actions["PASS"] = [.silence]
    case "password dropped": script.actions["PASS"] = [.drop]
    default: script.greeting = .bytes([UInt8](repeating: 0x2B, count: 200_000))
    }
    let (result, _, smtp) = try run(script, timeout: name.hasSuffix("silent") ? 1 : 5)
    let failure = try #require(result.failure)
    #expect(failure.code == code)
    #expect(failure.stage == .popLogin)
    #expect(failure.isTemporary == isTemporary)
    #expect(failure.libraryNumber == kind)
    #expect(failure.mailNumber == 2000)
    #expect(!failure.serverText.contains("se cret"))
    #expect(smtp.connections == 0)
  }

  @Test func `a pop3 server that repeats the password does not bring it to a screen`() throws {
    var script = Script()
    script.actions["PASS"] = [.say("-ERR what is PASS se cret")]
    let failure = try #require(try run(script).result.failure)
    #expect(failure.serverText == "-ERR what is PASS ***")
  }

  @Test func `a pop3 server that is not there is told as its own`() throws {
    var environment = Sending.environment(nil)
    let (listener, port) = try MailServer.listen("127.0.0.1", backlog: 1)
    close(listener)
    environment.authentication = .popBeforeSMTP(server: "127.0.0.1", port: port, user: "u", password: "p", wait: 0)
    #expect(try Sending.run(through: environment).failure?.code == .rmg2010)
    environment.authentication = .popBeforeSMTP(
      server: "no-such-name.invalid", port: 110, user: "u", password: "p", wait: 0)
    let result = try Sending.run(through: environment)
    #expect(result.failure?.code == .rmg2010)
    #expect(result.failure?.stage == .popLogin)
  }
}
