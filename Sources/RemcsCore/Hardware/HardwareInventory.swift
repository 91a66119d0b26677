internal import RemcsCryptography

/// The hardware of a machine in one normalised form, whoever told it (ハードウェア構成情報, manual 1.2.1, 4.2.13; docs/hardware.md).
///
/// A list that is not there is not known, and ``missing`` says why; a list that is empty is known to hold nothing. The
/// JSON of equal inventories is equal byte for byte.
public struct HardwareInventory: Sendable, Equatable, Codable {
  /// Who told it.
  public enum Source: String, Sendable, Codable, CaseIterable {
    /// The machine's own operating system and tables.
    case machine
    /// A Redfish service, usually of the management controller.
    case redfish
  }

  /// Why a list is not known.
  public enum Reason: String, Sendable, Codable, CaseIterable {
    /// The source does not tell it.
    case notProvided
    /// The source tells it, but not to this user.
    case notPermitted
    /// What the source told cannot be read, or not to its end; what could be read is not used as if it were all.
    case unreadable
  }

  /// How many pieces one list may have; what a source tells beyond that is not believed.
  public static let mostItems = 4096

  /// Who told it.
  public let source: Source
  /// What is known.
  public private(set) var parts: [HardwarePart: [HardwareItem]] = [:]
  /// What is not, and why.
  public private(set) var missing: [HardwarePart: Reason]

  /// An inventory of which nothing is known yet.
  public init(source: Source) {
    self.source = source
    missing = Dictionary(uniqueKeysWithValues: HardwarePart.allCases.map { ($0, .notProvided) })
  }

  /// The pieces of a part in the order of their ids; nil if they are not known.
  public subscript(_ part: HardwarePart) -> [HardwareItem]? { parts[part] }

  /// Says what is there. The pieces are put into order, and a second one of the same name gets a number behind it.
  public mutating func set(_ part: HardwarePart, _ items: [HardwareItem]) {
    guard items.count <= Self.mostItems else { return miss(part, .unreadable) }
    var taken: Set<String> = []
    var ordered = items.enumerated().sorted { left, right in
      left.element.id == right.element.id
        ? left.offset < right.offset : left.element.id.comesBefore(right.element.id)
    }.map(\.element)
    for index in ordered.indices {
      let name = ordered[index].id
      var number = 2
      while !taken.insert(ordered[index].id).inserted {
        ordered[index].id = "\(name) #\(number)"
        number += 1
      }
    }
    parts[part] = ordered
    missing[part] = nil
  }

  /// Says why a part is not known.
  public mutating func miss(_ part: HardwarePart, _ reason: Reason) {
    parts[part] = nil
    missing[part] = reason
  }

  /// SHA-256 of its JSON: the same for two machines that are the same in every byte.
  var fingerprint: String { Digest.sha256((try? Store.json(self)) ?? []) }

  // MARK: JSON

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
    static let source = Key(stringValue: "source")
    static let missing = Key(stringValue: "missing")
  }

  /// Reads what ``encode(to:)`` wrote; parts of a later version are passed over.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    self.init(source: try values.decode(Source.self, forKey: .source))
    let told = try values.decodeIfPresent([String: Reason].self, forKey: .missing) ?? [:]
    for (name, reason) in told { if let part = HardwarePart(rawValue: name) { miss(part, reason) } }
    for key in values.allKeys {
      guard let part = HardwarePart(rawValue: key.stringValue) else { continue }
      set(part, try values.decode([HardwareItem].self, forKey: key))
    }
  }

  /// Writes `source`, each known part under its name, and `missing` with the reason by part.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(source, forKey: .source)
    for (part, items) in parts { try values.encode(items, forKey: Key(stringValue: part.rawValue)) }
    let told = Dictionary(uniqueKeysWithValues: missing.map { ($0.key.rawValue, $0.value) })
    try values.encode(told, forKey: .missing)
  }
}

extension String {
  /// Whether it stands before another in a list for people: runs of digits count as numbers, so that `CPU 2` comes
  /// before `CPU 10`. Texts that differ never count as equal.
  func comesBefore(_ other: String) -> Bool {
    let (left, right) = (Array(utf8), Array(other.utf8))
    var (i, j) = (0, 0)
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    while i < left.count, j < right.count {
      if isDigit(left[i]), isDigit(right[j]) {
        let first = left[i...].prefix(while: isDigit), second = right[j...].prefix(while: isDigit)
        let (one, two) = (first.drop { $0 == 0x30 }, second.drop { $0 == 0x30 })
        if one.count != two.count { return one.count < two.count }
        if !one.elementsEqual(two) { return one.lexicographicallyPrecedes(two) }
        (i, j) = (first.endIndex, second.endIndex)
      } else {
        if left[i] != right[j] { return left[i] < right[j] }
        i += 1
        j += 1
      }
    }
    if left.count - i != right.count - j { return left.count - i < right.count - j }
    return left.lexicographicallyPrecedes(right)
  }
}
