internal import RemcsCore

/// Drives in sysfs: what has hardware behind it and stays in the machine.
struct BlockDevices {
  let tree: MachineTree

  private static let folder = "/sys/block"

  func fill(_ inventory: inout HardwareInventory) {
    guard let names = tree.entries(Self.folder) else { return }
    inventory.set(.disks, names.compactMap(drive))
  }

  private func drive(_ name: String) -> HardwareItem? {
    let path = "\(Self.folder)/\(name)"
    // Loops, RAM disks and what is made of other drives have no device; sticks and discs come and go.
    guard tree.exists(path + "/device"), tree.number(path + "/removable") != 1 else { return nil }
    let serial = serialNumber(path)
    // Names change with the order of finding: a drive is told by its number where it has one.
    var item = HardwareItem(serial ?? tree.text(path + "/wwid") ?? tree.text(path + "/device/wwid") ?? name)
    item[.serialNumber] = serial
    item[.manufacturer] = tree.text(path + "/device/vendor").flatMap { ["ATA", "0x1af4"].contains($0) ? nil : $0 }
    item[.model] = tree.text(path + "/device/model")
    item[.firmwareVersion] = tree.text(path + "/device/firmware_rev") ?? tree.text(path + "/device/rev")
    item[.deviceName] = name
    item[.interface] = interface(path, name)
    // A virtual drive says that it turns.
    item[.type] =
      item[.interface] == "virtio" ? nil : tree.number(path + "/queue/rotational").map { $0 == 0 ? "SSD" : "HDD" }
    // The kernel counts in 512 bytes, whatever the drive does.
    item[.capacityBytes] = tree.number(path + "/size").flatMap { (0...Int.max >> 9).contains($0) ? $0 << 9 : nil }
    item[.blockBytes] = tree.number(path + "/queue/logical_block_size")
    return item
  }

  /// NVMe and virtio have a file for it, SCSI and SATA page 80 of the vital product data: four bytes before the number.
  private func serialNumber(_ path: String) -> String? {
    for file in ["/device/serial", "/serial"] {
      if let text = tree.text(path + file) { return text }
    }
    guard case .bytes(let page) = tree.content(path + "/device/vpd_pg80"), page.count > 4, page[1] == 0x80 else {
      return nil
    }
    let length = Int(page[2]) << 8 | Int(page[3])
    return MakerText.meaningful(String(decoding: page.dropFirst(4).prefix(length), as: UTF8.self))
  }

  private func interface(_ path: String, _ name: String) -> String? {
    let place = tree.link(path) ?? ""
    let folders = place.split(separator: "/")
    if name.hasPrefix("nvme") { return "NVMe" }
    if folders.contains(where: { $0.hasPrefix("usb") }) { return "USB" }
    if folders.contains(where: { $0.hasPrefix("ata") }) { return "SATA" }
    if folders.contains(where: { $0.hasPrefix("end_device") }) { return "SAS" }
    if folders.contains(where: { $0.hasPrefix("virtio") }) { return "virtio" }
    return name.hasPrefix("mmcblk") ? "MMC" : nil
  }
}

/// Network interfaces in sysfs that have hardware behind them.
struct NetworkInterfaces {
  let tree: MachineTree

  private static let folder = "/sys/class/net"

  func fill(_ inventory: inout HardwareInventory) {
    guard let found = tree.entries(Self.folder) else { return }
    let devices = inventory[.pciDevices] ?? []
    inventory.set(
      .networkInterfaces,
      found.compactMap { name in
        let path = "\(Self.folder)/\(name)"
        guard tree.exists(path + "/device"), !tree.exists(path + "/device/physfn") else { return nil }
        var item = HardwareItem(name)
        // A member of a bond shows the address of the bond; its own stands there.
        let address = tree.text(path + "/bonding_slave/perm_hwaddr") ?? tree.text(path + "/address")
        item[.macAddress] = address?.lowercased()
        item[.driver] = tree.linkName(path + "/device/driver")
        // .../0000:00:03.0/virtio1/net/eth0: the last PCI function on the way is its own.
        let folders = Set(tree.link(path)?.split(separator: "/").map(String.init) ?? [])
        if let device = devices.last(where: { folders.contains($0.id) }) {
          item[.pciAddress] = device.id
          item[.pciID] = device[.pciID]
          item[.manufacturer] = device[.manufacturer]
          item[.model] = device[.model]
        }
        return item
      })
  }
}
