internal import FoundationEssentials

/// When a duty of the agent was done last, and why not.
public struct DutyRecord: Codable, Sendable, Equatable {
  /// When it was tried last, in seconds since 1970.
  public var tried: Double
  /// When it was done last.
  public var done: Double?
  /// Why it failed; nil if it did not.
  public var code: MessageCode?
  /// More about it, harmless.
  public var detail: String?
}

extension Store {
  /// Notes how a duty went. One that goes well every few seconds is not worth a write each time.
  func noteDuty(_ name: String, failure: ServiceError?, at now: Date) throws(ServiceError) {
    var all = try duties()
    var record = all[name] ?? DutyRecord(tried: 0)
    let code = failure?.root.code
    if failure == nil, record.code == nil, now.timeIntervalSince1970 - record.tried < 3600, record.done != nil,
      now.timeIntervalSince1970 >= record.tried
    {
      return
    }
    record.tried = now.timeIntervalSince1970
    if failure == nil { record.done = record.tried }
    record.code = code
    record.detail = failure.map { ($0.root.arguments + $0.root.details.map(\.text)).joined(separator: " ").harmless() }
    all[name] = record
    let text = (try? Self.json(all)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    try write(leavingLog: true) { connection in try Self.set(.duties, text, connection) }
  }

  /// How the duties of the agent went, by name.
  public func duties() throws(ServiceError) -> [String: DutyRecord] {
    guard let text = try setting(.duties) else { return [:] }
    return (try? JSONDecoder().decode([String: DutyRecord].self, from: Data(text.utf8))) ?? [:]
  }
}
