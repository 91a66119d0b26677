internal import RemcsCore
internal import RemcsCryptography

/// The way to the mail server that an environment describes: POP before SMTP if set, then name, connection and the
/// opening of the SMTP dialogue.
struct Way {
  let environment: Environment
  let trusted: [Certificate]
  let route: SMTPTransport.Route
  let observer: (TransportEvent) -> Void
  let cancellation: Cancellation

  /// Refuses what could never work or would be dangerous on the wire, before anybody is called.
  func check() throws(TransportFailure) {
    try Checked.server(environment.server, port: environment.port, at: .preparing)
    switch environment.authentication {
    case .none: break
    case .popBeforeSMTP(let server, let port, let user, let password, _):
      try Checked.server(server, port: port, at: .popLogin)
      for text in [user, password] { try Checked.secret(text, at: .popLogin) }
    case .authSMTP(_, let user, let password):
      for text in [user, password] { try Checked.secret(text, at: .authentication) }
    }
  }

  /// A dialogue in which mail may be sent. `tls` makes the TLS side and is only asked when encryption is set;
  /// `showed` is handed the mail server's certificate before it is judged.
  func open(
    tls: () throws(CryptographyError) -> TLSContext, showed: (Certificate?) -> Void
  ) throws(TransportFailure) -> SMTPSession {
    if case .popBeforeSMTP(let server, let port, let user, let password, let wait) = environment.authentication {
      observer(.stage(.popLogin))
      let link = try connect(server, port, naming: .popLogin, connecting: .popLogin)
      let protects = environment.encryption != .none || port == 995
      let context = protects ? try make(tls, at: .popLogin) : nil
      // The certificate display is about the SMTP server, so this one is not kept.
      try POPSession(link: link, server: server, user: user, password: password)
        .login(context, fromStart: port == 995) { _ in }
      observer(.stage(.popWait))
      do throws(LinkFailure) {
        try Waiting.pause(seconds: Double(wait) / 1000, cancellation)
      } catch {
        throw TransportFailure(error, at: .popWait)
      }
    }
    observer(.stage(.name))
    let link = try connect(environment.server, environment.port, naming: .name, connecting: .connection)
    let context = environment.encryption == .none ? nil : try make(tls, at: .encryption)
    let session = SMTPSession(link: link, environment: environment, observer: observer)
    try session.open(context, showed: showed)
    return session
  }

  private func make(
    _ tls: () throws(CryptographyError) -> TLSContext, at stage: TransportStage
  ) throws(TransportFailure) -> TLSContext {
    do {
      return try tls()
    } catch {
      throw TransportFailure(error.code == .memory ? .memory : .file, at: stage, text: error.description)
    }
  }

  private func connect(
    _ host: String, _ port: Int, naming: TransportStage, connecting: TransportStage
  ) throws(TransportFailure) -> Link {
    let addresses: [ServerAddress]
    do throws(Resolver.Failure) {
      addresses = try Resolver(numericOnly: route.numericOnly).addresses(
        of: host, environment.addressPreference, until: Deadline(seconds: environment.timeout), cancellation)
    } catch {
      switch error {
      case .unknown(let reason): throw TransportFailure(.name, at: naming, text: "\(host): \(reason)")
      case .unavailable(let reason):
        throw TransportFailure(.name, at: naming, text: "\(host): \(reason)", isTemporary: true)
      case .link(let failure): throw TransportFailure(failure, at: naming)
      }
    }
    if connecting != naming { observer(.stage(connecting)) }
    do throws(Connector.Failure) {
      let socket = try Connector(interface: route.interface).connect(
        to: addresses, port: port, until: Deadline(seconds: environment.timeout), cancellation)
      return Link(socket: socket, timeout: environment.timeout, cancellation: cancellation)
    } catch {
      // No server has said anything yet: whom we asked is half of what a person needs to know.
      let peer = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
      switch error {
      case .refused(let reason): throw TransportFailure(.notRunning, at: connecting, text: "\(peer): \(reason)")
      case .unreachable(let reason): throw TransportFailure(.lost, at: connecting, text: "\(peer): \(reason)")
      case .memory: throw TransportFailure(.memory, at: connecting)
      case .link(let failure): throw TransportFailure(failure, at: connecting)
      }
    }
  }
}
