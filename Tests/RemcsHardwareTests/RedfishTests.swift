import Foundation
import RemcsCore
import TestSupport
import Testing

@testable import RemcsHardware

/// Reading the hardware from a Redfish service, also from a bad one.
struct RedfishTests {
  private func read(
    _ server: RedfishServer, url: String? = nil, user: String = "", password: String = "", trusting: String? = "ca.pem",
    limits: RedfishLimits = RedfishLimits(), cancellation: Cancellation = Cancellation()
  ) throws -> HardwareInventory {
    let authorities = trusting.map { TestAuthority.shared.text($0) } ?? ""
    let address = try #require(RedfishAddress(url: url ?? server.url, user: user, authorities: authorities))
    return try RedfishSource(limits: limits).inventory(address, password: password, cancellation: cancellation)
  }

  /// What a walk ends with.
  private func remark(_ body: () throws -> HardwareInventory) -> HardwareRemark.Code? {
    do {
      _ = try body()
      return nil
    } catch HardwareFailure.failed(let remark) {
      return remark.code
    } catch { return nil }
  }

  @Test func `a service is told exactly, in the same form as a machine`() throws {
    let server = try RedfishServer(documents: RedfishDocuments.service)
    defer { server.stop() }
    let inventory = try read(server)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(inventory), as: UTF8.self) + "\n"
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Goldens/redfish.json")
    if ProcessInfo.processInfo.environment["REMCS_UPDATE_GOLDENS"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try text == String(contentsOf: file, encoding: .utf8))
    #expect(Set(server.requests.map(\.path)).count == server.requests.count, "nothing is asked for twice")
    #expect(server.requests.allSatisfy { $0.authorization == nil })
  }

  @Test func `a login is sent to who asks for it, and a wrong one is told`() throws {
    let server = try RedfishServer(documents: RedfishDocuments.service, login: "admin:se cret:1")
    defer { server.stop() }
    #expect(try read(server, user: "admin", password: "se cret:1")[.disks]?.count == 2)
    #expect(remark { try read(server, user: "admin", password: "wrong") } == .notAllowed)
    #expect(remark { try read(server) } == .notAllowed)
  }

  @Test(arguments: [
    ("server", nil as String?, "localhost"), ("other", "ca.pem", "localhost"), ("expired", "ca.pem", "localhost"),
  ])
  func `a certificate that is not to be trusted gets no login`(
    certificate: String, authority: String?, host: String
  ) throws {
    let server = try RedfishServer(certificate: certificate) { _ in .status(404) }
    defer { server.stop() }
    let found = remark {
      try read(server, url: "https://\(host):\(server.port)", user: "admin", password: "secret", trusting: authority)
    }
    #expect(found == .notTrusted)
    #expect(server.requests.isEmpty)
  }

  @Test func `a service without encryption is not spoken to`() throws {
    let server = try RedfishServer(certificate: nil) { _ in .status(404) }
    defer { server.stop() }
    #expect(remark { try read(server, user: "admin", password: "secret") } == .notTrusted)
    #expect(server.requests.allSatisfy { $0.authorization == nil })
  }

  @Test func `nobody there, somebody silent, and a wish to stop are told apart`() throws {
    let gone = try RedfishServer { _ in .status(404) }
    gone.stop()
    var limits = RedfishLimits()
    limits.answerSeconds = 0.5
    let silent = try RedfishServer { _ in .raw([.silence]) }
    defer { silent.stop() }
    #expect(remark { try read(silent, limits: limits) } == .timedOut)
    let deadline = ContinuousClock.now + .seconds(10)
    while MailServer.connects(to: gone.port), .now < deadline { usleep(10_000) }
    #expect(remark { try read(gone) } == .unreachable)
    let wish = Cancellation()
    Thread.detachNewThread {
      while silent.requests.count < 2 { usleep(1000) }
      wish.raise()
    }
    let start = ContinuousClock.now
    #expect(throws: HardwareFailure.canceled) { try read(silent, cancellation: wish) }
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  @Test(arguments: [
    "[]", "{}", "null", "not json", #"{"RedfishVersion":1}"#, "", #"{"RedfishVersion":"1.0","#,
    #"{"RedfishVersion":"1.0"}"#, #"{"RedfishVersion":"1.0","Systems":3,"Chassis":"x"}"#,
  ])
  func `what is no Redfish is told as that`(document: String) throws {
    let server = try RedfishServer { _ in .document(document) }
    defer { server.stop() }
    #expect(remark { try read(server) } == .notUnderstood)
  }

  @Test func `an error instead of the root is told with its number`() throws {
    let server = try RedfishServer { _ in .status(503) }
    defer { server.stop() }
    #expect(throws: HardwareFailure.failed(HardwareRemark(.refused, "/redfish/v1/", "503"))) { try read(server) }
  }

  @Test func `answers without end are ended, in the body and in the header`() throws {
    var limits = RedfishLimits()
    limits.answerBytes = 1 << 20
    for answer in [RedfishServer.Answer.endlessBody, .endlessHeader] {
      let server = try RedfishServer { _ in answer }
      defer { server.stop() }
      #expect(remark { try read(server, limits: limits) } == .endless)
    }
  }

  @Test func `pages without end are ended`() throws {
    let server = try RedfishServer { path in
      if path == "/redfish/v1/" { return .document(RedfishDocuments.service["/redfish/v1"] ?? "") }
      let number = path.split(separator: "=").last.flatMap { Int($0) } ?? 0
      return .document(#"{"Members":[],"Members@odata.nextLink":"/redfish/v1/Systems?$skip=\#(number + 1)"}"#)
    }
    defer { server.stop() }
    var limits = RedfishLimits()
    limits.requests = 50
    #expect(remark { try read(server, limits: limits) } == .endless)
    #expect(server.requests.count == 50)
    limits = RedfishLimits()
    limits.totalSeconds = 0.3
    #expect(remark { try read(server, limits: limits) } == .endless)
  }

  @Test func `links in circles are followed once`() throws {
    var documents = RedfishDocuments.service
    documents["/redfish/v1/Systems"] =
      #"{"Members":[{"@odata.id":"/redfish/v1/Systems/1"},{"@odata.id":"/redfish/v1/Systems/1"}],"Members@odata.nextLink":"/redfish/v1/Systems"}"#
    let server = try RedfishServer(documents: documents)
    defer { server.stop() }
    #expect(try read(server)[.systems]?.count == 1)
  }

  @Test(arguments: [
    "https://evil.example/redfish/v1/x", "//evil.example/redfish/", "/etc/passwd", "/redfish/../../x",
    "/redfish/v1/a b",
    "/redfish/v1/\r\nX: 1", "/redfish/v1/\u{7F}", "@evil.example/redfish/", "/redfish/v1/é",
  ])
  func `a link that leads elsewhere is not followed, and its part is not told`(link: String) throws {
    var documents = RedfishDocuments.service
    let escaped = String(decoding: try JSONEncoder().encode(link), as: UTF8.self)
    documents["/redfish/v1/Systems/1/Memory"] = #"{"Members":[{"@odata.id":\#(escaped)}]}"#
    let server = try RedfishServer(documents: documents)
    defer { server.stop() }
    let inventory = try read(server)
    #expect(inventory[.memoryModules] == nil && inventory.missing[.memoryModules] == .unreadable)
    #expect(inventory[.processors]?.count == 1)
    #expect(server.requests.allSatisfy { documents[$0.path] != nil || $0.path == "/redfish/v1/" })
  }

  @Test(arguments: [(500, HardwareInventory.Reason.unreadable), (403, .notPermitted), (302, .unreadable)])
  func `a part that is refused in the middle is not told as if it were gone`(
    status: Int, reason: HardwareInventory.Reason
  ) throws {
    let server = try RedfishServer { path in
      if path == "/redfish/v1/Systems/1/Storage/1/Drives/D2" { return .status(status) }
      let trimmed = path.hasSuffix("/") ? String(path.dropLast()) : path
      return RedfishDocuments.service[trimmed].map { .document($0) } ?? .status(404)
    }
    defer { server.stop() }
    let inventory = try read(server)
    #expect(inventory[.disks] == nil && inventory.missing[.disks] == reason)
    #expect(inventory[.memoryModules]?.count == 2)
  }

  @Test func `values of the wrong kind are passed over`() throws {
    var documents = RedfishDocuments.service
    documents["/redfish/v1/Systems/1/Processors/CPU1"] =
      #"{"Id":7,"Socket":{},"Manufacturer":[1],"TotalCores":"8","MaxSpeedMHz":-1,"TotalThreads":1e300,"Model":"a\u001b[2Jb"}"#
    documents["/redfish/v1/Chassis/1/Power"] = #"{"PowerSupplies":"none"}"#
    let server = try RedfishServer(documents: documents)
    defer { server.stop() }
    let inventory = try read(server)
    let processor = try #require(inventory[.processors]?.first)
    #expect(processor.id == "-" && processor.numbers.isEmpty && processor.texts == [.model: "a [2Jb"])
    #expect(inventory[.powerSupplies] == nil)
  }

  // MARK: JSON

  @Test func `a document that is too deep or too large is none`() {
    let deep = JSONValue.depth
    #expect(JSONValue(Array((String(repeating: "[", count: deep) + String(repeating: "]", count: deep)).utf8)) != nil)
    #expect(JSONValue([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)) == nil)
    let nested = String(repeating: #"{"a":"#, count: 100) + "1" + String(repeating: "}", count: 100)
    #expect(JSONValue(Array(nested.utf8)) == nil)
    let many = "[" + String(repeating: "0,", count: JSONValue.mostValues) + "0]"
    #expect(JSONValue(Array(many.utf8)) == nil)
  }

  @Test(arguments: [
    "", "{", #"{"a"}"#, #"{"a":1,}"#, "[1,]", "01x", "+1", "nan", "inf", "tru", #""\x""#, #""\ud800""#, "\"\u{1}\"",
    "1 2", "[1",
    #"{1:2}"#, "1e999", #""abc"#,
  ])
  func `what is no JSON`(text: String) { #expect(JSONValue(Array(text.utf8)) == nil) }

  @Test func `what is JSON is read`() {
    let text = #" {"a":[1,-2.5e2,true,false,null],"ü\n\u00e9\ud83d\ude00":"\"\\\/"} "#
    #expect(
      JSONValue(Array(text.utf8))
        == .object([
          "a": .array([.number(1), .number(-250), .bool(true), .bool(false), .null]), "ü\né😀": .text("\"\\/"),
        ]))
    #expect(JSONValue([0x22, 0xFF, 0x22]) == nil)
    #expect(JSONValue.number(9e15).count == 9_000_000_000_000_000 && JSONValue.number(1e16).count == nil)
  }
}
