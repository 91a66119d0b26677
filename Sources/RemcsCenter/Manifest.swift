internal import FoundationEssentials
internal import RemcsCore

/// The few things that the center reads in a manifest; the document itself is kept byte for byte.
struct Manifest: Decodable {
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

  /// Reads a manifest; damaged if it is none.
  static func read(_ bytes: [UInt8]) throws(CenterError) -> Manifest {
    do {
      return try JSONDecoder().decode(Manifest.self, from: Data(bytes))
    } catch {
      throw CenterError(.damaged, "the manifest of the report cannot be read")
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
