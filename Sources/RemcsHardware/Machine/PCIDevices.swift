internal import RemcsCore

/// PCI functions in sysfs.
struct PCIDevices {
  let tree: MachineTree
  let names: PCINames

  private static let folder = "/sys/bus/pci/devices"

  func fill(_ inventory: inout HardwareInventory) {
    guard let addresses = tree.entries(Self.folder) else { return }
    let slots = slots()
    let functions = addresses.compactMap { address in function(address, slots) }
    let wanted = names.find(functions.flatMap { [$0.id, $0.subsystem] }, classes: functions.map(\.classCode))
    inventory.set(
      .pciDevices,
      functions.map { function in
        var item = function.item
        item[.manufacturer] = wanted.vendor(of: function.id)
        item[.model] = wanted.device(function.id)
        item[.type] = wanted.kind(function.classCode)
        return item
      })
  }

  private struct Function {
    var item: HardwareItem
    let id: PCINames.ID
    let subsystem: PCINames.ID
    let classCode: Int
  }

  private func function(_ address: String, _ slots: [String: String]) -> Function? {
    let path = "\(Self.folder)/\(address)"
    // A virtual function is made by software, and comes and goes with it.
    guard !tree.exists(path + "/physfn"), let vendor = number(path, "vendor"), let device = number(path, "device")
    else { return nil }
    let id = PCINames.ID(vendor: vendor, device: device)
    let subsystem = PCINames.ID(
      vendor: number(path, "subsystem_vendor") ?? 0, device: number(path, "subsystem_device") ?? 0)
    var item = HardwareItem(address)
    item[.pciID] = id.text
    if subsystem.vendor != 0, subsystem.vendor != 0xFFFF { item[.subsystemID] = subsystem.text }
    item[.version] = tree.text(path + "/revision")
    item[.driver] = tree.linkName(path + "/driver")
    item[.location] = slots[String(address.split(separator: ".").first ?? "")]
    return Function(
      item: item, id: id, subsystem: subsystem, classCode: tree.number(path + "/class").map { $0 >> 8 & 0xFFFF } ?? 0)
  }

  private func number(_ path: String, _ file: String) -> Int? {
    tree.number("\(path)/\(file)").flatMap { (0...0xFFFF).contains($0) ? $0 : nil }
  }

  /// The name that is printed beside a slot, by the address in it.
  private func slots() -> [String: String] {
    var result: [String: String] = [:]
    for name in tree.entries("/sys/bus/pci/slots") ?? [] {
      if let address = tree.text("/sys/bus/pci/slots/\(name)/address") { result[address] = "Slot \(name)" }
    }
    return result
  }
}

/// Names for PCI numbers, from the list `pci.ids` where it is installed.
struct PCINames {
  /// A vendor and one of its devices.
  struct ID: Hashable {
    let vendor: Int
    let device: Int
    /// `8086:1572`.
    var text: String { Self.digits(vendor) + ":" + Self.digits(device) }

    private static func digits(_ number: Int) -> String {
      let text = String(number, radix: 16)
      return String(repeating: "0", count: max(0, 4 - text.count)) + text
    }
  }

  /// The names that were found.
  struct Found {
    fileprivate(set) var vendors: [Int: String] = [:]
    fileprivate(set) var devices: [ID: String] = [:]
    fileprivate(set) var kinds: [Int: String] = [:]

    /// Who made a device; nil if the list does not know.
    func vendor(of id: ID) -> String? { vendors[id.vendor] }
    /// What a device is called.
    func device(_ id: ID) -> String? { devices[id] }
    /// What a device of a class and subclass is.
    func kind(_ code: Int) -> String? { kinds[code] ?? kinds[code & 0xFF00 | 0x1_0000] }
  }

  private let list: [UInt8]

  /// Reads the list, if there is one.
  init(_ tree: MachineTree) {
    var list: [UInt8] = []
    for path in ["/usr/share/misc/pci.ids", "/usr/share/hwdata/pci.ids"] where list.isEmpty {
      if case .bytes(let bytes) = tree.content(path, maximum: 8 << 20) { list = bytes }
    }
    self.list = list
  }

  /// Goes through the list once and picks what is wanted.
  func find(_ ids: [ID], classes: [Int]) -> Found {
    let (vendors, wanted, kinds) = (Set(ids.map(\.vendor)), Set(ids), Set(classes))
    var found = Found()
    var vendor: Int?
    var kind: Int?
    for line in list.split(separator: 10) {
      guard let first = line.first, first != UInt8(ascii: "#") else { continue }
      let tabs = line.prefix { $0 == 9 }.count
      let entry = line.dropFirst(tabs)
      if tabs == 0, entry.starts(with: [UInt8(ascii: "C"), 32]) {
        kind = Self.number(entry.dropFirst(2), digits: 2)
        vendor = nil
        if let kind { found.kinds[kind << 8 | 0x1_0000] = Self.name(entry, after: 4) }
      } else if tabs == 0 {
        kind = nil
        vendor = Self.number(entry, digits: 4).flatMap { vendors.contains($0) ? $0 : nil }
        if let vendor { found.vendors[vendor] = Self.name(entry, after: 4) }
      } else if tabs == 1, let vendor, let device = Self.number(entry, digits: 4) {
        let id = ID(vendor: vendor, device: device)
        if wanted.contains(id) { found.devices[id] = Self.name(entry, after: 4) }
      } else if tabs == 1, let kind, let sub = Self.number(entry, digits: 2), kinds.contains(kind << 8 | sub) {
        found.kinds[kind << 8 | sub] = Self.name(entry, after: 2)
      }
    }
    return found
  }

  private static func number(_ bytes: ArraySlice<UInt8>, digits: Int) -> Int? {
    guard bytes.count > digits else { return nil }
    return Int(String(decoding: bytes.prefix(digits), as: UTF8.self), radix: 16)
  }

  private static func name(_ bytes: ArraySlice<UInt8>, after count: Int) -> String? {
    MakerText.meaningful(String(decoding: bytes.dropFirst(count), as: UTF8.self))
  }
}
