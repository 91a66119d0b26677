/// A table of rasdaemon's database, and what its columns mean, in the words of SQL. Only columns that all of its versions
/// have are used.
struct HardwareErrorTable {
  let name: String
  /// The unit.
  let unit: String
  /// 0 info, 1 warning, 2 error.
  let level: String
  /// What happened.
  let text: String

  /// Whether it holds what the counters of Linux count.
  var isCounted: Bool { name == "mc_event" }
  /// Whether its units are numbers of block devices.
  var isOfDrives: Bool { name == "disk_errors" }

  private init(_ name: String, unit: String, level: String, text: String) {
    self.name = name
    self.unit = unit
    self.level = level
    self.text = text
  }

  /// CXL memory: the device says enough for a person to look it up there.
  private init(cxl name: String, level: String) {
    self.init(
      "cxl_\(name)_event", unit: "memdev", level: level,
      text: "printf('CXL: \(name) event, host %s, serial number 0x%x', host, serial)")
  }

  private static let part = "coalesce(nullif(fru_text, ''), 'firmware')"

  /// All that are told.
  static let all = [
    HardwareErrorTable(
      "mc_event",
      unit: "CASE WHEN coalesce(label, '') IN ('', 'any memory', 'unknown memory') THEN 'mc' || mc ELSE label END",
      level: "CASE err_type WHEN 'Corrected' THEN 1 WHEN 'Info' THEN 0 ELSE 2 END",
      text: """
        printf('%s memory errors: %d, %s, mc%d %d:%d:%d, address 0x%x %s', err_type, err_count, err_msg, mc, top_layer,
        middle_layer, lower_layer, address, driver_detail)
        """),
    HardwareErrorTable(
      "aer_event", unit: "dev_name", level: "CASE err_type WHEN 'Corrected' THEN 1 ELSE 2 END",
      text: "printf('PCI Express: %s, %s', err_type, err_msg)"),
    HardwareErrorTable(
      "extlog_event", unit: part, level: "CASE severity WHEN 2 THEN 1 WHEN 3 THEN 0 ELSE 2 END",
      text: "printf('memory error told by the firmware: type %d, address 0x%x', etype, address)"),
    HardwareErrorTable(
      // Bit 61 of a bank's status: not corrected.
      "mce_record", unit: "printf('CPU %d %s', cpu, bank_name)", level: "CASE WHEN status >> 61 & 1 THEN 2 ELSE 1 END",
      text: """
        printf('machine check: %s %s %s %s %s', error_msg, mcistatus_msg, mcastatus_msg, mc_location, user_action)
        """),
    HardwareErrorTable(
      "disk_errors", unit: "dev", level: "2",
      text: "printf('%s: sector %d, %d sectors, %s %s', error, sector, nr_sector, rwbs, cmd)"),
    HardwareErrorTable(
      "memory_failure_event", unit: "'memory'", level: "CASE action_result WHEN 'Recovered' THEN 1 ELSE 2 END",
      text: "printf('failed page of memory: %s, %s, %s', pfn, page_type, action_result)"),
    HardwareErrorTable(
      "non_standard_event", unit: part,
      level: "CASE severity WHEN 'Corrected' THEN 1 WHEN 'Informational' THEN 0 ELSE 2 END",
      text: "printf('error told by the firmware: %s, section %s', severity, hex(substr(sec_type, 1, 16)))"),
    HardwareErrorTable(
      "arm_event", unit: "printf('CPU %x', mpidr)", level: "1",
      text: "printf('processor errors: %d, affinity %d, running state %d', error_count, affinity, running_state)"),
    HardwareErrorTable(
      "devlink_event", unit: "printf('%s/%s', bus_name, dev_name)", level: "1",
      text: "printf('network device: %s %s %s', driver_name, reporter_name, msg)"),
    HardwareErrorTable(cxl: "poison", level: "2"), HardwareErrorTable(cxl: "aer_ue", level: "2"),
    HardwareErrorTable(cxl: "aer_ce", level: "1"), HardwareErrorTable(cxl: "overflow", level: "1"),
    HardwareErrorTable(cxl: "generic", level: "1"), HardwareErrorTable(cxl: "general_media", level: "1"),
    HardwareErrorTable(cxl: "dram", level: "1"), HardwareErrorTable(cxl: "memory_module", level: "1"),
  ]
}
