import Foundation
import Testing

@testable import RemcsCenter

struct DialogueTests {
  let center: TestCenter
  init() throws { center = try TestCenter() }

  @Test func `a mail goes in by plain SMTP and is in the inbox before the answer`() throws {
    let server = try TestServer(center)
    let client = try server.client()
    #expect(try client.begin().hasPrefix("354"))
    #expect(try client.content(try SampleReport().mail(for: center.certificate)) == "250 2.0.0 report 1 stored")
    #expect(try center.reports().count == 1)
    #expect(try client.ask("QUIT").hasPrefix("221"))
    #expect(try client.line() == nil)
  }

  @Test func `EHLO tells what is offered, and under TLS STARTTLS no more`() throws {
    let server = try TestServer(center) { $0.limits.mailSize = 1_234_567 }
    let client = try server.client()
    #expect(try client.reply().hasPrefix("220 "))
    let offer = try client.ask("EHLO board").split(separator: "|").map { String($0.dropFirst(4)) }
    #expect(offer.contains("SIZE 1234567"))
    #expect(offer.contains("STARTTLS"))
    #expect(offer.contains("AUTH CRAM-MD5 PLAIN LOGIN"))
    #expect(offer.contains("PIPELINING"))
    #expect(try client.ask("HELO board") == "250 localhost")
    let bare = try TestServer(center) {
      $0.startTLS = false
      $0.users = [:]
    }
    let other = try bare.client()
    _ = try other.reply()
    let less = try other.ask("EHLO board")
    #expect(!less.contains("STARTTLS") && !less.contains("AUTH"))
    #expect(try other.ask("STARTTLS").hasPrefix("502"))
    #expect(try other.ask("AUTH PLAIN AAAA").hasPrefix("502"))
  }

  private static let refusals: [(commands: [String], answer: String)] = [
    (["MAIL FROM:<a@b>"], "503"), (["EHLO x", "RCPT TO:<osc@center.example>"], "503"),
    (["EHLO x", "DATA"], "503"), (["EHLO x", "MAIL FROM:<a@b>", "DATA"], "503"),
    (["EHLO x", "MAIL FROM:<a@b>", "MAIL FROM:<a@b>"], "503"), (["EHLO"], "501"),
    (["EHLO x", "MAIL FROM:a@b"], "501"), (["EHLO x", "MAIL FROM:<a b>"], "501"), (["EHLO x", "MAIL TO:<a@b>"], "501"),
    (["EHLO x", "MAIL FROM:<a@b> SIZE=999999999"], "552"), (["EHLO x", "MAIL FROM:<a@b> SIZE=-"], "552"),
    (["EHLO x", "MAIL FROM:<a@b>", "RCPT TO:<else@center.example>"], "550 5.1.1"),
    (["EHLO x", "MAIL FROM:<a@b>", "RCPT TO:<>"], "501"), (["SURPRISE"], "500"), (["EHLO \u{7F}"], "500"),
    (["EHLO x", "MAIL FROM:<\u{3042}@b>"], "500"), (["EHLO x", "AUTH"], "501"), (["EHLO x", "AUTH GSSAPI"], "504"),
    (["AUTH PLAIN"], "503"),
  ]

  @Test(arguments: refusals.indices)
  func `what is out of order or no address is refused, and the dialogue goes on`(index: Int) throws {
    let server = try TestServer(center)
    let client = try server.client()
    _ = try client.reply()
    var answer = ""
    for command in Self.refusals[index].commands { answer = try client.ask(command) }
    #expect(answer.hasPrefix(Self.refusals[index].answer), "\(answer)")
    #expect(try client.ask("NOOP").hasPrefix("250"))
  }

  @Test func `the null sender and recipients in other letters are fine`() throws {
    let server = try TestServer(center)
    let client = try server.client()
    _ = try client.reply()
    _ = try client.ask("ehlo x")
    #expect(try client.ask("mail from:<> SIZE=100 BODY=8BITMIME").hasPrefix("250"))
    #expect(try client.ask("rcpt to:<OSC@Center.Example>").hasPrefix("250"))
    #expect(try client.ask("RSET").hasPrefix("250"))
    #expect(try client.ask("DATA").hasPrefix("503"))
  }

  @Test func `commands and two mails may come in one packet`() throws {
    let server = try TestServer(center)
    let client = try server.client()
    var text: [UInt8] = Array("EHLO x\r\n".utf8)
    for sequence in 1...2 {
      text += Array("MAIL FROM:<a@b>\r\nRCPT TO:<osc@center.example>\r\nDATA\r\n".utf8)
      text +=
        MailClient.stuffed(try SampleReport(sequence: sequence).mail(for: center.certificate)) + Array(".\r\n".utf8)
    }
    client.send(text + Array("QUIT\r\n".utf8))
    var replies: [String] = []
    while case let reply = try client.reply(), !reply.isEmpty { replies.append(String(reply.prefix(3))) }
    #expect(replies == ["220", "250", "250", "250", "354", "250", "250", "250", "354", "250", "221"])
    #expect(try center.reports().map(\.sequence) == [1, 2])
  }

  @Test func `a mail that is too large is refused at its end, and the next one is taken`() throws {
    let server = try TestServer(center) { $0.limits.mailSize = 20_000 }
    let client = try server.client()
    _ = try client.begin()
    let line = Array((String(repeating: "x", count: 76) + "\r\n").utf8)
    #expect(try client.content(Array(repeating: line, count: 400).flatMap(\.self)).hasPrefix("552 5.3.4"))
    _ = try client.ask("MAIL FROM:<a@b>")
    _ = try client.ask("RCPT TO:<osc@center.example>")
    #expect(try client.ask("DATA").hasPrefix("354"))
    #expect(try client.content(try SampleReport().mail(for: center.certificate)).hasPrefix("250"))
  }

  @Test func `a mail without end is cut off`() throws {
    let server = try TestServer(center) { $0.limits.mailSize = 10_000 }
    let client = try server.client()
    _ = try client.begin()
    let block = Array(repeating: Array((String(repeating: "x", count: 76) + "\r\n").utf8), count: 1000).flatMap(\.self)
    for _ in 0..<40 where !client.send(block) { break }
    #expect(try client.reply().hasPrefix("552"))
    #expect(try client.line() == nil)
  }

  @Test(arguments: [
    ("Subject: x\n\r\n", "550 5.5.2"), ("x\r\n.\nMAIL FROM:<a@b>\r\n", "550 5.5.2"), ("a\rb\r\n", "550 5.5.2"),
    ("\r\r\n", "550 5.5.2"), (String(repeating: "x", count: 999) + "\r\n", "554 5.6.0"),
  ])
  func `bare line ends and endless lines in a mail end the connection`(text: String, answer: String) throws {
    let server = try TestServer(center)
    let client = try server.client()
    #expect(try client.begin().hasPrefix("354"))
    client.send(text)
    #expect(try client.reply().hasPrefix(answer))
    #expect(try client.line() == nil)
    #expect(try center.reports().isEmpty)
  }

  @Test func `bare line ends and endless lines in commands end the connection`() throws {
    let server = try TestServer(center)
    for text in ["EHLO x\n", "EHLO\rx\r\n", String(repeating: "x", count: 20_000)] {
      let client = try server.client()
      _ = try client.reply()
      client.send(text)
      #expect(try client.reply().hasPrefix("500 5.5.2"))
      #expect(try client.line() == nil)
    }
  }

  @Test func `dots at the beginning of lines survive`() throws {
    let server = try TestServer(center)
    let client = try server.client()
    _ = try client.begin()
    let mail = try SampleReport().mail(for: center.certificate)
    let header = Array("X-Dots: a\r\n .\r\n ..b\r\n".utf8)
    #expect(try client.content(header + mail).hasPrefix("250"))
  }

  @Test func `after too many errors the server has had enough`() throws {
    let server = try TestServer(center) { $0.limits.errors = 3 }
    let client = try server.client()
    _ = try client.reply()
    for _ in 0..<3 { #expect(try client.ask("WHAT").hasPrefix("500")) }
    #expect(try client.ask("WHAT").hasPrefix("500"))
    #expect(try client.reply().hasPrefix("421"))
    #expect(try client.line() == nil)
  }

  @Test func `a silent connection is closed`() throws {
    let server = try TestServer(center) { $0.limits.idleTimeout = 0.2 }
    let client = try server.client()
    _ = try client.reply()
    #expect(try client.reply().hasPrefix("421 4.4.2"))
    #expect(try client.line() == nil)
  }

  @Test func `one connection more than the limit is told to come back`() throws {
    let server = try TestServer(center) { $0.limits.connections = 2 }
    let first = try server.client()
    let second = try server.client()
    #expect(try first.reply().hasPrefix("220"))
    #expect(try second.reply().hasPrefix("220"))
    let third = try server.client()
    #expect(try third.reply().hasPrefix("421"))
    #expect(try first.ask("QUIT").hasPrefix("221"))
  }

  @Test func `many senders at a time are all served`() throws {
    let server = try TestServer(center)
    let mails = try (1...12).map { try SampleReport(sequence: $0).mail(for: center.certificate) }
    let answers = AnswerBox()
    DispatchQueue.concurrentPerform(iterations: mails.count) { index in
      let answer = try? { () throws -> String in
        let client = try server.client()
        _ = try client.begin()
        return try client.content(mails[index])
      }()
      answers.add(answer ?? "nothing")
    }
    #expect(answers.all.allSatisfy { $0.hasPrefix("250") }, "\(answers.all)")
    let reports = try center.reports()
    #expect(reports.map(\.number) == Array(1...12))
    #expect(Set(reports.compactMap(\.sequence)) == Set(1...12))
  }

  @Test func `when all memory for mails is taken the sender is told to try again`() throws {
    let server = try TestServer(center) { $0.limits.memory = 1_048_576 }
    let first = try server.client()
    #expect(try first.begin().hasPrefix("354"))
    first.send("X: y\r\n")
    for _ in 0..<100 where !first.hasAnswer(within: 20) {
      // The first mail has its share once the server has read something of it.
      let second = try server.client()
      _ = try second.begin()
      let answer = try second.content(Array("X: y\r\n".utf8))
      if answer.hasPrefix("452 4.3.1") { return }
    }
    Issue.record("the second mail was never put off")
  }

  @Test func `a damaged report gets one and the same answer, whatever is wrong`() throws {
    let server = try TestServer(center)
    let client = try server.client()
    let report = SampleReport()
    var faults = SampleReport.Faults()
    faults.manifestSum = "0"
    _ = try client.begin()
    #expect(try client.content(report.mail(for: center.certificate, faults)) == "554 5.6.0 the report is damaged")
    _ = try client.ask("MAIL FROM:<a@b>")
    _ = try client.ask("RCPT TO:<osc@center.example>")
    _ = try client.ask("DATA")
    var mail = try report.mail(for: center.certificate)
    mail.removeSubrange((mail.count - 160)..<(mail.count - 82))
    #expect(try client.content(mail) == "554 5.6.0 the report is damaged")
  }

  @Test func `stop ends open connections and closes the port`() throws {
    let server = try TestServer(center)
    let client = try server.client()
    _ = try client.reply()
    server.server.stop()
    #expect(try client.reply().hasPrefix("421 4.3.2"))
    #expect(try client.line() == nil)
    #expect(throws: MailClient.Silence.self) { try server.client() }
  }

  @Test func `a port that is taken is an error with its number`() throws {
    let server = try TestServer(center)
    let port = server.ports.smtp
    let error = #expect(throws: CenterError.self) {
      _ = try TestServer(center) { $0.smtpPort = port }
    }
    #expect(error?.code == .cannotListen)
    #expect(error?.message.contains(String(port)) == true)
  }
}

/// Collects answers from several threads.
final class AnswerBox: @unchecked Sendable {
  private let lock = NSLock()
  private var answers: [String] = []
  func add(_ answer: String) { lock.withLock { answers.append(answer) } }
  var all: [String] { lock.withLock { answers } }
}
