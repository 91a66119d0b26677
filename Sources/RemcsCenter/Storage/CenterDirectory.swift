internal import FoundationEssentials
public import RemcsCore
internal import RemcsCryptography

/// The directory that is a center: its keys, what it received and what it wants mailed.
///
/// ```
/// center.json            addresses and the names of the key files
/// ca.pem  centers.p7m    for devices: the authority, and the signed center list
/// server.pem             the certificate of the mail server
/// private/               keys, 0600
/// reports/ID/            one directory a report: report.json, manifest.json, attachments/, parts/ while incomplete
/// partial/KEY/           pieces of mails that were cut outside of the encryption
/// outbox/                mails for people, one file each
/// lock  counter          one change at a time; the last number given
/// ```
public struct CenterDirectory: Sendable {
  /// One of the center's mailboxes with its own key: a line of the center list.
  struct Mailbox: Codable, Equatable {
    let name: String
    let mailAddress: String
    /// The name of its files: `certificates/KEY.pem`, `private/KEY.key`.
    let key: String
  }

  struct Settings: Codable, Equatable {
    var version = 1
    let mailboxes: [Mailbox]
  }

  /// Where it is, without a slash at the end.
  public let path: String
  let settings: Settings
  var files = FileSystem()

  /// Opens a center that `create` made.
  public init(opening path: String) throws(CenterError) {
    let path = Self.normalised(path)
    guard let bytes = try FileSystem().read("\(path)/center.json", maximum: 1_048_576) else {
      throw CenterError(.notACenter, "\(path) is not a center; make one with: remcs-center init \(path)")
    }
    guard let settings = try? JSONDecoder().decode(Settings.self, from: Data(bytes)), settings.version == 1 else {
      throw CenterError(.notACenter, "\(path)/center.json cannot be read")
    }
    self.init(path: path, settings: settings)
  }

  init(path: String, settings: Settings) {
    self.path = path
    self.settings = settings
  }

  static func normalised(_ path: String) -> String {
    var path = path
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  /// The center list that devices verify, `centers.p7m`.
  public var centerListPath: String { "\(path)/centers.p7m" }
  /// The authority that devices must trust, PEM.
  public var authorityPath: String { "\(path)/ca.pem" }
  /// Mails for people, one `.eml` file each.
  public var outboxPath: String { "\(path)/outbox" }

  var reportsPath: String { "\(path)/reports" }
  var partialPath: String { "\(path)/partial" }
  var lockPath: String { "\(path)/lock" }

  /// The centers as devices list them.
  public func centers() throws(CenterError) -> [Center] {
    var centers: [Center] = []
    for mailbox in settings.mailboxes {
      let pem = String(decoding: try required("certificates/\(mailbox.key).pem"), as: UTF8.self)
      centers.append(Center(name: mailbox.name, mailAddress: mailbox.mailAddress, certificate: pem))
    }
    return centers
  }

  /// Certificates and keys that open mail for this center.
  func identities() throws(CenterError) -> [Identity] {
    var identities: [Identity] = []
    for mailbox in settings.mailboxes {
      identities.append(try identity("certificates/\(mailbox.key).pem", "private/\(mailbox.key).key"))
    }
    return identities
  }

  /// What the mail server shows under TLS.
  func serverIdentity() throws(CenterError) -> Identity { try identity("server.pem", "private/server.key") }

  private func identity(_ certificate: String, _ key: String) throws(CenterError) -> Identity {
    do {
      return Identity(
        certificate: try Certificate(pem: String(decoding: try required(certificate), as: UTF8.self)),
        key: try PrivateKey(pem: String(decoding: try required(key), as: UTF8.self)))
    } catch let error as CenterError {
      throw error
    } catch {
      throw CenterError(.certificates, "\(certificate) or \(key) cannot be read: \(error)")
    }
  }

  private func required(_ name: String) throws(CenterError) -> [UInt8] {
    guard let bytes = try files.read("\(path)/\(name)") else {
      throw CenterError(.notACenter, "\(path)/\(name) is missing")
    }
    return bytes
  }

  /// The next number of the inbox; the lock must be held.
  func nextNumber() throws(CenterError) -> Int {
    let text = String(decoding: try files.read("\(path)/counter") ?? [], as: UTF8.self)
    let next = (Int(text) ?? 0) + 1
    try files.write(Array(String(next).utf8), to: "\(path)/counter")
    return next
  }
}

/// A certificate with its private key.
struct Identity: Sendable {
  let certificate: Certificate
  let key: PrivateKey
}
