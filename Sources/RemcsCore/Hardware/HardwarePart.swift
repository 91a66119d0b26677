/// The parts of a machine, in the order in which they are listed; the raw value is the name of the list in JSON
/// (docs/hardware.md).
public enum HardwarePart: String, Sendable, Codable, CaseIterable, Comparable {
  /// The machine as a whole. One machine has one, an enclosure of several partitions several.
  case systems
  /// Cases: chassis, racks, blades.
  case enclosures
  /// Base boards.
  case boards
  /// Programs in the hardware: BIOS, management controller, and what else the source lists.
  case firmware
  /// Sockets with a processor in them.
  case processors
  /// Memory modules that are plugged in.
  case memoryModules
  /// Functions of PCI devices.
  case pciDevices
  /// Drives.
  case disks
  /// Network interfaces with hardware behind them.
  case networkInterfaces
  /// Power supplies.
  case powerSupplies
  /// Fans.
  case fans

  /// The order of listing.
  public static func < (left: HardwarePart, right: HardwarePart) -> Bool { left.order < right.order }

  private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A property that is a text; the raw value is its name in JSON.
public enum HardwareText: String, Sendable, Codable, CaseIterable {
  /// Who made it.
  case manufacturer
  /// The name of the product.
  case model
  /// The family of products.
  case family
  /// The version, revision or stepping; of firmware the version that runs.
  case version
  /// The number of this very piece.
  case serialNumber
  /// The number to order it by.
  case partNumber
  /// The number that its owner gave it.
  case assetTag
  /// What kind it is, in the source's words: `DDR4`, `Rack Mount Chassis`, `Ethernet controller`.
  case type
  /// UUID of the system, lower case.
  case uuid
  /// Where it sits, where that is not its id.
  case location
  /// When firmware was released, as the source says it.
  case released
  /// The version of the firmware in the piece itself: microcode of a processor, firmware of a drive.
  case firmwareVersion
  /// What it is connected by: `SATA`, `NVMe`, `SAS`.
  case interface
  /// The name of the device in the operating system. It may change at every start and is not compared.
  case deviceName
  /// The driver that has it.
  case driver
  /// MAC address, lower case.
  case macAddress
  /// Four hexadecimal digits each, `vendor:device`.
  case pciID
  /// The same of the card that it is on.
  case subsystemID
  /// The PCI address behind a network interface.
  case pciAddress
}

/// A property that is a number; the raw value is its name in JSON and says the unit.
public enum HardwareNumber: String, Sendable, Codable, CaseIterable {
  /// Bytes.
  case capacityBytes
  /// Bytes that the operating system can use. It changes with the kernel and is not compared.
  case usableMemoryBytes
  /// Megahertz at most.
  case maximumSpeedMHz
  /// Million transfers a second.
  case speedMTs
  /// Processor cores and threads.
  case cores
  /// See ``cores``.
  case threads
  /// Bytes of a logical block.
  case blockBytes
  /// Watts at most.
  case capacityWatts
}

extension HardwareText {
  /// Whether a difference means a change of the hardware.
  var isCompared: Bool { self != .deviceName && self != .driver }
}

extension HardwareNumber {
  /// Whether a difference means a change of the hardware.
  var isCompared: Bool { self != .usableMemoryBytes }
  /// Whether it counts bytes, which people read in larger units.
  public var isBytes: Bool { [.capacityBytes, .usableMemoryBytes, .blockBytes].contains(self) }
}
