public import FoundationEssentials
internal import RemcsCore

/// What a center has received. Reads the directory as it is; safe while a server runs.
public struct Inbox: Sendable {
  private let center: CenterDirectory

  /// The inbox of a center.
  public init(_ center: CenterDirectory) { self.center = center }

  /// All reports by number, complete or not; pieces of a cut mail that is not whole count as a report.
  public func list() throws(CenterError) -> [ReceivedReport] {
    var reports: [ReceivedReport] = []
    for id in center.files.names(in: center.reportsPath) {
      let directory = "\(center.reportsPath)/\(id)"
      guard let record = try center.files.record(ReportRecord.self, at: "\(directory)/report.json") else {
        continue
      }
      reports.append(ReceivedReport(record, manifest: try center.files.read("\(directory)/manifest.json") ?? []))
    }
    for key in center.files.names(in: center.partialPath) {
      let path = "\(center.partialPath)/\(key)/state.json"
      guard let state = try center.files.record(PartialStore.State.self, at: path), !state.isDone else {
        continue
      }
      reports.append(ReceivedReport(state))
    }
    return reports.sorted { $0.number < $1.number }
  }

  /// One report.
  public func show(_ number: Int) throws(CenterError) -> ReceivedReport {
    guard let report = try list().first(where: { $0.number == number }) else {
      throw CenterError(.unknownReport, "there is no report \(number)")
    }
    return report
  }

  /// Where an attachment of a complete report lies; nil if there is none of that name.
  public func path(of attachment: String, in report: ReceivedReport) -> String? {
    guard report.attachments.contains(where: { $0.name == attachment }) else { return nil }
    let path = "\(center.reportsPath)/\(report.id)/attachments/\(attachment)"
    return center.files.exists(path) ? path : nil
  }

  /// The names of the mails in the outbox.
  public func outbox() -> [String] { center.files.names(in: center.outboxPath).filter { $0.hasSuffix(".eml") } }

  /// One mail of the outbox.
  public func outboxMail(_ name: String) throws(CenterError) -> [UInt8] {
    guard outbox().contains(name), let bytes = try center.files.read("\(center.outboxPath)/\(name)") else {
      throw CenterError(.unknownReport, "there is no mail \(name) in the outbox")
    }
    return bytes
  }
}

/// One report of the inbox.
public struct ReceivedReport: Sendable, Equatable {
  /// A file that came with it.
  public struct File: Sendable, Codable, Equatable {
    /// Its name.
    public let name: String
    /// Bytes.
    public let size: Int
    /// SHA-256 in hexadecimal.
    public let sha256: String
  }

  /// Its number here, in the order of arrival; numbers are never used twice but may be left out.
  public let number: Int
  /// The report's UUID, or what the pieces of a cut mail call themselves.
  public let id: String
  /// The device id; nil while only pieces are there.
  public let device: String?
  /// The number on the device; nil while only pieces are there.
  public let sequence: Int?
  /// The kind, as the manifest has it; nil while only pieces are there.
  public let kind: String?
  /// ja or en.
  public let language: String?
  /// Whether everything is there and has the right sums.
  public let isComplete: Bool
  /// When its first mail came.
  public let received: Date
  /// How many mails or pieces it has; nil as long as nobody knows.
  public let total: Int?
  /// The numbers of those that have not come. Nothing if complete.
  public let missing: [Int]
  /// The files that the manifest names.
  public let attachments: [File]
  /// The manifest, byte for byte; empty while only pieces are there.
  public let manifest: [UInt8]

  init(_ record: ReportRecord, manifest: [UInt8]) {
    number = record.number
    id = record.id
    device = record.device
    sequence = record.sequence
    kind = record.kind
    language = record.language
    isComplete = record.isComplete
    received = record.received
    total = record.of
    missing = record.missing
    self.manifest = manifest
    let files = (try? ManifestSummary.read(manifest))?.attachments ?? []
    attachments = files.map { File(name: $0.name, size: $0.size, sha256: $0.sha256) }
  }

  init(_ state: PartialStore.State) {
    number = state.number
    id = state.id.harmless(maximum: 300)
    device = nil
    sequence = nil
    kind = nil
    language = nil
    isComplete = false
    received = state.received
    total = state.total
    missing = state.missing
    attachments = []
    manifest = []
  }

  private struct Document: Encodable {
    let number: Int
    let id: String
    let device: String?
    let sequence: Int?
    let kind: String?
    let language: String?
    let complete: Bool
    let received: Date
    let total: Int?
    let missing: [Int]
    let attachments: [File]
  }

  /// One JSON object; the manifest stands in it as it came.
  public func json() throws(CenterError) -> [UInt8] {
    let document = Document(
      number: number, id: id, device: device, sequence: sequence, kind: kind, language: language, complete: isComplete,
      received: received, total: total, missing: missing, attachments: attachments)
    var bytes: [UInt8] = try document.json()
    if !manifest.isEmpty {
      bytes.removeLast()
      bytes += Array(#","manifest":"#.utf8) + manifest + Array("}".utf8)
    }
    return bytes
  }
}

extension Inbox {
  /// Reports as one JSON array.
  public static func json(_ reports: [ReceivedReport]) throws(CenterError) -> [UInt8] {
    var bytes = Array("[".utf8)
    for (index, report) in reports.enumerated() {
      bytes += Array((index == 0 ? "\n" : ",\n").utf8) + (try report.json())
    }
    return bytes + Array("\n]\n".utf8)
  }
}
