import Foundation

/// Builds a table as a firmware would (DSP0134), independently of the code that reads it.
struct FirmwareTable {
  private(set) var bytes: [UInt8] = []
  private var handle: UInt16 = 0

  /// Adds a structure: its formatted bytes behind the header, and its texts.
  mutating func add(_ type: UInt8, _ body: [UInt8], _ strings: [String] = []) {
    bytes += [type, UInt8(body.count + 4), UInt8(handle & 0xFF), UInt8(handle >> 8)] + body
    for string in strings { bytes += Array(string.utf8) + [0] }
    bytes += strings.isEmpty ? [0, 0] : [0]
    handle += 1
  }

  static func word(_ value: Int) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)] }
  static func doubleWord(_ value: Int) -> [UInt8] { word(value & 0xFFFF) + word(value >> 16) }

  /// A memory module of SMBIOS 3.3 in a socket; `size` as the table writes it.
  mutating func addModule(_ socket: String, size: Int, extended: Int = 0, speed: Int = 2666) {
    let body =
      Self.word(0x1000) + Self.word(0xFFFE) + Self.word(72) + Self.word(64) + Self.word(size) + [9, 0, 1, 2, 0x1A]
      + Self.word(0x80) + Self.word(speed) + [3, 4, 5, 6, 2] + Self.doubleWord(extended) + Self.word(2400)
      + [UInt8](repeating: 0, count: 0x54 - 0x22) + Self.doubleWord(6400) + Self.doubleWord(6400)
    add(17, body, [socket, "NODE 0", "Samsung", "33A8C25D", "CPU0_DIMM_A1_AssetTag", "M393A4K40CB2-CTD    "])
  }

  mutating func addProcessor(_ socket: String, status: UInt8 = 0x41, cores: UInt8 = 28) {
    let head: [UInt8] = [1, 3, 0xB3, 2, 1, 2, 3, 4, 5, 6, 7, 8, 3, 0x90]
    let speeds = Self.word(100) + Self.word(4000) + Self.word(2500)
    let rest: [UInt8] = [status, 0x36] + Self.word(0x700) + Self.word(0x701) + Self.word(0x702)
    let tail: [UInt8] = [0, 4, 0, cores, cores, cores == 0xFF ? cores : cores * 2] + Self.word(0xFC) + Self.word(0xB3)
    let large = Self.word(300) + Self.word(300) + Self.word(600)
    add(
      4, head + speeds + rest + tail + large,
      [socket, "Intel(R) Corporation", "Intel(R) Xeon(R) Platinum 8180 CPU @ 2.50GHz", "UNKNOWN"])
  }

  /// A server with two sockets, one of them empty, memory, power supplies and fans.
  static let server: FirmwareTable = {
    var table = FirmwareTable()
    table.add(
      0, [1, 2] + word(0xF000) + [3, 0xFF] + [UInt8](repeating: 0, count: 8 + 2) + [5, 13, 1, 2],
      ["FUJITSU // American Megatrends Inc.", "PA17121 1.70", "06/15/2026"])
    table.add(
      1,
      [1, 2, 3, 4] + [0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xF0]
        + [6, 5, 6],
      ["FUJITSU", "PRIMEQUEST 3800E", "To be filled by O.E.M.", "1701234567", "MCX0AC111", "PRIMEQUEST"])
    table.add(2, [1, 2, 3, 4, 5, 9, 6], ["FUJITSU", "SB", "A1", "PP17000001", "Not Specified", "SB#0"])
    table.add(
      3, [1, 0x97, 2, 3, 4, 3, 3, 3, 3] + doubleWord(0) + [7, 2, 0, 0, 5],
      ["FUJITSU", "GS01", "CH170001", "00000", "SKU1"])
    table.addProcessor("CPU 0")
    table.addProcessor("CPU 1", cores: 0xFF)
    table.addProcessor("CPU 2", status: 0)
    table.addModule("DIMM A10", size: 0x7FFF, extended: 65536)
    table.addModule("DIMM A2", size: 16384)
    table.addModule("DIMM B1", size: 0)
    table.addModule("DIMM B2", size: 0x8000 | 512, speed: 0xFFFF)
    table.add(
      39, [1, 1, 2, 3, 4, 5, 6, 7] + word(2880) + word(0x1A2),
      ["PSU#0", "PWS-2880", "DELTA", "DTHN1234", "0", "A3C40172099", "02"])
    table.add(39, [1, 1, 2, 3, 4, 5, 6, 7] + word(0x8000) + word(0x1A0), ["PSU#1", "-", "-", "-", "-", "-", "-"])
    table.add(27, word(0xFFFF) + [0x63, 1] + doubleWord(0) + word(4000) + [1], ["FAN#0"])
    table.add(127, [])
    return table
  }()

  /// The entry point of SMBIOS 3.3.
  static let entryPoint: [UInt8] = Array("_SM3_".utf8) + [0, 24, 3, 3, 0, 1, 0] + [UInt8](repeating: 0, count: 12)
}

/// The files in which a system tells about its hardware, in a folder of their own for one test.
final class MachineFixture {
  let root = NSTemporaryDirectory() + "remcs-machine-" + UUID().uuidString

  init() throws { try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: root) }

  func write(_ path: String, _ text: String) throws { try write(path, Array(text.utf8)) }

  func write(_ path: String, _ bytes: [UInt8]) throws {
    let file = URL(fileURLWithPath: root + path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  func link(_ path: String, to target: String) throws {
    let file = URL(fileURLWithPath: root + path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: file.path, withDestinationPath: target)
  }

  func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: root + path) }

  /// A server as Linux shows it.
  static func server() throws -> MachineFixture {
    let machine = try MachineFixture()
    try machine.write("/sys/firmware/dmi/tables/DMI", FirmwareTable.server.bytes)
    try machine.write("/sys/firmware/dmi/tables/smbios_entry_point", FirmwareTable.entryPoint)
    let block = { (number: Int, package: Int) in
      "processor\t: \(number)\nvendor_id\t: GenuineIntel\nmodel name\t: Intel(R) Xeon(R) Platinum 8180 CPU\n"
        + "stepping\t: 4\nmicrocode\t: 0x2006e05\nphysical id\t: \(package)\ncpu cores\t: 2\n"
    }
    try machine.write("/proc/cpuinfo", [block(0, 0), block(1, 1), block(2, 0), block(3, 1)].joined(separator: "\n"))
    try machine.write("/proc/meminfo", "MemTotal:       97517568 kB\nMemFree:        1 kB\n")
    try machine.write(
      "/usr/share/misc/pci.ids",
      "# list\n8086  Intel Corporation\n\t1572  Ethernet Controller X710 for 10GbE SFP+\n\t\t1734 1244  PLAN EP\n"
        + "1077  QLogic Corp.\nC 02  Network controller\n\t00  Ethernet controller\n\t\t01  x\nC 01  Mass storage controller\n"
    )
    try machine.pci("0000:3b:00.0", vendor: "0x8086", device: "0x1572", class: "0x020000", driver: "i40e")
    try machine.pci("0000:3b:02.0", vendor: "0x8086", device: "0x154c", class: "0x020000", driver: "iavf")
    try machine.link("/sys/bus/pci/devices/0000:3b:02.0/physfn", to: "../0000:3b:00.0")
    try machine.pci("0000:5e:00.0", vendor: "0x1077", device: "0x2261", class: "0x010800", driver: "nvme")
    try machine.write("/sys/bus/pci/slots/3/address", "0000:3b:00\n")
    // A SATA drive, an NVMe drive, a stick, a loop.
    let sata = "/sys/devices/pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block/sda"
    try machine.drive(
      "sda", sata,
      [
        "size": "937703088\n", "removable": "0\n", "queue/rotational": "0\n", "queue/logical_block_size": "512\n",
        "device/vendor": "ATA     \n", "device/model": "MZ7LH480HAHQ0D3 \n", "device/rev": "904Q\n",
      ])
    try machine.write(sata + "/device/vpd_pg80", [0, 0x80, 0, 12] + Array("S45PNA0M7001".utf8))
    try machine.drive(
      "nvme0n1", "/sys/devices/pci0000:5d/0000:5e:00.0/nvme/nvme0/nvme0n1",
      [
        "size": "1875385008\n", "removable": "0\n", "queue/rotational": "0\n", "device/model": "PM983 \u{1B}[2J\n",
        "device/serial": "S439NA0N100  \n", "device/firmware_rev": "EDA5602Q\n",
      ])
    try machine.drive(
      "sdb", "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-1/host9/block/sdb",
      ["size": "100\n", "removable": "1\n", "device/model": "Stick\n"])
    try machine.write("/sys/block/loop0/size", "0\n")
    // Two interfaces, one of them in a bond; the loopback has nothing behind it.
    let net = "/sys/devices/pci0000:3a/0000:3b:00.0/net/"
    for (name, mac) in [("eth0", "90:1B:0E:AA:BB:01"), ("eth10", "90:1b:0e:00:00:02")] {
      try machine.write(net + name + "/address", mac + "\n")
      try machine.write(net + name + "/device/driver_is_here", "")
      try machine.link("/sys/class/net/\(name)", to: "../../devices/pci0000:3a/0000:3b:00.0/net/\(name)")
    }
    try machine.write(net + "eth10/bonding_slave/perm_hwaddr", "90:1b:0e:aa:bb:02\n")
    try machine.write("/sys/class/net/lo/address", "00:00:00:00:00:00\n")
    return machine
  }

  private func pci(_ address: String, vendor: String, device: String, class code: String, driver: String) throws {
    let path = "/sys/bus/pci/devices/\(address)/"
    for (file, text) in [
      "vendor": vendor, "device": device, "class": code, "revision": "0x02", "subsystem_vendor": "0x1734",
      "subsystem_device": "0x1244",
    ] { try write(path + file, text + "\n") }
    try link(path + "driver", to: "../../../bus/pci/drivers/\(driver)")
  }

  private func drive(_ name: String, _ place: String, _ files: [String: String]) throws {
    for (file, text) in files { try write(place + "/" + file, text) }
    try link("/sys/block/\(name)", to: ".." + place.dropFirst(4))
  }
}
