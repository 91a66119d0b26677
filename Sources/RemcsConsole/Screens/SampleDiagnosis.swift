internal import RemcsCore

/// Staged checks for pictures of screens: what a real one finds behind a usual mail server.
enum SampleDiagnosis {
  private static let environment = Environment(
    server: "mail.example.co.jp", port: 587, encryption: .startTLS, sender: "mmb@example.co.jp",
    authentication: .authSMTP(.auto, user: "mmb", password: ""))

  /// What each stage takes in seconds, and finds.
  private static func findings(_ stage: TransportStage) -> (seconds: Double, facts: [Evidence]) {
    switch stage {
    case .name: (0.012, [Evidence(.address, "192.0.2.25")])
    case .route: (0.001, [Evidence(.source, "192.0.2.7"), Evidence(.interface, "eth0")])
    case .connection: (0.018, [Evidence(.peer, "192.0.2.25:587")])
    case .greeting: (0.034, [Evidence(.reply, "220 mail.example.co.jp ESMTP")])
    case .capabilities:
      (0.009, [Evidence(.mechanisms, "CRAM-MD5, PLAIN, LOGIN"), Evidence(.size, "10485760")])
    case .encryption:
      (
        0.041,
        [
          Evidence(.protection, "TLSv1.3 TLS_AES_256_GCM_SHA384"), Evidence(.subject, "CN = mail.example.co.jp"),
          Evidence(.issuer, "O = Example, CN = Example Authority"), Evidence(.expires, "2028-03-31T00:00:00Z"),
        ]
      )
    case .authentication: (0.022, [Evidence(.mechanism, "CRAM-MD5")])
    case .sender: (0.008, [Evidence(.reply, "250 2.1.0 Ok")])
    case .recipient: (0.015, [Evidence(.reply, "250 2.1.5 Ok")])
    default: (0, [])
    }
  }

  /// A check that is over: broken by a failure, or passed.
  static func make(_ failure: TransportFailure? = nil, remark: TransportRemark? = nil) -> Diagnosis {
    make(until: nil, failure, remark)
  }

  /// A check that stands at the authentication.
  static let running = make(until: .authentication, nil, nil)

  private static func make(
    until last: TransportStage?, _ failure: TransportFailure?, _ remark: TransportRemark?
  ) -> Diagnosis {
    var diagnosis = Diagnosis(of: environment)
    var now = 0.0
    for stage in TransportStage.probing(environment) {
      diagnosis.take(.stage(stage), at: now)
      if stage == last { return diagnosis }
      let (seconds, facts) = findings(stage)
      now += seconds
      if let failure, failure.stage == stage {
        diagnosis.stop(with: failure, at: now)
        return diagnosis
      }
      for fact in facts { diagnosis.take(.found(fact), at: now) }
      if let remark, stage == .sender { diagnosis.take(.noticed(remark), at: now) }
    }
    diagnosis.finish(at: now)
    return diagnosis
  }
}
