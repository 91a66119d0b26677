internal import Glibc
internal import RemcsCore

/// The threads of a running server: one for each port, one for each connection.
final class Engine: Sendable {
  enum Service: Sendable { case smtp, smtps, pop }

  let services: SMTPSession.Services
  private let acceptors = Threads()
  private let connections = Threads()
  private let stopWish = Cancellation()

  init(_ services: SMTPSession.Services) { self.services = services }

  /// Takes connections until `stop`.
  func run(_ listener: Listener, _ service: Service) {
    let isRunning = acceptors.start { [self] in
      accept(on: listener, service)
      listener.closeAll()
    }
    if !isRunning { listener.closeAll() }
  }

  /// Ends everything and waits for it.
  func stop() {
    stopWish.raise()
    acceptors.waitForAll()
    connections.waitForAll()
  }

  private func accept(on listener: Listener, _ service: Service) {
    while !stopWish.isRaised {
      var entries = (listener.sockets + [stopWish.descriptor]).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      guard poll(&entries, nfds_t(entries.count), -1) > 0, !stopWish.isRaised else { continue }
      for entry in entries.dropLast() where entry.revents != 0 {
        let (socket, peer) = Self.accept(entry.fd)
        if socket >= 0 {
          serve(socket, peer, service)
        } else if errno != EAGAIN, errno != EINTR, errno != ECONNABORTED {
          // No descriptors or memory left: wait for some to come back, without spinning.
          usleep(50_000)
        }
      }
    }
  }

  private static func accept(_ listener: Int32) -> (socket: Int32, peer: String) {
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &storage) { storage in
      storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        let socket = Glibc.accept(listener, address, &size)
        guard socket >= 0 else { return (socket, "") }
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        getnameinfo(address, size, &host, socklen_t(host.count), nil, 0, NI_NUMERICHOST)
        return (socket, String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
      }
    }
  }

  private func serve(_ socket: Int32, _ peer: String, _ service: Service) {
    let stop = stopWish
    guard connections.count < services.options.limits.connections else {
      refuse(socket, peer, service)
      return
    }
    let isRunning = connections.start { [self] in
      let connection = Connection(socket: socket, peer: peer, stop: stop)
      switch service {
      case .smtp, .smtps:
        SMTPSession(connection: connection, services: services, isImplicitTLS: service == .smtps).run()
      case .pop:
        POPSession(
          connection: connection, accounts: services.accounts, gate: services.gate, limits: services.options.limits,
          tell: services.tell
        ).run()
      }
    }
    if !isRunning { refuse(socket, peer, service) }
  }

  /// Says so and closes at once: this runs on the thread that takes connections and must not wait.
  private func refuse(_ socket: Int32, _ peer: String, _ service: Service) {
    services.tell(.dropped("too many connections"))
    let line = service == .pop ? "-ERR [SYS/TEMP] too many connections\r\n" : "421 4.3.2 too many connections\r\n"
    if service != .smtps { _ = send(socket, line, line.utf8.count, Int32(MSG_NOSIGNAL)) }
    close(socket)
  }
}
