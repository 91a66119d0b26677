/// One difference between two inventories of a machine.
public struct HardwareChange: Sendable, Equatable, Codable {
  /// What became of it.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// It was not there before.
    case added
    /// It is there no more.
    case removed
    /// It is another or has another property now.
    case changed
    /// The list is known now and was not before: nothing is said about what it was.
    case known
    /// The list is not known any more: nothing is said about what it is.
    case unknown
  }

  /// A property before and after, as people read it in JSON; nil where it was not known.
  public struct Difference: Sendable, Equatable, Codable {
    /// The name of the property in JSON.
    public let property: String
    /// What it was.
    public let before: String?
    /// What it is.
    public let after: String?
  }

  /// What became of it.
  public let kind: Kind
  /// Which list.
  public let part: HardwarePart
  /// Which piece; empty where the whole list is meant.
  public let id: String
  /// The properties that differ, by name; only for a piece that changed.
  public let differences: [Difference]

  init(_ kind: Kind, _ part: HardwarePart, _ id: String = "", _ differences: [Difference] = []) {
    self.kind = kind
    self.part = part
    self.id = id
    self.differences = differences
  }
}

extension HardwareInventory {
  /// What is other than in an inventory of before, part by part in the order of listing. A list that either does not
  /// know is not compared, so that a program without rights does not report every module as removed.
  public func changes(since before: HardwareInventory) -> [HardwareChange] {
    HardwarePart.allCases.flatMap { part -> [HardwareChange] in
      switch (before[part], self[part]) {
      case (nil, nil): return []
      case (nil, .some): return [HardwareChange(.known, part)]
      case (.some, nil): return [HardwareChange(.unknown, part)]
      case (let old?, let new?): return Self.changes(part, old, new)
      }
    }
  }

  private static func changes(
    _ part: HardwarePart, _ old: [HardwareItem], _ new: [HardwareItem]
  ) -> [HardwareChange] {
    // Ids are unique in a list.
    let before = Dictionary(old.map { ($0.id, $0) }) { first, _ in first }
    let after = Dictionary(new.map { ($0.id, $0) }) { first, _ in first }
    var result = old.filter { after[$0.id] == nil }.map { HardwareChange(.removed, part, $0.id) }
    for item in new {
      guard let former = before[item.id] else {
        result.append(HardwareChange(.added, part, item.id))
        continue
      }
      let differences = item.differences(from: former)
      if !differences.isEmpty { result.append(HardwareChange(.changed, part, item.id, differences)) }
    }
    return result
  }
}

extension HardwareItem {
  /// The properties that differ, in the order of their declaration.
  fileprivate func differences(from former: HardwareItem) -> [HardwareChange.Difference] {
    let texts = HardwareText.allCases.filter { $0.isCompared && former[$0] != self[$0] }.map {
      HardwareChange.Difference(property: $0.rawValue, before: former[$0], after: self[$0])
    }
    let numbers = HardwareNumber.allCases.filter { $0.isCompared && former[$0] != self[$0] }.map {
      HardwareChange.Difference(
        property: $0.rawValue, before: former[$0].map(String.init), after: self[$0].map(String.init))
    }
    return texts + numbers
  }
}
