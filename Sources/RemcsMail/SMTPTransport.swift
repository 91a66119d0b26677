internal import CCurl
public import RemcsCore
public import RemcsCryptography

/// Sends reports by SMTP: the transport of every connection of the manual (tables 3.1, 3.2, 5.1, 5.2).
///
/// libcurl makes the connection, the dialogue is ours (docs/decisions.md). All of `Environment.timeout` is
/// granted to each single wait: finding the name, connecting, the TLS handshake, each reply, each stalled
/// write. What went wrong is told as `TransportFailure`, with stage, reply and reason.
///
/// A report whose end the server never confirmed may have been delivered: it fails as temporary at `confirmation`,
/// and is sent again with the same Message-ID.
public final class SMTPTransport: MailTransport {
  private let trusted: @Sendable () throws(TransportRemark) -> [Certificate]
  private let systemStore: Bool

  /// A transport.
  ///
  /// - Parameters:
  ///   - trusted: authorities, or single server certificates, that the administrator trusts besides the system's.
  ///   - systemStore: whether the authorities of the system are believed.
  public convenience init(trusted: [Certificate] = [], systemStore: Bool = true) {
    self.init(systemStore: systemStore) { trusted }
  }

  /// A transport that reads whom the administrator trusts when it first needs to know.
  ///
  /// - Parameters:
  ///   - systemStore: whether the authorities of the system are believed.
  ///   - trusted: gives the others, or says what is wrong with their file: RMG_2002, and nothing is sent.
  public init(systemStore: Bool = true, trusted: @escaping @Sendable () throws(TransportRemark) -> [Certificate]) {
    self.trusted = trusted
    self.systemStore = systemStore
  }

  /// See ``MailTransport``.
  public func send(
    _ reports: [Report], from device: DeviceIdentity, to center: Center, through environment: Environment,
    observer: (TransportEvent) -> Void, cancellation: Cancellation
  ) throws(TransportFailure) {
    guard !reports.isEmpty else { return }
    try along(environment, observer, cancellation) { way throws(TransportFailure) in
      try sendAll(reports, device, center, way)
    }
  }

  /// See ``MailTransport``.
  public func probe(
    _ center: Center, through environment: Environment, observer: (TransportEvent) -> Void, cancellation: Cancellation
  ) throws(TransportFailure) {
    try along(environment, observer, cancellation) { way throws(TransportFailure) in
      let (sender, recipient) = try prepare(center, way)
      let session = try way.open(tls: tls(at:))
      try ending(session) { () throws(TransportFailure) in try session.probe(from: sender, to: recipient) }
    }
  }

  /// libcurl, which is loaded for it.
  public var libraries: [String: String] {
    guard ccurl_load() else { return ["libcurl": "-"] }
    defer { ccurl_unload() }
    return ["libcurl": String(cString: ccurl_version()).harmless(maximum: 300)]
  }

  /// Runs `body` with the way that an environment describes.
  private func along(
    _ environment: Environment, _ observer: (TransportEvent) -> Void, _ cancellation: Cancellation,
    _ body: (Way) throws(TransportFailure) -> Void
  ) throws(TransportFailure) {
    let result: Result<Void, TransportFailure> = withoutActuallyEscaping(observer) { observer in
      do throws(TransportFailure) {
        try body(Way(environment: environment, observer: observer, cancellation: cancellation))
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  /// The stage before anybody is called: sender and recipient, checked.
  private func prepare(_ center: Center, _ way: Way) throws(TransportFailure) -> (sender: String, recipient: String) {
    way.observer(.stage(.preparing))
    if way.cancellation.isRaised { throw .canceled(at: .preparing) }
    try way.check()
    return (try Checked.address(way.environment.sender), try Checked.address(center.mailAddress))
  }

  private func sendAll(
    _ reports: [Report], _ device: DeviceIdentity, _ center: Center, _ way: Way
  ) throws(TransportFailure) {
    let (sender, recipient) = try prepare(center, way)
    let certificate: Certificate
    let sizer: EnvelopedData.Sizer
    do throws(CryptographyError) {
      certificate = try Certificate(pem: center.certificate)
      sizer = try EnvelopedData.Sizer(for: [certificate])
    } catch {
      throw MailText.failure(error)
    }
    let queue = MailQueue(reports) { report throws(TransportFailure) in
      // The two say the same of who it is, also where a part of the report is at the center under an older id.
      let id = report.deviceID(or: device.id)
      let header = MailHeader(report: report, device: id, sender: sender, recipient: recipient)
      return try MailPlan(report, header: header, split: way.environment.split, for: certificate, sizer)
    }
    // What fails here fails before anybody is called.
    var next = try queue.next()
    let session = try way.open(tls: tls(at:))
    try ending(session) { () throws(TransportFailure) in
      var before = 0
      while let item = next {
        if item.number == 1 {
          // All mails of a report or none: the first ones would be waste if a later one is too large for the server.
          try session.makeSure(item.plan.largest, isTakenAt: .sender)
          before = 0
        }
        let reply = try session.send(
          item.mail, from: sender, to: recipient,
          progress: { way.observer(.sent(bytes: before + $0, of: item.plan.size)) }, meanwhile: queue.prepare)
        before += item.mail.size
        if item.isLast { way.observer(.relayed(id: item.report.id, reply: reply.text.harmless(maximum: 400))) }
        next = try queue.next()
      }
    }
  }

  /// Runs `body` in a dialogue and says goodbye, if that is still possible.
  private func ending(
    _ session: SMTPSession, _ body: () throws(TransportFailure) -> Void
  ) throws(TransportFailure) {
    do throws(TransportFailure) {
      try body()
    } catch {
      // Between two commands a goodbye is possible; inside a mail it would become part of it, and to a dead line it
      // would only cost time.
      let alive: [FailureKind] = [.refused, .size, .file, .address]
      if session.stage != .content, let kind = error.kind, alive.contains(kind) { session.quit() }
      throw error
    }
    session.quit()
  }

  /// The TLS side. Who is trusted may have changed since the last connection.
  private func tls(at stage: TransportStage) throws(TransportFailure) -> TLSContext {
    do {
      return try TLSContext(trusting: try trusted(), systemStore: systemStore)
    } catch let remark as TransportRemark {
      throw TransportFailure(.file, at: stage, remark)
    } catch {
      let isMemory = (error as? CryptographyError)?.code == .memory
      throw TransportFailure(isMemory ? .memory : .file, at: stage, TransportRemark(.system, "\(error)".harmless()))
    }
  }
}
