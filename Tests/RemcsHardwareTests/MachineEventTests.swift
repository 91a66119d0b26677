import Foundation
import RemcsCore
import RemcsHardware
import Testing

extension EventSource {
  /// What it tells, on a device that asks its machine.
  func events(after position: String?, hardware: HardwareSourceSetting = .machine) throws -> EventBatch {
    try events(after: position, hardware: hardware, cancellation: Cancellation())
  }
}

extension EventBatch {
  /// Level, unit and code of each event.
  var summary: [String] { events.map { "\($0.fault.level.rawValue) \($0.fault.unit) \($0.fault.code)" } }
}

/// Counters of memory errors, as Linux shows them.
struct MemoryErrorTests {
  private let machine: MachineFixture
  private let source: MemoryErrorSource
  private static let place = "/sys/devices/system/edac/mc"

  init() throws {
    machine = try MachineFixture()
    source = MemoryErrorSource(root: machine.root)
    try machine.write("/proc/sys/kernel/random/boot_id", "boot-1\n")
    try machine.write("\(Self.place)/power/async", "")
    for module in 0...1 { try write(module, "DIMM_A\(module)", 0, 0) }
    try machine.write("\(Self.place)/mc0/ce_count", "0\n")
    try machine.write("\(Self.place)/mc0/ce_noinfo_count", "0\n")
    try machine.write("\(Self.place)/mc0/ue_noinfo_count", "0\n")
  }

  private func write(_ module: Int, _ label: String, _ corrected: Int, _ uncorrected: Int) throws {
    try machine.write("\(Self.place)/mc0/dimm\(module)/dimm_label", label + "\n")
    try machine.write("\(Self.place)/mc0/dimm\(module)/dimm_ce_count", "\(corrected)\n")
    try machine.write("\(Self.place)/mc0/dimm\(module)/dimm_ue_count", "\(uncorrected)\n")
  }

  @Test func `only what is counted more is told, by module, level and number`() throws {
    let first = try source.events(after: nil)
    #expect(first.events.isEmpty && first.isPresent)
    try write(0, "DIMM_A0", 3, 0)
    try write(1, "DIMM_A1", 0, 1)
    let second = try source.events(after: first.position)
    #expect(second.summary == ["warning DIMM_A0 EDAC_CE", "error DIMM_A1 EDAC_UE"])
    #expect(second.events.first?.fault.text.contains("corrected memory errors: 3 (3") == true)
    #expect(try source.events(after: second.position).events.isEmpty)
    // Stopped between the two, it goes on with the second.
    #expect(try source.events(after: second.events[0].position).summary == ["error DIMM_A1 EDAC_UE"])
    try write(0, "DIMM_A0", 5, 0)
    let third = try source.events(after: second.position)
    #expect(third.events.map(\.fault.text) == ["corrected memory errors: 2 (5 since the counter began), mc0 dimm0"])
  }

  @Test func `a new start of the kernel, and counters that were set back, begin at nothing`() throws {
    try write(0, "DIMM_A0", 7, 0)
    let first = try source.events(after: nil)
    #expect(first.events.count == 1, "counted before the first look, and since the start of the kernel")
    try write(0, "DIMM_A0", 2, 0)
    let second = try source.events(after: first.position)
    #expect(second.events.map { $0.fault.text.contains(": 2 (2 ") } == [true])
    try write(0, "DIMM_A0", 0, 0)
    #expect(try source.events(after: second.position).events.isEmpty)
    try write(0, "DIMM_A0", 2, 0)
    #expect(try source.events(after: second.position).events.isEmpty)
    try machine.write("/proc/sys/kernel/random/boot_id", "boot-2\n")
    #expect(try source.events(after: second.position).summary == ["warning DIMM_A0 EDAC_CE"])
  }

  @Test func `what the controller cannot place is of the controller, and equal labels are told apart`() throws {
    try machine.write("\(Self.place)/mc0/ue_noinfo_count", "1\n")
    try write(0, "DIMM", 1, 0)
    try write(1, "DIMM", 1, 0)
    #expect(
      try source.events(after: nil).summary
        == ["warning mc0 dimm0 DIMM EDAC_CE", "warning mc0 dimm1 DIMM EDAC_CE", "error mc0 EDAC_UE"])
    try machine.write("\(Self.place)/mc1/ce_count", "4\n")
    try machine.write("\(Self.place)/mc1/ue_count", "0\n")
    #expect(try source.events(after: nil).summary.last == "warning mc1 EDAC_CE")
  }

  @Test func `a counter that is none is a failure, and the other controllers are told all the same`() throws {
    try machine.write("\(Self.place)/mc1/ce_count", "4\n")
    try machine.write("\(Self.place)/mc1/ue_count", "\u{1B}[2J\n")
    try write(0, "DIMM_A0", 1, 0)
    let batch = try source.events(after: nil)
    #expect(batch.summary == ["warning DIMM_A0 EDAC_CE"])
    #expect(batch.failures.map(\.reason) == ["\(Self.place)/mc1/ue_count: no number"])
  }

  @Test func `a machine without such counters has no such source`() throws {
    try machine.remove("/sys")
    #expect(try source.events(after: nil) == .absent)
  }
}

/// Traces of a crash of the kernel.
struct KernelCrashTests {
  private let machine: MachineFixture
  private let source: KernelCrashSource

  init() throws {
    machine = try MachineFixture()
    source = KernelCrashSource(root: machine.root)
  }

  private func record(_ place: String, _ part: Int, seconds: Int = 1_700_000_000, _ reason: String = "Panic#2") throws {
    try machine.write(
      "\(place)/dmesg-efi-\(seconds)0\(part)001", "\(reason) Part\(part)\n<0>[ 1.\(part)] at \(seconds)\n")
  }

  @Test func `the records of one crash are one error, with the records as logs, once`() throws {
    for part in 1...3 { try record("/sys/fs/pstore", part) }
    try record("/sys/fs/pstore", 4, seconds: 1_699_999_999, "Oops#1")
    try machine.write("/sys/fs/pstore/console-ramoops-0", "no crash")
    let batch = try source.events(after: nil)
    #expect(batch.summary == ["error OS KERNEL_CRASH"])
    let event = try #require(batch.events.first)
    #expect(event.fault.text == "The kernel crashed: Panic#2")
    #expect(event.fault.time == Date(timeIntervalSince1970: 1_699_999_999))
    #expect(event.logs.count == 4 && event.logs.allSatisfy { $0.hasPrefix(machine.root + "/sys/fs/pstore/dmesg-") })
    #expect(event.isAfterRestart)
    #expect(try source.events(after: batch.position).events.isEmpty)
  }

  @Test func `a crash that systemd has put aside meanwhile is the same, another one is not`() throws {
    for part in 1...2 { try record("/sys/fs/pstore", part) }
    let first = try source.events(after: nil)
    try machine.remove("/sys/fs/pstore")
    for part in 1...2 { try record("/var/lib/systemd/pstore/1700000000/001", part) }
    try machine.write("/var/lib/systemd/pstore/1700000000/001/dmesg.txt", "together")
    let second = try source.events(after: first.position)
    #expect(second.events.isEmpty && second.position == first.position)
    try record("/sys/fs/pstore", 1, seconds: 1_700_009_999)
    #expect(try source.events(after: second.position).summary == ["error OS KERNEL_CRASH"])
  }

  @Test func `a dump is told with the messages and without the memory`() throws {
    try machine.write("/var/crash/127.0.0.1-2026-01-02-03:04:05/vmcore", "memory")
    try machine.write("/var/crash/127.0.0.1-2026-01-02-03:04:05/vmcore-dmesg.txt", "[1.0] Kernel panic")
    try machine.write("/var/crash/202601020304/dmesg.202601020304", "[1.0] Kernel panic")
    try machine.write("/var/crash/_usr_bin_thing.0.crash", "of a program")
    try machine.write("/var/crash/empty/readme", "nothing")
    let batch = try source.events(after: nil)
    #expect(batch.summary == Array(repeating: "error OS KERNEL_DUMP", count: 2))
    let names = batch.events.flatMap(\.logs).map { String($0.split(separator: "/").last ?? "") }
    #expect(Set(names) == ["vmcore-dmesg.txt", "dmesg.202601020304"])
    // Stopped between the two, it goes on with the other.
    #expect(try source.events(after: batch.events[0].position).events == [batch.events[1]])
    try machine.remove("/var/crash")
    #expect(try source.events(after: batch.position).position == "[]")
  }

  @Test func `a record beyond its bound is a failure that shows, and dumps are told all the same`() throws {
    try machine.write("/sys/fs/pstore/dmesg-erst-1", [UInt8](repeating: 65, count: 2 << 20))
    try machine.write("/var/crash/1/vmcore", "memory")
    let batch = try source.events(after: nil)
    #expect(batch.summary == ["error OS KERNEL_DUMP"])
    #expect(batch.failures.count == 1)
  }
}
