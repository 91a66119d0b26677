internal import Glibc
internal import RemcsCore

/// The system's list of routes, for one question: which gateway stands before an address.
enum RoutingTable {
  /// The gateway of the most precise route through an interface; nil if that route needs none, or if nothing is known.
  static func gateway(to address: ServerAddress, through interface: String) -> String? {
    let path = address.isIPv6 ? "/proc/net/ipv6_route" : "/proc/net/route"
    guard let text = try? Files.read(path) else { return nil }
    return gateway(
      to: address.text, isIPv6: address.isIPv6, through: interface, in: String(decoding: text, as: UTF8.self))
  }

  /// The same with the list as a text.
  static func gateway(to address: String, isIPv6: Bool, through interface: String, in table: String) -> String? {
    guard let wanted = bytes(of: address, isIPv6) else { return nil }
    var best: (prefix: Int, gateway: [UInt8])?
    for line in table.split(separator: "\n") {
      let columns = line.split { $0 == "\t" || $0 == " " }.map(String.init)
      guard let route = isIPv6 ? ipv6(columns) : ipv4(columns), route.interface == interface else { continue }
      let matches = (0..<route.prefix).allSatisfy { bit in
        (wanted[bit / 8] ^ route.network[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
      }
      if matches, route.prefix >= best?.prefix ?? 0 { best = (route.prefix, route.gateway) }
    }
    guard let best, best.gateway.contains(where: { $0 != 0 }) else { return nil }
    return Self.text(of: best.gateway, isIPv6)
  }

  private typealias Entry = (interface: String, network: [UInt8], prefix: Int, gateway: [UInt8])

  /// `eth0 0002A8C0 00000000 0001 0 0 0 00FFFFFF ...`, each number in the machine's own byte order.
  private static func ipv4(_ columns: [String]) -> Entry? {
    guard columns.count > 7, let network = UInt32(columns[1], radix: 16), let gateway = UInt32(columns[2], radix: 16),
      let mask = UInt32(columns[7], radix: 16)
    else { return nil }
    return (columns[0], native(network), mask.nonzeroBitCount, native(gateway))
  }

  /// `fd00...00 40 00...00 00 gateway metric ... eth0`, the addresses in the order of the wire.
  private static func ipv6(_ columns: [String]) -> Entry? {
    guard columns.count > 9, let network = wire(columns[0]), let prefix = Int(columns[1], radix: 16), prefix <= 128,
      let gateway = wire(columns[4])
    else { return nil }
    return (columns[9], network, prefix, gateway)
  }

  private static func native(_ number: UInt32) -> [UInt8] { withUnsafeBytes(of: number) { Array($0) } }

  private static func wire(_ digits: String) -> [UInt8]? {
    let all = Array(digits.utf8)
    guard all.count == 32 else { return nil }
    let bytes = stride(from: 0, to: 32, by: 2).compactMap {
      UInt8(String(decoding: all[$0...$0 + 1], as: UTF8.self), radix: 16)
    }
    return bytes.count == 16 ? bytes : nil
  }

  private static func bytes(of address: String, _ isIPv6: Bool) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: isIPv6 ? 16 : 4)
    return inet_pton(isIPv6 ? AF_INET6 : AF_INET, address, &buffer) == 1 ? buffer : nil
  }

  private static func text(of address: [UInt8], _ isIPv6: Bool) -> String? {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    guard inet_ntop(isIPv6 ? AF_INET6 : AF_INET, address, &text, socklen_t(text.count)) != nil else { return nil }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
