internal import FoundationEssentials
public import RemcsCore

/// The log services of a Redfish service (DSP0268, LogService and LogEntry): those of systems, managers and chassis. A log
/// that is seen for the first time tells nothing: its newest entry is where it begins.
public struct RedfishLogSource: EventSource {
  /// See ``EventSource/name``.
  public let name = "redfishLog"
  /// See ``EventSource/interval``.
  public let interval: Double = 60

  var limits: RedfishLimits

  /// A source.
  public init() {
    limits = RedfishLimits()
    // It is asked every minute, and the agent must not be silent for as long as its supervisor's patience.
    limits.totalSeconds = 300
  }

  /// Where each log stands, at one service: another one is a first time.
  struct Position: EventPosition {
    var service: String
    var logs: [String: LogPosition] = [:]
  }

  /// The entries of all logs behind a position.
  public func events(
    after position: String?, hardware: HardwareSourceSetting, cancellation: Cancellation
  ) throws(EventSourceFailure) -> EventBatch {
    guard case .redfish(let address, let password) = hardware else { return .absent }
    var now = Position(service: address.url)
    if let before = Position(position), before.service == address.url { now = before }
    do throws(HardwareFailure) {
      let connection = try RedfishConnection(address, password: password, limits: limits, cancellation: cancellation)
      return RedfishLogWalk(connection, now).run()
    } catch { throw EventSourceFailure(error.reason) }
  }
}

extension HardwareFailure {
  /// What it is, in the words of its code.
  fileprivate var reason: String {
    guard case .failed(let remark) = self else { return "" }
    return ([remark.code.rawValue] + remark.arguments).joined(separator: " ")
  }
}

/// Where one log stands: at the entries of the newest time, and at the highest number.
struct LogPosition: Codable, Equatable {
  /// Seconds since 1970 of the newest entry; 0 if there was none.
  var time = 0.0
  /// The ids of the entries of that time.
  var ids: Set<String> = []
  /// The highest number that an id was; -1 if none was a number. A controller whose clock was set back goes on with it.
  var highest = -1

  init() {}

  enum CodingKeys: CodingKey { case time, ids, highest }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(time, forKey: .time)
    try container.encode(ids.sorted(), forKey: .ids)
    try container.encode(highest, forKey: .highest)
  }

  /// Whether an entry came behind this position.
  func isBefore(_ entry: RedfishLogEntry) -> Bool {
    if let number = entry.number, highest >= 0, number > highest { return true }
    return entry.time > time || entry.time == time && !ids.contains(entry.id)
  }

  /// Goes on to an entry.
  mutating func pass(_ entry: RedfishLogEntry) {
    if entry.time > time {
      time = entry.time
      ids = []
    }
    if entry.time == time { ids.insert(entry.id) }
    highest = max(highest, entry.number ?? -1)
  }
}

/// One walk through the logs of a service.
final class RedfishLogWalk {
  private let connection: RedfishConnection
  private var position: RedfishLogSource.Position
  private var batch = EventBatch()
  private var seen: Set<RedfishPath> = []
  /// The most entries of one log, and the most of its entries that are asked for one by one.
  static let mostEntries = 10_000, mostQuestions = 1000

  init(_ connection: RedfishConnection, _ position: RedfishLogSource.Position) {
    self.connection = connection
    self.position = position
  }

  /// What is new in all logs. Where the connection breaks, that of the logs before stays.
  func run() -> EventBatch {
    do throws(HardwareFailure) { try walk() } catch {
      if case .failed = error { batch.failures.append(EventSourceFailure(error.reason)) }
    }
    batch.position = position.text
    return batch
  }

  private func walk() throws(HardwareFailure) {
    guard let root = try document(.root) else { return }
    for collection in ["Systems", "Managers", "Chassis"] {
      for owner in try members(root[collection]) {
        guard let owner = try resource(owner) else { continue }
        for service in try members(owner["LogServices"]) {
          guard let service = try resource(service), service["ServiceEnabled"] != .bool(false),
            let link = service["Entries"]?["@odata.id"]?.text
          else { continue }
          do throws(Unreadable) { try read(link) } catch {
            switch error {
            case .all(let failure): throw failure
            case .log(let reason): batch.failures.append(EventSourceFailure(reason))
            }
          }
        }
      }
    }
  }

  /// Why a log could not be read to its end. Nothing of it is told then: its position must not pass over an entry.
  private enum Unreadable: Error {
    case log(String)
    case all(HardwareFailure)
  }

  private func read(_ path: String) throws(Unreadable) {
    guard let first = RedfishPath(path) else { throw .log("\(path): no path") }
    guard !seen.contains(first) else { return }
    let before = position.logs[path]
    let entries = Self.inOrder(try entries(first, path, before))
    guard var now = before else {
      var now = LogPosition()
      for entry in entries { now.pass(entry) }
      position.logs[path] = now
      return
    }
    let highest = entries.compactMap(\.number).max() ?? -1
    if let newest = entries.map(\.time).max(), newest < now.time, highest < now.highest || now.highest < 0 {
      // Cleared, with a clock that was set back: all that is there came after that.
      now = LogPosition()
    } else if !entries.isEmpty, highest < now.highest {
      // Cleared: the numbers have begun anew, and the times tell what is new.
      now.highest = highest
    }
    position.logs[path] = now
    let place = path.split(separator: "/").dropFirst(2).filter { !["LogServices", "Entries"].contains($0) }
    for entry in entries where now.isBefore(entry) {
      position.logs[path]?.pass(entry)
      batch.events.append(SourcedEvent(entry.fault(of: place.joined(separator: "/")), position: position.text))
    }
  }

  /// Oldest first: by number where all have one, since clocks are set back.
  private static func inOrder(_ entries: [RedfishLogEntry]) -> [RedfishLogEntry] {
    let isNumbered = entries.allSatisfy { $0.number != nil }
    return entries.sorted {
      isNumbered ? ($0.number ?? 0, $0.time) < ($1.number ?? 0, $1.time) : ($0.time, $0.id) < ($1.time, $1.id)
    }
  }

  /// The entries of a log, page by page. Of those that are only links, none is asked for that the position has passed.
  private func entries(
    _ first: RedfishPath, _ log: String, _ before: LogPosition?
  ) throws(Unreadable) -> [RedfishLogEntry] {
    var entries: [RedfishLogEntry] = []
    var links: [RedfishPath] = []
    var next: RedfishPath? = first
    while let path = next {
      guard seen.insert(path).inserted else { throw .log("\(log): its pages lead in a circle") }
      guard let page = try lifted({ () throws(HardwareFailure) in try document(path) }),
        case .array(let members)? = page["Members"]
      else { throw .log("\(path.text): cannot be read") }
      for member in members {
        if let entry = RedfishLogEntry(member) {
          entries.append(entry)
        } else if let text = member["@odata.id"]?.text, let link = RedfishPath(text) {
          links.append(link)
        }
      }
      guard entries.count + links.count <= Self.mostEntries else { throw .log("\(log): more than \(Self.mostEntries)") }
      let link = (page["Members@odata.nextLink"] ?? page["@odata.nextLink"])
      next = (link?.text ?? link?["@odata.id"]?.text).flatMap { RedfishPath($0) }
      if link != nil, next == nil { throw .log("\(log): its next page has no path") }
    }
    return entries + (try ask(for: links, log, before))
  }

  private func ask(
    for links: [RedfishPath], _ log: String, _ before: LogPosition?
  ) throws(Unreadable) -> [RedfishLogEntry] {
    var wanted = links
    let numbers = links.map(\.number)
    if let before, before.highest >= 0, let newest = numbers.compactMap({ $0 }).max(), newest >= before.highest {
      // Numbers only grow until the log is cleared.
      wanted = links.filter { $0.number.map { $0 >= before.highest } ?? true }
    }
    // For the position of a first time the newest are enough.
    if before == nil, numbers.allSatisfy({ $0 != nil }) {
      wanted = Array(links.sorted { ($0.number ?? 0) < ($1.number ?? 0) }.suffix(20))
    }
    guard wanted.count <= Self.mostQuestions else { throw .log("\(log): more than \(Self.mostQuestions) new entries") }
    var entries: [RedfishLogEntry] = []
    for link in wanted {
      let answer = try lifted { () throws(HardwareFailure) in try connection.get(link) }
      switch answer {
      case .document(let member):
        guard let entry = RedfishLogEntry(member) else { throw .log("\(link.text): no entry") }
        entries.append(entry)
      // Cleared away while we were reading.
      case .refused(404), .refused(410): continue
      case .refused(let status): throw .log("\(link.text): HTTP \(status)")
      case .unreadable: throw .log("\(link.text): cannot be read")
      }
    }
    return entries
  }

  private func lifted<Result>(_ body: () throws(HardwareFailure) -> Result) throws(Unreadable) -> Result {
    do throws(HardwareFailure) { return try body() } catch { throw .all(error) }
  }

  // MARK: Asking

  /// The document of a path; nil if it cannot be had, which is noted unless it is not there.
  private func document(_ path: RedfishPath) throws(HardwareFailure) -> JSONValue? {
    switch try connection.get(path) {
    case .document(let document): return document
    case .refused(let status):
      if ![404, 410].contains(status) || path == .root {
        batch.failures.append(EventSourceFailure("\(path.text): HTTP \(status)"))
      }
    case .unreadable: batch.failures.append(EventSourceFailure("\(path.text): cannot be read"))
    }
    return nil
  }

  /// A resource that stands here, or behind a link that was not followed yet.
  private func resource(_ link: JSONValue) throws(HardwareFailure) -> JSONValue? {
    if link.isWhole { return link }
    guard let path = link["@odata.id"]?.text.flatMap({ RedfishPath($0) }), seen.insert(path).inserted else {
      return nil
    }
    return try document(path)
  }

  /// The members of a collection, page by page.
  private func members(_ link: JSONValue?) throws(HardwareFailure) -> [JSONValue] {
    var members: [JSONValue] = []
    var next = link
    while let link = next, let page = try resource(link), members.count < 1000 {
      members += page["Members"]?.elements ?? []
      next = page["Members@odata.nextLink"].map { JSONValue.object(["@odata.id": $0]) }
    }
    return members
  }
}

extension RedfishPath {
  /// The number that the last part of the path is.
  fileprivate var number: Int? { text.split(separator: "/").last.flatMap { RedfishLogEntry.number($0) } }
}
