internal import Glibc
internal import RemcsCore

/// Asks the system which way packets to an address would take, without sending any: a UDP socket that is connected, and
/// nothing more, knows its own address.
struct RouteFinder {
  /// The port that connections must leave through; nil for any.
  let port: MaintenancePort?

  /// A way that exists.
  struct Route: Equatable {
    /// Our own address on it.
    let source: String
    /// The interface that has that address.
    let interface: String?
    /// The next station; nil if the server is in our own network.
    let gateway: String?
  }

  /// The way to one address.
  /// - Throws: the remark that says why there is none.
  func route(to address: ServerAddress) throws(NoRoute) -> Route {
    guard !address.needsInterface else { throw NoRoute(remark: TransportRemark(.interfaceMissing, address.text)) }
    let probe = socket(
      address.isIPv6 ? AF_INET6 : AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard probe >= 0 else { throw NoRoute(remark: noRoute(address)) }
    defer { close(probe) }
    if let port { try bind(probe, to: port) }
    let result = address.withSystemAddress(port: 9) { connect(probe, $0, $1) }
    guard result == 0, let source = ServerAddress.of(probe, getsockname)?.address else {
      throw NoRoute(remark: noRoute(address))
    }
    let interface = port?.interface ?? Self.interface(with: source)
    return Route(
      source: source.text, interface: interface,
      gateway: interface.flatMap { RoutingTable.gateway(to: address, through: $0) })
  }

  /// Why there is no way.
  struct NoRoute: Error {
    let remark: TransportRemark
  }

  private func noRoute(_ address: ServerAddress) -> TransportRemark {
    TransportRemark(.noRoute, address.text, String(cString: strerror(errno)))
  }

  private func bind(_ probe: Int32, to port: MaintenancePort) throws(NoRoute) {
    if let interface = port.interface {
      guard if_nametoindex(interface) != 0 else {
        throw NoRoute(remark: TransportRemark(.interfaceUnknown, interface))
      }
      // Without the right to do so the system's choice of the way is shown; libcurl then binds to the address alone.
      _ = interface.withCString { setsockopt(probe, SOL_SOCKET, SO_BINDTODEVICE, $0, socklen_t(interface.utf8.count)) }
    }
    let own = ServerAddress.lookUp(port.address, AI_NUMERICHOST).addresses.first
    guard let own, own.withSystemAddress(port: 0, { Glibc.bind(probe, $0, $1) }) == 0 else {
      throw NoRoute(remark: TransportRemark(.addressNotHere, port.address))
    }
  }

  /// The interface that has an address.
  private static func interface(with address: ServerAddress) -> String? {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0 else { return nil }
    defer { freeifaddrs(list) }
    var next = list
    while let entry = next?.pointee {
      next = entry.ifa_next
      guard let raw = entry.ifa_addr else { continue }
      let size =
        Int32(raw.pointee.sa_family) == AF_INET6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
      if let own = ServerAddress(raw, length: size), own.text == address.text { return String(cString: entry.ifa_name) }
    }
    // 127.0.0.2 and its like are on lo without being listed.
    return address.text.hasPrefix("127.") ? "lo" : nil
  }
}
