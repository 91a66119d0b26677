import Foundation
import RemcsCore
import RemcsCryptography
import Testing

/// Every rule for a center's certificate, with the manual's code (table 6.31).
@Suite struct CertificateRuleTests {
  private typealias Specimen = CertificateSpecimens

  private func thumbprint(_ pem: String) throws -> String { try Certificate(pem: pem).thumbprint(.sha256) }

  @Test(arguments: [
    ("center.pem", "center.pem", 0), ("center.der", "center.pem", 0), ("chain.p7b", "below.pem", 1),
    ("chain-pem.p7b", "below.pem", 1), ("chain.pem", "below.pem", 1), ("both-uses.pem", "center.pem", 2),
  ])
  func `every form of file is read, and the center's own certificate found in it`(
    file: String, expected: String, others: Int
  ) throws {
    let home = try TestHome()
    let service = try home.trustingService()
    let inspected = try service.inspect(Specimen.bytes(file))
    #expect(try thumbprint(inspected.pem) == thumbprint(Specimen.text(expected)))
    #expect(inspected.chain.count == others && inspected.warnings.isEmpty && inspected.center == "OSC")
  }

  @Test(arguments: [
    ("ca.key", MessageCode.rmg0211, CertificateFinding.Code.noCertificate),
    ("empty.p7b", .rmg0211, .noCertificate),
    ("two.pem", .rmg0211, .severalCertificates),
    ("signer.pem", .rmg0211, .notForEncryption),
    ("server.pem", .rmg0211, .notForEncryption),
    ("curve.pem", .rmg0211, .notForEncryption),
    ("expired-mail.pem", .rmg0215, .expired),
    ("below.pem", .rmg0215, .issuerUnknown),
    ("strange.pem", .rmg0215, .issuerUnknown),
    ("self.pem", .rmg0215, .selfSigned),
    ("forged.der", .rmg0215, .forged),
    ("tiny.pem", .rmg0212, .cannotEncrypt),
  ])
  func `what may not be encrypted for is refused, with the rule that it breaks`(
    file: String, code: MessageCode, finding: CertificateFinding.Code
  ) throws {
    let home = try TestHome()
    let service = try home.trustingService()
    let bytes = try Specimen.bytes(file)
    try #require(!bytes.isEmpty)
    let before = try service.centerCertificate()
    for action in [{ try service.inspect(bytes) }, { try service.replaceCenterCertificate(bytes) }] {
      let error = #expect(throws: ServiceError.self) { _ = try action() }
      #expect(error?.code == code && error?.details.first?.finding?.code == finding, "\(file): \(error as Any)")
    }
    #expect(try service.centerCertificate() == before)
    #expect(try service.store.history().isEmpty)
  }

  @Test(arguments: [
    Array("hello".utf8), [], [0x30, 0x03, 0x02, 0x01, 0x01], Array("-----BEGIN CERTIFICATE-----\n".utf8),
  ])
  func `bytes that are nothing are no certificate`(bytes: [UInt8]) throws {
    let home = try TestHome()
    let service = try home.trustingService()
    #expect { try service.inspect(bytes) } throws: { ($0 as? ServiceError)?.code == .rmg0211 }
  }

  @Test func `a chain whose authority has expired is refused as that`() throws {
    let home = try TestHome()
    let service = try home.trustingService()
    let file = try Specimen.bytes("below-old.pem") + Specimen.bytes("old-between.pem")
    let error = #expect(throws: ServiceError.self) { try service.inspect(file) }
    #expect(error?.code == .rmg0215 && error?.details.first?.finding?.code == .authorityExpired, "\(error as Any)")
  }

  @Test func `who is no authority cannot issue a certificate`() throws {
    let home = try TestHome()
    let service = try home.trustingService()
    let file = try Specimen.bytes("below-leaf.pem") + Specimen.bytes("no-authority.pem")
    let error = #expect(throws: ServiceError.self) { try service.inspect(file) }
    #expect(error?.code == .rmg0215 && error?.details.first?.finding?.code == .authorityUnsuitable, "\(error as Any)")
  }

  @Test(arguments: [(-86400.0, CertificateFinding.Code.notYetValid), (40 * 365 * 86400.0, .expired)])
  func `the device's own clock counts`(shift: Double, finding: CertificateFinding.Code) throws {
    let clock = SystemClock(now: { Date().addingTimeInterval(shift) }, timeZone: { "UTC" })
    let home = try TestHome()
    let service = try home.trustingService(clock: clock)
    let error = #expect(throws: ServiceError.self) { try service.inspect(Specimen.bytes("center.pem")) }
    #expect(error?.code == .rmg0215 && error?.details.first?.finding?.code == finding)
  }

  @Test(arguments: [
    ("small.pem", CertificateFinding(.smallKey, "1024")), ("sha1.pem", CertificateFinding(.weakSignature, "SHA1")),
    ("soon.pem", CertificateFinding(.expiresSoon, "9")),
  ])
  func `what is weak is taken with a warning`(file: String, warning: CertificateFinding) throws {
    let home = try TestHome()
    let service = try home.trustingService()
    #expect(try service.inspect(Specimen.bytes(file)).warnings == [warning])
    #expect(try service.replaceCenterCertificate(Specimen.bytes(file)).warnings == [warning])
    #expect(try thumbprint(service.centerCertificate().inUse.pem) == thumbprint(Specimen.text(file)))
  }

  @Test func `the certificate in use need not be imported, in whatever form`() throws {
    let home = try TestHome()
    let service = try home.trustingService()
    #expect { try service.inspect(Array(home.listCertificate().utf8)) } throws: {
      ($0 as? ServiceError)?.code == .rmg0224
    }
    try service.replaceCenterCertificate(Specimen.bytes("center.pem"))
    #expect { try service.inspect(Specimen.bytes("center.der")) } throws: { ($0 as? ServiceError)?.code == .rmg0224 }
    // The one before may come back as a file.
    _ = try service.inspect(Array(home.listCertificate().utf8))
  }

  @Test func `a file that cannot be read has the code of the reason`() throws {
    let home = try TestHome()
    func code(_ path: String) -> MessageCode? {
      do {
        _ = try CertificateFile.read(path)
        return nil
      } catch { return error.code }
    }
    #expect(code("") == .rmg0036)
    #expect(code(home.path + "/none/center.pem") == .rmg0033)
    #expect(code(home.path + "/none.pem") == .rmg0142)
    #expect(code("none.pem") == .rmg0142)
    #expect(code("/none.pem") == .rmg0142)
    #expect(code(home.path) == .rmg0211)
    #expect(code("/dev/null") == .rmg0211)
    try Data(count: 5 << 20).write(to: URL(fileURLWithPath: home.path + "/large"))
    #expect(code(home.path + "/large") == .rmg0211)
    #expect(code(home.path + "/large/center.pem") == .rmg0033)
    // The system's own reason, as root may read everything else.
    #expect(code("/proc/self/mem") == .rmg0212)
    #expect(try CertificateFile.read(Specimen.folder.path + "/center.pem") == Specimen.bytes("center.pem"))
  }
}
