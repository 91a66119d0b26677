internal import FoundationEssentials
internal import RemcsCore
internal import RemcsCryptography

extension TransportRemark {
  /// Why a server's certificate is refused: which check failed, and what to compare. Names in a certificate come from
  /// outside; a remark makes them harmless.
  static func refusal(of certificate: Certificate?, _ error: CryptographyError, host: String) -> TransportRemark {
    guard let certificate else { return TransportRemark(.certificateMissing) }
    let name = certificate.subject
    let now = Date().timeIntervalSince1970
    switch error.code {
    case .expired:
      // The dates of an authority may be the ones that are over.
      return Double(certificate.notAfter) < now
        ? TransportRemark(.certificateExpired, name, certificate.notAfter.day)
        : TransportRemark(.authorityExpired, name)
    case .notYetValid:
      return Double(certificate.notBefore) > now
        ? TransportRemark(.certificateNotYetValid, name, certificate.notBefore.day)
        : TransportRemark(.authorityNotYetValid, name)
    case .wrongHost:
      // Where names are listed, the subject does not count.
      let names = certificate.hostNames
      return TransportRemark(.certificateForAnother, names.isEmpty ? name : names, host)
    case .wrongPurpose: return TransportRemark(.certificateUnsuitable, name)
    case .badSignature: return TransportRemark(.certificateForged, name)
    default:
      return certificate.isIssued(by: certificate)
        ? TransportRemark(.certificateSelfSigned, name) : TransportRemark(.issuerUnknown, name, certificate.issuer)
    }
  }
}

extension Int {
  /// Seconds since 1970 as people compare dates: `2026-11-24T10:00:00Z`.
  fileprivate var day: String { Date(timeIntervalSince1970: Double(self)).formatted(Date.ISO8601FormatStyle()) }
}

extension TLSSession {
  /// How many days before its end a certificate is remarked upon.
  private static let fewDays = 30

  /// What people want to know of the other side: protocol, certificate, chain.
  func describe(_ observer: (TransportEvent) -> Void) {
    observer(.found(Evidence(.protection, description)))
    guard let certificate = peerCertificate else { return }
    observer(.found(Evidence(.subject, certificate.subject)))
    observer(.found(Evidence(.issuer, certificate.issuer)))
    let names = certificate.hostNames
    if !names.isEmpty { observer(.found(Evidence(.names, names))) }
    observer(.found(Evidence(.expires, certificate.notAfter.day)))
    observer(.found(Evidence(.sha256, certificate.thumbprint(.sha256))))
    for one in peerChain.dropFirst() { observer(.found(Evidence(.chain, one.subject))) }
    let days = Int((Double(certificate.notAfter) - Date().timeIntervalSince1970) / 86400)
    if (0..<Self.fewDays).contains(days) { observer(.noticed(TransportRemark(.certificateExpiresSoon, String(days)))) }
  }
}
