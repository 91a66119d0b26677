import Foundation
import RemcsCryptography
import TestSupport
import Testing

struct CertificateTests {
  let authority = TestAuthority.shared

  @Test func `a certificate tells what openssl tells about it`() throws {
    let certificate = try Certificate(pem: authority.text("center.pem"))
    #expect(certificate.subject == "C = JP, O = 試験センター, CN = Test Center")
    #expect(certificate.issuer == "O = Test, CN = Test Authority")
    #expect(certificate.publicKeyDescription == "RSA(2048 Bits)")
    let shown = authority.openssl("x509", "-in", "center.pem", "-noout", "-serial", "-fingerprint", "-sha256")
    let lines = String(decoding: shown.output, as: UTF8.self).split(separator: "\n").map { $0.split(separator: "=")[1] }
    #expect(certificate.serial == lines[0])
    #expect(certificate.thumbprint(.sha256) == lines[1].filter { $0 != ":" })
    #expect(certificate.thumbprint(.sha1).count == 40)
    #expect(certificate.thumbprint(.md5).count == 32)
    #expect(certificate.notAfter - certificate.notBefore == 3650 * 86400)
    #expect(abs(certificate.notBefore - Int(Date().timeIntervalSince1970)) < 3600)
  }

  @Test func `pem and der give the same certificate back`() throws {
    let certificate = try Certificate(pem: authority.text("center.pem"))
    #expect(try Certificate(der: certificate.der()) == certificate)
    #expect(try Certificate(pem: certificate.pem()) == certificate)
    #expect(try Certificate.read(certificate.der()) == certificate)
    #expect(try certificate != Certificate(pem: authority.text("ca.pem")))
  }

  @Test func `a bundle is read in order, and a broken one is refused`() throws {
    let bundle = authority.text("ca.pem") + "noise between\n" + authority.text("server.pem")
    let all = try Certificate.all(pem: bundle)
    #expect(all.map(\.subject) == ["O = Test, CN = Test Authority", "CN = localhost"])
    #expect(try Certificate.all(pem: "nothing here") == [])
    #expect(throws: CryptographyError.self) {
      try Certificate.all(pem: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    }
  }

  @Test(arguments: ["", "hello", "-----BEGIN CERTIFICATE-----\n"])
  func `what is no certificate is malformed`(text: String) {
    #expect { try Certificate(pem: text) } throws: { ($0 as? CryptographyError)?.code == .malformed }
    #expect { try Certificate(der: Array(text.utf8)) } throws: { ($0 as? CryptographyError)?.code == .malformed }
  }

  @Test func `bytes after a der certificate are refused`() throws {
    let certificate = try Certificate(pem: authority.text("center.pem"))
    #expect(throws: CryptographyError.self) { try Certificate(der: certificate.der() + [0]) }
  }

  @Test func `only a certificate for mail encryption may be encrypted for`() throws {
    #expect(try Certificate(pem: authority.text("center.pem")).canEncrypt)
    #expect(try !Certificate(pem: authority.text("signer.pem")).canEncrypt)
    #expect(try !Certificate(pem: authority.text("server.pem")).canEncrypt)
  }

  @Test(arguments: [
    ("localhost", true), ("LOCALHOST", true), ("127.0.0.1", true), ("::1", true), ("::1%lo", true),
    ("127.0.0.2", false), ("other.test", false), ("localhost.evil.test", false), ("", false),
  ])
  func `a certificate belongs to the hosts that it names`(host: String, expected: Bool) throws {
    #expect(try Certificate(pem: authority.text("server.pem")).matches(host: host) == expected)
  }

  @Test func `a chain is believed only from a trusted authority, in its time and for its purpose`() throws {
    let authorityCertificate = try Certificate(pem: authority.text("ca.pem"))
    let center = try Certificate(pem: authority.text("center.pem"))
    try center.verify(trusted: [authorityCertificate], for: .mailEncryption)
    // A certificate that is trusted itself needs no authority.
    try center.verify(trusted: [center], for: .mailEncryption)
    func code(_ body: () throws -> Void) -> CryptographyError.Code? {
      do { try body() } catch { return (error as? CryptographyError)?.code }
      return nil
    }
    #expect(code { try center.verify(trusted: []) } == .untrusted)
    #expect(code { try center.verify(trusted: [Certificate(pem: authority.text("server.pem"))]) } == .untrusted)
    #expect(code { try center.verify(trusted: [authorityCertificate], for: .server) } == .wrongPurpose)
    #expect(code { try center.verify(trusted: [authorityCertificate], at: center.notAfter + 1) } == .expired)
    #expect(code { try center.verify(trusted: [authorityCertificate], at: center.notBefore - 1) } == .notYetValid)
    let expired = try Certificate(pem: authority.text("expired.pem"))
    #expect(code { try expired.verify(trusted: [authorityCertificate], for: .server) } == .expired)
    #expect(center.isIssued(by: authorityCertificate))
    #expect(!center.isIssued(by: expired))
  }

  @Test(arguments: [PrivateKey.Kind.rsa(bits: 2048), .p256])
  func `a new key survives pem, and fits no other certificate`(kind: PrivateKey.Kind) throws {
    let key = try PrivateKey(kind)
    let pem = try key.pem()
    #expect(pem.hasPrefix("-----BEGIN PRIVATE KEY-----"))
    #expect(try PrivateKey(pem: pem).pem() == pem)
    #expect(try !key.fits(Certificate(pem: authority.text("center.pem"))))
    #expect(try PrivateKey(pem: authority.text("center.key")).fits(Certificate(pem: authority.text("center.pem"))))
  }

  @Test func `a key under a passphrase is refused without asking anybody`() throws {
    authority.openssl(
      "pkcs8", "-topk8", "-in", "center.key", "-passout", "pass:secret", "-out", "locked.key")
    #expect(authority.text("locked.key").contains("ENCRYPTED"))
    #expect(throws: CryptographyError.self) { try PrivateKey(pem: authority.text("locked.key")) }
  }
}
