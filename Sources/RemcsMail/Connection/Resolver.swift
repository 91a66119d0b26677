internal import Glibc
internal import RemcsCore
internal import Synchronization

/// Finds the addresses of a name. The system's resolver knows neither a time limit nor a way to stop (10 s with a dead
/// name server), so it works on a thread of its own, which is left alone when the time is over.
struct Resolver {
  /// Why there is no address.
  enum Failure: Error, Equatable {
    /// No such name; trying again will not help.
    case unknown(String)
    /// A name where only digits are taken.
    case notNumeric
    /// A link-local address names an interface that is not there.
    case noInterface(String)
    /// The name servers did not answer well.
    case unavailable(String)
    case link(LinkFailure)
  }

  /// Only addresses in digits, no DNS, as on the REMCS port (manual 2.2.1).
  var numericOnly = false

  /// The addresses of a host in the order that they are to be tried in: the preferred kind first, the other kind after.
  func addresses(
    of host: String, _ preference: AddressPreference, until deadline: Deadline, _ cancellation: Cancellation
  ) throws(Failure) -> [ServerAddress] {
    let plain = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    guard !plain.isEmpty, plain.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .unknown("") }
    // Digits need no thread; the zone of fe80::1%eth0 is understood here.
    let direct = Self.lookUp(plain, AI_NUMERICHOST)
    if direct.error == 0 { return Self.ordered(direct.addresses, preference) }
    // A zone is only for addresses, so this is a wrong interface.
    if let zone = plain.lastIndex(of: "%") { throw .noInterface(String(plain[plain.index(after: zone)...])) }
    if numericOnly { throw .notNumeric }

    let job = Job(name: plain)
    job.start()
    do {
      if try Waiting.poll(job.done.descriptor, for: Int16(POLLIN), until: deadline, cancellation) == 0 {
        throw Failure.link(.timedOut(deadline.seconds))
      }
    } catch let failure as LinkFailure {
      throw .link(failure)
    } catch {
      throw .link(.timedOut(deadline.seconds))
    }
    let result = job.result.withLock { $0 }
    switch result.error {
    case 0 where !result.addresses.isEmpty: return Self.ordered(result.addresses, preference)
    case 0: throw .unknown("")
    // EAI_NODATA and EAI_ADDRFAMILY are the same with other words, but GNU's alone.
    case EAI_NONAME, -5, -9: throw .unknown(String(cString: gai_strerror(result.error)))
    default: throw .unavailable(String(cString: gai_strerror(result.error)))
    }
  }

  /// The preferred kind first; within a kind the resolver's order stays.
  static func ordered(_ addresses: [ServerAddress], _ preference: AddressPreference) -> [ServerAddress] {
    switch preference {
    case .none: addresses
    case .ipv4: addresses.filter { !$0.isIPv6 } + addresses.filter(\.isIPv6)
    case .ipv6: addresses.filter(\.isIPv6) + addresses.filter { !$0.isIPv6 }
    }
  }

  private static func lookUp(_ host: String, _ flags: Int32) -> (error: Int32, addresses: [ServerAddress]) {
    let found = ServerAddress.lookUp(host, flags)
    var distinct: [ServerAddress] = []
    for address in found.addresses where !distinct.contains(address) { distinct.append(address) }
    return (found.error, distinct)
  }

  /// One question to the resolver; lives as long as either thread needs it.
  private final class Job: Sendable {
    let name: String
    let done = Cancellation()
    let result = Mutex<(error: Int32, addresses: [ServerAddress])>((EAI_AGAIN, []))

    init(name: String) { self.name = name }

    func start() {
      let thread = SystemThread { [self] in
        let found = Resolver.lookUp(name, 0)
        result.withLock { $0 = found }
        done.raise()
      }
      guard let thread else { return done.raise() }
      thread.detach()
    }
  }
}
