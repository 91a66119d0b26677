internal import FoundationEssentials
internal import RemcsCore
internal import RemcsCryptography

extension TransportFailure {
  /// What people read when a server's certificate is refused: which check failed, and what to compare. The words are
  /// ours; names in a certificate come from outside and are made harmless. One English line, as servers' own
  /// words mostly are.
  static func refusal(of certificate: Certificate?, _ error: CryptographyError, host: String) -> String {
    guard let certificate else { return "the server showed no certificate" }
    let name = certificate.subject.harmless(maximum: 100)
    func day(_ seconds: Int) -> String {
      Date(timeIntervalSince1970: Double(seconds)).formatted(Date.ISO8601FormatStyle())
    }
    switch error.code {
    case .expired:
      // The dates of an authority may be the ones that are over.
      let isItself = Double(certificate.notAfter) < Date().timeIntervalSince1970
      return isItself
        ? "the certificate (\(name)) expired at \(day(certificate.notAfter))"
        : "an authority behind the certificate (\(name)) has expired"
    case .notYetValid:
      let isItself = Double(certificate.notBefore) > Date().timeIntervalSince1970
      return isItself
        ? "the certificate (\(name)) is only valid from \(day(certificate.notBefore)); check the clock"
        : "an authority behind the certificate (\(name)) is not valid yet; check the clock"
    case .wrongHost:
      return "the certificate (\(name)) is for another name than \(host.harmless(maximum: 100))"
    case .wrongPurpose:
      return "the certificate (\(name)) or its authority is not meant for a server, or its key is too weak"
    case .badSignature:
      return "a signature behind the certificate (\(name)) is wrong"
    case .memory:
      return "not enough memory to check the certificate"
    default:
      if certificate.isIssued(by: certificate) { return "the certificate (\(name)) is self-signed and not trusted" }
      let issuer = certificate.issuer.harmless(maximum: 100)
      return "the certificate (\(name)) was issued by an authority that is not trusted (\(issuer))"
    }
  }
}
