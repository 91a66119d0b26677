internal import FoundationEssentials
internal import Glibc
public import RemcsCore

/// The event log of the management controller (IPMI SEL), by `ipmitool sel elist` where that is installed. The first look
/// takes the newest entry as its position and tells nothing of before.
///
/// On a device that asks a Redfish service about its hardware this log is not read: that service tells it.
public struct ControllerLogSource: EventSource {
  /// See ``EventSource/name``.
  public let name = "controllerLog"
  /// See ``EventSource/interval``.
  public let interval: Double = 60

  private let seconds: Double
  private let path: String?

  /// A source.
  public init() { self.init(path: getenv("PATH").map { String(cString: $0) }) }

  /// A source whose program is looked for in the folders of `path` and may take so many seconds.
  init(path: String?, seconds: Double = 120) {
    self.path = path
    self.seconds = seconds
  }

  /// The newest entry that was told: its number and time are the same however the program writes the rest.
  private struct Position: EventPosition {
    var record = -1
    var time: Int?
  }

  /// The entries of the log behind a position.
  public func events(
    after position: String?, hardware: HardwareSourceSetting, cancellation: Cancellation
  ) throws(EventSourceFailure) -> EventBatch {
    guard hardware == .machine, var program = ChildProgram(named: "ipmitool", path: path) else { return .absent }
    program.seconds = seconds
    let entries: [ControllerLogEntry]
    switch program.run(["sel", "elist"], cancellation: cancellation) {
    case .ended(0, let output, _): entries = Self.entries(output)
    case .ended(let status, _, let errors):
      let reason = String(decoding: errors.prefix { $0 != 10 }, as: UTF8.self)
      throw EventSourceFailure("\(program.path) sel elist: \(status) \(reason)")
    case .notStarted(let number): throw EventSourceFailure("\(program.path): \(String(cString: strerror(number)))")
    case .timedOut: throw EventSourceFailure("\(program.path) sel elist: no end after \(Int(seconds)) s")
    case .endless: throw EventSourceFailure("\(program.path) sel elist: more than \(program.mostBytes) bytes")
    case .canceled: return EventBatch()
    }
    var batch = EventBatch()
    let newest = entries.last.map { Position(record: $0.record, time: $0.time) }
    guard let before = Position(position) else {
      batch.position = (newest ?? Position()).text
      return batch
    }
    for entry in Self.new(entries, since: before) {
      let position = Position(record: entry.record, time: entry.time)
      batch.events.append(SourcedEvent(entry.fault, position: position.text))
    }
    batch.position = newest?.text
    return batch
  }

  private static func entries(_ output: [UInt8]) -> [ControllerLogEntry] {
    output.split(separator: 10).compactMap { ControllerLogEntry(String(decoding: $0.prefix(1000), as: UTF8.self)) }
  }

  /// The entries behind a position. Where that entry is gone, the log was cleared, or has overwritten it: then those
  /// are new that are not older, and all of them where the clock was set back as well.
  private static func new(_ entries: [ControllerLogEntry], since before: Position) -> ArraySlice<ControllerLogEntry> {
    if let index = entries.lastIndex(where: { $0.record == before.record && $0.time == before.time }) {
      return entries[(index + 1)...]
    }
    guard let time = before.time, (entries.compactMap(\.time).max() ?? 0) >= time else { return entries[...] }
    return entries.filter { ($0.time ?? time) >= time }[...]
  }
}

/// One line of the event log: number, date, time, sensor, event, direction.
struct ControllerLogEntry: Equatable {
  let record: Int
  /// Seconds since 1970; nil before the controller knew the time.
  let time: Int?
  let sensor: String
  let event: String
  /// Whether the event is over.
  let isOver: Bool

  /// Reads a line; nil if it is none.
  init?(_ line: String) {
    let parts = line.split(separator: "|", omittingEmptySubsequences: false).map { String($0).harmless(maximum: 200) }
    guard parts.count >= 5, let record = Int(parts[0], radix: 16), record >= 0 else { return nil }
    self.record = record
    time = Self.time(date: parts[1], clock: parts[2])
    sensor = parts[3]
    isOver = parts.count > 5 && parts[5].lowercased().hasPrefix("deassert")
    // Behind the direction may stand a reading.
    event = ([parts[4]] + parts.dropFirst(6)).filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// `04/25/2021` or `04/25/21`, and `15:21:05` with perhaps `UTC` behind it.
  private static func time(date: String, clock: String) -> Int? {
    let days = date.split(separator: "/").map { Int($0) ?? -1 }
    let hours = clock.prefix { $0 != " " }.split(separator: ":").map { Int($0) ?? -1 }
    guard days.count == 3, hours.count == 3, (1...12).contains(days[0]), (1...31).contains(days[1]),
      (0...9999).contains(days[2]), (0...23).contains(hours[0]), (0...59).contains(hours[1]),
      (0...60).contains(hours[2])
    else { return nil }
    var parts = tm()
    parts.tm_year = Int32(days[2] < 100 ? days[2] + 100 : days[2] - 1900)
    parts.tm_mon = Int32(days[0] - 1)
    parts.tm_mday = Int32(days[1])
    parts.tm_hour = Int32(hours[0])
    parts.tm_min = Int32(hours[1])
    parts.tm_sec = Int32(hours[2])
    return timegm(&parts)
  }

  /// What the center is told.
  var fault: Fault {
    Fault(
      sourced: sensor, level: level, code: "IPMI \(event)", text: "\(sensor): \(event)" + (isOver ? " (over)" : ""),
      time: time.map { Date(timeIntervalSince1970: Double($0)) })
  }

  /// The log has no levels: they are taken from the words of the events (IPMI 2.0, tables 42-2 and 42-3), as the program
  /// writes them. The first list in which a word stands decides; what stands in none is a warning.
  private static let words: [(FaultLevel, [String])] = [
    (.warning, ["non-critical", "noncritical", "predictive", "degraded", "correctable ecc", "correctable machine"]),
    (
      .error,
      [
        "critical", "non-recoverable", "uncorrectable", "fail", "fault", "ierr", "thermal trip", "lost", "error",
        "insufficient", "ac lost", "panic", "hung", "nmi", "frb", "overheat",
        "timeout",
      ]
    ),
    (
      .info,
      [
        "log area", "log cleared", "timestamp", "presence detected", "drive present", "power off/down", "power cycle",
        "hard reset", "device present", "device inserted",
        "fully redundant", "s0/g0", "power button", "boot completed", "initiated by", "enabled", "ok", "system boot",
        "state deasserted", "identify", "installed", "system firmware progress",
      ]
    ),
  ]

  private var level: FaultLevel {
    if isOver { return .info }
    let text = " " + event.lowercased()
    // `uncorrectable` has `correctable` in it.
    for (level, words) in Self.words where words.contains(where: { text.contains(" " + $0) }) { return level }
    return Self.words.first { $0.1.contains { text.contains($0) } }?.0 ?? .warning
  }
}
