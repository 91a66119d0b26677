internal import FoundationEssentials
internal import RemcsCore

/// One entry of a log service, as far as it matters.
struct RedfishLogEntry: Equatable {
  let id: String
  /// Seconds since 1970; 0 if it is not told.
  let time: Double
  let severity: String?
  let code: String
  let text: String
  /// What the entry says it is about; nil if it says nothing of that.
  let origin: String?

  /// An entry; nil if this is none, but only a link to one.
  init?(_ entry: JSONValue) {
    guard let id = entry["Id"]?.text, entry["Created"] != nil || entry["Message"] != nil || entry["Severity"] != nil
    else { return nil }
    self.id = id.harmless(maximum: 100)
    time = entry["Created"]?.text.flatMap(Self.seconds) ?? 0
    severity = entry["Severity"]?.text ?? entry["MessageSeverity"]?.text
    let messageID = entry["MessageId"]?.text
    let sensor = [entry["SensorType"]?.text, entry["SensorNumber"]?.count.map(String.init)].compactMap { $0 }
    code = messageID ?? entry["EntryCode"]?.text ?? entry["EntryType"]?.text ?? "LogEntry"
    text = entry["Message"]?.text ?? entry["Description"]?.text ?? entry["Name"]?.text ?? code
    let condition = entry["Links"]?["OriginOfCondition"]?["@odata.id"]?.text
    let arguments = (entry["MessageArgs"]?.elements ?? []).prefix(5).compactMap(\.text)
    // Without a resource or a sensor, the kind of message with what it names is the nearest to a unit: one log must not
    // be one unit, or a fan would hold back a power supply.
    origin =
      condition.map { $0.split(separator: "/").dropFirst(2).joined(separator: "/") }
      ?? (sensor.isEmpty ? nil : sensor.joined(separator: " "))
      ?? messageID.map { ([$0] + arguments).joined(separator: " ") }
  }

  /// The id as a number.
  var number: Int? { Self.number(id[...]) }

  static func number(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }

  /// `2026-11-24T10:00:00+09:00`, also with fractions of a second, or `Z`.
  static func seconds(_ text: String) -> Double? {
    guard text.utf8.count <= 40 else { return nil }
    for fraction in [false, true] {
      let style = Date.ISO8601FormatStyle(includingFractionalSeconds: fraction)
      if let date = try? style.parse(text) { return date.timeIntervalSince1970 }
    }
    return nil
  }

  /// The level of a severity; what is not known is worth a look.
  var level: FaultLevel {
    switch severity {
    case "OK": .info
    case "Critical": .error
    default: .warning
    }
  }

  /// What the center is told; `log` is the place of the log.
  func fault(of log: String) -> Fault {
    Fault(
      sourced: origin ?? "\(log) \(text)", level: level, code: code, text: "\(text) (\(log) \(id))",
      time: time > 0 ? Date(timeIntervalSince1970: time) : nil)
  }
}
