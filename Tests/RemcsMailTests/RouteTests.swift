import Glibc
import RemcsCore
import Testing

@testable import RemcsMail

/// The way out of the machine, before anybody is called.
struct RouteTests {
  private static let ipv4 = """
    Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
    eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
    eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
    eth1\t0000000A\tFE01000A\t0003\t0\t0\t0\t000000FF\t0\t0\t0
    """

  private static let ipv6 = """
    fd000000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
    00000000000000000000000000000000 00 00000000000000000000000000000000 00 fd000000000000000000000000000001 00000400 00000001 00000000 00000003     eth0
    """

  @Test(arguments: [
    ("198.51.100.7", "eth0", "192.0.2.1"), ("192.0.2.9", "eth0", nil), ("10.9.9.9", "eth1", "10.0.1.254"),
    ("10.9.9.9", "eth0", "192.0.2.1"), ("198.51.100.7", "eth1", nil),
  ])
  func `the most precise route through an interface tells the gateway`(
    address: String, interface: String, gateway: String?
  ) {
    #expect(RoutingTable.gateway(to: address, isIPv6: false, through: interface, in: Self.ipv4) == gateway)
  }

  @Test(arguments: [("2001:db8::7", "fd00::1"), ("fd00::7", nil)])
  func `a gateway of ipv6 is found as well`(address: String, gateway: String?) {
    #expect(RoutingTable.gateway(to: address, isIPv6: true, through: "eth0", in: Self.ipv6) == gateway)
  }

  @Test func `a table that is none has no gateway`() {
    #expect(RoutingTable.gateway(to: "10.0.0.1", isIPv6: false, through: "eth0", in: "garbage\n\u{0} x\n") == nil)
    #expect(RoutingTable.gateway(to: "fd00::1", isIPv6: true, through: "eth0", in: "zz 40 00 00 xx\n") == nil)
  }

  @Test(arguments: ["127.0.0.1", "127.0.0.9"])
  func `the loopback is reached from itself`(host: String) throws {
    let address = try #require(ServerAddress.lookUp(host, AI_NUMERICHOST).addresses.first)
    let route = try RouteFinder(port: nil).route(to: address)
    #expect(route.source.hasPrefix("127.0.0."))
    #expect(route.interface == "lo")
    #expect(route.gateway == nil)
  }

  @Test(arguments: [("192.0.2.1", 25, "192.0.2.1:25"), ("::1", 465, "[::1]:465")])
  func `an address and its port stand together as people write them`(host: String, port: Int, text: String) throws {
    let address = try #require(ServerAddress.lookUp(host, AI_NUMERICHOST).addresses.first)
    #expect(address.text(port: port) == text)
  }
}
