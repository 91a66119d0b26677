internal import FoundationEssentials
internal import RemcsCryptography

/// The S/MIME certificates of a center: the one that reports are encrypted for, and the one before (manual 4.2.7).
public struct CenterCertificates: Sendable, Codable, Equatable {
  /// The name of the center.
  public let center: String
  /// 使用中の証明書.
  public let inUse: CenterCertificate
  /// 前証明書, once the certificate was replaced.
  public let previous: CenterCertificate?

  /// The certificates of a center.
  public init(center: String, inUse: CenterCertificate, previous: CenterCertificate? = nil) {
    self.center = center
    self.inUse = inUse
    self.previous = previous
  }
}

/// One S/MIME certificate of a center.
public struct CenterCertificate: Sendable, Codable, Equatable {
  /// The certificate, PEM.
  public let pem: String
  /// 入替日: when it was put in place, ISO 8601 with offset; nil if it has always been the center list's.
  public let replaced: String?

  /// A certificate.
  public init(pem: String, replaced: String? = nil) {
    self.pem = pem
    self.replaced = replaced
  }
}

/// A certificate from a file that passed every check, before or after it is taken (manual 3.5, figure 3.28).
public struct InspectedCertificate: Sendable, Equatable {
  /// The name of the center that it is for.
  public let center: String
  /// The certificate, PEM.
  public let pem: String
  /// The certificates that came with it, PEM.
  public let chain: [String]
  /// What to know before it is taken: a weak key or signature, an end that is near.
  public let warnings: [CertificateFinding]

  /// An inspected certificate.
  public init(center: String, pem: String, chain: [String] = [], warnings: [CertificateFinding] = []) {
    self.center = center
    self.pem = pem
    self.chain = chain
    self.warnings = warnings
  }
}

/// What a certificate says, for screens, commands and programs (figures 4.7 to 4.9 and 5.8). Names in it came from
/// outside and are harmless here.
public struct CertificateFacts: Sendable, Codable, Equatable {
  /// 発行先.
  public let subject: String
  /// 発行者.
  public let issuer: String
  /// The hosts and addresses that it names; empty if it names none.
  public let names: String
  /// From when it is valid, `2026-11-24T10:00:00Z`.
  public let notBefore: String
  /// Until when it is valid.
  public let notAfter: String
  /// 拇印, upper-case hexadecimal.
  public let sha256: String
  /// 拇印, upper-case hexadecimal.
  public let sha1: String
  /// 拇印, upper-case hexadecimal.
  public let md5: String
  /// 公開キー: kind and size, `RSA(2048 Bits)`.
  public let publicKey: String
  /// Its number with its issuer, upper-case hexadecimal.
  public let serial: String

  /// What a certificate says; nil if the PEM text holds none.
  public init?(pem: String) {
    guard let certificate = try? Certificate(pem: pem) else { return nil }
    subject = certificate.subject.harmless(maximum: 300)
    issuer = certificate.issuer.harmless(maximum: 300)
    names = certificate.hostNames.harmless(maximum: 300)
    notBefore = certificate.notBefore.iso8601
    notAfter = certificate.notAfter.iso8601
    sha256 = certificate.thumbprint(.sha256)
    sha1 = certificate.thumbprint(.sha1)
    md5 = certificate.thumbprint(.md5)
    publicKey = certificate.publicKeyDescription
    serial = certificate.serial
  }
}

extension Int {
  /// Seconds since 1970 as a time of UTC: `2026-11-24T10:00:00Z`.
  var iso8601: String { Date(timeIntervalSince1970: Double(self)).formatted(Date.ISO8601FormatStyle()) }
}
