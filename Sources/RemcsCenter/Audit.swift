internal import RemcsCore

/// The proof, from the center's side, that nothing of a device is missing: each number has arrived, or the device has said
/// why it never will.
public struct Audit: Sendable, Equatable, Encodable {
  /// The device id.
  public let device: String
  /// How many reports have arrived complete.
  public let received: Int
  /// The highest number that is known.
  public let highest: Int
  /// Numbers that the device has canceled.
  public let canceled: Int
  /// Events that it held back (manual 1.2.1).
  public let suppressed: Int
  /// Files that it had to leave out.
  public let dropped: Int
  /// Numbers that have not come, but were said to be on their way by the newest report.
  public let late: [String]
  /// Numbers that nobody knows anything about: lost.
  public let missing: [String]
  /// Numbers that came with two different reports.
  public let doubled: [Int]

  /// Whether there is nothing to explain.
  public var isClean: Bool { late.isEmpty && missing.isEmpty && doubled.isEmpty }

  /// The audit of every device.
  public static func all(_ reports: [ReceivedReport]) -> [Audit] {
    var byDevice: [String: [ReceivedReport]] = [:]
    for report in reports { if let device = report.device { byDevice[device, default: []].append(report) } }
    return byDevice.sorted { $0.key < $1.key }.map { Audit(device: $0.key, $0.value) }
  }

  private init(device: String, _ reports: [ReceivedReport]) {
    var ids: [Int: Set<String>] = [:]
    var explained: Set<Int> = []
    var suppressed: [String: Int] = [:]
    var dropped: [Int: Int] = [:]
    var newest: (sequence: Int, late: [ClosedRange<Int>]) = (0, [])
    var canceled: Set<Int> = []
    for report in reports where report.isComplete {
      guard let sequence = report.sequence, sequence > 0, let manifest = try? ManifestSummary.read(report.manifest)
      else { continue }
      ids[sequence, default: []].insert(report.id)
      for number in manifest.canceled ?? [] where number > 0 && number < sequence { canceled.insert(number) }
      // The same entry travels with several reports until one is known to have arrived: it counts once.
      for entry in manifest.suppressed ?? [] {
        suppressed["\(entry.entry ?? 0) \(entry.first) \(entry.unit)"] = Self.believable(entry.count)
      }
      for entry in manifest.dropped ?? [] { dropped[entry.report] = Self.believable(entry.count) }
      if sequence > newest.sequence { newest = (sequence, (manifest.late ?? []).compactMap(Self.range)) }
    }
    explained = canceled.union(ids.keys)
    var late: [Int] = []
    var missing: [Int] = []
    // A stranger may send the largest number there is: what is counted one by one has a limit.
    for number in 1..<max(newest.sequence, 1) where !explained.contains(number) {
      if newest.late.contains(where: { $0.contains(number) }) { late.append(number) } else { missing.append(number) }
      if late.count + missing.count > 100_000 { break }
    }
    self.device = device
    received = ids.count
    highest = newest.sequence
    self.canceled = canceled.count
    self.suppressed = suppressed.values.reduce(0) { min($0 + $1, .max / 2) }
    self.dropped = dropped.values.reduce(0) { min($0 + $1, .max / 2) }
    self.late = late.numberRanges
    self.missing = missing.numberRanges
    doubled = ids.filter { $0.value.count > 1 }.keys.sorted()
  }

  /// Anybody can write to a center: a count that nobody can have counted is cut.
  private static func believable(_ count: Int) -> Int { min(max(count, 0), 1_000_000) }

  private static func range(_ text: String) -> ClosedRange<Int>? {
    let ends = text.split(separator: "-").compactMap { Int($0) }
    switch ends.count {
    case 1: return ends[0]...ends[0]
    case 2 where ends[0] <= ends[1]: return ends[0]...ends[1]
    default: return nil
    }
  }
}
