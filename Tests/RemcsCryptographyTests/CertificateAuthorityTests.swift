import Foundation
import Testing

@testable import RemcsCryptography

struct CertificateAuthorityTests {
  /// Making keys is slow: one authority and one key for all.
  private static let shared = Result { () throws -> (CertificateAuthority, PrivateKey) in
    (try CertificateAuthority(named: "Test authority"), try PrivateKey(.rsa(bits: 2048)))
  }

  let authority: CertificateAuthority
  let key: PrivateKey

  init() throws { (authority, key) = try Self.shared.get() }

  @Test func `each certificate is good for its own use and no other`() throws {
    let uses: [(CertificateAuthority.Use, Certificate.Purpose)] = [
      (.mailEncryption(address: "osc@center.example"), .mailEncryption), (.signing, .signing),
      (.server(hosts: ["localhost", "127.0.0.1", "::1"]), .server),
    ]
    for (use, purpose) in uses {
      let certificate = try authority.issue(named: "holder", for: key, use: use)
      #expect(key.fits(certificate))
      #expect(certificate.subject == "CN = holder")
      #expect(certificate.issuer == "CN = Test authority")
      try certificate.verify(trusted: [authority.certificate], for: purpose)
      for (_, other) in uses where other != purpose {
        let error = #expect(throws: CryptographyError.self) {
          try certificate.verify(trusted: [authority.certificate], for: other)
        }
        #expect(error?.code == .wrongPurpose)
      }
    }
  }

  @Test func `only the mail certificate may be encrypted for`() throws {
    #expect(try authority.issue(named: "a", for: key, use: .mailEncryption(address: "a@b")).canEncrypt)
    #expect(try !authority.issue(named: "a", for: key, use: .signing).canEncrypt)
    #expect(!authority.certificate.canEncrypt)
  }

  @Test func `a server certificate stands for its names and addresses only`() throws {
    let hosts = ["localhost", "127.0.0.1", "::1", "center.example"]
    let certificate = try authority.issue(named: "server", for: key, use: .server(hosts: hosts))
    for host in hosts { #expect(certificate.matches(host: host)) }
    for host in ["127.0.0.2", "::2", "example", "x.center.example"] { #expect(!certificate.matches(host: host)) }
  }

  @Test(arguments: ["a,DNS:evil.example", "a\nb", "", "a b", "ü.example", "a;b"])
  func `a name cannot bring another one with it`(host: String) throws {
    #expect(throws: CryptographyError.self) {
      try authority.issue(named: "x", for: key, use: .server(hosts: [host]))
    }
  }

  @Test func `serial numbers are random, and dates are as asked`() throws {
    let some = try (0..<20).map { _ in try authority.issue(named: "x", for: key, use: .signing, days: 10) }
    #expect(Set(some.map(\.serial)).count == 20)
    #expect(some.allSatisfy { $0.serial.count == 32 })
    let now = Int(Date().timeIntervalSince1970)
    #expect(some.allSatisfy { $0.notBefore < now && abs($0.notAfter - now - 864_000) < 60 })
    let expired = try authority.issue(named: "x", for: key, use: .signing, days: -1)
    let error = #expect(throws: CryptographyError.self) {
      try expired.verify(trusted: [authority.certificate], for: .signing)
    }
    #expect(error?.code == .expired)
  }

  @Test func `what is encrypted for a certificate opens with its key and no other`() throws {
    let holder = try authority.issue(named: "a", for: key, use: .mailEncryption(address: "a@b"))
    let otherKey = try PrivateKey(.rsa(bits: 2048))
    let other = try authority.issue(named: "b", for: otherKey, use: .mailEncryption(address: "b@b"))
    for size in [0, 1, 15, 16, 17, 100_000] {
      let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 13) }
      let encryptor = try EnvelopedData.Encryptor(for: [holder])
      let message = try encryptor.encrypt(content) + encryptor.finish()
      #expect(try EnvelopedData.decrypt(message, for: [(other, otherKey), (holder, key)]) == content)
      #expect(try EnvelopedData.decrypt(message, for: [(other, otherKey)]) == nil)
      // The right name with a wrong key: padding that does not fit, or noise.
      #expect((try? EnvelopedData.decrypt(message, for: [(holder, otherKey)])) != content || size == 0)
    }
    #expect(throws: CryptographyError.self) { try EnvelopedData.decrypt([1, 2, 3], for: [(holder, key)]) }
    let signed = try SignedData.sign([1], by: authority.issue(named: "s", for: key, use: .signing), with: key)
    #expect(throws: CryptographyError.self) { try EnvelopedData.decrypt(signed, for: [(holder, key)]) }
  }

  @Test func `a signature is verified, and shows every change`() throws {
    let signer = try authority.issue(named: "signer", for: key, use: .signing)
    let content = Array("[{\"name\":\"OSC\"}]\r\n\n".utf8)
    let message = try SignedData.sign(content, by: signer, with: key)
    #expect(try SignedData.verify(message, trusted: [authority.certificate]) == content)
    let stranger = try CertificateAuthority(named: "Somebody else")
    let error = #expect(throws: CryptographyError.self) {
      try SignedData.verify(message, trusted: [stranger.certificate])
    }
    #expect(error?.code == .untrusted)
    #expect(throws: CryptographyError.self) { try SignedData.sign(content, by: signer, with: stranger.key) }
    // A certificate for another use cannot sign a list.
    let server = try authority.issue(named: "server", for: key, use: .server(hosts: ["localhost"]))
    let wrong = try SignedData.sign(content, by: server, with: key)
    #expect(throws: CryptographyError.self) { try SignedData.verify(wrong, trusted: [authority.certificate]) }
  }

  @Test func `a TLS server needs the key of its certificate`() throws {
    let server = try authority.issue(named: "server", for: key, use: .server(hosts: ["localhost"]))
    _ = try TLSContext(certificate: server, key: key)
    #expect(throws: CryptographyError.self) { try TLSContext(certificate: server, key: authority.key) }
  }
}
