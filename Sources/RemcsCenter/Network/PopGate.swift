internal import Synchronization

/// Remembers who logged in by POP a short while ago (POP before SMTP).
final class PopGate: Sendable {
  private let logins = Mutex<[String: Deadline]>([:])
  private let seconds: Double

  /// A gate that stays open for so many seconds after a login.
  init(seconds: Double) { self.seconds = seconds }

  /// A login succeeded there.
  func open(for peer: String) {
    logins.withLock {
      $0 = $0.filter { !$0.value.hasPassed }
      $0[PopGate.host(peer)] = Deadline(seconds: seconds)
    }
  }

  /// Whether that address may send.
  func isOpen(for peer: String) -> Bool {
    logins.withLock { $0[PopGate.host(peer)].map { !$0.hasPassed } ?? false }
  }

  /// This machine is one host, whichever of its loopback addresses a client happened to take.
  private static func host(_ peer: String) -> String {
    peer == "::1" || peer.hasPrefix("127.") || peer.hasPrefix("::ffff:127.") ? "loopback" : peer
  }
}
