internal import Localization
internal import RemcsCore

extension TextScreen {
  /// Figure 4.18, with what the manual does not show: everything that leaves, and what has changed since it last did.
  static func hardware(_ configuration: HardwareConfiguration) -> TextScreen {
    TextScreen(.hardware, buttons: [.send, .cancel], primary: .send) { words, columns in
      configuration.lines(in: words.language).flatMap { line in
        BodyRow.paragraph(line.text, column: 2 + 2 * line.depth, columns: columns)
      }
    }
  }
}

/// A machine for pictures and tests of screens.
enum SampleHardware {
  /// Hardware in which a module was added since the last report.
  static let configuration: HardwareConfiguration = {
    let before = inventory(modules: 1)
    let now = inventory(modules: 2)
    return HardwareConfiguration(
      inventory: now, since: .init(sequence: 5, created: "2026-11-24T10:00:00+09:00"),
      changes: now.changes(since: before))
  }()

  private static func inventory(modules: Int) -> HardwareInventory {
    var inventory = HardwareInventory(source: .machine)
    var system = HardwareItem("System")
    system[.manufacturer] = "FUJITSU"
    system[.model] = "PRIMEQUEST 3800E"
    system[.serialNumber] = "1234567890"
    inventory.set(.systems, [system])
    var bios = HardwareItem("BIOS")
    bios[.version] = "PA17121"
    bios[.released] = "06/15/2026"
    inventory.set(.firmware, [bios])
    inventory.set(.processors, (0..<2).map { processor("CPU \($0)") })
    inventory.set(.memoryModules, (0..<modules).map { module("DIMM \($0)") })
    var disk = HardwareItem("S45PNA0M")
    disk[.serialNumber] = "S45PNA0M"
    disk[.model] = "PM983"
    disk[.interface] = "NVMe"
    disk[.capacityBytes] = 960_197_124_096
    inventory.set(.disks, [disk])
    inventory.miss(.powerSupplies, .notPermitted)
    return inventory
  }

  private static func processor(_ name: String) -> HardwareItem {
    var item = HardwareItem(name)
    item[.manufacturer] = "Intel"
    item[.model] = "Xeon Platinum 8180"
    item[.cores] = 28
    item[.threads] = 56
    return item
  }

  private static func module(_ name: String) -> HardwareItem {
    var item = HardwareItem(name)
    item[.manufacturer] = "Samsung"
    item[.partNumber] = "M393A4K40CB2-CTD"
    item[.type] = "DDR4"
    item[.capacityBytes] = 32 << 30
    return item
  }
}
