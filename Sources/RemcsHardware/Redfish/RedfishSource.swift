internal import RemcsCore

/// Reads the hardware from a Redfish service (DMTF DSP0266), such as that of a management controller.
struct RedfishSource {
  var limits = RedfishLimits()

  /// Everything that the service tells, in the normalised form.
  /// - Throws: why nothing is known: no connection, no trust, no login, no Redfish, or no end.
  func inventory(
    _ address: RedfishAddress, password: String, cancellation: Cancellation
  ) throws(HardwareFailure) -> HardwareInventory {
    let connection = try RedfishConnection(address, password: password, limits: limits, cancellation: cancellation)
    return try RedfishWalk(connection).run()
  }
}

/// One walk through the resources of a service. A part of which one resource cannot be read is not told at all, since
/// what is left would look like something that was removed.
final class RedfishWalk {
  private let connection: RedfishConnection
  private var found: [HardwarePart: [HardwareItem]] = [:]
  private var failed: [HardwarePart: HardwareInventory.Reason] = [:]
  /// What was asked for already: a service may link in circles, and several resources name the same drive.
  private var seen: Set<RedfishPath> = []

  init(_ connection: RedfishConnection) { self.connection = connection }

  func run() throws(HardwareFailure) -> HardwareInventory {
    let root = try serviceRoot()
    let systems = try members(root["Systems"], of: .systems)
    for system in systems { try read(system: system, prefix: prefix(system, among: systems)) }
    let chassis = try members(root["Chassis"], of: .enclosures)
    for one in chassis { try read(chassis: one, prefix: prefix(one, among: chassis)) }
    if let link = root["UpdateService"], let service = try resource(link, of: .firmware) {
      for item in try members(service["FirmwareInventory"], of: .firmware) { add(.firmware, firmware(item)) }
    }
    for manager in try members(root["Managers"], of: .firmware) { add(.firmware, managerFirmware(manager)) }
    var inventory = HardwareInventory(source: .redfish)
    for (part, items) in found { inventory.set(part, items) }
    for (part, reason) in failed { inventory.miss(part, reason) }
    guard !inventory.parts.isEmpty else {
      throw .failed(HardwareRemark(.notUnderstood, RedfishPath.root.text, "Systems, Chassis"))
    }
    return inventory
  }

  private func serviceRoot() throws(HardwareFailure) -> JSONValue {
    switch try connection.get(.root) {
    case .document(let root):
      guard root["@odata.type"]?.text?.contains("ServiceRoot") == true || root["RedfishVersion"]?.text != nil else {
        throw .failed(HardwareRemark(.notUnderstood, RedfishPath.root.text, "ServiceRoot"))
      }
      return root
    case .unreadable: throw .failed(HardwareRemark(.notUnderstood, RedfishPath.root.text, "JSON"))
    case .refused(let status): throw .failed(HardwareRemark(.refused, RedfishPath.root.text, String(status)))
    }
  }

  // MARK: Asking

  private func add(_ part: HardwarePart, _ item: HardwareItem?) {
    guard let item, found[part, default: []].count <= HardwareInventory.mostItems else { return }
    found[part, default: []].append(item)
  }

  private func fail(_ part: HardwarePart, _ reason: HardwareInventory.Reason) { failed[part] = reason }

  /// The resource behind a link; nil if it was asked for already, is not there, or cannot be read, which is noted for
  /// the part.
  private func resource(_ link: JSONValue?, of part: HardwarePart) throws(HardwareFailure) -> JSONValue? {
    guard let link, let text = link["@odata.id"]?.text else { return nil }
    guard let path = RedfishPath(text) else {
      fail(part, .unreadable)
      return nil
    }
    guard seen.insert(path).inserted else { return nil }
    switch try connection.get(path) {
    case .document(let document):
      guard case .object = document else { break }
      return document
    case .refused(let status):
      // What a service links to and does not have is not there; anything else is kept from us.
      if ![404, 410].contains(status) { fail(part, status == 403 ? .notPermitted : .unreadable) }
      return nil
    case .unreadable: break
    }
    fail(part, .unreadable)
    return nil
  }

  /// The members of a collection page by page, or of a list of links, without those that are places only. The part is
  /// known from now on, even if there are none.
  private func members(_ link: JSONValue?, of part: HardwarePart) throws(HardwareFailure) -> [JSONValue] {
    var result: [JSONValue] = []
    if case .array(let links)? = link {
      found[part] = found[part] ?? []
      for link in links { try append(link, of: part, to: &result) }
      return result
    }
    var next = link
    while let page = try resource(next, of: part) {
      guard case .array(let links)? = page["Members"] else {
        fail(part, .unreadable)
        break
      }
      found[part] = found[part] ?? []
      for link in links { try append(link, of: part, to: &result) }
      let link = page["Members@odata.nextLink"] ?? page["@odata.nextLink"]
      next = link.map { JSONValue.object(["@odata.id": $0]) }
    }
    return result
  }

  private func append(
    _ link: JSONValue, of part: HardwarePart, to result: inout [JSONValue]
  ) throws(HardwareFailure) {
    guard let member = link.isWhole ? link : try resource(link, of: part) else { return }
    guard member["Status"]?["State"]?.text != "Absent" else { return }
    guard result.count < HardwareInventory.mostItems else { return fail(part, .unreadable) }
    result.append(member)
  }

  /// What stands before names of a system or chassis, where there are several.
  private func prefix(_ one: JSONValue, among all: [JSONValue]) -> String {
    all.count > 1 ? (one["Id"]?.text ?? one["Name"]?.text ?? "-") + " " : ""
  }

  // MARK: Systems

  private func read(system: JSONValue, prefix: String) throws(HardwareFailure) {
    var item = piece(system, name: prefix.isEmpty ? HardwareInventory.systemName : system["Id"]?.text)
    item[.partNumber] = system["SKU"]?.text ?? system["PartNumber"]?.text
    item[.uuid] = system["UUID"]?.text?.lowercased()
    item[.type] = system["SystemType"]?.text
    add(.systems, item)
    if let version = system["BiosVersion"]?.text {
      var bios = HardwareItem(prefix + "BIOS")
      bios[.version] = version
      add(.firmware, bios)
    }
    for one in try members(system["Processors"], of: .processors) { add(.processors, processor(one, prefix)) }
    for one in try members(system["Memory"], of: .memoryModules) { add(.memoryModules, module(one, prefix)) }
    for one in try members(system["PCIeDevices"], of: .pciDevices) { add(.pciDevices, try device(one, prefix)) }
    for one in try members(system["EthernetInterfaces"], of: .networkInterfaces) {
      add(.networkInterfaces, interface(one, prefix))
    }
    let storages = try members(system["Storage"], of: .disks)
    for storage in storages {
      for drive in try members(storage["Drives"], of: .disks) { add(.disks, disk(drive, prefix)) }
    }
    guard storages.isEmpty else { return }
    for storage in try members(system["SimpleStorage"], of: .disks) {
      for (index, drive) in (storage["Devices"]?.elements ?? []).enumerated()
      where drive["Status"]?["State"]?.text != "Absent" {
        var item = piece(drive, name: prefix + (drive["Name"]?.text ?? "Drive \(index)"))
        item[.capacityBytes] = drive["CapacityBytes"]?.count
        add(.disks, item)
      }
    }
  }

  private func processor(_ processor: JSONValue, _ prefix: String) -> HardwareItem {
    var item = piece(processor, name: prefix + (processor["Socket"]?.text ?? name(processor)))
    item[.type] = processor["ProcessorType"]?.text
    item[.version] = processor["ProcessorId"]?["Step"]?.text
    item[.firmwareVersion] = processor["ProcessorId"]?["MicrocodeInfo"]?.text ?? processor["FirmwareVersion"]?.text
    item[.maximumSpeedMHz] = processor["MaxSpeedMHz"]?.count
    item[.cores] = processor["TotalCores"]?.count
    item[.threads] = processor["TotalThreads"]?.count
    return item
  }

  private func module(_ module: JSONValue, _ prefix: String) -> HardwareItem {
    let place = module["DeviceLocator"]?.text ?? module["Location"]?["PartLocation"]?["ServiceLabel"]?.text
    var item = piece(module, name: prefix + (place ?? name(module)))
    item[.type] = module["MemoryDeviceType"]?.text ?? module["MemoryType"]?.text
    item[.firmwareVersion] = module["FirmwareRevision"]?.text
    item[.capacityBytes] = module["CapacityMiB"]?.count.flatMap { $0 <= Int.max >> 20 ? $0 << 20 : nil }
    item[.speedMTs] = module["OperatingSpeedMhz"]?.count
    return item
  }

  private func disk(_ drive: JSONValue, _ prefix: String) -> HardwareItem {
    let serial = drive["SerialNumber"]?.text.flatMap(MakerText.meaningful)
    var item = piece(drive, name: serial ?? prefix + name(drive))
    item[.type] = drive["MediaType"]?.text
    item[.interface] = drive["Protocol"]?.text
    item[.firmwareVersion] = drive["Revision"]?.text ?? drive["FirmwareVersion"]?.text
    item[.capacityBytes] = drive["CapacityBytes"]?.count
    item[.blockBytes] = drive["BlockSizeBytes"]?.count
    item[.location] = drive["PhysicalLocation"]?["PartLocation"]?["ServiceLabel"]?.text ?? drive["Name"]?.text
    return item
  }

  private func interface(_ interface: JSONValue, _ prefix: String) -> HardwareItem? {
    // A VLAN or a bond is made by software.
    guard interface["EthernetInterfaceType"]?.text != "Virtual" else { return nil }
    var item = HardwareItem(prefix + (interface["Id"]?.text ?? name(interface)))
    item[.macAddress] = (interface["PermanentMACAddress"]?.text ?? interface["MACAddress"]?.text)?.lowercased()
    return item
  }

  private func device(_ device: JSONValue, _ prefix: String) throws(HardwareFailure) -> HardwareItem {
    var item = piece(device, name: prefix + (device["Id"]?.text ?? name(device)))
    item[.firmwareVersion] = device["FirmwareVersion"]?.text
    item[.location] = device["Slot"]?["Location"]?["PartLocation"]?["ServiceLabel"]?.text
    // Numbers stand with the functions, and the first is as good as any: they are of one card.
    let functions = try members(device["PCIeFunctions"] ?? device["Links"]?["PCIeFunctions"], of: .pciDevices)
    guard let function = functions.first else { return item }
    item[.type] = function["DeviceClass"]?.text
    item[.pciID] = Self.pciID(function["VendorId"], function["DeviceId"])
    item[.subsystemID] = Self.pciID(function["SubsystemVendorId"], function["SubsystemId"])
    return item
  }

  /// `0x8086` and `0x1572` as `8086:1572`.
  private static func pciID(_ vendor: JSONValue?, _ device: JSONValue?) -> String? {
    func number(_ value: JSONValue?) -> Int? {
      guard let text = value?.text?.lowercased() else { return nil }
      let digits = text.hasPrefix("0x") ? text.dropFirst(2) : text[...]
      return Int(digits, radix: 16).flatMap { (0...0xFFFF).contains($0) ? $0 : nil }
    }
    guard let vendor = number(vendor), let device = number(device) else { return nil }
    return PCINames.ID(vendor: vendor, device: device).text
  }

  // MARK: Chassis, firmware

  private func read(chassis: JSONValue, prefix: String) throws(HardwareFailure) {
    var item = piece(chassis, name: chassis["Id"]?.text)
    item[.type] = chassis["ChassisType"]?.text
    add(.enclosures, item)
    for one in try members(chassis["PCIeDevices"], of: .pciDevices) { add(.pciDevices, try device(one, prefix)) }
    for drives in [chassis["Drives"], chassis["Links"]?["Drives"]] {
      for one in try members(drives, of: .disks) { add(.disks, disk(one, prefix)) }
    }
    // Services of before 2020 have all in one resource, later ones a collection; some have both.
    let supplies = try resource(chassis["PowerSubsystem"], of: .powerSupplies)
    var powers = try members(supplies?["PowerSupplies"], of: .powerSupplies)
    if powers.isEmpty, let power = try resource(chassis["Power"], of: .powerSupplies), power["PowerSupplies"] != nil {
      powers = try members(power["PowerSupplies"], of: .powerSupplies)
    }
    for one in powers {
      var item = piece(one, name: prefix + name(one))
      item[.type] = one["PowerSupplyType"]?.text
      item[.firmwareVersion] = one["FirmwareVersion"]?.text
      item[.capacityWatts] = one["PowerCapacityWatts"]?.count
      add(.powerSupplies, item)
    }
    let cooling = try resource(chassis["ThermalSubsystem"], of: .fans)
    var fans = try members(cooling?["Fans"], of: .fans)
    if fans.isEmpty, let thermal = try resource(chassis["Thermal"], of: .fans), thermal["Fans"] != nil {
      fans = try members(thermal["Fans"], of: .fans)
    }
    for one in fans { add(.fans, piece(one, name: prefix + (one["FanName"]?.text ?? name(one)))) }
  }

  private func firmware(_ firmware: JSONValue) -> HardwareItem? {
    var item = HardwareItem(firmware["Name"]?.text ?? firmware["Id"]?.text ?? "-")
    item[.manufacturer] = firmware["Manufacturer"]?.text
    item[.version] = firmware["Version"]?.text
    item[.released] = firmware["ReleaseDate"]?.text
    return item
  }

  private func managerFirmware(_ manager: JSONValue) -> HardwareItem? {
    guard let version = manager["FirmwareVersion"]?.text else { return nil }
    var item = HardwareItem("Manager " + (manager["Id"]?.text ?? "-"))
    item[.manufacturer] = manager["Manufacturer"]?.text
    item[.model] = manager["Model"]?.text
    item[.version] = version
    return item
  }

  /// What all pieces have in common.
  private func piece(_ resource: JSONValue, name: String?) -> HardwareItem {
    var item = HardwareItem(name ?? "-")
    func text(_ name: String) -> String? { resource[name]?.text.flatMap(MakerText.meaningful) }
    item[.manufacturer] = text("Manufacturer")
    item[.model] = text("Model")
    item[.serialNumber] = text("SerialNumber")
    item[.partNumber] = text("PartNumber") ?? text("SparePartNumber")
    item[.assetTag] = text("AssetTag")
    return item
  }

  /// What a piece is called: its name, with its id where the name alone is everybody's.
  private func name(_ resource: JSONValue) -> String {
    let id = resource["MemberId"]?.text ?? resource["Id"]?.text
    return resource["Name"]?.text ?? id ?? "-"
  }
}
