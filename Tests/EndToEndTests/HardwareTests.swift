import Foundation
import RemcsConsole
import RemcsCore
import TestSupport
import Testing

/// The hardware configuration, from this machine and from a Redfish service, to a real center.
struct HardwareEndToEndTests {
  /// The member `hardwareConfiguration` of each such report that the center has.
  private func received(_ center: RunningCenter) throws -> [NSDictionary] {
    try center.inbox().compactMap {
      ($0["manifest"] as? [String: Any])?["hardwareConfiguration"] as? NSDictionary
    }
  }

  private func preview(_ device: DeviceHome) throws -> NSDictionary {
    try #require(try device.remcs("send-hardware", "--preview", "--json").json() as? NSDictionary)
  }

  @Test func `what the preview shows is what arrives, and afterwards nothing has changed`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome(registeredAt: center)
    let shown = try preview(device)
    #expect((shown["inventory"] as? NSDictionary)?["processors"] != nil)
    let sent = try device.remcs("send-hardware")
    #expect(sent.status == 0 && sent.output.contains("RMG_0132"), "\(sent.errors)")
    #expect(try received(center) == [shown])
    #expect(try center.inbox().last?["complete"] as? Bool == true)
    let again = try preview(device)
    #expect((again["changes"] as? [Any])?.isEmpty == true && again["since"] != nil)
    let text = try device.remcs("send-hardware", "--preview")
    #expect(text.status == 0 && text.output.contains("変更はありません"))
  }

  @Test func `a stopped device keeps the report and says so with 75`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome(registeredAt: center)
    try device.mustDo("pause")
    let result = try device.remcs("send-hardware")
    #expect(result.status == 75 && result.output.contains("RMG_0138"))
    let waiting = try #require(try device.remcs("queue", "--json").json() as? [[String: Any]])
    #expect(waiting.map { $0["kind"] as? String } == ["hardwareConfiguration"])
    #expect(try received(center).isEmpty)
  }

  @Test func `before a registration it is refused, but may be looked at`() throws {
    let device = try DeviceHome()
    let result = try device.remcs("send-hardware")
    #expect(result.status == 78 && result.errors.contains("RMG_0092"))
    #expect(try device.remcs("send-hardware", "--preview").status == 0)
  }

  @Test func `it is sent by keys, after the question of the manual`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome(registeredAt: center)
    let person = try WizardDriver(device)
    try person.see(.menu)
    person.press(.right)
    for _ in 0..<4 { person.press(.down) }
    person.press(.enter)
    try person.see(.hardware)
    person.press(.enter)
    try person.see("RMG_0136")
    person.press(.enter)
    try person.see("RMG_0132")
    person.press(.enter)
    try person.leave()
    #expect(try received(center).count == 1)
  }

  // MARK: Redfish

  private static let documents = [
    "/redfish/v1":
      #"{"RedfishVersion":"1.6.0","Systems":{"@odata.id":"/redfish/v1/Systems"}}"#,
    "/redfish/v1/Systems": #"{"Members":[{"@odata.id":"/redfish/v1/Systems/1"}]}"#,
    "/redfish/v1/Systems/1":
      #"{"Id":"1","Manufacturer":"Contoso","Model":"3500","Memory":{"@odata.id":"/redfish/v1/Systems/1/Memory"}}"#,
    "/redfish/v1/Systems/1/Memory":
      #"{"Members":[{"Id":"1","DeviceLocator":"DIMM 1","CapacityMiB":32768},{"Id":"2","DeviceLocator":"DIMM 2","CapacityMiB":32768}]}"#,
  ]

  @Test func `hardware of a Redfish service arrives, and its password is nowhere to be seen`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome(registeredAt: center)
    let server = try RedfishServer(documents: Self.documents, login: "admin:Geheim-0815")
    defer { server.stop() }
    let password = try device.file("password", "Geheim-0815\n")
    let authority = TestAuthority.shared.directory.appendingPathComponent("ca.pem").path
    let set = try device.remcs(
      "hardware-source", "redfish", server.url, "--user", "admin", "--password-file", password, "--ca", authority)
    #expect(set.status == 0, "\(set.errors)")
    let shown = try device.remcs("hardware-source", "show")
    #expect(shown.output.contains("admin") && !shown.output.contains("Geheim"))
    #expect(try device.remcs("send-hardware").status == 0)
    let inventory = try #require(try received(center).first?["inventory"] as? NSDictionary)
    #expect(inventory["source"] as? String == "redfish")
    #expect((inventory["memoryModules"] as? [NSDictionary])?.map { $0["id"] as? String } == ["DIMM 1", "DIMM 2"])
    for arguments in [["hardware-source", "show", "--json"], ["history", "--json"], ["queue", "show", "3"]] {
      let result = try Programs.run(Programs.remcs, arguments + ["--home", device.path])
      #expect(!(result.output + result.errors).contains("Geheim"), "\(arguments)")
    }
    try device.mustDo("hardware-source", "machine")
    try FileManager.default.removeItem(atPath: password)
    #expect(try device.bytes().range(of: Data("Geheim-0815".utf8)) == nil)
  }

  @Test func `a service that is not there, or not trusted, is told with what to do`() throws {
    let device = try DeviceHome()
    let server = try RedfishServer(documents: Self.documents)
    defer { server.stop() }
    try device.mustDo("hardware-source", "redfish", server.url)
    let result = try device.remcs("send-hardware", "--preview")
    #expect(result.status == 69 && result.errors.contains("RMG_0133") && result.errors.contains("--ca"))
    for url in ["http://bmc.example", "https://bmc.example/x", "https://a:b@bmc.example"] {
      #expect(try device.remcs("hardware-source", "redfish", url).status == 64, "\(url)")
    }
    let file = try device.file("no.pem", "-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n")
    #expect(try device.remcs("hardware-source", "redfish", "https://bmc", "--ca", file).status == 65)
    #expect(try device.remcs("hardware-source", "redfish", "https://bmc", "--password-file", "/none").status == 65)
  }
}
