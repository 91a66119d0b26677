import Foundation
import RemcsCore
import TestSupport
import Testing

/// Certificates of every kind that a file may hold, made once a run by the `openssl` program.
enum CertificateSpecimens {
  /// Where they lie; the center's own is `center.pem`, as ``TestAuthority`` has it.
  static let folder: URL = {
    let maker = Maker()
    maker.make()
    return maker.authority.directory
  }()

  /// The bytes of one.
  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: name)))
  }

  /// The text of one.
  static func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  /// Runs openssl beside them.
  static func openssl(_ arguments: String...) {
    _ = TestAuthority.shared.run("openssl", arguments)
  }

  private struct Maker {
    let authority = TestAuthority.shared
    private let mail = "keyUsage=keyEncipherment\nextendedKeyUsage=emailProtection\nbasicConstraints=CA:FALSE"

    func make() {
      issue("second", mail)
      issue("expired-mail", mail, days: "-1")
      issue("soon", mail, days: "10")
      issue("small", mail, key: ["RSA", "rsa_keygen_bits:1024"])
      issue("sha1", mail, hash: "-sha1")
      issue("curve", mail, key: ["EC", "ec_paramgen_curve:P-256"])
      issue("between", "basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign")
      issue("below", mail, by: "between")
      issue("old-between", "basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign", days: "-1")
      issue("below-old", mail, by: "old-between")
      issue("no-authority", "basicConstraints=critical,CA:FALSE\nkeyUsage=keyCertSign")
      issue("below-leaf", mail, by: "no-authority")
      issue("tiny", mail, forcing: tinyKey())
      run(
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "self.key", "-out", "self.pem", "-subj", "/CN=self")
      run(
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "stranger.key", "-out", "stranger.pem", "-subj",
        "/CN=Stranger")
      issue("strange", mail, by: "stranger")
      // Every form that a file may have.
      run("x509", "-in", "center.pem", "-outform", "DER", "-out", "center.der")
      let bundle = ["crl2pkcs7", "-nocrl", "-certfile", "between.pem", "-certfile", "below.pem"]
      _ = authority.run("openssl", bundle + ["-outform", "DER", "-out", "chain.p7b"])
      _ = authority.run("openssl", bundle + ["-out", "chain-pem.p7b"])
      run("crl2pkcs7", "-nocrl", "-out", "empty.p7b")
      write("chain.pem", "for the center\n" + authority.text("below.key") + text("below.pem") + text("between.pem"))
      write("two.pem", text("center.pem") + text("second.pem"))
      write("both-uses.pem", text("signer.pem") + text("center.pem") + text("ca.pem"))
      var forged = (try? Data(contentsOf: authority.directory.appending(path: "center.der"))) ?? Data()
      if let last = forged.indices.last { forged[last] ^= 1 }
      try? forged.write(to: authority.directory.appending(path: "forged.der"))
    }

    private func issue(
      _ name: String, _ extensions: String, by issuer: String = "ca", days: String = "365",
      key: [String] = ["RSA", "rsa_keygen_bits:2048"], hash: String = "-sha256", forcing forced: String? = nil
    ) {
      run("genpkey", "-algorithm", key[0], "-pkeyopt", key[1], "-out", "\(name).key")
      write("\(name).ext", extensions)
      run("req", "-new", "-key", "\(name).key", "-out", "\(name).csr", "-subj", "/CN=\(name)")
      let force = forced.map { ["-force_pubkey", $0] } ?? []
      _ = authority.run(
        "openssl",
        [
          "x509", "-req", hash, "-in", "\(name).csr", "-CA", "\(issuer).pem", "-CAkey", "\(issuer).key",
          "-CAcreateserial", "-days", days, "-extfile", "\(name).ext", "-out", "\(name).pem",
        ] + force)
    }

    /// A public key so short that no message key fits into it; no program makes one, so its DER is put together.
    private func tinyKey() -> String {
      write(
        "tiny.cnf",
        """
        asn1=SEQUENCE:key
        [key]
        algorithm=SEQUENCE:algorithm
        key=BITWRAP,SEQUENCE:numbers
        [algorithm]
        kind=OID:rsaEncryption
        none=NULL
        [numbers]
        n=INTEGER:0xC7A2D5F1B3E49687A5C3D1E2F4B6978865A4B3C2D1E0F1A2B3C4D5E6F7A8B9C1
        e=INTEGER:0x010001
        """)
      run("asn1parse", "-genconf", "tiny.cnf", "-noout", "-out", "tiny.der")
      run("pkey", "-pubin", "-inform", "DER", "-in", "tiny.der", "-out", "tiny.pub")
      return "tiny.pub"
    }

    private func run(_ arguments: String...) { _ = authority.run("openssl", arguments) }
    private func text(_ name: String) -> String { authority.text(name) }

    private func write(_ name: String, _ text: String) {
      try? text.write(to: authority.directory.appending(path: name), atomically: true, encoding: .utf8)
    }
  }
}

extension TestHome {
  /// A service that also trusts the authority of the specimens.
  func trustingService(
    _ transport: FakeTransport = FakeTransport(), clock: SystemClock = .system
  ) throws -> Service {
    if !FileManager.default.fileExists(atPath: home.centerList) { try signCenterList() }
    try trustSpecimens()
    return try Service(
      home: home, transport: transport,
      device: DeviceIdentity(series: "TEST", model: "3800E", checkCode: "AC", serial: "00001"), clock: clock)
  }

  /// Puts the authority of the specimens beside the one that signs center lists.
  func trustSpecimens() throws {
    let own = try listCertificate()
    try (own + CertificateSpecimens.text("ca.pem")).write(toFile: home.trusted, atomically: true, encoding: .utf8)
  }

  /// The certificate that the center list has for OSC.
  func listCertificate() throws -> String {
    let text = try String(contentsOfFile: path + "/ca.pem", encoding: .utf8)
    let end = try #require(text.range(of: "-----END CERTIFICATE-----\n"))
    return String(text[..<end.upperBound])
  }

  /// Signs a list of these centers, as ``signCenterList()`` does, and gives its bytes.
  func signedList(_ centers: [Center]) throws -> [UInt8] {
    try listCertificate().write(toFile: path + "/signer.pem", atomically: true, encoding: .utf8)
    try JSONEncoder().encode(centers).write(to: URL(fileURLWithPath: path + "/other.json"))
    try openssl(
      "cms", "-sign", "-nodetach", "-binary", "-in", "other.json", "-signer", "signer.pem", "-inkey", "ca.key",
      "-outform", "DER", "-out", "other.p7m")
    return Array(try Data(contentsOf: URL(fileURLWithPath: path + "/other.p7m")))
  }
}
