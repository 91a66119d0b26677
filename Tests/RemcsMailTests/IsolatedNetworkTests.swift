import Foundation
import RemcsCore
import TestSupport
import Testing

/// What depends on names and addresses of the machine: each test has a network and an `/etc/hosts` of its own, which
/// only root can make.
@Suite(.enabled(if: Isolation.isPossible, "namespaces need root and iproute2")) struct IsolatedNetworkTests {
  private static let hosts = "127.0.0.1 localhost\n127.0.0.1 dual.test\n::1 dual.test\n"

  @Test(arguments: AddressPreference.allCases)
  func `a preference decides which address is called first`(preference: AddressPreference) throws {
    let heard = try Isolation.run(hosts: Self.hosts) {
      let (four, six) = try Self.servers()
      defer {
        four.stop()
        six?.stop()
      }
      var environment = Sending.environment(four)
      environment.server = "dual.test"
      environment.addressPreference = preference
      let result = try Sending.run(through: environment)
      #expect(result.failure == nil)
      #expect(Set(result.found(.address)) == ["127.0.0.1", "::1"])
      return (four.mails.count, six?.mails.count ?? 0)
    }
    switch preference {
    case .none: #expect(heard.0 + heard.1 == 1)
    case .ipv4: #expect(heard == (1, 0))
    case .ipv6: #expect(heard == (0, 1))
    }
  }

  @Test(arguments: [(AddressPreference.ipv6, "127.0.0.1"), (.ipv4, "::1")])
  func `a preference falls back to the other kind when the first does not answer`(
    preference: AddressPreference, address: String
  ) throws {
    try Isolation.run(hosts: Self.hosts) {
      let server = try MailServer(address: address)
      defer { server.stop() }
      var environment = Sending.environment(server)
      environment.server = "dual.test"
      environment.addressPreference = preference
      #expect(try Sending.run(through: environment).failure == nil)
      #expect(server.mails.count == 1)
    }
  }

  @Test func `a link-local address is called through its interface`() throws {
    try Isolation.run(commands: [["addr", "add", "fe80::1/64", "dev", "lo", "nodad"]]) {
      // Every address there is, in a network that ends at this thread.
      let server = try MailServer(address: "::")
      defer { server.stop() }
      var environment = Sending.environment(server)
      environment.server = "fe80::1%lo"
      let result = try Sending.run(through: environment)
      #expect(result.failure == nil)
      #expect(result.found(.peer) == ["[fe80::1]:\(server.port)"])
      #expect(result.found(.interface) == ["lo"])
      #expect(server.mails.count == 1)
    }
  }

  @Test func `without a route the stage of the route says so at once`() throws {
    let result = try Isolation.run {
      var environment = Sending.environment(nil, timeout: 30)
      environment.server = "192.0.2.25"
      return try Sending.run(through: environment)
    }
    #expect(result.failure?.code == .rmg2005)
    #expect(result.failure?.stage == .route)
    #expect(result.failure?.remark == TransportRemark(.noRoute, "192.0.2.25", "Network is unreachable"))
    #expect(result.failure?.advice == .checkRoute)
    #expect(result.elapsed < 20)
  }

  @Test func `a name server that never answers ends in a time-out, not in the resolver's own time`() throws {
    // 198.51.100.1 is nobody's; the route leads into the loopback, where nothing answers.
    let result = try Isolation.run(
      hosts: "127.0.0.1 localhost\n", resolver: "nameserver 127.0.0.53\noptions timeout:30\n"
    ) {
      let silent = try SilentNameServer()
      defer { silent.stop() }
      var environment = Sending.environment(nil, timeout: 1)
      environment.server = "mail.example.test"
      return try Sending.run(through: environment)
    }
    #expect(result.failure?.code == .rmg2003)
    #expect(result.failure?.stage == .name)
    #expect(result.failure?.advice == .checkResolver)
    #expect(result.elapsed >= 0.9 && result.elapsed < 20)
  }

  @Test func `a name server that is not there is told as temporary`() throws {
    let result = try Isolation.run(hosts: "127.0.0.1 localhost\n", resolver: "nameserver 127.0.0.53\n") {
      var environment = Sending.environment(nil, timeout: 20)
      environment.server = "mail.example.test"
      return try Sending.run(through: environment)
    }
    #expect(result.failure?.code == .rmg2006)
    #expect(result.failure?.remark?.code == .resolverFailed)
    #expect(result.failure?.isTemporary == true)
  }

  private static func servers() throws -> (MailServer, MailServer?) {
    let four = try MailServer()
    // The same port on the other address.
    return (four, try? MailServer(address: "::1", port: four.port))
  }
}

/// A name server that takes questions and never answers.
private final class SilentNameServer {
  private let descriptor: Int32

  init() throws {
    descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    let bound = SocketAddress.with("127.0.0.53", port: 53) { bind(descriptor, $0, $1) }
    try #require(bound == 0)
  }

  func stop() { close(descriptor) }
}
