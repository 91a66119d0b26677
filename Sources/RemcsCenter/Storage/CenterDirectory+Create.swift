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
    var seen: Set<String> = []
    for mailbox in plan.mailboxes {
      guard !mailbox.name.isEmpty, mailbox.name == mailbox.name.harmless(maximum: 40),
        MailAddress.isUsable(mailbox.mailAddress), seen.insert(mailbox.name).inserted
      else { throw CenterError(.certificates, "\(mailbox.name)=\(mailbox.mailAddress) is no center name and address") }
    }
    guard !plan.mailboxes.isEmpty else { throw CenterError(.certificates, "a center needs a name and an address") }
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
