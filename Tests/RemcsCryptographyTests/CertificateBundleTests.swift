import Foundation
import RemcsCryptography
import TestSupport
import Testing

/// Files with certificates as administrators get them, written by the `openssl` program.
struct CertificateBundleTests {
  let authority = TestAuthority.shared

  private func pkcs7(_ form: String) -> [UInt8] {
    Array(
      authority.openssl(
        "crl2pkcs7", "-nocrl", "-certfile", "ca.pem", "-certfile", "center.pem", "-outform", form
      ).output)
  }

  private func read(_ text: String) throws -> CertificateBundle { try CertificateBundle(Array(text.utf8)) }

  @Test(arguments: ["DER", "PEM"])
  func `PKCS 7 gives its certificates, and knows which is nobody's authority`(form: String) throws {
    let bundle = try CertificateBundle(pkcs7(form))
    #expect(bundle.certificates.count == 2)
    #expect(try bundle.endEntities == [Certificate(pem: authority.text("center.pem"))])
  }

  @Test func `PKCS 7 under the label of a certificate is read as what it is`() throws {
    let text = String(decoding: pkcs7("PEM"), as: UTF8.self).replacingOccurrences(of: "PKCS7", with: "CERTIFICATE")
    #expect(try read(text).certificates.count == 2)
  }

  @Test func `a certificate that stands twice counts once, and keys and words between are passed over`() throws {
    let center = authority.text("center.pem")
    let bundle = try read("the center:\n" + center + authority.text("center.key") + center)
    #expect(try bundle.certificates == [Certificate(pem: center)])
  }

  @Test func `a lonely authority is what the file is about`() throws {
    let bundle = try read(authority.text("ca.pem"))
    #expect(bundle.endEntities == bundle.certificates && bundle.certificates[0].isAuthority)
  }

  @Test func `a broken block and a file without certificates are malformed`() throws {
    let center = authority.text("center.pem")
    let texts = [
      "", "words", authority.text("ca.key"), String(center.dropLast(40)), center + "-----BEGIN CMS-----\nAAAA\n",
    ]
    for text in texts {
      #expect { try read(text) } throws: { ($0 as? CryptographyError)?.code == .malformed }
    }
    // Another kind of CMS, and bytes behind the end.
    let envelope = authority.openssl("cms", "-encrypt", "-outform", "DER", "center.pem", input: Data("x".utf8)).output
    #expect(throws: CryptographyError.self) { try CertificateBundle(Array(envelope)) }
  }

  @Test func `strength is told as openssl made it`() throws {
    let center = try Certificate(pem: authority.text("center.pem"))
    #expect(center.keyBits == 2048 && center.weakSignatureHash == nil && !center.isAuthority)
    let weak = authority.openssl(
      "req", "-x509", "-sha1", "-newkey", "rsa:1024", "-nodes", "-keyout", "weak.key", "-subj", "/CN=weak"
    ).output
    let certificate = try Certificate(pem: String(decoding: weak, as: UTF8.self))
    #expect(certificate.keyBits == 1024 && certificate.weakSignatureHash == "SHA1")
  }

  @Test func `a rehearsal encrypts for RSA, and finds that nothing can be encrypted for an elliptic curve`() throws {
    try Certificate(pem: authority.text("center.pem")).rehearseEncryption()
    authority.openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "curve-only.key")
    let curve = authority.openssl("req", "-x509", "-key", "curve-only.key", "-subj", "/CN=curve").output
    let certificate = try Certificate(pem: String(decoding: curve, as: UTF8.self))
    #expect { try certificate.rehearseEncryption() } throws: { ($0 as? CryptographyError)?.code == .encryption }
  }
}
