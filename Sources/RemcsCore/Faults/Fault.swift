public import FoundationEssentials

/// How bad an event is (manual 1.2.1, 通知レベル). A higher one breaks through a suppression.
public enum FaultLevel: String, Sendable, Codable, CaseIterable, Comparable {
  case info, warning, error

  /// Rising with the level.
  var rank: Int {
    switch self {
    case .info: 1
    case .warning: 2
    case .error: 3
    }
  }

  /// Whether one is less bad than another.
  public static func < (left: FaultLevel, right: FaultLevel) -> Bool { left.rank < right.rank }
}

/// An event of the machine that the center should hear of (manual 1.2.1).
public struct Fault: Sendable, Equatable {
  /// The unit, such as `DIMM-3` or `PSU#1`: what is suppressed together.
  public let unit: String
  /// How bad it is.
  public let level: FaultLevel
  /// The code that its source gives it.
  public let code: String
  /// What happened, for people.
  public let text: String
  /// The partition whose operating system saw it; nil for what the board saw itself. What a partition saw is held back
  /// until it is cleared or the partition starts anew, not for a time (manual 1.2.1, SVS).
  public let partition: String?
  /// When it happened; nil for when it is reported.
  public let time: Date?
  /// What was too long and was shortened: `unit`, `code`, `partition`, `text`. The event is not lost for that.
  public let shortened: [String]

  /// The most characters of unit, code and partition, and of the text.
  public static let mostShort = 100, mostText = 4000

  /// A unit, a code or a partition as it is stored: harmless, and of a long one the beginning and a sum of the whole, so
  /// that two of them stay two.
  static func name(_ text: String) -> String {
    guard isLonger(text, than: mostShort) else { return text.harmless(maximum: mostShort) }
    let whole = text.harmless(maximum: .max)
    // FNV-1a: no secret, only another name for another text.
    let sum = whole.utf8.reduce(0x811C_9DC5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    return whole.harmless(maximum: mostShort - 9) + "~" + String(sum | 1 << 31, radix: 16)
  }

  private static func isLonger(_ text: String, than maximum: Int) -> Bool {
    text.utf8.count > maximum && text.harmless(maximum: .max).unicodeScalars.count > maximum
  }

  /// An event. Text from outside is made harmless.
  /// - Throws: RMG_0036 without a unit, a code or a text.
  public init(
    unit: String, level: FaultLevel, code: String, text: String, partition: String? = nil, time: Date? = nil
  ) throws(ServiceError) {
    self.unit = Self.name(unit)
    self.level = level
    self.code = Self.name(code)
    self.text = text.harmless(maximum: Self.mostText)
    self.partition = partition.map(Self.name)?.nonEmpty
    self.time = time
    shortened =
      [("unit", unit), ("code", code), ("partition", partition ?? "")].filter {
        Self.isLonger($0.1, than: Self.mostShort)
      }.map(\.0) + (Self.isLonger(text, than: Self.mostText) ? ["text"] : [])
    for (value, name) in [(self.unit, "unit"), (self.code, "code"), (self.text, "text")] where value.isEmpty {
      throw ServiceError(.rmg0036, details: [.init(code: .rmg0036, text: name)])
    }
  }

  /// An event as a source tells it. What it leaves empty becomes `-`: an event is not lost for want of a name.
  public init(sourced unit: String, level: FaultLevel, code: String, text: String, time: Date? = nil) {
    self.unit = Self.name(unit).nonEmpty ?? "-"
    self.level = level
    self.code = Self.name(code).nonEmpty ?? "-"
    self.text = text.harmless(maximum: Self.mostText).nonEmpty ?? "-"
    partition = nil
    self.time = time
    shortened = []
  }
}

/// What became of an event.
public enum FaultOutcome: Sendable, Equatable {
  /// It will be sent, under this number; so many logs had to be left out for want of room, and these could not be read.
  case queued(Int, dropped: Int, unreadable: [String])
  /// It is held back, because the unit was reported already; how many are, and until when (nil: until it is cleared).
  case held(count: Int, until: Date?)
}
