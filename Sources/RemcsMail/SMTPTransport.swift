public import RemcsCore
public import RemcsCryptography
internal import Synchronization

/// Sends reports by SMTP: the transport of every connection of the manual (tables 3.1, 3.2, 5.1, 5.2).
///
/// libcurl makes the connection, the dialogue is ours (docs/decisions.md). All of `Environment.timeout` is
/// granted to each single wait: finding the name, connecting, the TLS handshake, each reply, each stalled
/// write. What went wrong is told as ``TransportFailure``; its `libraryNumber` (RL) is the kind of failure: 1 memory,
/// 2 file or center certificate, 3 time-out, 4 refused by the server, 5 connection lost or no route, 6 name,
/// 7 nobody listens, 8 no such protocol, 9 user or password, 10 AUTH or mechanism not offered, 11 encryption not offered,
/// 12 TLS handshake, 13 server certificate, 14 injected data, 15 mail address, 16 mail too large. Its `mailNumber`
/// (ML) is the stage times 1000 plus the code of the server's reply; the stages are counted from 1 in the order of
/// ``TransportStage``.
///
/// A report whose end the server never confirmed may have been delivered: it fails as temporary at `confirmation`,
/// and is sent again with the same Message-ID.
public final class SMTPTransport: MailTransport {
  /// Where connections leave the machine, as the REMCS port needs it (manual 2.2.1).
  public struct Route: Sendable, Equatable {
    /// An interface (`eth1`), or an own address; nil for whatever the system takes.
    public let interface: String?
    /// Whether only addresses in digits are taken and no DNS is asked.
    public let numericOnly: Bool

    /// A route; any, if nothing is said.
    public init(interface: String? = nil, numericOnly: Bool = false) {
      self.interface = interface
      self.numericOnly = numericOnly
    }
  }

  private let trusted: [Certificate]
  private let systemStore: Bool
  private let route: Route
  private let context = Mutex<TLSContext?>(nil)
  private let shown = Mutex<Certificate?>(nil)

  /// A transport.
  ///
  /// - Parameters:
  ///   - trusted: authorities, or single server certificates, that the administrator trusts besides the system's.
  ///   - systemStore: whether the authorities of the system are believed.
  ///   - route: where connections leave the machine.
  public init(trusted: [Certificate] = [], systemStore: Bool = true, route: Route = Route()) {
    self.trusted = trusted
    self.systemStore = systemStore
    self.route = route
  }

  /// The certificate that the mail server showed last, believed or not, for the certificate display (manual 5.1);
  /// nil if none was shown since the transport was made (RMG_0229).
  public var lastServerCertificate: Certificate? { shown.withLock { $0 } }

  /// See ``MailTransport``.
  public func send(
    _ reports: [Report], from device: DeviceIdentity, to center: Center, through environment: Environment,
    observer: (TransportEvent) -> Void, cancellation: Cancellation
  ) throws(TransportFailure) {
    guard !reports.isEmpty else { return }
    let result: Result<Void, TransportFailure> = withoutActuallyEscaping(observer) { observer in
      do throws(TransportFailure) {
        let way = Way(
          environment: environment, trusted: trusted, route: route, observer: observer, cancellation: cancellation)
        try sendAll(reports, device, center, way)
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  private func sendAll(
    _ reports: [Report], _ device: DeviceIdentity, _ center: Center, _ way: Way
  ) throws(TransportFailure) {
    way.observer(.stage(.preparing))
    if way.cancellation.isRaised { throw .canceled(at: .preparing) }
    let environment = way.environment
    try way.check()
    let sender = try Checked.address(environment.sender)
    let recipient = try Checked.address(center.mailAddress)
    let certificate: Certificate
    let sizer: EnvelopedData.Sizer
    do throws(CryptographyError) {
      certificate = try Certificate(pem: center.certificate)
      sizer = try EnvelopedData.Sizer(for: [certificate])
    } catch {
      throw MailText.failure(error)
    }
    func plan(_ report: Report) throws(TransportFailure) -> MailPlan {
      let header = MailHeader(report: report, device: device.id, sender: sender, recipient: recipient)
      return try MailPlan(report, header: header, split: environment.split, for: certificate, sizer)
    }
    // What fails here fails before anybody is called.
    var next: MailPlan? = try plan(reports[0])
    let session = try way.open(tls: tls) { certificate in shown.withLock { $0 = certificate } }
    do throws(TransportFailure) {
      for report in reports {
        let mails = if let next { next } else { try plan(report) }
        next = nil
        var answer = ""
        var before = 0
        for number in 1...mails.count {
          let mail = try mails.mail(number)
          let reply = try session.send(mail, from: sender, to: recipient) { sent in
            way.observer(.sent(bytes: before + sent, of: mails.size))
          }
          before += mail.size
          answer = reply.text
        }
        way.observer(.relayed(id: report.id, reply: answer.harmless(maximum: 400)))
      }
    } catch {
      // Between two commands a goodbye is possible; inside a mail it would become part of it, and to a dead line it
      // would only cost time.
      let alive: [FailureClass] = [.refused, .size, .file, .address]
      if session.stage != .content, alive.contains(where: { $0.rawValue == error.libraryNumber }) { session.quit() }
      throw error
    }
    session.quit()
  }

  /// The TLS side, made once: reading the system's authorities takes its time.
  private func tls() throws(CryptographyError) -> TLSContext {
    if let made = context.withLock({ $0 }) { return made }
    let made = try TLSContext(trusting: trusted, systemStore: systemStore)
    context.withLock { $0 = made }
    return made
  }
}
