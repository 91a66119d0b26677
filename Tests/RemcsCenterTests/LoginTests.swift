import Foundation
import RemcsCryptography
import Testing

@testable import RemcsCenter

struct LoginTests {
  let center: TestCenter
  init() throws { center = try TestCenter() }

  private func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

  private func ready(_ server: TestServer) throws -> MailClient {
    let client = try server.client()
    _ = try client.reply()
    _ = try client.ask("EHLO board")
    return client
  }

  @Test func `PLAIN takes the right password, with and without an initial response`() throws {
    let server = try TestServer(center)
    let right = base64("\0board\0secret word")
    #expect(try ready(server).ask("AUTH PLAIN \(right)").hasPrefix("235"))
    let client = try ready(server)
    #expect(try client.ask("auth plain") == "334 ")
    #expect(try client.ask(right).hasPrefix("235"))
    #expect(try client.ask("AUTH PLAIN \(right)").hasPrefix("503"))
  }

  @Test(arguments: ["\0board\0wrong", "\0nobody\0secret word", "\0nobody\0-", "other\0board\0secret word", "board", ""])
  func `PLAIN refuses everything else`(answer: String) throws {
    let server = try TestServer(center)
    let client = try ready(server)
    let text = base64(answer)
    #expect(try client.ask("AUTH PLAIN \(text.isEmpty ? "=" : text)").hasPrefix("535"))
    #expect(try client.ask("NOOP").hasPrefix("250"))
  }

  @Test func `LOGIN asks for name and password`() throws {
    let server = try TestServer(center)
    let client = try ready(server)
    #expect(try client.ask("AUTH LOGIN") == "334 " + base64("Username:"))
    #expect(try client.ask(base64("board")) == "334 " + base64("Password:"))
    #expect(try client.ask(base64("secret word")).hasPrefix("235"))
    let other = try ready(server)
    _ = try other.ask("AUTH LOGIN \(base64("board"))")
    #expect(try other.ask(base64("secret")).hasPrefix("535"))
  }

  @Test func `CRAM-MD5 checks the sum that openssl makes over its challenge`() throws {
    let server = try TestServer(center)
    for (password, code) in [("secret word", "235"), ("another", "535")] {
      let client = try ready(server)
      let challenge = try client.ask("AUTH CRAM-MD5")
      let bytes = try #require(Data(base64Encoded: String(challenge.dropFirst(4))))
      let sum = try Tool.run("openssl", ["dgst", "-md5", "-hmac", password], input: [UInt8](bytes)).text
      let hexadecimal = sum.split(separator: " ").last.map { $0.filter { $0 != "\n" } } ?? ""
      #expect(try client.ask(base64("board \(hexadecimal)")).hasPrefix(code))
    }
  }

  @Test func `a login can be canceled, and what is no base64 is said to be none`() throws {
    let server = try TestServer(center)
    let client = try ready(server)
    _ = try client.ask("AUTH CRAM-MD5")
    #expect(try client.ask("*").hasPrefix("501"))
    _ = try client.ask("AUTH LOGIN")
    #expect(try client.ask("!!").hasPrefix("501"))
    #expect(try client.ask("AUTH CRAM-MD5 AAAA").hasPrefix("501"))
  }

  @Test func `a mechanism that is not offered is refused by its name`() throws {
    let server = try TestServer(center) { $0.mechanisms = [.login] }
    let client = try server.client()
    _ = try client.reply()
    #expect(try client.ask("EHLO x").contains("AUTH LOGIN"))
    #expect(try client.ask("AUTH PLAIN \(base64("\0board\0secret word"))").hasPrefix("504"))
  }

  @Test func `required authentication is demanded before the sender`() throws {
    let server = try TestServer(center) { $0.requiresAuthentication = true }
    let client = try ready(server)
    #expect(try client.ask("MAIL FROM:<a@b>").hasPrefix("530"))
    _ = try client.ask("AUTH PLAIN \(base64("\0board\0secret word"))")
    #expect(try client.ask("MAIL FROM:<a@b>").hasPrefix("250"))
  }

  @Test func `guessing passwords ends the connection`() throws {
    let server = try TestServer(center) { $0.limits.errors = 8 }
    let client = try ready(server)
    for _ in 0..<3 { #expect(try client.ask("AUTH PLAIN \(base64("\0board\0guess"))").hasPrefix("535")) }
    #expect(try client.reply().hasPrefix("421"))
    #expect(try client.line() == nil)
  }

  // MARK: POP3

  private func pop(_ server: TestServer) throws -> (client: MailClient, stamp: String) {
    let client = try MailClient(port: try #require(server.ports.pop))
    let greeting = try #require(try client.line())
    #expect(greeting.hasPrefix("+OK"))
    let stamp = String(greeting.drop { $0 != "<" })
    #expect(stamp.hasSuffix(">"))
    return (client, stamp)
  }

  private func ask(_ client: MailClient, _ command: String) throws -> String {
    client.send(command + "\r\n")
    return try client.line() ?? ""
  }

  @Test func `POP3 logs in with USER and PASS, spaces in the password included`() throws {
    let server = try TestServer(center)
    let (client, _) = try pop(server)
    #expect(try ask(client, "STAT").hasPrefix("-ERR"))
    #expect(try ask(client, "PASS secret word").hasPrefix("-ERR"))
    #expect(try ask(client, "USER board").hasPrefix("+OK"))
    #expect(try ask(client, "PASS secret word").hasPrefix("+OK"))
    #expect(try ask(client, "STAT") == "+OK 0 0")
    #expect(try ask(client, "NOOP").hasPrefix("+OK"))
    #expect(try ask(client, "RETR 1").hasPrefix("-ERR"))
    #expect(try ask(client, "USER board").hasPrefix("-ERR"))
    #expect(try ask(client, "QUIT").hasPrefix("+OK"))
    #expect(try client.line() == nil)
  }

  @Test func `POP3 logs in with APOP and lists what it can`() throws {
    let server = try TestServer(center)
    let (client, stamp) = try pop(server)
    var capabilities: [String] = []
    client.send("CAPA\r\n")
    while let line = try client.line(), line != "." { capabilities.append(line) }
    #expect(capabilities.contains("USER"))
    let sum = try Tool.run("openssl", ["dgst", "-md5"], input: Array((stamp + "secret word").utf8)).text
    let hexadecimal = sum.split(separator: " ").last.map { $0.filter { $0 != "\n" } } ?? ""
    #expect(try ask(client, "APOP board \(hexadecimal.reversed().map(String.init).joined())").hasPrefix("-ERR [AUTH]"))
    #expect(try ask(client, "APOP board \(hexadecimal)").hasPrefix("+OK"))
    #expect(try ask(client, "APOP").hasPrefix("-ERR"))
  }

  @Test func `POP3 bounds lines and errors`() throws {
    let server = try TestServer(center) { $0.limits.errors = 4 }
    let (client, _) = try pop(server)
    client.send(String(repeating: "x", count: 5_000))
    #expect(try client.line()?.hasPrefix("-ERR") == true)
    #expect(try client.line() == nil)
    let (other, _) = try pop(server)
    for _ in 0..<2 {
      _ = try ask(other, "USER board")
      #expect(try ask(other, "PASS no").hasPrefix("-ERR [AUTH]"))
    }
    #expect(try other.line() == nil)
  }

  @Test func `with POP before SMTP recipients are refused until a login, and again when it is over`() throws {
    let server = try TestServer(center) {
      $0.popBeforeSMTP = true
      $0.popHold = 3
    }
    let client = try ready(server)
    _ = try client.ask("MAIL FROM:<a@b>")
    #expect(try client.ask("RCPT TO:<osc@center.example>").hasPrefix("550 5.7.1"))
    let (wrong, _) = try pop(server)
    _ = try ask(wrong, "USER board")
    _ = try ask(wrong, "PASS wrong")
    #expect(try client.ask("RCPT TO:<osc@center.example>").hasPrefix("550 5.7.1"))
    let (right, _) = try pop(server)
    _ = try ask(right, "USER board")
    _ = try ask(right, "PASS secret word")
    #expect(try client.ask("RCPT TO:<osc@center.example>").hasPrefix("250"))
    let deadline = ContinuousClock.now + .seconds(30)
    while try client.ask("RCPT TO:<osc@center.example>").hasPrefix("250"), .now < deadline { usleep(100_000) }
    #expect(try client.ask("RCPT TO:<osc@center.example>").hasPrefix("550 5.7.1"))
  }
}
