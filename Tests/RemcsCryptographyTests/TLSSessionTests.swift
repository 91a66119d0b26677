import Foundation
import RemcsCryptography
import TestSupport
import Testing

struct TLSSessionTests {
  let authority = TestAuthority.shared

  /// Carries bytes between the two sides until both have agreed or one fails.
  private func shake(_ client: TLSSession, _ server: TLSSession) -> (TLSSession.Outcome, TLSSession.Outcome) {
    var outcomes = (TLSSession.Outcome.needsInput, TLSSession.Outcome.needsInput)
    for _ in 0..<20 {
      if outcomes.0 == .needsInput { outcomes.0 = client.handshake() }
      client.takeOutput().withUnsafeBytes { server.receive($0) }
      if outcomes.1 == .needsInput { outcomes.1 = server.handshake() }
      server.takeOutput().withUnsafeBytes { client.receive($0) }
    }
    return outcomes
  }

  private func pair(_ name: String, trusted: [String]) throws -> (TLSSession, TLSSession) {
    let server = try TLSContext(
      certificate: Certificate(pem: authority.text("\(name).pem")), key: PrivateKey(pem: authority.text("\(name).key")))
    let client = try TLSContext(
      trusting: trusted.map { try Certificate(pem: authority.text($0)) }, systemStore: false)
    return (try TLSSession(client, host: "localhost"), try TLSSession(server))
  }

  @Test func `both sides agree, and words go both ways`() throws {
    let (client, server) = try pair("server", trusted: ["ca.pem"])
    #expect(shake(client, server) == (.done(0), .done(0)))
    try client.verifyPeer(host: "localhost")
    #expect(client.description.hasPrefix("TLSv1."))
    #expect(Array("hello".utf8).withUnsafeBytes { client.write($0) } == .done(5))
    client.takeOutput().withUnsafeBytes { server.receive($0) }
    var buffer = [UInt8](repeating: 0, count: 100)
    #expect(buffer.withUnsafeMutableBytes { server.read(into: $0) } == .done(5))
    #expect(Array(buffer.prefix(5)) == Array("hello".utf8))
    #expect(buffer.withUnsafeMutableBytes { server.read(into: $0) } == .needsInput)
    client.end()
    client.takeOutput().withUnsafeBytes { server.receive($0) }
    #expect(buffer.withUnsafeMutableBytes { server.read(into: $0) } == .closed)
  }

  @Test(arguments: [
    ("server", ["ca.pem"], "localhost", nil), ("server", ["ca.pem"], "127.0.0.1", nil),
    ("server", ["server.pem"], "localhost", nil), ("server", [], "localhost", CryptographyError.Code.untrusted),
    ("server", ["ca.pem"], "elsewhere.test", .wrongHost), ("other", ["ca.pem"], "localhost", .wrongHost),
    ("expired", ["ca.pem"], "localhost", .expired), ("center", ["ca.pem"], "localhost", .wrongPurpose),
  ])
  func `a server is believed only with chain, name, dates and purpose`(
    name: String, trusted: [String], host: String, expected: CryptographyError.Code?
  ) throws {
    let (client, server) = try pair(name, trusted: trusted)
    // The handshake itself goes through, so that the certificate can be shown.
    #expect(shake(client, server).0 == .done(0))
    #expect(client.peerCertificate != nil)
    var code: CryptographyError.Code?
    do throws(CryptographyError) { try client.verifyPeer(host: host) } catch { code = error.code }
    #expect(code == expected)
  }

  @Test func `what is no tls fails with a reason`() throws {
    let (client, _) = try pair("server", trusted: [])
    _ = client.handshake()
    Array("220 mail.test ESMTP\r\n".utf8).withUnsafeBytes { client.receive($0) }
    guard case .failed(let reason) = client.handshake() else {
      Issue.record("the handshake did not fail")
      return
    }
    #expect(reason.code == .session)
    #expect(!reason.reason.isEmpty)
  }
}
