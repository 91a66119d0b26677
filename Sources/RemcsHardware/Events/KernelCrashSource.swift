internal import FoundationEssentials
public import RemcsCore
internal import RemcsCryptography

/// Crashes of the kernel that a start finds traces of (OS Panic, manual 1.2.1): records that the firmware kept (pstore),
/// also where systemd has put them aside, and dumps of kdump. One error each, with the kernel's last messages.
public struct KernelCrashSource: EventSource {
  /// See ``EventSource/name``.
  public let name = "kernelCrash"
  /// See ``EventSource/interval``.
  public let interval: Double = 24 * 3600

  /// What is held back together; a crash ends the suppression of the one before it, as the system was started anew.
  static let unit = "OS"
  /// The most crashes that are told at once; the oldest beyond it are taken for known.
  static let mostCrashes = 50
  /// The most records that are looked at, and the most bytes of one.
  private static let mostRecords = 2000, recordBytes = 1 << 20
  /// The most files that travel with a crash.
  private static let mostLogs = 64
  /// Records that are no further apart, in seconds, are of one crash: an oops and the panic that follows it.
  private static let together = 60

  private let tree: MachineTree

  /// A source; `root` is where the files of this machine lie.
  public init(root: String = "/") { tree = MachineTree(root: root) }

  /// What was told: sums of records, names of dumps. What is no longer there is forgotten.
  private struct Position: EventPosition {
    var known: Set<String> = []

    init() {}

    init(from decoder: any Decoder) throws { known = Set(try decoder.singleValueContainer().decode([String].self)) }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(known.sorted())
    }
  }

  private struct Crash {
    /// Each of them alone tells that it is this crash.
    var marks: Set<String>
    /// Seconds since 1970.
    var time: Int
    var logs: [String]
    var code: String
    var text: String
  }

  /// The crashes that were not told yet.
  public func events(
    after position: String?, hardware: HardwareSourceSetting, cancellation: Cancellation
  ) throws(EventSourceFailure) -> EventBatch {
    var position = Position(position) ?? Position()
    var batch = EventBatch()
    var crashes: [Crash] = []
    for look in [records, dumps] {
      do throws(EventSourceFailure) { crashes += try look() } catch { batch.failures.append(error) }
    }
    // What could not be looked at may still be there.
    if batch.failures.isEmpty { position.known.formIntersection(crashes.flatMap(\.marks)) }
    var new: [Crash] = []
    for crash in crashes.sorted(by: { $0.time < $1.time }) {
      if position.known.isDisjoint(with: crash.marks) {
        new.append(crash)
      } else {
        position.known.formUnion(crash.marks)
      }
    }
    for crash in new.dropLast(Self.mostCrashes) { position.known.formUnion(crash.marks) }
    for crash in new.suffix(Self.mostCrashes) {
      position.known.formUnion(crash.marks)
      let fault = Fault(
        sourced: Self.unit, level: .error, code: crash.code, text: crash.text,
        time: Date(timeIntervalSince1970: Double(crash.time)))
      batch.events.append(SourcedEvent(fault, logs: crash.logs, isAfterRestart: true, position: position.text))
    }
    batch.position = position.text
    return batch
  }

  // MARK: pstore

  private struct Record {
    let folder: String
    let path: String
    let time: Int
    let sum: String
    let title: String
  }

  /// Crashes of which the firmware kept the kernel's messages, mostly in several records.
  private func records() throws(EventSourceFailure) -> [Crash] {
    var found: [Record] = []
    try read("/sys/fs/pstore", depth: 0, into: &found)
    // systemd puts what belongs together into a folder, within one of the kind of record at most.
    try read("/var/lib/systemd/pstore", depth: 2, into: &found)
    found.sort { ($0.time, $0.path) < ($1.time, $1.path) }
    var crashes: [Crash] = []
    var last: [String: Int] = [:]
    for record in found {
      if let index = last[record.folder], record.time - crashes[index].time <= Self.together {
        crashes[index].marks.insert(record.sum)
        if crashes[index].logs.count < Self.mostLogs { crashes[index].logs.append(record.path) }
        // The panic tells more than the oops before it.
        if record.title.hasPrefix("Panic") { crashes[index].text = Self.text(record.title) }
      } else {
        last[record.folder] = crashes.count
        crashes.append(
          Crash(
            marks: [record.sum], time: record.time, logs: [record.path], code: "KERNEL_CRASH",
            text: Self.text(record.title)))
      }
    }
    return crashes
  }

  private static func text(_ title: String) -> String {
    title.isEmpty ? "The kernel crashed" : "The kernel crashed: \(title)"
  }

  private func read(_ folder: String, depth: Int, into found: inout [Record]) throws(EventSourceFailure) {
    for name in try tree.folder(folder) {
      guard found.count < Self.mostRecords else { throw EventSourceFailure("\(folder): too many records") }
      let path = "\(folder)/\(name)"
      if tree.isFolder(path) {
        if depth > 0 { try read(path, depth: depth - 1, into: &found) }
        continue
      }
      guard name.hasPrefix("dmesg-") else { continue }
      switch tree.content(path, maximum: Self.recordBytes) {
      case .bytes(let bytes):
        // The name changes with the folder, and the time as well: the content stays.
        let first = String(decoding: bytes.prefix(200).prefix { $0 != 10 }, as: UTF8.self).harmless()
        found.append(
          Record(
            folder: folder, path: tree.root + path, time: Self.time(of: name) ?? tree.changed(path),
            sum: String(Digest.sha256(bytes).prefix(16)),
            title: Self.title(first)))
      case .missing: continue
      case .notPermitted: throw EventSourceFailure("\(path): not permitted")
      case .unreadable: throw EventSourceFailure("\(path): cannot be read")
      }
    }
  }

  /// `Panic#1 Part2` without the part; nothing if the first line is none of the kernel's headings.
  private static func title(_ line: String) -> String {
    let words = line.split(separator: " ")
    guard let word = words.first, words.dropFirst().first?.hasPrefix("Part") == true, word.contains("#") else {
      return ""
    }
    return String(word)
  }

  /// The seconds in the name of a record in UEFI variables: `dmesg-efi-` or `dmesg-efi_pstore-`, then time, two digits
  /// of the part, three of the count.
  private static func time(of name: String) -> Int? {
    guard name.hasPrefix("dmesg-efi"), let digits = name.split(separator: "-").last?.prefix(while: \.isNumber),
      digits.count == 15
    else { return nil }
    return Int(digits.dropLast(5))
  }

  // MARK: kdump

  /// Dumps, each in a folder of its own. The memory itself is too large and too private to travel; the messages are not.
  private func dumps() throws(EventSourceFailure) -> [Crash] {
    let place = "/var/crash"
    var crashes: [Crash] = []
    for name in try tree.folder(place) where tree.isFolder("\(place)/\(name)") {
      let files = try tree.folder("\(place)/\(name)")
      guard files.contains(where: { file in ["vmcore", "dump", "dmesg"].contains { file.hasPrefix($0) } }) else {
        continue
      }
      let logs = files.filter { $0.hasPrefix("vmcore-dmesg") || $0.hasPrefix("dmesg") }
      crashes.append(
        Crash(
          marks: ["kdump \(name)"], time: tree.changed("\(place)/\(name)"),
          logs: logs.prefix(Self.mostLogs).map { "\(tree.root)\(place)/\(name)/\($0)" }, code: "KERNEL_DUMP",
          text: "The kernel crashed; its memory was dumped to \(place)/\(name)"))
    }
    return crashes
  }
}
