public import RemcsCore

/// Reads the hardware of this machine from what its operating system shows as files: the firmware's table (SMBIOS),
/// sysfs and `/proc/cpuinfo` (docs/hardware.md). No program is started.
public struct MachineSource: Sendable {
  private let tree: MachineTree

  /// A source for the system whose files lie below `root`.
  public init(root: String = "/") { tree = MachineTree(root: root) }

  /// What is known.
  /// - Throws: `nothingTold` if nothing at all is, as where there is no sysfs.
  public func inventory() throws(HardwareFailure) -> HardwareInventory {
    var inventory = HardwareInventory(source: .machine)
    firmwareTable(&inventory)
    identity(&inventory)
    processors(&inventory)
    usableMemory(&inventory)
    PCIDevices(tree: tree, names: PCINames(tree)).fill(&inventory)
    BlockDevices(tree: tree).fill(&inventory)
    NetworkInterfaces(tree: tree).fill(&inventory)
    guard !inventory.parts.isEmpty else { throw .failed(HardwareRemark(.nothingTold, "/sys, /proc")) }
    return inventory
  }

  /// The largest table that is read; the largest of today's servers have some 100 KB.
  static let largestTable = 1 << 20

  private func firmwareTable(_ inventory: inout HardwareInventory) {
    let folder = "/sys/firmware/dmi/tables"
    let told: [HardwarePart] = [
      .systems, .enclosures, .boards, .firmware, .processors, .memoryModules, .powerSupplies, .fans,
    ]
    switch tree.content(folder + "/DMI", maximum: Self.largestTable) {
    case .missing: break
    case .notPermitted: for part in told { inventory.miss(part, .notPermitted) }
    case .unreadable: for part in told { inventory.miss(part, .unreadable) }
    case .bytes(let bytes):
      var version: Int?
      if case .bytes(let entry) = tree.content(folder + "/smbios_entry_point") {
        version = SMBIOSTable.version(entryPoint: entry)
      }
      SMBIOSInventory(table: SMBIOSTable(bytes), version: version ?? 0x0300).fill(&inventory)
    }
  }

  /// What sysfs tells to everybody about system, board, enclosure and BIOS, where the table itself could not be read.
  private func identity(_ inventory: inout HardwareInventory) {
    let folder = "/sys/class/dmi/id/"
    func fill(_ part: HardwarePart, _ id: String, _ files: KeyValuePairs<HardwareText, String>) {
      guard inventory[part] == nil else { return }
      var item = HardwareItem(id)
      for (property, file) in files { item[property] = tree.text(folder + file) }
      if !item.texts.isEmpty { inventory.set(part, [item]) }
    }
    fill(
      .systems, HardwareInventory.systemName,
      [
        .manufacturer: "sys_vendor", .model: "product_name", .version: "product_version",
        .serialNumber: "product_serial", .uuid: "product_uuid", .partNumber: "product_sku", .family: "product_family",
      ])
    fill(
      .boards, "Board 0",
      [
        .manufacturer: "board_vendor", .model: "board_name", .version: "board_version", .serialNumber: "board_serial",
        .assetTag: "board_asset_tag",
      ])
    fill(
      .enclosures, "Chassis 0",
      [
        .manufacturer: "chassis_vendor", .version: "chassis_version", .serialNumber: "chassis_serial",
        .assetTag: "chassis_asset_tag",
      ])
    fill(.firmware, "BIOS", [.manufacturer: "bios_vendor", .version: "bios_version", .released: "bios_date"])
    // Without DMI, as on many ARM boards, the device tree has a name and a number.
    if inventory[.systems] == nil {
      let base = "/sys/firmware/devicetree/base/"
      var item = HardwareItem(HardwareInventory.systemName)
      item[.model] = tree.text(base + "model")
      item[.serialNumber] = tree.text(base + "serial-number")
      if !item.texts.isEmpty { inventory.set(.systems, [item]) }
    }
  }

  /// What the kernel knows of the processors: alone where the table has none, else the microcode that runs.
  private func processors(_ inventory: inout HardwareInventory) {
    guard case .bytes(let bytes) = tree.content("/proc/cpuinfo", maximum: 8 << 20) else { return }
    let running = ProcessorList(bytes).items
    guard !running.isEmpty else { return }
    guard var told = inventory[.processors] else {
      return inventory.set(.processors, running)
    }
    // The table counts sockets, the kernel packages; which is which is sure only if all run the same.
    let microcodes = Set(running.map { $0[.firmwareVersion] })
    guard told.count == running.count, microcodes.count == 1, let microcode = microcodes.first else { return }
    for index in told.indices { told[index][.firmwareVersion] = microcode }
    inventory.set(.processors, told)
  }

  private func usableMemory(_ inventory: inout HardwareInventory) {
    guard case .bytes(let bytes) = tree.content("/proc/meminfo", maximum: 65536) else { return }
    let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("MemTotal:") }
    // kB means 1024 bytes here.
    guard let words = line?.split(separator: " "), words.count == 3, let size = Int(words[1]), size > 0,
      size < 1 << 50
    else { return }
    var item = inventory[.systems]?.first ?? HardwareItem(HardwareInventory.systemName)
    item[.usableMemoryBytes] = size << 10
    inventory.set(.systems, [item] + (inventory[.systems]?.dropFirst() ?? []))
  }
}

/// The processors of `/proc/cpuinfo`: one for each package, or one in all where packages are not told.
struct ProcessorList {
  let items: [HardwareItem]

  init(_ bytes: [UInt8]) {
    var packages: [Int: (item: HardwareItem, threads: Int)] = [:]
    for block in String(decoding: bytes, as: UTF8.self).split(separator: "\n\n") {
      var values: [Substring: Substring] = [:]
      for line in block.split(separator: "\n") {
        guard let colon = line.firstIndex(of: ":") else { continue }
        let name = line[..<colon].split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
        values[Substring(name)] = line[line.index(after: colon)...].drop { $0 == " " }
      }
      guard values["processor"].flatMap({ Int($0) }) != nil else { continue }
      let number = values["physical id"].flatMap { Int($0) } ?? 0
      if packages[number] != nil {
        packages[number]?.threads += 1
        continue
      }
      var item = HardwareItem("CPU \(number)")
      func text(_ names: Substring...) -> String? {
        names.lazy.compactMap { values[$0] }.first.flatMap { MakerText.meaningful(String($0)) }
      }
      item[.manufacturer] = text("vendor_id", "CPU implementer")
      item[.model] = text("model name", "cpu model", "CPU part")
      item[.version] = text("stepping", "CPU revision")
      item[.firmwareVersion] = text("microcode")
      item[.cores] = text("cpu cores").flatMap { Int($0) }
      packages[number] = (item, 1)
    }
    items = packages.sorted { $0.key < $1.key }.map { _, package in
      var item = package.item
      item[.threads] = package.threads
      return item
    }
  }
}
