import Foundation
import TestSupport
import Testing

/// The hardware of the machine that runs the tests, from its kernel to the center; what there is of it is counted by a
/// shell that knows nothing of our reading.
struct MachineHardwareTests {
  /// The lines that a shell prints.
  private func lines(_ script: String) throws -> [String] {
    try Programs.run("/bin/sh", ["-c", script]).output.split(separator: "\n").map(String.init)
  }

  /// A property of each piece of a part, in order.
  private func told(_ part: String, _ property: String, _ inventory: NSDictionary) -> [String]? {
    (inventory[part] as? [[String: Any]])?.map { "\($0[property] ?? "-")" }.sorted()
  }

  @Test func `what the kernel shows of this machine arrives at the center, each piece and no other`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome(registeredAt: center)
    try device.mustDo("hardware-source", "machine")
    let shown = try device.remcs("send-hardware", "--preview", "--json").json() as? NSDictionary
    try device.mustDo("send-hardware")
    let report = try #require(try center.inbox().last)
    #expect(report["kind"] as? String == "hardwareConfiguration" && report["complete"] as? Bool == true)
    let number = try #require(report["number"] as? Int)
    let read = try Programs.run(Programs.center, ["show", center.folder, String(number), "--json"])
    let manifest = (try read.json() as? [String: Any])?["manifest"] as? [String: Any]
    let configuration = try #require(manifest?["hardwareConfiguration"] as? NSDictionary)
    #expect(configuration == shown)
    let inventory = try #require(configuration["inventory"] as? NSDictionary)

    let memory = try lines(
      "while read name kib unit; do [ $name = MemTotal: ] && echo $((kib * 1024)); done </proc/meminfo")
    #expect(told("systems", "usableMemoryBytes", inventory) == memory)
    // Virtual functions have a physical one; drives that stay, and interfaces, have a device.
    let functions = "cd /sys/bus/pci/devices && for f in *; do [ -e $f/vendor ] && [ ! -e $f/physfn ] && echo"
    #expect(
      try told("pciDevices", "id", inventory) ?? [] == lines("\(functions) $f; done").sorted())
    #expect(
      try told("pciDevices", "pciID", inventory) ?? []
        == lines(#"\#(functions) "$(cut -c3- $f/vendor):$(cut -c3- $f/device)"; done"#).sorted())
    let drives = "cd /sys/block && for d in *; do [ -e $d/device ] && [ \"$(cat $d/removable)\" != 1 ] && echo"
    #expect(try told("disks", "deviceName", inventory) ?? [] == lines("\(drives) $d; done").sorted())
    #expect(
      try told("disks", "capacityBytes", inventory) ?? [] == lines("\(drives) $(($(cat $d/size) * 512)); done").sorted()
    )
    let interfaces = "cd /sys/class/net && for n in *; do [ -e $n/device ] && [ ! -e $n/device/physfn ] && echo"
    #expect(try told("networkInterfaces", "id", inventory) ?? [] == lines("\(interfaces) $n; done").sorted())
    #expect(
      try told("networkInterfaces", "macAddress", inventory) ?? []
        == lines("\(interfaces) $(cat $n/address); done").sorted())
  }

  @Test(
    .enabled(
      if: !FileManager.default.fileExists(atPath: "/sys/firmware/dmi/tables/DMI"),
      "the firmware's table tells the processors"))
  func `without a table of the firmware, the processors are those of the kernel`() throws {
    let device = try DeviceHome()
    let shown = try device.remcs("send-hardware", "--preview", "--json").json() as? [String: Any]
    let inventory = try #require(shown?["inventory"] as? NSDictionary)
    let packages = try lines("grep -s '^physical id' /proc/cpuinfo | sort -u")
    #expect(told("processors", "id", inventory)?.count == max(packages.count, 1))
    let threads = told("processors", "threads", inventory)?.compactMap { Int($0) }.reduce(0, +)
    #expect(threads.map(String.init) == (try lines("grep -c '^processor' /proc/cpuinfo").first))
    let models = try lines("sed -n 's/^model name[ \\t]*: //p' /proc/cpuinfo | sort -u")
    if !models.isEmpty { #expect(Set(told("processors", "model", inventory) ?? []) == Set(models)) }
    let missing = inventory["missing"] as? [String: String]
    #expect(missing?["memoryModules"] == "notProvided" && missing?["fans"] == "notProvided")
  }

  @Test(
    .enabled(
      if: getuid() == 0 && FileManager.default.isReadableFile(atPath: "/sys/firmware/dmi/tables/DMI")
        && FileManager.default.isExecutableFile(atPath: "/usr/sbin/dmidecode"),
      "needs root, the firmware's table and dmidecode"))
  func `what another program reads in the firmware's table is what is told`() throws {
    let device = try DeviceHome()
    let shown = try device.remcs("send-hardware", "--preview", "--json").json() as? [String: Any]
    let inventory = try #require(shown?["inventory"] as? NSDictionary)
    let modules = try lines("/usr/sbin/dmidecode -t 17 | grep -E '^\\s+Size: [0-9]'")
    #expect(told("memoryModules", "id", inventory)?.count ?? 0 == modules.count)
    let sockets = try lines("/usr/sbin/dmidecode -t 4 | grep -E '^\\s+Status: Populated'")
    #expect(told("processors", "id", inventory)?.count == sockets.count)
  }
}
