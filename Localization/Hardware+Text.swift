public import RemcsCore

extension HardwareRemark {
  /// The sentence. A catalogue without it is a defect that a test finds, and the code is shown.
  public func text(in language: Language) -> String {
    TextKey(rawValue: "hardware.remark.\(code.rawValue)").map {
      Localization.text($0, in: language, arguments: arguments)
    } ?? code.rawValue
  }
}

/// A line of what is shown about the hardware.
public struct HardwareLine: Sendable, Equatable {
  /// How far it is set in: 0 for a heading, 1 for what stands under it.
  public let depth: Int
  /// The line, harmless, as long as it is.
  public let text: String
}

extension HardwareConfiguration {
  /// Everything that the report tells, for people: first what has changed, then part by part what there is. Nothing is
  /// left out; sizes are rounded where they are no whole number of a unit.
  public func lines(in language: Language) -> [HardwareLine] {
    func words(_ key: TextKey, _ arguments: String...) -> String {
      text(key, in: language, arguments: arguments)
    }
    var lines: [HardwareLine] = []
    if let since {
      let number = String(since.sequence)
      let key: TextKey = changes.isEmpty ? .hardwareSame : .hardwareChanged
      lines.append(HardwareLine(depth: 0, text: words(key, number, since.created.harmless(maximum: 40))))
      lines += changes.map { HardwareLine(depth: 1, text: $0.text(in: language)) }
    } else {
      lines.append(HardwareLine(depth: 0, text: words(.hardwareFirst)))
    }
    let source: TextKey = inventory.source == .machine ? .hardwareSourceMachine : .hardwareSourceRedfish
    lines.append(HardwareLine(depth: 0, text: words(source)))
    for part in HardwarePart.allCases {
      let name = part.name(in: language)
      if let items = inventory[part] {
        lines.append(HardwareLine(depth: 0, text: words(.hardwareCount, name, String(items.count))))
        lines += items.map { HardwareLine(depth: 1, text: $0.text(in: language)) }
      } else if let reason = inventory.missing[part] {
        lines.append(HardwareLine(depth: 0, text: words(.hardwareMissing, name, reason.text(in: language))))
      }
    }
    return lines
  }
}

extension HardwareChange {
  /// The change in one line: `changed: Memory module DIMM A1: capacity 16 GiB -> 32 GiB`.
  public func text(in language: Language) -> String {
    func shown(_ value: String?, _ property: String) -> String {
      guard let value else { return Localization.text(.hardwareNothing, in: language) }
      guard let number = HardwareNumber(rawValue: property), let count = Int(value) else { return value.harmless() }
      return number.shown(count)
    }
    let list = differences.map {
      Localization.text(
        .hardwareDifference, in: language,
        arguments: [
          Self.name(of: $0.property, in: language), shown($0.before, $0.property), shown($0.after, $0.property),
        ])
    }
    return TextKey(rawValue: "hardware.change.\(kind.rawValue)").map {
      Localization.text(
        $0, in: language, arguments: [part.name(in: language), id.harmless(), list.joined(separator: ", ")])
    } ?? kind.rawValue
  }

  fileprivate static func name(of property: String, in language: Language) -> String {
    TextKey(rawValue: "hardware.property.\(property)").map { Localization.text($0, in: language) } ?? property
  }
}

extension HardwarePart {
  /// What one piece of it is called.
  public func name(in language: Language) -> String {
    TextKey(rawValue: "hardware.part.\(rawValue)").map { text($0, in: language) } ?? rawValue
  }
}

extension HardwareInventory.Reason {
  /// Why a list is not known.
  public func text(in language: Language) -> String {
    TextKey(rawValue: "hardware.reason.\(rawValue)").map { Localization.text($0, in: language) } ?? rawValue
  }
}

extension HardwareItem {
  /// The piece in one line: `DIMM A1: manufacturer Samsung, capacity 16 GiB`.
  public func text(in language: Language) -> String {
    let properties =
      HardwareText.allCases.compactMap { property in
        self[property].map { (property.rawValue, $0) }
      }
      + HardwareNumber.allCases.compactMap { property in
        self[property].map { (property.rawValue, property.shown($0)) }
      }
    let list = properties.map { "\(HardwareChange.name(of: $0, in: language)) \($1)" }
    return list.isEmpty ? id : "\(id): \(list.joined(separator: ", "))"
  }
}

extension HardwareNumber {
  /// A number as people read it: bytes in the largest binary unit that they are a small whole number of, or rounded
  /// to a decimal one, as on the label of a drive.
  public func shown(_ value: Int) -> String {
    guard isBytes else { return String(value) }
    for (unit, size) in [("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
    where value >= size && value.isMultiple(of: size) && value / size < 10240 {
      return "\(value / size) \(unit)"
    }
    for (unit, size) in [("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000)] where value >= size {
      // Tenths, rounded down: a disk is never larger than it says.
      return "\(value / size).\(value % size / (size / 10)) \(unit)"
    }
    return "\(value) B"
  }
}
