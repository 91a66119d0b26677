internal import FoundationEssentials
internal import Glibc
internal import RemcsCore
internal import RemcsCryptography

extension CenterDirectory {
  /// What a new center is called.
  public struct Plan: Sendable {
    /// Names and mail addresses of the centers in its list, the first one preferred.
    public var mailboxes: [(name: String, mailAddress: String)] = [
      ("OSC", "osc@center.example"), ("LGWAN", "lgwan@center.example"),
    ]
    /// Names and addresses that the certificate of the mail server stands for.
    public var hosts = ["localhost", "127.0.0.1", "::1"]
    /// How long the certificates are valid, in days.
    public var days = 1825

    /// The reference center for rehearsals: OSC and LGWAN at `center.example`, on this machine.
    public init() {}

    /// What is wrong with names and addresses, as a sentence; nil if nothing is.
    ///
    /// A device can only select a center whose name its field `center` takes: 1 to 32 characters from 0x21 to 0x7E.
    public var problem: String? {
      var seen: Set<String> = []
      for (name, address) in mailboxes {
        let shown = name.harmless(maximum: 40)
        guard (1...32).contains(name.utf8.count), name.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
          return
            "\"\(shown)\" cannot be the name of a center: it is 1 to 32 ASCII letters, digits or signs without a space"
        }
        guard MailAddress.isUsable(address) else {
          return "\(address.harmless(maximum: 300)) cannot be the mail address of the center \(shown)"
        }
        guard seen.insert(name).inserted else { return "the center \(shown) is named twice" }
      }
      return mailboxes.isEmpty ? "a center needs a name and an address" : nil
    }
  }

  /// Makes a center: an authority, certificates and keys, the signed list, empty boxes.
  ///
  /// - Parameters:
  ///   - path: a directory that is empty or not there.
  ///   - plan: names and addresses.
  /// - Returns: the new center.
  /// - Throws: `CenterError`: `alreadyACenter`, `storage`, `certificates`.
  public static func create(at path: String, _ plan: Plan = Plan()) throws(CenterError) -> CenterDirectory {
    let path = normalised(path)
    let files = FileSystem()
    try files.makeDirectory(path, mode: 0o700)
    guard !files.exists("\(path)/center.json") else {
      throw CenterError(.alreadyACenter, "\(path) is a center already; it is left as it is")
    }
    guard files.names(in: path).isEmpty else {
      throw CenterError(
        .alreadyACenter, "\(path) is not empty; choose another directory or remove what an earlier init left")
    }
    if let problem = plan.problem { throw CenterError(.certificates, problem) }
    for name in ["private", "certificates", "reports", "partial", "outbox"] {
      try files.makeDirectory("\(path)/\(name)")
    }
    do {
      return try issue(plan, at: path, files)
    } catch let error as CenterError {
      throw error
    } catch {
      throw CenterError(.certificates, "certificates cannot be made: \(error)")
    }
  }

  /// The keys first, `center.json` last: a center that is not whole is none.
  private static func issue(_ plan: Plan, at path: String, _ files: FileSystem) throws -> CenterDirectory {
    let authority = try CertificateAuthority(named: "REMCS reference center authority", days: max(plan.days, 1) + 365)
    func keep(_ certificate: Certificate, _ key: PrivateKey, _ name: String, _ keyName: String) throws {
      try files.write(Array(key.pem().utf8), to: "\(path)/private/\(keyName).key")
      try files.write(Array(certificate.pem().utf8), to: "\(path)/\(name).pem", mode: 0o644)
    }
    try keep(authority.certificate, authority.key, "ca", "ca")
    var boxes: [Mailbox] = []
    var centers: [Center] = []
    for (index, mailbox) in plan.mailboxes.enumerated() {
      let key = try PrivateKey(.rsa(bits: 2048))
      let certificate = try authority.issue(
        named: "REMCS center \(mailbox.name)", for: key, use: .mailEncryption(address: mailbox.mailAddress),
        days: plan.days)
      let name = "center-\(index + 1)"
      try keep(certificate, key, "certificates/\(name)", name)
      boxes.append(Mailbox(name: mailbox.name, mailAddress: mailbox.mailAddress, key: name))
      centers.append(Center(name: mailbox.name, mailAddress: mailbox.mailAddress, certificate: try certificate.pem()))
    }
    let serverKey = try PrivateKey(.rsa(bits: 2048))
    let server = try authority.issue(
      named: plan.hosts.first ?? "localhost", for: serverKey, use: .server(hosts: plan.hosts), days: plan.days)
    try keep(server, serverKey, "server", "server")
    let signerKey = try PrivateKey(.rsa(bits: 2048))
    let signer = try authority.issue(named: "REMCS center list", for: signerKey, use: .signing, days: plan.days)
    try keep(signer, signerKey, "certificates/list", "list")
    let list = try SignedData.sign(centers.json(), by: signer, with: signerKey)
    try files.write(list, to: "\(path)/centers.p7m", mode: 0o644)
    let settings = Settings(mailboxes: boxes)
    try files.write(settings.json(), to: "\(path)/center.json")
    return CenterDirectory(path: path, settings: settings)
  }
}
