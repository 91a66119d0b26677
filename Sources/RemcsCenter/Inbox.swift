public import FoundationEssentials
internal import RemcsCore

/// What a center has received. Reads the directory as it is; safe while a server runs.
public struct Inbox: Sendable {
  private let center: CenterDirectory

  /// The inbox of a center.
  public init(_ center: CenterDirectory) { self.center = center }

  /// All reports by number, complete or not; pieces of a cut mail that is not whole count as a report.
  /// A report that cannot be read is left out; ``contents()`` names it.
  ///
  /// - Throws: `CenterError.storage` if no report can be read because the box itself cannot.
  public func list() throws(CenterError) -> [ReceivedReport] {
    for path in [center.reportsPath, center.partialPath] where !center.files.canList(path) {
      throw CenterError(.storage, "\(path) cannot be read")
    }
    return contents().reports
  }

  /// The same, with the paths of what lies there and cannot be read; harmless on a terminal.
  public func contents() -> (reports: [ReceivedReport], unreadable: [String]) {
    var reports: [ReceivedReport] = []
    var unreadable: [String] = []
    func look(in path: String, _ read: (_ directory: String) throws(CenterError) -> ReceivedReport?) {
      guard center.files.canList(path) else {
        unreadable.append(path.harmless(maximum: 4096))
        return
      }
      for name in center.files.names(in: path) {
        do throws(CenterError) {
          if let report = try read("\(path)/\(name)") { reports.append(report) }
        } catch {
          unreadable.append("\(path)/\(name)".harmless(maximum: 4096))
        }
      }
    }
    look(in: center.reportsPath) { (directory) throws(CenterError) in
      guard let record = try stored(ReportRecord.self, at: "\(directory)/report.json") else { return nil }
      return ReceivedReport(record, manifest: try center.files.read("\(directory)/manifest.json") ?? [])
    }
    look(in: center.partialPath) { (directory) throws(CenterError) in
      guard let state = try stored(PartialStore.State.self, at: "\(directory)/state.json"), !state.isDone else {
        return nil
      }
      return ReceivedReport(state)
    }
    return (reports.sorted { $0.number < $1.number }, unreadable)
  }

  /// A record; nil if it is not there, which is where a power cut left a mail that nobody was told is stored.
  private func stored<Record: Decodable>(_ kind: Record.Type, at path: String) throws(CenterError) -> Record? {
    if let record = try center.files.record(kind, at: path) { return record }
    guard center.files.exists(path) else { return nil }
    throw CenterError(.storage, "\(path) cannot be read")
  }

  /// One report.
  public func show(_ number: Int) throws(CenterError) -> ReceivedReport {
    let (reports, unreadable) = contents()
    if let report = reports.first(where: { $0.number == number }) { return report }
    guard let first = unreadable.first else { throw CenterError(.unknownReport, "there is no report \(number)") }
    throw CenterError(.unknownReport, "there is no report \(number) among those that can be read: \(first) cannot")
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
  /// Whether the manifest that lies there is none, or the one of a complete report is gone.
  public let isDamaged: Bool

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
    let summary = manifest.isEmpty ? nil : try? ManifestSummary.read(manifest)
    isDamaged = summary == nil && (!manifest.isEmpty || record.isComplete)
    attachments = (summary?.attachments ?? []).map { File(name: $0.name, size: $0.size, sha256: $0.sha256) }
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
    isDamaged = false
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
    let damaged: Bool?
  }

  /// One JSON object; the manifest stands in it as it came, unless it would break the object: then `damaged` is true.
  public func json() throws(CenterError) -> [UInt8] {
    let document = Document(
      number: number, id: id, device: device, sequence: sequence, kind: kind, language: language, complete: isComplete,
      received: received, total: total, missing: missing, attachments: attachments,
      damaged: isDamaged ? true : nil)
    var bytes: [UInt8] = try document.json()
    if !manifest.isEmpty, !isDamaged {
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
