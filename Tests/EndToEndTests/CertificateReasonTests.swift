import Foundation
import Testing

/// A refused certificate is told as what it is, up to the last line of a command.
struct CertificateReasonTests {
  @Test func `registration names the reason and what helps`() throws {
    let center = try RunningCenter(["--starttls"])
    let device = try DeviceHome()
    // The device believes another center's authority than the one behind this mail server.
    let other = device.path + "/other"
    #expect(try Programs.run(Programs.center, ["init", other]).status == 0)
    try device.trust(other)
    let port = try #require(center.ports["smtp"])
    let environment = try device.file(
      "e.def", RegisterCommandTests.environment(port: port, "encryption=starttls"))
    let customer = try device.file("c.def", RegisterCommandTests.customer)
    let result = try device.remcs("register", "--environment", environment, "--customer", customer, "--agree")
    #expect(result.status != 0)
    #expect(result.errors.contains("RMG_2013"), "\(result.errors)")
    #expect(result.errors.contains("発行者が信頼されていません ("), "\(result.errors)")
    #expect(result.errors.contains("remcs center trust"))
    #expect(try center.inbox().isEmpty)
    // What the remedy says helps: both authorities in one file.
    let authorities = try [other, center.folder].map { try String(contentsOfFile: $0 + "/ca.pem", encoding: .utf8) }
    let file = try device.file("both.pem", authorities.joined())
    #expect(try Programs.run(Programs.remcs, ["center", "trust", file, "--home", device.path]).status == 0)
    let again = try device.remcs("register", "--environment", environment, "--customer", customer, "--agree")
    // The mail is encrypted for the other center, so this one refuses it; the connection itself is good now.
    #expect(!again.errors.contains("RMG_2013"), "\(again.errors)")
    #expect(again.errors.contains("RMG_2004"), "\(again.errors)")
  }
}
