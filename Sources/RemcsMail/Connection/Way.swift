internal import RemcsCore
internal import RemcsCryptography

/// The way to the mail server that an environment describes: POP before SMTP if set, then name, route, connection and
/// the opening of the SMTP dialogue. Tells each stage and what it finds.
struct Way {
  let environment: Environment
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

  /// A dialogue in which mail may be sent. `tls` makes the TLS side and is only asked when encryption is set.
  func open(tls: (TransportStage) throws(TransportFailure) -> TLSContext) throws(TransportFailure) -> SMTPSession {
    if case .popBeforeSMTP(let server, let port, let user, let password, let wait) = environment.authentication {
      observer(.stage(.popLogin))
      let link = try connect(to: server, port) { _ in .popLogin }
      let protects = environment.encryption != .none || port == 995
      let context = protects ? try tls(.popLogin) : nil
      try POPSession(link: link, server: server, user: user, password: password, observer: observer)
        .login(context, fromStart: port == 995)
      observer(.stage(.popWait))
      observer(.found(Evidence(.wait, String(wait))))
      do throws(LinkFailure) {
        try Waiting.pause(seconds: Double(wait) / 1000, cancellation)
      } catch {
        throw TransportFailure(error, at: .popWait)
      }
    }
    let link = try connect(to: environment.server, environment.port) { stage in
      observer(.stage(stage))
      return stage
    }
    let context = environment.encryption == .none ? nil : try tls(.encryption)
    let session = SMTPSession(link: link, environment: environment, observer: observer)
    try session.open(context)
    return session
  }

  // MARK: Name, route, connection

  /// A connection to a server. `begin` is told each of the three stages, and says which one they belong to: all of
  /// the POP3 login is one stage.
  private func connect(
    to host: String, _ port: Int, begin: (TransportStage) -> TransportStage
  ) throws(TransportFailure) -> Link {
    let addresses = try find(host, at: begin(.name))
    let reachable = try routes(to: addresses, at: begin(.route))
    let stage = begin(.connection)
    do throws(Connector.Failure) {
      let socket = try Connector(maintenancePort: environment.maintenancePort).connect(
        to: reachable, port: port, until: Deadline(seconds: environment.timeout), cancellation)
      let link = Link(socket: socket, timeout: environment.timeout, cancellation: cancellation)
      // A line that was reset at once has no other end any more.
      if !link.peer.isEmpty { observer(.found(Evidence(.peer, link.peer))) }
      return link
    } catch {
      // No server has said anything yet: whom we asked is half of what a person needs to know.
      let peer = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
      switch error {
      case .refused(let reason):
        throw TransportFailure(.notRunning, at: stage, TransportRemark(.nobodyListens, peer, reason))
      case .unreachable(let reason): throw TransportFailure(.lost, at: stage, TransportRemark(.noRoute, peer, reason))
      case .noLibrary(let name): throw TransportFailure(.lost, at: stage, TransportRemark(.libraryMissing, name))
      case .memory: throw TransportFailure(.memory, at: stage)
      case .link(let failure): throw TransportFailure(failure, at: stage)
      }
    }
  }

  private func find(_ host: String, at stage: TransportStage) throws(TransportFailure) -> [ServerAddress] {
    do throws(Resolver.Failure) {
      let addresses = try Resolver(numericOnly: environment.maintenancePort != nil).addresses(
        of: host, environment.addressPreference, until: Deadline(seconds: environment.timeout), cancellation)
      for address in addresses { observer(.found(Evidence(.address, address.text))) }
      return addresses
    } catch {
      switch error {
      case .unknown(let reason):
        throw TransportFailure(.name, at: stage, TransportRemark(.nameUnknown, host, reason))
      case .notNumeric: throw TransportFailure(.name, at: stage, TransportRemark(.digitsOnly, host))
      case .noInterface(let zone):
        throw TransportFailure(.name, at: stage, TransportRemark(.interfaceUnknown, zone))
      case .unavailable(let reason):
        throw TransportFailure(.name, at: stage, TransportRemark(.resolverFailed, host, reason), isTemporary: true)
      case .link(let failure): throw TransportFailure(failure, at: stage)
      }
    }
  }

  /// Those addresses that there is a way to. One without a way would only hide, behind its own error, what happened with
  /// the others.
  private func routes(
    to addresses: [ServerAddress], at stage: TransportStage
  ) throws(TransportFailure) -> [ServerAddress] {
    if let other = environment.maintenancePort?.mailServer, other != environment.server, stage == .route {
      observer(.noticed(TransportRemark(.otherServerForPort, other, environment.server)))
    }
    let finder = RouteFinder(port: environment.maintenancePort)
    var reachable: [ServerAddress] = []
    var problem: TransportRemark?
    for address in addresses {
      do throws(RouteFinder.NoRoute) {
        let route = try finder.route(to: address)
        if reachable.isEmpty { tell(route) }
        reachable.append(address)
      } catch {
        problem = problem ?? error.remark
      }
    }
    guard reachable.isEmpty else { return reachable }
    throw TransportFailure(.lost, at: stage, problem)
  }

  private func tell(_ route: RouteFinder.Route) {
    observer(.found(Evidence(.source, route.source)))
    if let interface = route.interface { observer(.found(Evidence(.interface, interface))) }
    if let gateway = route.gateway { observer(.found(Evidence(.gateway, gateway))) }
  }
}
