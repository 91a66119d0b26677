/// Something that was found out about a certificate, as a code and what fills the holes of its text; front ends have the
/// words. It is why a certificate is refused, or what to know before it is taken.
public struct CertificateFinding: Sendable, Codable, Equatable {
  /// What it is. The arguments are named behind each code.
  public enum Code: String, Sendable, Codable, CaseIterable {
    /// The file holds no certificate: the library's reason.
    case noCertificate
    /// The file holds several certificates that could be meant: how many.
    case severalCertificates
    /// It is not meant for encrypted mail: subject, its key.
    case notForEncryption
    /// It has expired: subject, date.
    case expired
    /// It is not valid yet: subject, date.
    case notYetValid
    /// An authority behind it has expired: subject, the library's reason.
    case authorityExpired
    /// An authority behind it is not valid yet: subject, the library's reason.
    case authorityNotYetValid
    /// An authority behind it may not issue such certificates: subject, the library's reason.
    case authorityUnsuitable
    /// A signature behind it is wrong: subject.
    case forged
    /// It is self-signed and not trusted: subject.
    case selfSigned
    /// Nobody whom the administrator trusts stands behind it: subject, issuer.
    case issuerUnknown
    /// A sample could not be encrypted for it: the library's reason.
    case cannotEncrypt
    /// There is no previous certificate.
    case noPrevious
    /// Its key is too short to be safe for long: bits.
    case smallKey
    /// Its signature uses a hash that can be forged: the hash.
    case weakSignature
    /// It expires soon: days.
    case expiresSoon
    /// The file is no center list: the reason.
    case noCenterList
    /// Nobody whom the administrator trusts signed the center list: the library's reason.
    case listUntrusted
    /// The signature of the center list is wrong: the library's reason.
    case listForged
    /// The signer of the center list has expired, or is not valid yet: the library's reason.
    case listOutOfDate
  }

  /// What it is.
  public let code: Code
  /// What fills the holes of its text, harmless.
  public let arguments: [String]

  /// A finding; arguments from outside are made harmless here.
  public init(_ code: Code, _ arguments: String...) {
    self.code = code
    self.arguments = arguments.map { $0.harmless(maximum: 200) }
  }
}
