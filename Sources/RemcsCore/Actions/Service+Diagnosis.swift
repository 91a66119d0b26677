internal import FoundationEssentials
internal import Glibc

extension Service {
  /// Goes the way to the center stage by stage and says what each found, up to where the mail server has accepted
  /// sender and recipient. No mail is sent, nothing is queued, and the operating state stays as it is; what waits is
  /// tried at once where the way proves to be free.
  ///
  /// - Parameters:
  ///   - timeout: seconds for each wait in place of the ones that were set; nil for those.
  ///   - observer: is told how the check stands, at each change, on the calling thread.
  ///   - cancellation: stops it within 0.2 s.
  /// - Returns: the check at its end, passed, failed or canceled.
  /// - Throws: RMG_0092 if no connection was set yet, RMG_0097 or RMG_0099 without the center, or what is wrong with the
  ///   stored settings.
  public func diagnose(
    timeout: Double? = nil, observer: (Diagnosis) -> Void = { _ in }, cancellation: Cancellation = Cancellation()
  ) throws(ServiceError) -> Diagnosis {
    var (center, environment) = try route()
    if let timeout { environment.timeout = timeout }
    var diagnosis = Diagnosis(of: environment)
    observer(diagnosis)
    do throws(TransportFailure) {
      try transport.probe(
        center, through: environment,
        observer: { event in
          if case .certificate(let shown) = event { keep(shown) }
          diagnosis.take(event, at: Self.seconds)
          observer(diagnosis)
        }, cancellation: cancellation)
      diagnosis.finish(at: Self.seconds)
    } catch {
      diagnosis.stop(with: error, at: Self.seconds)
    }
    observer(diagnosis)
    let now = clock.now()
    let detail = diagnosis.failure?.summary ?? "passed"
    let kept = String(
      decoding: (try? Store.json(KeptDiagnosis(diagnosis, time: now.localISO8601))) ?? [], as: UTF8.self)
    // One that a person stopped says less than the one before.
    let wasStopped = diagnosis.failure.map { $0.kind == nil } ?? false
    try store.write { connection in
      try Store.note("diagnosis", detail: detail, at: now, connection)
      if !wasStopped { try Store.set(.lastDiagnosis, kept, connection) }
      if diagnosis.failure == nil {
        try Store.tryContactNow(connection)
        // Also what was put off for itself: what the server disliked may be mended too.
        try connection.run("UPDATE report SET next_try = 0 WHERE state = 'waiting' AND next_try > 0")
      }
    }
    if diagnosis.failure == nil { wakeAgent() }
    return diagnosis
  }

  /// A clock that never goes back.
  private static var seconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

// MARK: - The mail server's certificate

/// The certificate that the mail server showed last, as it is kept for the display (manual 5.7).
public struct KeptCertificate: Sendable, Codable, Equatable {
  /// What was shown, and why it was refused, if it was.
  public let shown: ShownCertificate
  /// When, ISO 8601 with offset.
  public let time: String

  /// A certificate that was shown at a time.
  public init(shown: ShownCertificate, time: String) {
    self.shown = shown
    self.time = time
  }
}

extension Service {
  /// The certificate that the mail server showed last, believed or not (manual 5.7, figure 5.8).
  /// - Throws: RMG_0229 if none was ever shown.
  public func serverCertificate() throws(ServiceError) -> KeptCertificate {
    guard let text = try store.setting(.serverCertificate),
      let kept = try? JSONDecoder().decode(KeptCertificate.self, from: Data(text.utf8))
    else { throw ServiceError(.rmg0229) }
    return kept
  }

  /// Keeps what a mail server showed. The disk is only written to when it is another certificate or another judgement,
  /// and a full disk is no reason to fail a connection.
  func keep(_ shown: ShownCertificate) {
    if let kept = try? serverCertificate(), kept.shown == shown { return }
    let kept = KeptCertificate(shown: shown, time: clock.now().localISO8601)
    guard let document = try? Store.json(kept) else { return }
    try? store.set(.serverCertificate, String(decoding: document, as: UTF8.self))
  }
}
