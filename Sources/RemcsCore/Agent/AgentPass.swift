public import FoundationEssentials

/// What a pass of the agent leaves for the next one, which is another process: also as a line of text.
public struct AgentPass: Sendable, Equatable {
  /// When something is due next; nil if only somebody else can give it something to do.
  public let next: Date?
  /// When its duties are due.
  public let duties: DutyTimes

  /// A pass that was done.
  public init(next: Date?, duties: DutyTimes) {
    self.next = next
    self.duties = duties
  }

  /// A pass from its ``line``; nil if it is none.
  public init?(_ line: String) {
    guard line.hasSuffix("\n") else { return nil }
    let words = line.dropLast().split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2 else { return nil }
    if words[0] == "-" {
      next = nil
    } else {
      guard let seconds = Double(words[0]) else { return nil }
      next = Date(timeIntervalSince1970: seconds)
    }
    duties = DutyTimes(String(words[1]))
  }

  /// Such as `1764173600.0 hardwareChange=1764170000.0/1764173600.0`.
  public var line: String { "\(next.map { "\($0.timeIntervalSince1970)" } ?? "-") \(duties.text)\n" }
}

/// When the duties of an agent are due, by their names.
public struct DutyTimes: Sendable, Equatable {
  private var times: [String: Time] = [:]

  /// When a duty is due.
  struct Time: Sendable, Equatable {
    /// Nil if never by itself.
    let next: Date?
    /// When that was found out.
    let since: Date

    /// Whether there is nothing to do yet. A clock that was set back makes everything due: doing a thing once too often
    /// does no harm, never does.
    func isAhead(of now: Date) -> Bool { since <= now && next.map { $0 > now } ?? true }
  }

  /// Nothing was done yet: everything is due.
  public init() {}

  /// Times from their ``text``; what cannot be understood is due.
  public init(_ text: String) {
    for part in text.split(separator: ",") {
      let words = part.split(separator: "=")
      guard words.count == 2 else { continue }
      let seconds = words[1].split(separator: "/").map { Double($0) }
      guard seconds.count == 2, let since = seconds[0] else { continue }
      let next = seconds[1].map { Date(timeIntervalSince1970: $0) }
      times[String(words[0])] = Time(next: next, since: Date(timeIntervalSince1970: since))
    }
  }

  /// Such as `hardwareChange=1764170000.0/1764173600.0,kernelCrash=1764170000.0/-`: since when it is known that it is due
  /// when, in seconds since 1970.
  public var text: String {
    times.sorted { $0.key < $1.key }.map { name, time in
      "\(name)=\(time.since.timeIntervalSince1970)/\(time.next.map { "\($0.timeIntervalSince1970)" } ?? "-")"
    }.joined(separator: ",")
  }

  /// The first time; nil if nothing is due by itself.
  var first: Date? { times.values.compactMap(\.next).min() }

  subscript(_ duty: String) -> Time? {
    get { times[duty] }
    set { times[duty] = newValue }
  }
}
