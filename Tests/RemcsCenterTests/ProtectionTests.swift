import Foundation
import RemcsCore
import Testing

@testable import RemcsCenter

/// The programs `curl` and `openssl` as the other side: implementations that are not ours.
struct ProtectionTests {
  let center: TestCenter
  let folder: TemporaryFolder

  init() throws {
    center = try TestCenter()
    folder = try TemporaryFolder()
  }

  private func curl(_ url: String, _ arguments: [String], mail: [UInt8]) throws -> Tool {
    let file = "\(folder.path)/mail.eml"
    try Data(mail).write(to: URL(fileURLWithPath: file))
    return try Tool.run(
      "curl",
      [
        "-sS", "--max-time", "20", "--cacert", center.path + "/ca.pem", url, "--mail-from", "board@device.example",
        "--mail-rcpt", "osc@center.example", "-T", file,
      ] + arguments)
  }

  @Test(arguments: ["localhost", "127.0.0.1"], [nil, "AUTH=PLAIN", "AUTH=LOGIN", "AUTH=CRAM-MD5"])
  func `curl sends by STARTTLS and by SMTPS, with each way to log in`(host: String, mechanism: String?) throws {
    let server = try TestServer(center) { $0.requiresAuthentication = mechanism != nil }
    let login = mechanism.map { ["--login-options", $0, "-u", "board:secret word"] } ?? []
    let first = try curl(
      "smtp://\(host):\(server.ports.smtp)", ["--ssl-reqd"] + login,
      mail: try SampleReport(sequence: 1).mail(for: center.certificate))
    #expect(first.status == 0, "\(first.errors)")
    let port = try #require(server.ports.smtps)
    let second = try curl(
      "smtps://\(host):\(port)", login, mail: try SampleReport(sequence: 2).mail(for: center.certificate))
    #expect(second.status == 0, "\(second.errors)")
    #expect(try center.reports().map(\.sequence) == [1, 2])
  }

  @Test func `curl logs in by POP3 with APOP and with USER`() throws {
    let server = try TestServer(center)
    let port = try #require(server.ports.pop)
    for option in ["AUTH=+APOP", "AUTH=*"] {
      let result = try Tool.run(
        "curl",
        [
          "-sS", "--max-time", "20", "pop3://localhost:\(port)/", "-X", "NOOP", "-I", "-u", "board:secret word",
          "--login-options", option,
        ])
      #expect(result.status == 0, "\(result.errors)")
    }
    let wrong = try Tool.run(
      "curl", ["-sS", "--max-time", "20", "pop3://localhost:\(port)/", "-X", "NOOP", "-I", "-u", "board:wrong"])
    #expect(wrong.status == 67)
  }

  @Test func `a large mail goes through TLS in both protocol versions`() throws {
    let server = try TestServer(center)
    for (sequence, version) in [(1, "1.2"), (2, "1.3")] {
      var report = SampleReport(sequence: sequence)
      report.files = [("big.bin", (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) })]
      let result = try curl(
        "smtp://localhost:\(server.ports.smtp)", ["--ssl-reqd", "--tlsv\(version)", "--tls-max", version],
        mail: try report.mail(for: center.certificate))
      #expect(result.status == 0, "\(result.errors)")
    }
    #expect(try center.reports().allSatisfy(\.isComplete))
  }

  @Test func `the certificate of the server fits localhost and both loopback addresses`() throws {
    for check in [["-verify_hostname", "localhost"], ["-verify_ip", "127.0.0.1"], ["-verify_ip", "::1"]] {
      let result = try Tool.run(
        "openssl",
        ["verify", "-purpose", "sslserver", "-CAfile", center.path + "/ca.pem"] + check + [center.path + "/server.pem"])
      #expect(result.status == 0, "\(result.errors)")
    }
    let other = try Tool.run(
      "openssl",
      ["verify", "-CAfile", center.path + "/ca.pem", "-verify_hostname", "example.com", center.path + "/server.pem"])
    #expect(other.status != 0)
  }

  @Test func `bytes that come along with STARTTLS are not taken for commands`() throws {
    let server = try TestServer(center)
    let client = try server.client()
    _ = try client.reply()
    _ = try client.ask("EHLO x")
    client.send("STARTTLS\r\nNOOP\r\n")
    #expect(try client.reply() == "")
    #expect(server.events.all.contains { if case .dropped(let why) = $0 { why.contains("STARTTLS") } else { false } })
  }

  @Test func `noise instead of a handshake ends that connection alone`() throws {
    let server = try TestServer(center)
    let noise = try MailClient(port: try #require(server.ports.smtps))
    noise.send("EHLO x\r\nEHLO x\r\n")
    _ = try? noise.reply()
    #expect(try noise.line() == nil)
    #expect(try server.client().reply().hasPrefix("220"))
  }

  @Test func `the center list is signed, and openssl reads it`() throws {
    let result = try Tool.run(
      "openssl",
      ["cms", "-verify", "-inform", "PEM", "-in", center.path + "/centers.p7m", "-CAfile", center.path + "/ca.pem"])
    #expect(result.status == 0, "\(result.errors)")
    let list = try #require(try JSONSerialization.jsonObject(with: Data(result.output)) as? [[String: String]])
    #expect(list.map { $0["name"] } == ["OSC", "LGWAN"])
    #expect(list.map { $0["mailAddress"] } == ["osc@center.example", "lgwan@center.example"])
    #expect(list.allSatisfy { $0["certificate"]?.hasPrefix("-----BEGIN CERTIFICATE-----") == true })
    #expect(list[0]["certificate"] == (try center.directory.centers())[0].certificate)
  }
}
