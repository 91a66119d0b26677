import Foundation
import RemcsCore
import Synchronization
import Testing

/// The hardware configuration: its form, what changes, and telling the center (manual 1.2.1, 4.2.13).
struct HardwareTests {
  /// Hardware as a test says.
  final class FakeHardware: HardwareSource {
    let answer = Mutex<Result<HardwareInventory, HardwareFailure>>(.failure(.canceled))
    let asked = Mutex<[HardwareSourceSetting]>([])

    init(_ inventory: HardwareInventory) { answer.withLock { $0 = .success(inventory) } }

    func inventory(
      from setting: HardwareSourceSetting, cancellation: Cancellation
    ) throws(HardwareFailure) -> HardwareInventory {
      asked.withLock { $0.append(setting) }
      switch answer.withLock({ $0 }) {
      case .success(let inventory): return inventory
      case .failure(let failure): throw failure
      }
    }
  }

  private let home: TestHome
  private let transport = FakeTransport()
  private let hardware = FakeHardware(Self.machine(disks: ["A", "B"]))
  private let service: Service

  init() throws {
    home = try TestHome()
    try home.signCenterList()
    service = try Service(
      home: home.home, transport: transport,
      device: DeviceIdentity(series: "TEST", model: "3800E", checkCode: "AC", serial: "00001"), hardware: hardware)
  }

  private static func machine(disks: [String], memory: Int? = nil) -> HardwareInventory {
    var inventory = HardwareInventory(source: .machine)
    var system = HardwareItem("System")
    system[.model] = "PRIMEQUEST 3800E"
    inventory.set(.systems, [system])
    inventory.set(.disks, disks.map { HardwareItem($0) })
    if let memory {
      var module = HardwareItem("DIMM A1")
      module[.capacityBytes] = memory
      inventory.set(.memoryModules, [module])
    }
    return inventory
  }

  private static func ignore(_: ActionProgress) {}

  private func register() throws {
    try service.register(sampleAnswers(), consent: agreement(), observer: Self.ignore, cancellation: Cancellation())
    try service.checkConnection(Answers(), observer: Self.ignore, cancellation: Cancellation())
  }

  private func find(_ inventory: HardwareInventory) { hardware.answer.withLock { $0 = .success(inventory) } }

  private func send() throws -> HardwareDelivery {
    try service.sendHardware(observer: Self.ignore, cancellation: Cancellation())
  }

  // MARK: The form

  @Test func `the JSON of a machine is the same whatever order it was told in`() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let one = try encoder.encode(Self.machine(disks: ["disk 10", "disk 2", "disk 2"]))
    let two = try encoder.encode(Self.machine(disks: ["disk 2", "disk 10", "disk 2"]))
    #expect(one == two)
    let text = String(decoding: one, as: UTF8.self)
    #expect(text.contains(#""disks":[{"id":"disk 2"},{"id":"disk 2 #2"},{"id":"disk 10"}]"#))
    #expect(text.contains(#""fans":"notProvided""#))
    #expect(text.contains(#""systems":[{"id":"System","model":"PRIMEQUEST 3800E"}]"#))
  }

  @Test func `a piece takes no text that could drive a terminal, and no number below zero`() {
    var item = HardwareItem("a\u{1B}[2Jb")
    item[.model] = "\u{7}"
    item[.serialNumber] = String(repeating: "x", count: 1000)
    item[.cores] = -1
    #expect(item.id == "a [2Jb" && item[.model] == nil && item[.cores] == nil)
    #expect(item[.serialNumber]?.count == HardwareItem.longestText)
    #expect(HardwareItem("\n").id == "-")
  }

  @Test func `a source that tells of too many pieces is not believed`() {
    let inventory = Self.machine(disks: (0...HardwareInventory.mostItems).map { "disk \($0)" })
    #expect(inventory[.disks] == nil && inventory.missing[.disks] == .unreadable)
  }

  @Test func `a later version may know more`() throws {
    let text =
      #"{"source":"machine","disks":[{"id":"A","colour":"red","model":"M"}],"doors":[],"missing":{"fans":"notPermitted"}}"#
    let inventory = try JSONDecoder().decode(HardwareInventory.self, from: Data(text.utf8))
    #expect(inventory[.disks]?.first?[.model] == "M" && inventory.missing[.fans] == .notPermitted)
  }

  // MARK: Changes

  @Test func `what was added, removed and changed is told, and no more`() throws {
    var before = Self.machine(disks: ["A", "B"], memory: 16 << 30)
    var now = Self.machine(disks: ["B", "C"], memory: 32 << 30)
    before.set(.fans, [])
    now.set(.boards, [HardwareItem("Board 0")])
    var disk = HardwareItem("B")
    disk[.deviceName] = "sdc"
    now.set(.disks, [disk, HardwareItem("C")])
    let changes = now.changes(since: before)
    #expect(changes.map(\.kind) == [.known, .changed, .removed, .added, .unknown])
    #expect(changes.map(\.part) == [.boards, .memoryModules, .disks, .disks, .fans])
    #expect(changes.map(\.id) == ["", "DIMM A1", "A", "C", ""])
    let difference = try #require(changes[1].differences.first)
    #expect(
      difference.property == "capacityBytes" && difference.before == "17179869184" && difference.after == "34359738368")
    #expect(now.changes(since: now).isEmpty)
  }

  // MARK: Sending

  @Test func `before a registration nothing is read and nothing is sent`() throws {
    let failure = #expect(throws: ActionFailure.self) { try send() }
    #expect(failure?.error?.code == .rmg0092)
    #expect(hardware.asked.withLock(\.count) == 0)
    #expect(try service.store.reports().isEmpty)
    #expect(try service.previewHardware().inventory[.disks]?.count == 2)
  }

  @Test func `the first report tells everything, the next one also what changed`() throws {
    try register()
    #expect(try service.previewHardware().since == nil)
    #expect(try send() == .sent)
    let first = try Manifest(try #require(transport.sent.last).manifest)
    #expect(first.kind == .hardwareConfiguration)
    #expect(first.hardwareConfiguration?.inventory == Self.machine(disks: ["A", "B"]))
    #expect(first.hardwareConfiguration?.since == nil && first.hardwareConfiguration?.changes == [])
    find(Self.machine(disks: ["A", "C"]))
    let preview = try service.previewHardware()
    #expect(preview.since?.sequence == first.sequence && preview.since?.created == first.created)
    #expect(preview.changes.map(\.kind) == [.removed, .added])
    #expect(try send() == .sent)
    let second = try Manifest(try #require(transport.sent.last).manifest)
    #expect(second.hardwareConfiguration == preview)
    #expect(second.sequence == first.sequence + 1)
    #expect(try service.previewHardware().changes.isEmpty)
  }

  @Test func `what was shown is what is sent, whatever was plugged in meanwhile`() throws {
    try register()
    let shown = try service.previewHardware()
    find(Self.machine(disks: []))
    try service.sendHardware(shown, observer: Self.ignore, cancellation: Cancellation())
    #expect(try Manifest(try #require(transport.sent.last).manifest).hardwareConfiguration == shown)
    #expect(hardware.asked.withLock(\.count) == 1)
  }

  @Test(arguments: [OperatingState.paused, .maintenancePaused, .unused])
  func `a device that does not send keeps the report, and only the newest of other hardware`(
    state: OperatingState
  ) throws {
    try register()
    if state == .maintenancePaused { try service.setMaintenance(true) }
    if state == .unused {
      try service.changeConnectionType(.vpn)
      var answers = Answers()
      answers[.smtpServer] = "192.0.2.1"
      answers[.senderEmail] = "remcs@example.co.jp"
      try service.set(answers)
    } else {
      try service.pause(observer: Self.ignore, cancellation: Cancellation())
    }
    #expect(try service.state() == state)
    let sent = transport.sent.count
    #expect(try send() == .waiting)
    #expect(try send() == .waiting)
    #expect(try service.store.reports(in: [.waiting]).count == 1, "the same hardware is not told twice")
    #expect(try service.previewHardware().since == nil, "nothing has left yet")
    find(Self.machine(disks: []))
    #expect(try send() == .waiting)
    #expect(try service.store.reports(in: [.waiting]).count == 1)
    #expect(try service.store.reports(in: [.canceled]).map(\.kind) == [.hardwareConfiguration])
    #expect(transport.sent.count == sent)
  }

  @Test func `a report that the mail server refuses is told with RMG_0133, and is not what was sent last`() throws {
    try register()
    let broken = try Service(
      home: home.home, transport: FakeTransport([.refusedLogin]), device: try service.device(), hardware: hardware)
    let failure = #expect(throws: ActionFailure.self) {
      try broken.sendHardware(observer: Self.ignore, cancellation: Cancellation())
    }
    #expect(failure?.error?.code == .rmg0133 && failure?.error?.root.code == .rmg2011)
    #expect(try broken.previewHardware().since == nil)
  }

  @Test func `hardware that cannot be read is told with the reason, and nothing is queued`() throws {
    try register()
    hardware.answer.withLock { $0 = .failure(.failed(HardwareRemark(.timedOut, "https://bmc.example", "30"))) }
    let failure = #expect(throws: ActionFailure.self) { try send() }
    #expect(failure?.error?.code == .rmg0133)
    #expect(failure?.error?.details.first?.hardwareRemark?.code == .timedOut)
    hardware.answer.withLock { $0 = .failure(.canceled) }
    #expect(throws: ActionFailure.canceled(isQueued: false)) { try send() }
    #expect(try !service.store.reports().contains { $0.kind == .hardwareConfiguration })
  }

  // MARK: Whom to ask

  @Test func `a password of a source that is given up is in no file any more`() throws {
    #expect(try service.hardwareSource() == .machine)
    let address = try #require(RedfishAddress(url: "https://bmc.example:8443/", user: "admin", authorities: "PEM"))
    try service.setHardwareSource(.redfish(address, password: "Geheim-0815"))
    #expect(try service.hardwareSource() == .redfish(address, password: "Geheim-0815"))
    _ = try service.previewHardware()
    #expect(hardware.asked.withLock(\.last) == .redfish(address, password: "Geheim-0815"))
    #expect(home.databaseBytes().range(of: Data("Geheim-0815".utf8)) != nil)
    try service.setHardwareSource(.machine)
    #expect(try service.hardwareSource() == .machine)
    #expect(home.databaseBytes().range(of: Data("Geheim-0815".utf8)) == nil)
    #expect(try service.store.history().allSatisfy { !$0.detail.contains("Geheim") })
  }

  @Test(arguments: [
    "https://bmc.example", "HTTPS://192.0.2.1:443", "https://[2001:db8::1]:8443/", "https://bmc/",
  ])
  func `addresses of a service`(url: String) { #expect(RedfishAddress(url: url)?.url.hasPrefix("https://") == true) }

  @Test(arguments: [
    "http://bmc.example", "https://", "https://user:pass@bmc.example", "https://bmc.example/redfish", "https://bmc:0",
    "https://bmc:65536", "https://bmc:+1", "https://b mc", "https://[::1", "https://bmc\r\nX: 1", "bmc.example",
    "https://-a",
    "https://bmc?x", "https://bmc#x", "https://ｂｍｃ",
  ])
  func `what is no address of a service`(url: String) { #expect(RedfishAddress(url: url) == nil) }
}
