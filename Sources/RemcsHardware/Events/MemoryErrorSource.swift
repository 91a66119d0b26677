internal import FoundationEssentials
public import RemcsCore

/// The memory error counters of Linux (EDAC): errors that were corrected are a warning, others an error, of the memory
/// module that the kernel names. The kernel counts from its start, so what it counted before the first look is told too.
public struct MemoryErrorSource: EventSource {
  /// See ``EventSource/name``.
  public let name = "memoryErrors"
  /// See ``EventSource/interval``.
  public let interval: Double = 60

  private static let place = "/sys/devices/system/edac/mc"
  private let tree: MachineTree

  /// A source; `root` is where the files of this machine lie.
  public init(root: String = "/") { tree = MachineTree(root: root) }

  /// What was counted when, by module.
  private struct Position: EventPosition {
    /// The kernel's own name of its start: counters of another start say nothing about this one.
    var boot: String
    var counters: [String: Counters]
  }

  private struct Counters: Codable, Equatable {
    var corrected = 0, uncorrected = 0

    subscript(_ kind: Kind) -> Int {
      get { kind == .corrected ? corrected : uncorrected }
      set { if kind == .corrected { corrected = newValue } else { uncorrected = newValue } }
    }
  }

  private enum Kind: String, CaseIterable {
    case corrected = "ce", uncorrected = "ue"

    var level: FaultLevel { self == .corrected ? .warning : .error }
    var word: String { self == .corrected ? "corrected" : "uncorrected" }
  }

  /// A memory module, or what a controller counted without knowing the module.
  private struct Place {
    /// `mc0 dimm3`, or `mc0`.
    let path: String
    let label: String
    var counters: Counters
  }

  /// What was counted since a position.
  public func events(
    after position: String?, hardware: HardwareSourceSetting, cancellation: Cancellation
  ) throws(EventSourceFailure) -> EventBatch {
    let controllers = try Self.controllers(tree)
    guard !controllers.isEmpty else { return .absent }
    let boot = tree.text("/proc/sys/kernel/random/boot_id") ?? ""
    var now = Position(boot: boot, counters: [:])
    if let before = Position(position), before.boot == boot { now = before }
    var batch = EventBatch()
    var places: [Place] = []
    for controller in controllers {
      do throws(EventSourceFailure) { places += try read(controller) } catch { batch.failures.append(error) }
    }
    let labels = Dictionary(grouping: places, by: \.label).mapValues(\.count)
    for place in places {
      for kind in Kind.allCases {
        let count = place.counters[kind]
        let before = now.counters[place.path]?[kind] ?? 0
        guard count != before else { continue }
        now.counters[place.path, default: Counters()][kind] = count
        // Fewer than before: somebody has set the counter back, and what it shows came after that.
        let more = count > before ? count - before : count
        guard more > 0 else { continue }
        let isUnique = !place.label.isEmpty && labels[place.label] == 1
        let unit = isUnique ? place.label : "\(place.path) \(place.label)"
        let fault = Fault(
          sourced: unit, level: kind.level, code: "EDAC_\(kind.rawValue.uppercased())",
          text: "\(kind.word) memory errors: \(more) (\(count) since the counter began), \(place.path)")
        batch.events.append(SourcedEvent(fault, position: now.text))
      }
    }
    batch.position = now.text
    return batch
  }

  /// The controllers that count.
  static func controllers(_ tree: MachineTree) throws(EventSourceFailure) -> [String] {
    try tree.folder(place).filter { isNumbered($0, "mc") }
  }

  /// The modules of a controller, and what it counted without knowing the module.
  private func read(_ controller: String) throws(EventSourceFailure) -> [Place] {
    let path = "\(Self.place)/\(controller)"
    let modules = try tree.folder(path).filter { Self.isNumbered($0, "dimm") || Self.isNumbered($0, "rank") }
    var places: [Place] = []
    for module in modules {
      var counters = Counters()
      for kind in Kind.allCases { counters[kind] = try count("\(path)/\(module)/dimm_\(kind.rawValue)_count") }
      let label = tree.text("\(path)/\(module)/dimm_label") ?? ""
      places.append(Place(path: "\(controller) \(module)", label: label, counters: counters))
    }
    // A driver that knows no modules has only the sum.
    var rest = Counters()
    for kind in Kind.allCases {
      rest[kind] = try count("\(path)/\(kind.rawValue)\(modules.isEmpty ? "" : "_noinfo")_count")
    }
    places.append(Place(path: controller, label: "", counters: rest))
    return places
  }

  private func count(_ path: String) throws(EventSourceFailure) -> Int {
    guard let number = tree.number(path), number >= 0 else { throw EventSourceFailure("\(path): no number") }
    return number
  }

  /// Whether a name is a word with a number behind it.
  private static func isNumbered(_ name: String, _ word: String) -> Bool {
    name.hasPrefix(word) && name.count > word.count
      && name.dropFirst(word.count).allSatisfy { "0123456789".contains($0) }
  }
}
