internal import Glibc
internal import RemcsCore
internal import RemcsCryptography
internal import Synchronization

/// The center's small mail server: SMTP with STARTTLS, SMTP under TLS and POP3, on loopback only, one thread for each
/// connection.
public final class CenterServer: Sendable {
  private let engine: Engine
  private let isStarted = Mutex(false)

  /// A server for a center.
  ///
  /// - Parameters:
  ///   - center: where mails go.
  ///   - options: what is offered and demanded.
  ///   - tell: is told what happens, from the threads of connections.
  /// - Throws: `CenterError` if the keys of the center cannot be read.
  public init(
    _ center: CenterDirectory, _ options: ServerOptions, tell: @escaping @Sendable (CenterEvent) -> Void = { _ in }
  ) throws(CenterError) {
    let intake = try Intake(center, limits: options.limits)
    let identity = try center.serverIdentity()
    let tls: TLSContext
    do {
      tls = try TLSContext(certificate: identity.certificate, key: identity.key)
    } catch {
      throw CenterError(.certificates, "the certificate of the mail server does not work: \(error)")
    }
    let services = SMTPSession.Services(
      options: options, accounts: Accounts(options.users), gate: PopGate(seconds: options.popHold), tls: tls,
      budget: MemoryBudget(options.limits.memory),
      recipients: Set(center.settings.mailboxes.map { $0.mailAddress.lowercased() }),
      accept: { (mail) throws(CenterError) in try intake.accept(mail) }, tell: tell)
    engine = Engine(services)
  }

  deinit { stop() }

  /// Opens the ports; connections are taken from now on.
  ///
  /// - Returns: the ports, with the numbers that the system chose for 0.
  /// - Throws: `CenterError`: `cannotListen`, or `busy` when it was started before.
  public func start() throws(CenterError) -> ServerPorts {
    let wasStarted = isStarted.withLock { value in
      defer { value = true }
      return value
    }
    guard !wasStarted else {
      throw CenterError(.busy, "the server was started before")
    }
    var opened: [(Listener, Engine.Service)] = []
    do {
      opened.append((try Listener.open(port: engine.services.options.smtpPort), .smtp))
      if let port = engine.services.options.smtpsPort { opened.append((try Listener.open(port: port), .smtps)) }
      if let port = engine.services.options.popPort { opened.append((try Listener.open(port: port), .pop)) }
    } catch {
      for (listener, _) in opened { listener.closeAll() }
      throw error
    }
    for (listener, service) in opened { engine.run(listener, service) }
    func port(_ service: Engine.Service) -> Int? { opened.first { $0.1 == service }?.0.port }
    return ServerPorts(smtp: port(.smtp) ?? 0, smtps: port(.smtps), pop: port(.pop), address: "127.0.0.1")
  }

  /// Closes the ports and ends every connection; returns when the last one has ended. A mail that is being stored is
  /// stored to the end.
  public func stop() { engine.stop() }
}
