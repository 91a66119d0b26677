import Foundation
import RemcsCore
import RemcsHardware
import Testing

/// Reading a machine from the files of its system.
struct MachineSourceTests {
  private func json(_ inventory: HardwareInventory) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(inventory), as: UTF8.self) + "\n"
  }

  @Test func `a server is told exactly, piece by piece`() throws {
    let machine = try MachineFixture.server()
    let inventory = try MachineSource(root: machine.root).inventory()
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Goldens/server.json")
    if ProcessInfo.processInfo.environment["REMCS_UPDATE_GOLDENS"] == "1" {
      try json(inventory).write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try json(inventory) == String(contentsOf: file, encoding: .utf8))
    #expect(try json(MachineSource(root: machine.root + "/").inventory()) == json(inventory))
  }

  @Test func `what leaves comes back from its JSON the same`() throws {
    let machine = try MachineFixture.server()
    let inventory = try MachineSource(root: machine.root).inventory()
    let copy = try JSONDecoder().decode(HardwareInventory.self, from: Data(json(inventory).utf8))
    #expect(copy == inventory)
    #expect(copy.changes(since: inventory).isEmpty)
  }

  @Test func `where nothing tells, nothing is made up`() throws {
    let machine = try MachineFixture()
    #expect(throws: HardwareFailure.failed(HardwareRemark(.nothingTold, "/sys, /proc"))) {
      try MachineSource(root: machine.root).inventory()
    }
  }

  @Test func `a container without DMI says what is missing, and takes the processors from the kernel`() throws {
    let machine = try MachineFixture.server()
    try machine.remove("/sys/firmware")
    let inventory = try MachineSource(root: machine.root).inventory()
    #expect(inventory[.processors]?.map(\.id) == ["CPU 0", "CPU 1"])
    #expect(inventory[.processors]?.first?[.threads] == 2)
    for part in [HardwarePart.boards, .enclosures, .firmware, .memoryModules, .powerSupplies, .fans] {
      #expect(inventory[part] == nil)
      #expect(inventory.missing[part] == .notProvided, "\(part)")
    }
    #expect(inventory[.disks]?.count == 2)
  }

  @Test func `without the table, sysfs tells the names that everybody may know`() throws {
    let machine = try MachineFixture.server()
    try machine.remove("/sys/firmware")
    try machine.write("/sys/class/dmi/id/sys_vendor", "FUJITSU\n")
    try machine.write("/sys/class/dmi/id/product_name", "System Product Name\n")
    try machine.write("/sys/class/dmi/id/bios_version", "1.70\n")
    let inventory = try MachineSource(root: machine.root).inventory()
    #expect(inventory[.systems]?.first?[.manufacturer] == "FUJITSU")
    #expect(inventory[.systems]?.first?[.model] == nil)
    #expect(inventory[.firmware]?.first?[.version] == "1.70")
    #expect(inventory[.boards] == nil)
  }

  @Test(.enabled(if: AnotherUser.isPossible, "needs root, to read as somebody else"))
  func `a table that is not for us is said to be that`() throws {
    let machine = try MachineFixture.server()
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: machine.root + "/sys/firmware/dmi/tables/DMI")
    let root = machine.root
    // Other tests make files for their owner alone meanwhile, and the mask is the whole process's.
    for path in [root] + (try FileManager.default.subpathsOfDirectory(atPath: root).map { root + "/" + $0 })
    where !path.hasSuffix("/tables/DMI") {
      // A link may lead nowhere.
      try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
    let inventory = try AnotherUser.run { try MachineSource(root: root).inventory() }
    #expect(inventory.missing[.memoryModules] == .notPermitted)
    #expect(inventory[.disks]?.count == 2)
  }

  @Test func `a pipe, a folder and an endless file in the wrong place stop nothing`() throws {
    let machine = try MachineFixture.server()
    try machine.remove("/proc/cpuinfo")
    #expect(mkfifo(machine.root + "/proc/cpuinfo", 0o600) == 0)
    try machine.remove("/sys/firmware/dmi/tables/smbios_entry_point")
    try machine.write("/sys/firmware/dmi/tables/smbios_entry_point/x", "")
    try machine.remove("/proc/meminfo")
    try machine.link("/proc/meminfo", to: "/dev/zero")
    try machine.write("/sys/class/net/eth0/address", [UInt8](repeating: 0x41, count: 100_000))
    try machine.write("/sys/firmware/dmi/tables/DMI", [UInt8](repeating: 1, count: 2 << 20))
    let inventory = try MachineSource(root: machine.root).inventory()
    #expect(inventory[.networkInterfaces]?.map { $0[.macAddress] } == [nil, "90:1b:0e:aa:bb:02"])
    #expect(inventory.missing[.memoryModules] == .unreadable)
    #expect(inventory.missing[.processors] == .unreadable)
  }

  @Test func `control characters and long texts lose their power`() throws {
    let machine = try MachineFixture.server()
    try machine.write(
      "/sys/bus/pci/devices/0000:3b:00.0/revision", "\u{1B}]0;x\u{7}\u{202E}" + String(repeating: "A", count: 3000))
    let inventory = try MachineSource(root: machine.root).inventory()
    let text = try #require(inventory[.pciDevices]?.first?[.version])
    #expect(text.unicodeScalars.count == HardwareItem.longestText)
    #expect(text.hasPrefix("]0;x A"))
    #expect(try !json(inventory).unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
  }
}
