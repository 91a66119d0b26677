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

  /// Such as `1764170000.0 hardwareChange=1764170000.0`.
  public var line: String { "\(next.map { "\($0.timeIntervalSince1970)" } ?? "-") \(duties.text)\n" }
}

/// When the duties of an agent are due, by their names.
public struct DutyTimes: Sendable, Equatable {
  private var times: [String: Date] = [:]

  /// Nothing was done yet: everything is due.
  public init() {}

  /// Times from their ``text``; what cannot be understood is due.
  public init(_ text: String) {
    for part in text.split(separator: ",") {
      let pair = part.split(separator: "=")
      guard pair.count == 2, let seconds = Double(pair[1]) else { continue }
      times[String(pair[0])] = Date(timeIntervalSince1970: seconds)
    }
  }

  /// Such as `hardwareChange=1764170000.0,timeZone=1764170000.0`, in seconds since 1970.
  public var text: String {
    times.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.timeIntervalSince1970)" }.joined(separator: ",")
  }

  /// The first time; nil if nothing is due by itself.
  var first: Date? { times.values.filter { $0 < .distantFuture }.min() }

  subscript(_ duty: String) -> Date? {
    get { times[duty] }
    set { times[duty] = newValue }
  }
}
