import Foundation
import RemcsCore
import RemcsMail
import TestSupport
import Testing

/// What must never reach a server, and servers that are not there.
struct RefusedBeforeTests {
  @Test(arguments: [
    "", "nobody", "@test", "a@", "a@b\r\nRCPT TO:<evil@test>", "a@b>\nDATA", "a b@test", "a@b\u{0}", "日本@test", "<a@b>",
  ])
  func `an address that could be a command is refused before anybody is called`(address: String) throws {
    let server = try MailServer()
    defer { server.stop() }
    var environment = Sending.environment(server)
    environment.sender = address
    let asSender = try Sending.run(through: environment)
    #expect(asSender.failure?.code == .rmg3000)
    #expect(asSender.failure?.stage == .preparing)
    #expect(asSender.failure?.isTemporary == false)
    let center = Center(name: "OSC", mailAddress: address, certificate: Sending.center().certificate)
    #expect(try Sending.run(through: Sending.environment(server), center: center).failure?.code == .rmg3000)
    #expect(server.connections == 0)
  }

  @Test(arguments: ["a\r\nMAIL FROM:<x>", "a\nb", "a\u{0}b", "パス"])
  func `a user or password that could be a command is refused before anybody is called`(text: String) throws {
    let server = try MailServer()
    defer { server.stop() }
    var environment = Sending.environment(server)
    for (user, password) in [(text, "x"), ("x", text)] {
      environment.authentication = .authSMTP(.plain, user: user, password: password)
      let result = try Sending.run(through: environment)
      #expect(result.failure?.code == .rmg2011)
      #expect(result.failure?.serverText == "")
      environment.authentication = .popBeforeSMTP(
        server: "127.0.0.1", port: server.port, user: user, password: password, wait: 0)
      #expect(try Sending.run(through: environment).failure?.code == .rmg2007)
    }
    #expect(server.connections == 0)
  }

  @Test(arguments: ["", "a b", "a\r\nb", "日本.test", "fe80::1%nosuch0", "no-such-name.invalid"])
  func `a name that is none is told at its stage`(name: String) throws {
    var environment = Sending.environment(nil)
    environment.server = name
    let result = try Sending.run(through: environment)
    let failure = try #require(result.failure)
    #expect(failure.code == .rmg2006)
    #expect(failure.libraryNumber == 6)
    #expect(
      failure.stage
        == (name.contains(" ") || name.contains("\n") || name.isEmpty || name.contains("日") ? .preparing : .name))
  }

  @Test func `through the remcs port a name is refused without asking, and digits are called from its address`() throws
  {
    let server = try MailServer()
    defer { server.stop() }
    var environment = Sending.environment(server)
    environment.maintenancePort = try MaintenancePort(
      address: "127.0.0.77", netmask: "255.0.0.0", gateway: "0.0.0.0", mailServer: "127.0.0.1")
    let result = try Sending.run(through: environment)
    #expect(result.failure == nil)
    #expect(server.commands.first == "EHLO [127.0.0.77]")
    #expect(result.found(.source) == ["127.0.0.77"])
    #expect(result.remarks.isEmpty)
    environment.server = "localhost"
    let refused = try Sending.run(through: environment)
    #expect(refused.failure?.code == .rmg2006)
    #expect(refused.failure?.stage == .name)
    #expect(refused.failure?.remark == TransportRemark(.digitsOnly, "localhost"))
    #expect(refused.failure?.advice == .useDigits)
    #expect(server.connections == 1)
  }

  @Test func `the interface of the remcs port is the way out`() throws {
    let server = try MailServer()
    defer { server.stop() }
    var environment = Sending.environment(server)
    for (interface, stage) in [("lo", nil), ("nosuch0", TransportStage.route)] {
      environment.maintenancePort = try MaintenancePort(
        address: "127.0.0.1", netmask: "255.0.0.0", gateway: "0.0.0.0", mailServer: "0.0.0.0", interface: interface)
      let result = try Sending.run(through: environment)
      #expect(result.failure?.stage == stage)
      #expect(result.failure?.remark == stage.map { _ in TransportRemark(.interfaceUnknown, "nosuch0") })
    }
    #expect(server.connections == 1)
  }

  @Test func `a remcs port whose address is nowhere here is told as such, and nobody is called`() throws {
    let server = try MailServer()
    defer { server.stop() }
    var environment = Sending.environment(server)
    environment.maintenancePort = try MaintenancePort(
      address: "192.0.2.200", netmask: "255.255.255.0", gateway: "192.0.2.1", mailServer: "192.0.2.25")
    let result = try Sending.run(through: environment)
    #expect(result.failure?.code == .rmg2005)
    #expect(result.failure?.stage == .route)
    #expect(result.failure?.mailNumber == 14_000)
    #expect(result.failure?.remark == TransportRemark(.addressNotHere, "192.0.2.200"))
    #expect(result.failure?.advice == .checkPortAddress)
    #expect(result.remarks == [.otherServerForPort])
    #expect(server.connections == 0)
  }

  @Test(arguments: ["127.0.0.1", "localhost"])
  func `a port where nobody listens is told as not running`(host: String) throws {
    let (listener, port) = try MailServer.listen("127.0.0.1", backlog: 1)
    close(listener)
    var environment = Sending.environment(nil)
    environment.server = host
    environment.port = port
    let result = try Sending.run(through: environment)
    #expect(result.failure?.code == .rmg2006)
    #expect(result.failure?.stage == .connection)
    #expect(result.failure?.libraryNumber == 7)
    #expect(result.failure?.remark == TransportRemark(.nobodyListens, "\(host):\(port)", "Connection refused"))
    #expect(result.failure?.advice == .checkListener)
    #expect(result.failure?.isTemporary == true)
  }

  @Test func `a server that does not take the connection ends in a time-out`() throws {
    let hole = try BlackHole()
    defer { hole.stop() }
    var environment = Sending.environment(nil, timeout: 1.5)
    environment.port = hole.port
    let result = try Sending.run(through: environment)
    #expect(result.failure?.code == .rmg2003)
    #expect(result.failure?.stage == .connection)
    #expect(result.elapsed >= 1.4)
  }

  @Test func `a missing, changed or unreadable file is found before anybody is called`() throws {
    let server = try MailServer()
    defer { server.stop() }
    let directory = try Sending.directory()
    let good = try Sending.attachment("a.log", size: 100, in: directory)
    let bad = [
      Attachment(name: "b", path: directory.appendingPathComponent("b").path, size: 1, sha256: ""),
      Attachment(name: good.name, path: good.path, size: 101, sha256: good.sha256),
    ]
    for attachment in bad {
      let result = try Sending.run(
        [Sending.report(attachments: [attachment])], through: Sending.environment(server))
      #expect(result.failure?.code == .rmg2002)
      #expect(result.failure?.stage == .preparing)
      #expect(result.failure?.isTemporary == false)
    }
    #expect(server.connections == 0)
  }

  @Test(arguments: ["", "hello", "server.pem without rsa"])
  func `a center whose certificate cannot be used is refused before anybody is called`(certificate: String) throws {
    let server = try MailServer()
    defer { server.stop() }
    let center = Center(name: "OSC", mailAddress: "osc@center.test", certificate: certificate)
    let result = try Sending.run(through: Sending.environment(server), center: center)
    #expect(result.failure?.code == .rmg2002)
    #expect(server.connections == 0)
  }
}
