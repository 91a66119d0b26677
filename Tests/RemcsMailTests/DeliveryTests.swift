import Foundation
import RemcsCore
import RemcsCryptography
import RemcsMail
import TestSupport
import Testing

/// What arrives when nothing goes wrong.
struct DeliveryTests {
  @Test func `a report arrives encrypted, and openssl reads it back`() throws {
    let server = try MailServer()
    defer { server.stop() }
    let directory = try Sending.directory()
    let log = try Sending.attachment("sel.log.gz", size: 100_000, in: directory)
    let empty = try Sending.attachment("empty \"日本\".log", size: 0, in: directory)
    let report = Sending.report("本文 one", sequence: 42, attachments: [log, empty])
    let result = try Sending.run([report], through: Sending.environment(server))
    #expect(result.failure == nil)
    #expect(result.relayed == [report.id])
    #expect(
      result.stages
        == [
          .preparing, .name, .route, .connection, .greeting, .capabilities, .sender, .recipient, .content,
          .confirmation,
        ])
    let data = try #require(server.mails.first)
    #expect(server.mails.count == 1)
    let mail = ReceivedMail(data)
    #expect(mail.headers["from"] == "<board@example.test>")
    #expect(mail.headers["to"] == "<osc@center.test>")
    #expect(mail.headers["subject"] == "REMCS connectionCheck 00-PRIMEQUEST-3800E-AB-000123 #42 (1/1)")
    #expect(mail.headers["message-id"] == "<\(report.id)@example.test>")
    #expect(mail.headers["mime-version"] == "1.0")
    #expect(mail.headers["content-type"]?.hasPrefix("application/pkcs7-mime; smime-type=enveloped-data") == true)
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss Z"
    #expect(formatter.date(from: mail.headers["date"] ?? "") == report.created)
    // Nothing but CRLF, short lines, ASCII.
    let lines = data.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
    #expect(lines.allSatisfy { $0.last == 0x0D && $0.count <= 79 + 1 && !$0.dropLast().contains(0x0D) })
    #expect(data.allSatisfy { $0 < 0x80 })
    // SIZE told the truth.
    #expect(server.commands.contains("MAIL FROM:<board@example.test> SIZE=\(data.count)"))

    let inside = try #require(ReceivedMail.decrypt(data))
    let parts = inside.parts
    #expect(parts.count == 4)
    let header = try inside.partHeader()
    #expect(header.report == report.id && header.sequence == 42 && header.part == 1 && header.of == 1)
    #expect(header.device == Sending.device.id && header.kind == .connectionCheck)
    #expect(header.files.map(\.name) == [log.name, empty.name])
    #expect(parts[1].body == Data(report.manifest))
    #expect(parts[2].body == (try Data(contentsOf: URL(fileURLWithPath: log.path))))
    #expect(parts[2].headers["content-type"] == "application/gzip")
    #expect(parts[3].body.isEmpty)
    #expect(parts[3].headers["content-disposition"]?.hasPrefix("attachment; filename=\"empty __") == true)
  }

  @Test(arguments: Encryption.allCases, [nil] + AuthenticationMechanism.allCases.map { Optional($0) })
  func `every encryption goes with every authentication`(
    encryption: Encryption, mechanism: AuthenticationMechanism?
  ) throws {
    var script = Script()
    script.isTLS = encryption == .tls
    let server = try MailServer(script)
    defer { server.stop() }
    var environment = Sending.environment(server)
    environment.encryption = encryption
    if let mechanism { environment.authentication = .authSMTP(mechanism, user: "device", password: "se cret") }
    let result = try Sending.run(through: environment)
    #expect(result.failure == nil)
    #expect(server.mails.count == 1)
    #expect(server.verbs.contains("STARTTLS") == (encryption == .startTLS))
    #expect(server.verbs.filter { $0 == "EHLO" }.count == (encryption == .startTLS ? 2 : 1))
    #expect(result.stages.contains(.encryption) == (encryption != .none))
    #expect((result.certificate?.subject == "CN = localhost") == (encryption != .none))
    let auth = server.commands.filter { $0.hasPrefix("AUTH") }.map { $0.split(separator: " ")[1] }
    switch mechanism {
    case nil: #expect(auth.isEmpty)
    case .auto, .cramMD5: #expect(auth == ["CRAM-MD5"])
    case .plain: #expect(auth == ["PLAIN"])
    case .login: #expect(auth == ["LOGIN"])
    }
  }

  @Test func `many reports share one connection, in order`() throws {
    let server = try MailServer()
    defer { server.stop() }
    let reports = (1...20).map { Sending.report("number \($0)", sequence: $0) }
    let result = try Sending.run(reports, through: Sending.environment(server))
    #expect(result.failure == nil)
    #expect(result.relayed == reports.map(\.id))
    #expect(server.connections == 1)
    #expect(server.mails.map { ReceivedMail($0).headers["message-id"] } == reports.map { "<\($0.id)@example.test>" })
    #expect(server.verbs.last == "QUIT")
  }

  @Test func `a retry has the same message id and date`() throws {
    let server = try MailServer()
    defer { server.stop() }
    let report = Sending.report()
    for _ in 1...2 { _ = try Sending.run([report], through: Sending.environment(server)) }
    let mails = server.mails.map { ReceivedMail($0) }
    #expect(mails.count == 2)
    #expect(mails[0].headers["message-id"] == mails[1].headers["message-id"])
    #expect(mails[0].headers["date"] == mails[1].headers["date"])
    #expect(mails[0].body != mails[1].body)
  }

  @Test(arguments: [
    ("localhost", AddressPreference.ipv6), ("localhost", .ipv4), ("localhost", .none), ("127.0.0.1", .ipv6),
  ])
  func `a preference is none against the only address that answers`(host: String, preference: AddressPreference) throws
  {
    let server = try MailServer()
    defer { server.stop() }
    var environment = Sending.environment(server)
    environment.server = host
    environment.addressPreference = preference
    let result = try Sending.run(through: environment)
    #expect(result.failure == nil)
    #expect(server.mails.count == 1)
  }

  @Test(arguments: ["::1", "[::1]"])
  func `an ipv6 address is taken as people write it`(host: String) throws {
    guard let server = try? MailServer(address: "::1") else { return }
    defer { server.stop() }
    var environment = Sending.environment(server)
    environment.server = host
    let result = try Sending.run(through: environment)
    #expect(result.failure == nil)
    #expect(server.mails.count == 1)
    #expect(server.commands.first == "EHLO [IPv6:::1]")
  }

  @Test func `a server that knows only helo gets the mail when nothing else was asked`() throws {
    var script = Script()
    script.actions["EHLO"] = [.say("502 5.5.2 what?")]
    let server = try MailServer(script)
    defer { server.stop() }
    let result = try Sending.run(through: Sending.environment(server))
    #expect(result.failure == nil)
    #expect(server.verbs.prefix(2) == ["EHLO", "HELO"])
    #expect(server.mails.count == 1)
  }

  @Test func `keywords and mechanisms count in any case and form`() throws {
    var script = Script()
    script.capabilities = ["starttls"]
    script.capabilitiesAfterTLS = ["auth=plain"]
    let server = try MailServer(script)
    defer { server.stop() }
    var environment = Sending.environment(server)
    environment.encryption = .startTLS
    environment.authentication = .authSMTP(.auto, user: "device", password: "se cret")
    #expect(try Sending.run(through: environment).failure == nil)
    #expect(server.mails.count == 1)
  }

  @Test func `auto goes on to the next mechanism after a refusal for good`() throws {
    var script = Script()
    script.actions["AUTH"] = [.say("535 5.7.8 no cram here"), .say("504 5.5.4 no"), .say("334 VXNlcm5hbWU6")]
    script.actions[Data("device".utf8).base64EncodedString().uppercased()] = [.say("334 UGFzc3dvcmQ6")]
    script.actions[Data("se cret".utf8).base64EncodedString().uppercased()] = [.say("235 in")]
    let server = try MailServer(script)
    defer { server.stop() }
    var environment = Sending.environment(server)
    environment.authentication = .authSMTP(.auto, user: "device", password: "se cret")
    let result = try Sending.run(through: environment)
    #expect(result.failure == nil)
    let auth = server.commands.filter { $0.hasPrefix("AUTH") }.map { $0.split(separator: " ")[1] }
    #expect(auth == ["CRAM-MD5", "PLAIN", "LOGIN"])
    #expect(server.mails.count == 1)
  }

  @Test func `a greeting and reply of many lines are read to their end`() throws {
    var script = Script()
    script.greeting = .say("220-one\r\n220-two\r\n220 three")
    script.actions["RCPT"] = [.say("250-2.1.5 a\r\n250 2.1.5 b")]
    let server = try MailServer(script)
    defer { server.stop() }
    #expect(try Sending.run(through: Sending.environment(server)).failure == nil)
    #expect(server.mails.count == 1)
  }

  @Test func `a goodbye that nobody answers costs nothing`() throws {
    var script = Script()
    script.actions["QUIT"] = [.silence]
    let server = try MailServer(script)
    defer { server.stop() }
    let result = try Sending.run(through: Sending.environment(server, timeout: 30))
    #expect(result.failure == nil)
    #expect(result.relayed.count == 1)
    #expect(result.elapsed < 20)
  }

  @Test func `bytes that left are counted up to the size that was told`() throws {
    let server = try MailServer()
    defer { server.stop() }
    let log = try Sending.attachment("a.bin", size: 300_000, in: Sending.directory())
    let result = try Sending.run([Sending.report(attachments: [log])], through: Sending.environment(server))
    let sent = result.events.compactMap { event -> (Int, Int)? in
      if case .sent(let bytes, let total) = event { (bytes, total) } else { nil }
    }
    let size = try #require(server.mails.first).count
    #expect(sent.last?.0 == size)
    #expect(sent.allSatisfy { $0.1 == size })
    #expect(zip(sent, sent.dropFirst()).allSatisfy { $0.0 <= $1.0 })
    #expect(sent.count > 3)
  }
}
