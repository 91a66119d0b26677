internal import FoundationEssentials
internal import RemcsCore

/// The few things that the center reads in a manifest; the document itself is kept byte for byte.
struct ManifestSummary: Decodable {
  struct Device: Decodable {
    let id: String
    let uniqueName: String?
  }
  struct File: Decodable {
    let name: String
    let size: Int
    let sha256: String
  }
  struct ConnectionCheck: Decodable {
    struct Administrator: Decodable {
      let notify: Bool?
      let address: String?
    }
    struct Engineer: Decodable {
      let notify: String?
      let address: String?
    }
    let administrator: Administrator?
    let engineer: Engineer?
  }
  struct Registration: Decodable {
    struct Customer: Decodable {
      let administratorEmail: String?
    }
    let customer: Customer?
  }

  static let format = "remcs-report"
  static let currentVersion = 1

  let format: String
  let version: Int
  let id: String
  let sequence: Int
  let kind: String
  let device: Device
  let created: String?
  let language: String?
  let connectionCheck: ConnectionCheck?
  let registration: Registration?
  let attachments: [File]?
  /// Numbers that will never arrive.
  let canceled: [Int]?
  /// Numbers that were still to be sent.
  let late: [String]?
  /// Events that were held back.
  let suppressed: [LossLedger.Suppressed]?
  /// Files that were left out.
  let dropped: [LossLedger.Dropped]?

  /// Reads a manifest; damaged if it is none.
  static func read(_ bytes: [UInt8]) throws(CenterError) -> ManifestSummary {
    // JSON decoders also read UTF-16 and a mark in front; here the bytes become part of another UTF-8 document.
    guard !bytes.contains(0), bytes.first != 0xEF, String(validating: bytes, as: UTF8.self) != nil else {
      throw CenterError(.damaged, "the manifest of the report is not UTF-8")
    }
    // The decoder forgives a lot; who reads the inbox as JSON does not.
    guard JSONDocument.isValid(bytes) else {
      throw CenterError(.damaged, "the manifest of the report is not valid JSON")
    }
    do {
      return try JSONDecoder().decode(ManifestSummary.self, from: Data(bytes))
    } catch {
      throw CenterError(.damaged, "the manifest of the report cannot be read")
    }
  }

  /// Reads the manifest of the report that a mail says it belongs to; damaged if the two contradict each other, or if
  /// a file of it cannot be one.
  static func read(_ bytes: [UInt8], for header: PartHeader, _ limits: Limits) throws(CenterError) -> ManifestSummary {
    let manifest = try read(bytes)
    guard manifest.format == format, manifest.version == currentVersion else {
      throw OpenedMail.damaged("it has a version that this center does not know")
    }
    guard manifest.id == header.report, manifest.sequence == header.sequence, manifest.kind == header.kind.rawValue,
      manifest.device.id == header.device
    else { throw OpenedMail.damaged("part.json and manifest.json contradict each other") }
    try manifest.checkFiles(header, limits)
    return manifest
  }

  private func checkFiles(_ header: PartHeader, _ limits: Limits) throws(CenterError) {
    var known: [String: File] = [:]
    var total = 0
    for file in attachments ?? [] {
      guard OpenedMail.isFileName(file.name), file.name != PartHeader.manifestName, file.size >= 0,
        known.updateValue(file, forKey: file.name) == nil
      else { throw OpenedMail.damaged("an attachment has a name or size that it cannot have") }
      guard file.size <= limits.reportSize - total, known.count <= limits.attachments else {
        throw CenterError(.tooLarge, "the report is larger than \(limits.reportSize) bytes")
      }
      total += file.size
    }
    for file in header.files where file.name != PartHeader.manifestName {
      guard let whole = known[file.name], whole.size == file.size, whole.sha256 == file.sha256 else {
        throw OpenedMail.damaged("it has a piece of a file that the manifest does not name")
      }
    }
  }

  /// The seconds east of Greenwich that `created` ends with; 0 if it names none.
  var zoneSeconds: Int {
    let tail = Array((created ?? "").utf8.suffix(6))
    guard tail.count == 6, tail[3] == UInt8(ascii: ":"), tail[0] == UInt8(ascii: "+") || tail[0] == UInt8(ascii: "-"),
      let hours = Int(String(decoding: tail[1...2], as: UTF8.self)),
      let minutes = Int(String(decoding: tail[4...5], as: UTF8.self)), (0...15).contains(hours),
      (0..<60).contains(minutes)
    else { return 0 }
    return (tail[0] == UInt8(ascii: "-") ? -1 : 1) * (hours * 3600 + minutes * 60)
  }
}
