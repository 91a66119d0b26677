import Foundation
import TestSupport

/// A folder of Redfish documents, `PATH/index.json`, as the DMTF lays out its mock-ups and `sushy-static` serves them.
struct MockUp {
  let folder: URL
  private static let root = "/redfish/v1"

  init() throws { folder = try TestDirectory.make() }

  /// Folders of mock-ups that somebody has at hand, such as those of DSP2043: `REMCS_MOCKUPS=FOLDER:FOLDER`.
  static let others = (ProcessInfo.processInfo.environment["REMCS_MOCKUPS"] ?? "").split(separator: ":").map(
    String.init)

  /// The documents that the authors of sushy test their client with, unchanged, each where its own name says; of several
  /// with one name the first. Memory and a rack of those of rsd-lib are put where lists among them lead to nothing, and
  /// one chassis of ours leads to the power supplies and devices that no chassis of theirs leads to.
  static func foreign() throws -> MockUp {
    let mockUp = try MockUp()
    let sushy = try RedfishPeer.package("sushy").appendingPathComponent("tests/unit/json_samples")
    let rackScale = try RedfishPeer.package("rsd_lib").appendingPathComponent("tests/unit/json_samples")
    let elsewhere = [
      "Systems/437XR1138R2/Memory": rackScale.appendingPathComponent("v2_1/memory_collection.json"),
      "Systems/System1/Memory/Dimm1": rackScale.appendingPathComponent("v2_1/memory.json"),
      "Systems/System1/Memory/Dimm2": rackScale.appendingPathComponent("v2_2/memory.json"),
      "Chassis/Blade3": rackScale.appendingPathComponent("v2_1/chassis.json"),
      "Chassis/Rack1/Power": rackScale.appendingPathComponent("v2_1/power.json"),
      "Chassis/Rack1/Thermal": rackScale.appendingPathComponent("v2_1/thermal.json"),
      "Chassis/System.Embedded.1/PCIeDevices/65-0": sushy.appendingPathComponent("pcie_device_onboard.json"),
      "UpdateService/FirmwareInventory/Current-101560-25.5.6.0009":
        sushy.appendingPathComponent("softwareinventory.json"),
    ]
    for (path, file) in elsewhere { try mockUp.place(Data(contentsOf: file), at: "\(root)/\(path)") }
    for name in try FileManager.default.contentsOfDirectory(atPath: sushy.path).sorted() {
      let file = sushy.appendingPathComponent(name)
      // One of the roots has next to nothing.
      guard name != "bare_minimum_root.json", !elsewhere.values.contains(file) else { continue }
      let data = try Data(contentsOf: file)
      guard let document = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any],
        let path = document["@odata.id"] as? String, path.hasPrefix(root), try mockUp.document(path) == nil
      else { continue }
      try mockUp.place(data, at: path)
    }
    try mockUp.place(
      #"""
      {"@odata.type":"#Chassis.v1_8_0.Chassis","@odata.id":"/redfish/v1/Chassis/Blade2","Id":"Blade2","Name":"Blade 2",
      "ChassisType":"Blade","PCIeDevices":{"@odata.id":"/redfish/v1/Chassis/System.Embedded.1/PCIeDevices"},
      "Power":{"@odata.id":"/redfish/v1/Chassis/MultiBladeEncl/Power"}}
      """#, at: "\(root)/Chassis/Blade2")
    return mockUp
  }

  /// Puts a document where it is asked for.
  func place(_ document: Data, at path: String) throws {
    let file = Self.file(path, in: folder)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try document.write(to: file, options: .atomic)
  }

  func place(_ document: String, at path: String) throws { try place(Data(document.utf8), at: path) }

  /// The document of a path; nil if there is none.
  func document(_ path: String) throws -> [String: Any]? { Self.document(path, in: folder) }

  static func document(_ path: String, in folder: URL) -> [String: Any]? {
    (try? Data(contentsOf: file(path, in: folder)))
      .flatMap { try? JSONSerialization.jsonObject(with: $0) } as? [String: Any]
  }

  private static func file(_ path: String, in folder: URL) -> URL {
    folder.appendingPathComponent(path.dropFirst(root.count) + "/index.json")
  }
}

/// Everything that can be reached from the root of a service by any link in any document, whatever it is called, and what
/// of it is hardware by its type alone: a second opinion on the walk of the program, which follows links by their names.
struct LinkedDocuments {
  private var documents: [String: [String: Any]] = [:]
  /// What a list of members names.
  private var members: Set<String> = []

  /// Follows all links; `get` gives the document of a path.
  init(_ get: (String) throws -> [String: Any]?) rethrows {
    var waiting = ["/redfish/v1"]
    var asked: Set<String> = []
    while let path = waiting.popLast() {
      guard asked.insert(path).inserted, let document = try get(path) else { continue }
      documents[path] = document
      for link in document["Members"] as? [[String: Any]] ?? [] {
        if let path = link["@odata.id"] as? String { members.insert(Self.plain(path)) }
      }
      waiting += Self.links(document)
    }
  }

  private static func plain(_ link: String) -> String {
    let path = String(link.prefix { $0 != "#" })
    return path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  private static func links(_ value: Any) -> [String] {
    if let list = value as? [Any] { return list.flatMap(links) }
    return (value as? [String: Any] ?? [:]).flatMap { name, value in
      if name.hasSuffix("@odata.id") || name.hasSuffix("nextLink"), let link = value as? String { return [plain(link)] }
      return links(value)
    }
  }

  /// The documents of a type, without those of places where nothing is.
  private func of(_ type: String, where isWanted: (String) -> Bool = { _ in true }) -> [[String: Any]] {
    documents.filter { ($0.value["@odata.type"] as? String)?.hasPrefix("#\(type).") == true && isWanted($0.key) }
      .map(\.value).filter(Self.isThere)
  }

  /// What stands in a list within the documents of a type.
  private func within(_ type: String, _ list: String) -> [[String: Any]] {
    of(type).flatMap { $0[list] as? [[String: Any]] ?? [] }.filter(Self.isThere)
  }

  private static func isThere(_ piece: [String: Any]) -> Bool {
    (piece["Status"] as? [String: Any])?["State"] as? String != "Absent"
  }

  /// What there is of a part, each piece in the words in which ``facts(of:in:)`` tells those of an inventory.
  func facts(of part: String) -> [String] {
    let (pieces, names): ([[String: Any]], [String])
    switch part {
    case "systems": (pieces, names) = (of("ComputerSystem"), ["Manufacturer", "Model", "SerialNumber", "UUID"])
    case "enclosures": (pieces, names) = (of("Chassis"), ["Manufacturer", "Model", "SerialNumber", "ChassisType"])
    case "processors": (pieces, names) = (of("Processor"), ["Manufacturer", "Model", "TotalCores", "TotalThreads"])
    case "memoryModules":
      (pieces, names) = (of("Memory"), ["Manufacturer", "SerialNumber", "PartNumber", "CapacityMiB"])
    case "pciDevices":
      (pieces, names) = (of("PCIeDevice"), ["Manufacturer", "Model", "SerialNumber", "FirmwareVersion"])
    case "disks":
      let drives = of("Drive")
      pieces = drives.isEmpty ? within("SimpleStorage", "Devices") : drives
      names = ["Manufacturer", "Model", "SerialNumber", "CapacityBytes"]
    case "networkInterfaces":
      pieces = of("EthernetInterface") { $0.contains("/Systems/") }
        .filter { $0["EthernetInterfaceType"] as? String != "Virtual" }
      names = ["MACAddress"]
    case "powerSupplies":
      let supplies = of("PowerSupply")
      pieces = supplies.isEmpty ? within("Power", "PowerSupplies") : supplies
      names = ["Manufacturer", "Model", "SerialNumber", "PowerCapacityWatts"]
    case "fans":
      let fans = of("Fan")
      pieces = fans.isEmpty ? within("Thermal", "Fans") : fans
      names = ["Manufacturer", "Model", "SerialNumber", "PartNumber"]
    default:
      let listed = of("SoftwareInventory") { members.contains($0) }
      let own =
        of("ComputerSystem").compactMap { $0["BiosVersion"] } + of("Manager").compactMap { $0["FirmwareVersion"] }
      return (own + listed.map { $0["Version"] as Any }).map { Self.text(["v": $0], "v") }.sorted()
    }
    return pieces.map { piece in names.map { Self.text(piece, $0) }.joined(separator: " | ") }.sorted()
  }

  private static func text(_ piece: [String: Any], _ name: String) -> String {
    switch name == "MACAddress" ? piece["PermanentMACAddress"] ?? piece[name] : piece[name] {
    case let number as Int: String(name == "CapacityMiB" ? number << 20 : number)
    case let text as String where !text.isEmpty: text.lowercased()
    default: "-"
    }
  }

  /// The parts of an inventory that a Redfish service can tell.
  static let parts: [String: [String]] = [
    "systems": ["manufacturer", "model", "serialNumber", "uuid"],
    "enclosures": ["manufacturer", "model", "serialNumber", "type"],
    "processors": ["manufacturer", "model", "cores", "threads"],
    "memoryModules": ["manufacturer", "serialNumber", "partNumber", "capacityBytes"],
    "pciDevices": ["manufacturer", "model", "serialNumber", "firmwareVersion"],
    "disks": ["manufacturer", "model", "serialNumber", "capacityBytes"],
    "networkInterfaces": ["macAddress"],
    "powerSupplies": ["manufacturer", "model", "serialNumber", "capacityWatts"],
    "fans": ["manufacturer", "model", "serialNumber", "partNumber"],
    "firmware": ["version"],
  ]

  /// What an inventory of ours tells of a part; nil if that is not known.
  static func facts(of part: String, in inventory: NSDictionary) -> [String]? {
    (inventory[part] as? [[String: Any]])?.map { piece in
      (parts[part] ?? []).map { text(piece, $0) }.joined(separator: " | ")
    }.sorted()
  }
}
