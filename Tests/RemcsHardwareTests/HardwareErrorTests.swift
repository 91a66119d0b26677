import Foundation
import RemcsCore
import RemcsHardware
import Testing

/// What rasdaemon recorded, in a database with the tables that it makes.
struct HardwareErrorTests {
  private let machine: MachineFixture
  private let source: HardwareErrorSource
  private static let folder = "/var/lib/rasdaemon", database = folder + "/ras-mc_event.db"
  private static let time = "2026-11-24 10:00:00 +0900"

  init() throws {
    machine = try MachineFixture()
    source = HardwareErrorSource(root: machine.root)
    try machine.write("/proc/sys/kernel/random/boot_id", "boot-1\n")
    // 2026-11-24 00:00:00 UTC: the kernel was started an hour before the events.
    try machine.write("/proc/stat", "cpu 1 2 3\nbtime 1795478400\n")
  }

  /// The columns behind `id INTEGER PRIMARY KEY, timestamp TEXT` of version 0.6.8, which Debian 12 has, and of 0.8.5.
  private static let tables = [
    "mc_event":
      "err_count INTEGER, err_type TEXT, err_msg TEXT, label TEXT, mc INTEGER, top_layer INTEGER, middle_layer INTEGER, lower_layer INTEGER, address INTEGER, grain INTEGER, syndrome INTEGER, driver_detail TEXT",
    "aer_event": "dev_name TEXT, err_type TEXT, err_msg TEXT",
    "non_standard_event": "sec_type BLOB, fru_id BLOB, fru_text TEXT, severity TEXT, error BLOB",
    "arm_event":
      "error_count INTEGER, affinity INTEGER, mpidr INTEGER, running_state INTEGER, psci_state INTEGER, err_info BLOB, context_info BLOB, vendor_info BLOB",
    "extlog_event":
      "etype INTEGER, error_count INTEGER, severity INTEGER, address INTEGER, fru_id BLOB, fru_text TEXT, cper_data BLOB",
    "mce_record":
      "mcgcap INTEGER, mcgstatus INTEGER, status INTEGER, addr INTEGER, misc INTEGER, ip INTEGER, tsc INTEGER, walltime INTEGER, cpu INTEGER, cpuid INTEGER, apicid INTEGER, socketid INTEGER, cs INTEGER, bank INTEGER, cpuvendor INTEGER, bank_name TEXT, error_msg TEXT, mcgstatus_msg TEXT, mcistatus_msg TEXT, mcastatus_msg TEXT, user_action TEXT, mc_location TEXT",
    "devlink_event": "bus_name TEXT, dev_name TEXT, driver_name TEXT, reporter_name TEXT, msg TEXT",
    "disk_errors": "dev TEXT, sector INTEGER, nr_sector INTEGER, error TEXT, rwbs TEXT, cmd TEXT",
    "memory_failure_event": "pfn TEXT, page_type TEXT, action_result TEXT",
    "cxl_aer_ue_event":
      "memdev TEXT, host TEXT, serial INTEGER, error_status INTEGER, first_error INTEGER, header_log BLOB",
  ]

  /// The database as rasdaemon opens it.
  private func open() throws -> SQLiteConnection {
    try FileManager.default.createDirectory(
      atPath: machine.root + Self.folder, withIntermediateDirectories: true)
    let connection = try SQLiteConnection(path: machine.root + Self.database)
    for (name, columns) in Self.tables {
      try connection.run("CREATE TABLE IF NOT EXISTS \(name) (id INTEGER PRIMARY KEY, timestamp TEXT, \(columns))")
    }
    return connection
  }

  /// Records rows; `values` of a table's columns by name, in SQL.
  private func record(_ table: String, _ values: KeyValuePairs<String, String>, time: String = time) throws {
    let names = values.map(\.key).joined(separator: ", ")
    try open().run(
      "INSERT INTO \(table) (timestamp, \(names)) VALUES ('\(time)', \(values.map(\.value).joined(separator: ", ")))")
  }

  private func aer(_ device: String, time: String = time) throws {
    try record("aer_event", ["dev_name": "'\(device)'", "err_type": "'Corrected'", "err_msg": "'Bad TLP'"], time: time)
  }

  private func memory(_ label: String, time: String = time) throws {
    try record(
      "mc_event",
      [
        "err_count": "2", "err_type": "'Corrected'", "err_msg": "'memory read error'", "label": "'\(label)'", "mc": "0",
        "top_layer": "0", "middle_layer": "1", "lower_layer": "-1", "address": "4096",
      ], time: time)
  }

  /// Counters of Linux beside it.
  private func count() throws { try machine.write("/sys/devices/system/edac/mc/mc0/ce_count", "0\n") }

  @Test func `each table tells unit, level, code and text, and when it was`() throws {
    let before = try open()
    let start = try source.events(after: nil)
    #expect(start.events.isEmpty && start.isPresent)
    withExtendedLifetime(before) {}
    try memory("DIMM_A1")
    try record("mc_event", ["err_type": "'Fatal'", "label": "'any memory'", "mc": "1"])
    try aer("0000:3b:00.0")
    try record("aer_event", ["dev_name": "'0000:3b:00.0'", "err_type": "'Uncorrected (Fatal)'"])
    try record("extlog_event", ["severity": "1", "fru_text": "'DIMM_B1'"])
    try record("mce_record", ["cpu": "3", "bank_name": "'Bank 7'", "status": "1 << 61", "error_msg": "'cache'"])
    try record("mce_record", ["cpu": "3", "bank_name": "'Bank 7'", "status": "-1 & ~(1 << 61)"])
    try machine.link("/sys/dev/block/8:0", to: "../../devices/pci0000:00/ata1/block/sda")
    try record("disk_errors", ["dev": "'8:0'", "sector": "77", "nr_sector": "8", "error": "'I/O error'"])
    try record("memory_failure_event", ["pfn": "'0x1a'", "page_type": "'huge page'", "action_result": "'Recovered'"])
    try record("non_standard_event", ["severity": "'Informational'", "sec_type": "x'0102'"])
    try record("arm_event", ["mpidr": "255", "error_count": "1"])
    try record("devlink_event", ["bus_name": "'pci'", "dev_name": "'0000:01:00.0'", "msg": "'tx timeout'"])
    try record("cxl_aer_ue_event", ["memdev": "'mem0'", "host": "'0000:0c:00.0'", "serial": "16"])
    let batch = try source.events(after: start.position)
    #expect(batch.failures.isEmpty)
    #expect(
      batch.summary == [
        "warning DIMM_A1 RAS_MC_EVENT", "error mc1 RAS_MC_EVENT", "warning 0000:3b:00.0 RAS_AER_EVENT",
        "error 0000:3b:00.0 RAS_AER_EVENT", "error DIMM_B1 RAS_EXTLOG_EVENT", "error CPU 3 Bank 7 RAS_MCE_RECORD",
        "warning CPU 3 Bank 7 RAS_MCE_RECORD", "error sda RAS_DISK_ERRORS", "warning memory RAS_MEMORY_FAILURE_EVENT",
        "info firmware RAS_NON_STANDARD_EVENT", "warning CPU ff RAS_ARM_EVENT",
        "warning pci/0000:01:00.0 RAS_DEVLINK_EVENT", "error mem0 RAS_CXL_AER_UE_EVENT",
      ])
    #expect(
      batch.events.first?.fault.text
        == "Corrected memory errors: 2, memory read error, mc0 0:1:-1, address 0x1000")
    #expect(batch.events.first?.fault.time == Date(timeIntervalSince1970: 1_795_482_000))
    #expect(batch.events[7].fault.text == "I/O error: sector 77, 8 sectors,")
    #expect(try source.events(after: batch.position).events.isEmpty)
    // Stopped between any two, it goes on with the next.
    for (index, event) in batch.events.enumerated() {
      #expect(try source.events(after: event.position).events == Array(batch.events.dropFirst(index + 1)))
    }
  }

  @Test func `a database that comes after the first look is told whole, one that was there before is not`() throws {
    let first = try source.events(after: nil)
    #expect(first.events.isEmpty && !first.isPresent && first.failures.isEmpty)
    try aer("a")
    #expect(try source.events(after: first.position).summary == ["warning a RAS_AER_EVENT"])
    let begun = try source.events(after: nil)
    #expect(begun.events.isEmpty)
    try aer("b")
    #expect(try source.events(after: begun.position).summary == ["warning b RAS_AER_EVENT"])
  }

  @Test func `a database that was emptied or replaced begins anew, and cleared old rows change nothing`() throws {
    for device in ["a", "b", "c"] { try aer(device) }
    let first = try source.events(after: nil)
    try open().run("DELETE FROM aer_event WHERE id < 3")
    #expect(try source.events(after: first.position).events.isEmpty)
    try aer("d")
    try open().run("DELETE FROM aer_event WHERE id = 3")
    #expect(try source.events(after: first.position).summary == ["warning d RAS_AER_EVENT"])
    try open().run("DELETE FROM aer_event")
    let empty = try source.events(after: first.position)
    #expect(empty.events.isEmpty && empty.failures.isEmpty)
    try aer("e")
    #expect(try source.events(after: first.position).summary == ["warning e RAS_AER_EVENT"])
    #expect(try source.events(after: empty.position).summary == ["warning e RAS_AER_EVENT"])
    try machine.remove(Self.database)
    for device in ["f", "g", "h", "i"] { try aer(device, time: "2026-12-01 10:00:00 +0900") }
    #expect(try source.events(after: first.position).events.map(\.fault.unit) == ["f", "g", "h", "i"])
  }

  // MARK: Beside the counters

  @Test func `what the counters tell is not told again, and what a start made them forget is told`() throws {
    try count()
    _ = try open()
    let start = try source.events(after: nil)
    try memory("counted in this start", time: "1999-01-01 00:00:00 +0000")
    try aer("a")
    let second = try source.events(after: start.position)
    #expect(second.summary == ["warning a RAS_AER_EVENT"])
    // Recorded behind the last look, before the machine went down; and after it came up.
    try memory("DIMM_A1", time: "2026-11-23 23:59:59 +0000")
    try memory("counted again", time: "2026-11-24 00:00:01 +0000")
    try machine.write("/proc/sys/kernel/random/boot_id", "boot-2\n")
    let third = try source.events(after: second.position)
    #expect(third.summary == ["warning DIMM_A1 RAS_MC_EVENT"])
    #expect(try source.events(after: third.position).events.isEmpty)
    try machine.remove("/sys/devices/system/edac")
    try memory("DIMM_A2")
    #expect(try source.events(after: third.position).summary == ["warning DIMM_A2 RAS_MC_EVENT"])
  }

  // MARK: Trouble

  @Test func `rows of nothing, of anything, and of too much are told harmlessly`() throws {
    _ = try open()
    let start = try source.events(after: nil)
    try open().run("INSERT INTO mc_event (id) VALUES (-9223372036854775808), (-5)")
    try open().run("INSERT INTO mc_event (id, timestamp, mc, label) VALUES (9223372036854775807, x'00ff', 'x', 7)")
    try record(
      "aer_event",
      ["dev_name": "char(27) || '[2J' || char(10) || 'x'", "err_msg": "hex(zeroblob(2000000))", "err_type": "x'ff1b'"])
    try record("disk_errors", ["dev": "'../../../etc'", "sector": "-1", "error": "NULL"], time: "soon")
    let batch = try source.events(after: start.position)
    #expect(batch.failures.isEmpty)
    #expect(
      batch.summary == [
        "error - RAS_MC_EVENT", "error - RAS_MC_EVENT", "error 7 RAS_MC_EVENT", "error [2J x RAS_AER_EVENT",
        "error ../../../etc RAS_DISK_ERRORS",
      ])
    #expect(batch.events.allSatisfy { $0.fault.text.unicodeScalars.count <= Fault.mostText })
    #expect(batch.events.last?.fault.time == nil)
    #expect(try source.events(after: batch.position).events.isEmpty)
  }

  @Test func `more rows than one look tells are told by the next ones, none of them left to counters too early`() throws
  {
    try count()
    _ = try open()
    let start = try source.events(after: nil)
    try machine.write("/proc/sys/kernel/random/boot_id", "boot-2\n")
    let connection = try open()
    try connection.run("BEGIN")
    for number in 1...1100 {
      try connection.run(
        "INSERT INTO mc_event (timestamp, label) VALUES ('2026-11-23 00:00:00 +0000', 'DIMM_\(number)')")
    }
    try connection.run("COMMIT")
    var position = start.position
    var units: [String] = []
    for _ in 0..<4 {
      let batch = try source.events(after: position)
      units += batch.events.map(\.fault.unit)
      position = batch.position
    }
    #expect(units == (1...1100).map { "DIMM_\($0)" })
  }

  @Test func `a table that cannot be read is a failure, and the others are told all the same`() throws {
    let connection = try open()
    let start = try source.events(after: nil)
    try connection.run("DROP TABLE disk_errors")
    try connection.run("CREATE TABLE disk_errors (id INTEGER PRIMARY KEY, other TEXT)")
    try aer("a")
    let batch = try source.events(after: start.position)
    #expect(batch.summary == ["warning a RAS_AER_EVENT"])
    #expect(batch.failures.map(\.reason) == ["\(Self.database): disk_errors: no such column: timestamp"])
  }

  @Test func `a database that is none, that is no file, or that is being written, fails with the reason`() throws {
    func reason() throws -> String {
      do { _ = try source.events(after: nil) } catch let error as EventSourceFailure { return error.reason }
      return "none"
    }
    try machine.write(Self.database, String(repeating: "no database ", count: 1000))
    #expect(try reason() == "\(Self.database): file is not a database")
    try machine.remove(Self.database)
    #expect(mkfifo(machine.root + Self.database, 0o600) == 0)
    #expect(try reason() == "\(Self.database): no file")
    try machine.remove(Self.database)
    let connection = try open()
    try connection.run("BEGIN IMMEDIATE")
    try connection.run("INSERT INTO aer_event (dev_name) VALUES ('a')")
    #expect(try reason().hasPrefix("\(Self.database): it is being written"))
    try connection.run("ROLLBACK")
    #expect(try reason() == "none")
  }

  @Test func `it neither waits for a lock of rasdaemon nor takes one`() throws {
    try aer("a")
    let connection = try open()
    try connection.run("BEGIN EXCLUSIVE")
    let batch = try source.events(after: #"{"boot":"","rows":{}}"#)
    #expect(batch.summary == ["warning a RAS_AER_EVENT"] && batch.failures.isEmpty)
    try connection.run("COMMIT")
  }
}
