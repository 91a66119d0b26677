public import Glibc

/// A socket address in digits, for the calls that want one.
public enum SocketAddress {
  /// Hands the system's form of an IPv4 or IPv6 address and a port to `bind` or `connect`.
  public static func with<Result>(
    _ address: String, port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    func hand<Form>(_ form: inout Form) -> Result {
      withUnsafePointer(to: &form) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<Form>.size)) }
      }
    }
    if address.contains(":") {
      var six = sockaddr_in6()
      six.sin6_family = sa_family_t(AF_INET6)
      six.sin6_port = UInt16(port).bigEndian
      inet_pton(AF_INET6, address, &six.sin6_addr)
      return hand(&six)
    }
    var four = sockaddr_in()
    four.sin_family = sa_family_t(AF_INET)
    four.sin_port = UInt16(port).bigEndian
    inet_pton(AF_INET, address, &four.sin_addr)
    return hand(&four)
  }

  /// A new TCP socket for an address.
  public static func stream(_ address: String) -> Int32 {
    socket(address.contains(":") ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  }

  /// The port that a bound socket has.
  public static func port(of descriptor: Int32) -> Int {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        guard getsockname(descriptor, pointer, &length) == 0 else { return 0 }
        // The port stands behind the family in both kinds.
        return Int(UInt16(bigEndian: UnsafeRawPointer(pointer).loadUnaligned(fromByteOffset: 2, as: UInt16.self)))
      }
    }
  }
}
