import Foundation
import RemcsCore
import TestSupport
import Testing

/// Redfish services that nobody here wrote, from the socket to the center.
@Suite(.enabled(if: RedfishPeer.canRun, "needs the servers of `make peers`, which come from PyPI"))
struct ForeignRedfishTests {
  private let center: RunningCenter
  private let device: DeviceHome

  init() throws {
    center = try RunningCenter()
    device = try DeviceHome(registeredAt: center)
  }

  /// Makes a service the source; what it shows is what is sent and what arrives, whole. Gives the inventory at the center.
  private func inventory(from peer: RedfishPeer) throws -> NSDictionary {
    try device.mustDo("hardware-source", "redfish", peer.url, "--ca", RedfishPeer.authority)
    let shown = try device.remcs("send-hardware", "--preview", "--json")
    try #require(shown.status == 0, "\(shown.errors)")
    let sent = try device.remcs("send-hardware")
    try #require(sent.status == 0, "\(sent.errors)")
    let report = try #require(try center.inbox().last { $0["kind"] as? String == "hardwareConfiguration" })
    #expect(report["complete"] as? Bool == true)
    let received = (report["manifest"] as? [String: Any])?["hardwareConfiguration"] as? NSDictionary
    #expect(try received == shown.json() as? NSDictionary)
    let inventory = try #require(received?["inventory"] as? NSDictionary)
    #expect(inventory["source"] as? String == "redfish")
    return inventory
  }

  @Test func `every piece in the documents that others wrote arrives at the center`() throws {
    let mockUp = try MockUp.foreign()
    let inventory = try inventory(from: RedfishPeer(.mockUp(mockUp.folder)))
    let told = try LinkedDocuments(mockUp.document)
    for part in LinkedDocuments.parts.keys {
      #expect(!told.facts(of: part).isEmpty, "the documents tell \(part)")
      #expect(LinkedDocuments.facts(of: part, in: inventory) == told.facts(of: part), "\(part)")
    }
    #expect(inventory["missing"] as? [String: String] == ["boards": "notProvided"])
  }

  /// What arrives of a mock-up, held against everything that its documents lead to.
  private func compare(_ inventory: NSDictionary, with folder: URL) {
    let told = LinkedDocuments { MockUp.document($0, in: folder) }
    #expect(!told.facts(of: "systems").isEmpty)
    for part in LinkedDocuments.parts.keys {
      #expect((LinkedDocuments.facts(of: part, in: inventory) ?? []) == told.facts(of: part), "\(part)")
    }
  }

  @Test(.enabled(if: RedfishPeer.canRunDMTF, "needs the DMTF's mock-up server, which `make peers` gets from GitHub"))
  func `every piece of the DMTF's mock-up arrives at the center from the DMTF's own server`() throws {
    compare(try inventory(from: RedfishPeer(.dmtf)), with: RedfishPeer.dmtfMockUp)
  }

  @Test(
    .enabled(if: !MockUp.others.isEmpty, "REMCS_MOCKUPS names no folder with a mock-up"), arguments: MockUp.others)
  func `every piece of a mock-up at hand arrives at the center`(_ folder: String) throws {
    let folder = URL(fileURLWithPath: folder)
    compare(try inventory(from: RedfishPeer(.mockUp(folder))), with: folder)
  }

  @Test func `a machine that an emulator makes up arrives, and what the emulator fails to tell is not made up`() throws
  {
    let peer = try RedfishPeer(.emulator)
    let inventory = try inventory(from: peer)
    let told = LinkedDocuments(peer.document)
    for part in ["systems", "enclosures", "networkInterfaces", "fans", "firmware"] {
      #expect(!told.facts(of: part).isEmpty, "the emulator tells \(part)")
      #expect(LinkedDocuments.facts(of: part, in: inventory) == told.facts(of: part), "\(part)")
    }
    // It names its list of storage, and answers 500 when it is asked for it.
    #expect((inventory["missing"] as? [String: String])?["disks"] == "unreadable")
  }

  // MARK: Events

  private static let log = "/redfish/v1/Systems/437XR1138R2/LogServices"

  /// A log of the system, as links to its entries, in a mock-up whose system leads to it.
  private func write(entries: KeyValuePairs<Int, String>, to mockUp: MockUp) throws {
    func list(_ path: String, _ members: [String]) throws {
      let links = members.map { #"{"@odata.id":"\#(path)/\#($0)"}"# }.joined(separator: ",")
      try mockUp.place(
        #"{"@odata.id":"\#(path)","Members@odata.count":\#(members.count),"Members":[\#(links)]}"#, at: path)
    }
    try list(Self.log, ["SEL"])
    try mockUp.place(
      #"{"Id":"SEL","Name":"Log","ServiceEnabled":true,"Entries":{"@odata.id":"\#(Self.log)/SEL/Entries"}}"#,
      at: Self.log + "/SEL")
    try list(Self.log + "/SEL/Entries", entries.map { String($0.key) })
    for (number, unit) in entries {
      try mockUp.place(
        #"""
        {"Id":"\#(number)","Name":"Entry","EntryType":"Event","Severity":"Critical","Message":"\#(unit) failed",
        "MessageId":"Contoso.1.0.Failed","Created":"2026-11-24T10:00:0\#(number)Z",
        "Links":{"OriginOfCondition":{"@odata.id":"/redfish/v1/Chassis/Blade1/\#(unit)"}}}
        """#, at: "\(Self.log)/SEL/Entries/\(number)")
    }
  }

  @Test func `what comes into a log of the service arrives once, whatever stood there before`() throws {
    let mockUp = try MockUp.foreign()
    try write(entries: [1: "Fan1"], to: mockUp)
    let peer = try RedfishPeer(.mockUp(mockUp.folder))
    try device.mustDo("hardware-source", "redfish", peer.url, "--ca", RedfishPeer.authority)
    func look() throws -> [String] {
      _ = try device.remcs("agent", "--once")
      let duty = (try device.agent()["duties"] as? [String: [String: Any]])?["redfishLog"]
      #expect(duty?["done"] != nil && duty?["code"] == nil, "\(duty ?? [:])")
      return try center.inbox().compactMap { ($0["manifest"] as? [String: Any])?["fault"] as? [String: Any] }
        .filter { $0["code"] as? String == "Contoso.1.0.Failed" }.compactMap { $0["unit"] as? String }
    }
    #expect(try look() == [], "the newest entry is where it begins")
    try write(entries: [1: "Fan1", 2: "PSU1", 3: "PSU2"], to: mockUp)
    #expect(try look() == ["Chassis/Blade1/PSU1", "Chassis/Blade1/PSU2"])
    #expect(try look().count == 2, "a second look tells nothing twice")
    try write(entries: [1: "Fan1", 2: "PSU1", 3: "PSU2", 4: "DIMM1"], to: mockUp)
    #expect(try look() == ["Chassis/Blade1/PSU1", "Chassis/Blade1/PSU2", "Chassis/Blade1/DIMM1"])
  }
}
