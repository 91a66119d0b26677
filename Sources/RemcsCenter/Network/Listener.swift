internal import Glibc

/// A port on loopback: 127.0.0.1, and ::1 with the same number where the machine has it.
struct Listener {
  /// One socket for each address.
  let sockets: [Int32]
  let port: Int

  /// Opens a port; 0 for any free one.
  static func open(port: Int) throws(CenterError) -> Listener {
    guard (0...65_535).contains(port) else { throw CenterError(.cannotListen, "there is no port \(port)") }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let first = try listen(AF_INET, &address, port)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) {
      _ = $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(first, $0, &size) }
    }
    let bound = Int(in_port_t(bigEndian: address.sin_port))
    var sixth = sockaddr_in6()
    sixth.sin6_family = sa_family_t(AF_INET6)
    sixth.sin6_port = in_port_t(bound).bigEndian
    sixth.sin6_addr = in6addr_loopback
    // Not every machine has IPv6, and somebody else may have the number there.
    let second = try? listen(AF_INET6, &sixth, bound)
    return Listener(sockets: [first] + (second.map { [$0] } ?? []), port: bound)
  }

  func closeAll() { for socket in sockets { close(socket) } }

  private static func listen<Address>(
    _ family: Int32, _ address: inout Address, _ port: Int
  ) throws(CenterError) -> Int32 {
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let handle = socket(family, kind, 0)
    guard handle >= 0 else { throw failure(port) }
    var one: Int32 = 1
    setsockopt(handle, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
    if family == AF_INET6 {
      setsockopt(handle, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &one, socklen_t(MemoryLayout<Int32>.size))
    }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(handle, $0, socklen_t(MemoryLayout<Address>.size))
      }
    }
    guard result == 0, Glibc.listen(handle, 64) == 0 else {
      let error = failure(port)
      close(handle)
      throw error
    }
    return handle
  }

  private static func failure(_ port: Int) -> CenterError {
    let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
    return CenterError(.cannotListen, "port \(port) on 127.0.0.1 cannot be opened: \(reason)")
  }
}
