internal import FoundationEssentials
internal import RemcsCryptography

/// The rules for a center's certificate (manual 3.5, table 6.31). Each refusal has the manual's code, and says in a
/// finding which rule it was.
struct CertificateCheck {
  /// The authorities that the administrator trusts.
  let trusted: [Certificate]
  /// The time that counts.
  let now: Date

  private static let fewDays = 30
  private static let safeBits = 2048

  /// The certificate that a file is about, and those that came with it.
  /// - Throws: RMG_0211 if it holds none, or several that could be meant.
  static func open(_ file: [UInt8]) throws(ServiceError) -> (certificate: Certificate, chain: [Certificate]) {
    let bundle: CertificateBundle
    do throws(CryptographyError) { bundle = try CertificateBundle(file) } catch {
      throw ServiceError(.rmg0211, CertificateFinding(.noCertificate, error.reason))
    }
    var candidates = bundle.endEntities
    // A center that signs too has a certificate for each.
    if candidates.count > 1 {
      let encrypting = candidates.filter(\.canEncrypt)
      if !encrypting.isEmpty { candidates = encrypting }
    }
    guard candidates.count == 1 else {
      throw ServiceError(.rmg0211, CertificateFinding(.severalCertificates, String(bundle.certificates.count)))
    }
    return (candidates[0], bundle.certificates.filter { $0 != candidates[0] })
  }

  /// Refuses a certificate that mail cannot or should not be encrypted for.
  ///
  /// - Parameters:
  ///   - certificate: the certificate.
  ///   - chain: certificates that may stand between it and an authority; nil if the signature of the center list is
  ///     what makes it believed.
  /// - Returns: what is weak about it, and no reason to refuse it.
  /// - Throws: RMG_0211 if it is of another kind, RMG_0215 if nobody trusted stands behind it now, RMG_0212 if a sample
  ///   cannot be encrypted for it.
  func judge(_ certificate: Certificate, chain: [Certificate]?) throws(ServiceError) -> [CertificateFinding] {
    guard certificate.canEncrypt else {
      throw ServiceError(
        .rmg0211, CertificateFinding(.notForEncryption, certificate.subject, certificate.publicKeyDescription))
    }
    let seconds = Int(now.timeIntervalSince1970)
    if certificate.notAfter < seconds {
      throw ServiceError(
        .rmg0215, CertificateFinding(.expired, certificate.subject, certificate.notAfter.iso8601))
    }
    if certificate.notBefore > seconds {
      throw ServiceError(
        .rmg0215, CertificateFinding(.notYetValid, certificate.subject, certificate.notBefore.iso8601))
    }
    if let chain { try prove(certificate, chain: chain) }
    do throws(CryptographyError) { try certificate.rehearseEncryption() } catch {
      throw ServiceError(
        .rmg0212, [error.code.rawValue],
        details: [.init(code: .rmg0212, reason: .certificate(CertificateFinding(.cannotEncrypt, error.reason)))])
    }
    return warnings(about: certificate, at: seconds)
  }

  /// Makes sure that a trusted authority stands behind it.
  /// - Throws: RMG_0215.
  func prove(_ certificate: Certificate, chain: [Certificate]) throws(ServiceError) {
    do throws(CryptographyError) {
      try certificate.verify(
        trusted: trusted, untrusted: chain, for: .mailEncryption, at: Int(now.timeIntervalSince1970))
    } catch {
      throw ServiceError(.rmg0215, Self.finding(about: certificate, error))
    }
  }

  private static func finding(about certificate: Certificate, _ error: CryptographyError) -> CertificateFinding {
    let subject = certificate.subject
    return switch error.code {
    case .expired: CertificateFinding(.authorityExpired, subject, error.reason)
    case .notYetValid: CertificateFinding(.authorityNotYetValid, subject, error.reason)
    case .wrongPurpose: CertificateFinding(.authorityUnsuitable, subject, error.reason)
    case .badSignature: CertificateFinding(.forged, subject)
    default:
      certificate.isIssued(by: certificate)
        ? CertificateFinding(.selfSigned, subject) : CertificateFinding(.issuerUnknown, subject, certificate.issuer)
    }
  }

  private func warnings(about certificate: Certificate, at seconds: Int) -> [CertificateFinding] {
    var warnings: [CertificateFinding] = []
    if certificate.keyBits < Self.safeBits {
      warnings.append(CertificateFinding(.smallKey, String(certificate.keyBits)))
    }
    if let hash = certificate.weakSignatureHash { warnings.append(CertificateFinding(.weakSignature, hash)) }
    let days = (certificate.notAfter - seconds) / 86400
    if days < Self.fewDays { warnings.append(CertificateFinding(.expiresSoon, String(days))) }
    return warnings
  }
}

extension ServiceError {
  /// An error about a certificate that says no more than its finding.
  init(_ code: MessageCode, _ finding: CertificateFinding) {
    self.init(code, details: [.init(code: code, reason: .certificate(finding))])
  }
}
