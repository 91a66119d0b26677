internal import RemcsCore
internal import RemcsCryptography

extension Link {
  /// Agrees on encryption and judges who the server is, before anything else is said. Gives back the certificate, which
  /// can be shown even when it is refused, and what is wrong with it; nothing may be said after a failure.
  func secure(
    _ context: TLSContext, host: String, at stage: TransportStage, _ observer: (TransportEvent) -> Void
  ) -> (shown: ShownCertificate?, failure: TransportFailure?) {
    do throws(LinkFailure) {
      try startTLS(context, host: host)
    } catch .session(let reason) where reason.code != .memory {
      return (nil, TransportFailure(.handshake, at: stage, TransportRemark(.noTLS, reason.reason)))
    } catch {
      return (nil, TransportFailure(error, at: stage))
    }
    guard let tls else { return (nil, TransportFailure(.handshake, at: stage)) }
    tls.describe(observer)
    let certificate = tls.peerCertificate
    let pem = certificate.flatMap { try? $0.pem() }
    do throws(CryptographyError) {
      try tls.verifyPeer(host: host)
      return (pem.map { ShownCertificate(pem: $0, host: host, refusal: nil) }, nil)
    } catch {
      let remark = TransportRemark.refusal(of: certificate, error, host: host)
      return (
        pem.map { ShownCertificate(pem: $0, host: host, refusal: remark) },
        TransportFailure(error.code == .memory ? .memory : .certificate, at: stage, remark)
      )
    }
  }
}

extension TransportRemark {
  /// What came behind the reply to STARTTLS.
  static func injected(_ bytes: [UInt8]) -> TransportRemark {
    TransportRemark(.injected, String(decoding: bytes.prefix(400), as: UTF8.self))
  }
}
