internal import Glibc

/// An address of a server, or one of our own.
struct ServerAddress: Equatable, Sendable {
  /// In digits, without brackets and zone.
  let text: String
  let isIPv6: Bool
  /// The interface that a link-local address belongs to; 0 if none.
  let scope: UInt32
  /// The `sockaddr` of the system, whose port is 0.
  private let bytes: [UInt8]

  init?(_ address: UnsafePointer<sockaddr>, length: Int) {
    let raw = UnsafeRawPointer(address)
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    switch Int32(address.pointee.sa_family) {
    case AF_INET:
      var four = raw.loadUnaligned(as: sockaddr_in.self)
      guard inet_ntop(AF_INET, &four.sin_addr, &text, socklen_t(text.count)) != nil else { return nil }
      isIPv6 = false
      scope = 0
    case AF_INET6:
      var six = raw.loadUnaligned(as: sockaddr_in6.self)
      guard inet_ntop(AF_INET6, &six.sin6_addr, &text, socklen_t(text.count)) != nil else { return nil }
      isIPv6 = true
      scope = six.sin6_scope_id
    default: return nil
    }
    self.text = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    bytes = Array(UnsafeRawBufferPointer(start: raw, count: length))
  }

  /// The addresses of a host, as `getaddrinfo` gives them; blocks as long as it likes unless `flags` say that the host
  /// is in digits.
  static func lookUp(_ host: String, _ flags: Int32) -> (error: Int32, addresses: [ServerAddress]) {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = flags
    var list: UnsafeMutablePointer<addrinfo>?
    let error = getaddrinfo(host, nil, &hints, &list)
    guard error == 0 else { return (error, []) }
    defer { freeaddrinfo(list) }
    var found: [ServerAddress] = []
    var next = list
    while let entry = next?.pointee {
      next = entry.ai_next
      guard let raw = entry.ai_addr, let address = ServerAddress(raw, length: Int(entry.ai_addrlen)) else { continue }
      found.append(address)
    }
    return (0, found)
  }

  /// The address of one end of a socket.
  static func of(
    _ socket: Int32, _ read: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) -> (address: ServerAddress, port: Int)? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard read(socket, address, &length) == 0,
          let found = ServerAddress(address, length: Int(length))
        else { return nil }
        // The port stands behind the family in both kinds.
        let port = UnsafeRawPointer(address).loadUnaligned(fromByteOffset: 2, as: UInt16.self)
        return (found, Int(UInt16(bigEndian: port)))
      }
    }
  }

  /// Hands the `sockaddr` with a port to a call such as `connect`.
  func withSystemAddress(port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var bytes = bytes
    bytes[2] = UInt8(truncatingIfNeeded: port >> 8)
    bytes[3] = UInt8(truncatingIfNeeded: port)
    return bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return -1 }
      return body(base.assumingMemoryBound(to: sockaddr.self), socklen_t(buffer.count))
    }
  }

  /// Whether it is a link-local address of which nobody said where it lies.
  var needsInterface: Bool { isIPv6 && scope == 0 && text.hasPrefix("fe80:") }

  /// With its port, as people write it: `192.0.2.1:25`, `[2001:db8::1]:25`.
  func text(port: Int) -> String { isIPv6 ? "[\(text)]:\(port)" : "\(text):\(port)" }
}
