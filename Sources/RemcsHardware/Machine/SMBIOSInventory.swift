internal import RemcsCore

/// What the structures of the system firmware's table say, in the normalised form. Offsets are those of DSP0134.
struct SMBIOSInventory {
  let table: SMBIOSTable
  /// The version of the format; the UUID is written in another order since 2.6.
  let version: Int

  /// Puts everything that the table tells into an inventory. Of a table that breaks off nothing is known for sure but
  /// the system itself, which comes first.
  func fill(_ inventory: inout HardwareInventory) {
    let all: [(HardwarePart, [HardwareItem])] = [
      (.systems, table[1].map(system)), (.enclosures, table[3].enumerated().map(enclosure)),
      (.boards, table[2].enumerated().map(board)), (.firmware, firmware),
      (.processors, table[4].enumerated().compactMap(processor)),
      (.memoryModules, table[17].enumerated().compactMap(module)),
      (.powerSupplies, table[39].enumerated().compactMap(powerSupply)), (.fans, table[27].enumerated().compactMap(fan)),
    ]
    for (part, items) in all {
      if !table.isWhole, part != .systems || items.isEmpty {
        inventory.miss(part, .unreadable)
      } else if !items.isEmpty {
        inventory.set(part, items)
      } else if part == .memoryModules && !table[17].isEmpty || part == .powerSupplies && !table[39].isEmpty {
        // Every place is told, and all are empty.
        inventory.set(part, [])
      }
    }
  }

  private typealias Structure = SMBIOSTable.Structure

  private func system(_ structure: Structure) -> HardwareItem {
    var item = HardwareItem(HardwareInventory.systemName)
    item[.manufacturer] = structure.text(4)
    item[.model] = structure.text(5)
    item[.version] = structure.text(6)
    item[.serialNumber] = structure.text(7)
    item[.uuid] = uuid(structure)
    item[.partNumber] = structure.text(0x19)
    item[.family] = structure.text(0x1A)
    return item
  }

  /// The UUID; its first three numbers are little-endian since 2.6. All zeros or all ones mean that there is none.
  private func uuid(_ structure: Structure) -> String? {
    var bytes = (8..<24).compactMap { structure.byte($0) }
    guard bytes.count == 16, bytes.contains(where: { $0 != 0 }), bytes.contains(where: { $0 != 0xFF }) else {
      return nil
    }
    if version >= 0x0206 {
      bytes = [3, 2, 1, 0, 5, 4, 7, 6].map { bytes[$0] } + bytes[8...]
    }
    let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }.joined(separator: "-")
  }

  private func enclosure(_ index: Int, _ structure: Structure) -> HardwareItem {
    var item = HardwareItem("Chassis \(index)")
    item[.manufacturer] = structure.text(4)
    item[.type] = structure.byte(5).flatMap { Self.enclosures[$0 & 0x7F] }
    item[.version] = structure.text(6)
    item[.serialNumber] = structure.text(7)
    item[.assetTag] = structure.text(8)
    item[.partNumber] = partNumber(ofEnclosure: structure)
    return item
  }

  /// The SKU stands behind a list whose length is told in two bytes before it.
  private func partNumber(ofEnclosure structure: Structure) -> String? {
    guard let count = structure.byte(0x13), let length = structure.byte(0x14) else { return nil }
    return structure.text(0x15 + count * length)
  }

  private func board(_ index: Int, _ structure: Structure) -> HardwareItem {
    var item = HardwareItem("Board \(index)")
    item[.manufacturer] = structure.text(4)
    item[.model] = structure.text(5)
    item[.version] = structure.text(6)
    item[.serialNumber] = structure.text(7)
    item[.assetTag] = structure.text(8)
    item[.location] = structure.text(0xA)
    return item
  }

  private var firmware: [HardwareItem] {
    var items = table[0].map { structure in
      var item = HardwareItem("BIOS")
      item[.manufacturer] = structure.text(4)
      item[.version] = structure.text(5)
      item[.released] = structure.text(8)
      return item
    }
    items += table[45].compactMap { structure in
      guard let name = structure.text(4) else { return nil }
      var item = HardwareItem(name)
      item[.version] = structure.text(5)
      item[.released] = structure.text(9)
      item[.manufacturer] = structure.text(0xA)
      return item
    }
    return items
  }

  private func processor(_ index: Int, _ structure: Structure) -> HardwareItem? {
    // Bit 6: something is in the socket.
    guard let status = structure.byte(0x18), status & 0x40 != 0 else { return nil }
    var item = HardwareItem(structure.text(4) ?? "CPU \(index)")
    item[.manufacturer] = structure.text(7)
    item[.model] = structure.text(0x10)
    item[.serialNumber] = structure.text(0x20)
    item[.assetTag] = structure.text(0x21)
    item[.partNumber] = structure.text(0x22)
    item[.maximumSpeedMHz] = structure.word(0x14).flatMap { $0 == 0 ? nil : $0 }
    item[.cores] = Self.count(structure, 0x23, 0x2A)
    item[.threads] = Self.count(structure, 0x25, 0x2E)
    return item
  }

  /// A count of one byte, and of two where one is not enough; 0 means unknown.
  private static func count(_ structure: Structure, _ short: Int, _ long: Int) -> Int? {
    guard let value = structure.byte(short), value != 0 else { return nil }
    guard value == 0xFF, let larger = structure.word(long) else { return value }
    return larger == 0 || larger == 0xFFFF ? nil : larger
  }

  private func module(_ index: Int, _ structure: Structure) -> HardwareItem? {
    // 0: nothing is plugged in.
    guard let size = structure.word(0xC), size != 0 else { return nil }
    var item = HardwareItem(name(ofModule: structure) ?? "Memory \(index)")
    item[.manufacturer] = structure.text(0x17)
    item[.partNumber] = structure.text(0x1A)
    item[.serialNumber] = structure.text(0x18)
    item[.assetTag] = structure.text(0x19)
    item[.type] = structure.byte(0x12).flatMap { Self.memoryTypes[$0] }
    item[.capacityBytes] = Self.capacity(structure, size)
    item[.speedMTs] = Self.speed(structure)
    item[.firmwareVersion] = structure.text(0x2B)
    return item
  }

  /// The socket of a module, with its bank where a board calls several sockets the same.
  private func name(ofModule structure: Structure) -> String? {
    guard let socket = structure.text(0x10) else { return structure.text(0x11) }
    guard table[17].filter({ $0.text(0x10) == socket }).count > 1, let bank = structure.text(0x11) else {
      return socket
    }
    return "\(bank) \(socket)"
  }

  /// Bytes of a module: in MiB or, with the highest bit, KiB; 0x7FFF says that it stands elsewhere, 0xFFFF that nobody
  /// knows.
  private static func capacity(_ structure: Structure, _ size: Int) -> Int? {
    switch size {
    case 0xFFFF: nil
    case 0x7FFF: structure.doubleWord(0x1C).map { ($0 & 0x7FFF_FFFF) << 20 }
    case 0x8000...: (size & 0x7FFF) << 10
    default: size << 20
    }
  }

  private static func speed(_ structure: Structure) -> Int? {
    guard let speed = structure.word(0x15), speed != 0 else { return nil }
    guard speed == 0xFFFF else { return speed }
    return structure.doubleWord(0x54).map { $0 & 0x7FFF_FFFF }
  }

  private func powerSupply(_ index: Int, _ structure: Structure) -> HardwareItem? {
    // Bit 1 of the characteristics: it is there.
    guard let characteristics = structure.word(0xE), characteristics & 2 != 0 else { return nil }
    var item = HardwareItem(structure.text(5) ?? structure.text(6) ?? "Power supply \(index)")
    item[.model] = structure.text(6)
    item[.manufacturer] = structure.text(7)
    item[.serialNumber] = structure.text(8)
    item[.assetTag] = structure.text(9)
    item[.partNumber] = structure.text(0xA)
    item[.version] = structure.text(0xB)
    item[.capacityWatts] = structure.word(0xC).flatMap { $0 == 0x8000 || $0 == 0 ? nil : $0 }
    return item
  }

  private func fan(_ index: Int, _ structure: Structure) -> HardwareItem? {
    // The lower five bits: what it is; fans and blowers are 3 to 7, what is not in the list is something else.
    guard let type = structure.byte(6), (3...7).contains(type & 0x1F) else { return nil }
    return HardwareItem(structure.text(0xE) ?? "Fan \(index)")
  }

  private static let enclosures: [Int: String] = [
    3: "Desktop", 4: "Low Profile Desktop", 5: "Pizza Box", 6: "Mini Tower", 7: "Tower", 8: "Portable", 9: "Laptop",
    10: "Notebook", 13: "All in One", 17: "Main Server Chassis", 18: "Expansion Chassis", 19: "SubChassis",
    21: "Peripheral Chassis", 22: "RAID Chassis", 23: "Rack Mount Chassis", 25: "Multi-system Chassis",
    28: "Blade", 29: "Blade Enclosure", 33: "IoT Gateway", 34: "Embedded PC", 35: "Mini PC",
  ]

  private static let memoryTypes: [Int: String] = [
    0x12: "DDR", 0x13: "DDR2", 0x14: "DDR2 FB-DIMM", 0x18: "DDR3", 0x1A: "DDR4", 0x1B: "LPDDR", 0x1C: "LPDDR2",
    0x1D: "LPDDR3", 0x1E: "LPDDR4", 0x1F: "Logical non-volatile device", 0x20: "HBM", 0x21: "HBM2", 0x22: "DDR5",
    0x23: "LPDDR5", 0x24: "HBM3",
  ]
}

extension HardwareInventory {
  /// What the only system of a machine is called in its list.
  static let systemName = "System"
}
