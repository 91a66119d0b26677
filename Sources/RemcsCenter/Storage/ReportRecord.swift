internal import FoundationEssentials
internal import RemcsCore

/// What the center notes about a report, in `report.json`: a mail counts as received once it stands here.
struct ReportRecord: Codable, Equatable {
  /// One mail of the report.
  struct Mail: Codable, Equatable {
    let part: Int
    let of: Int
    /// The decrypted mail under `parts/`.
    let file: String
    let files: [PartHeader.File]
  }

  let number: Int
  let id: String
  let device: String
  let sequence: Int
  let kind: String
  /// Known once the manifest is there.
  var language: String?
  /// When the first mail came.
  let received: Date
  let manifestSHA256: String
  var isComplete = false
  /// How many mails the latest try said it has.
  var of: Int
  /// The mails that are there, all of them while the report is incomplete, none afterwards.
  var mails: [Mail] = []

  /// The pieces of a file in the mails of the latest try, by their place in it.
  func slices(of name: String) -> [(mail: Mail, index: Int, slice: PartHeader.File)] {
    var slices: [(mail: Mail, index: Int, slice: PartHeader.File)] = []
    for mail in mails where mail.of == of {
      for (index, slice) in mail.files.enumerated() where slice.name == name { slices.append((mail, index, slice)) }
    }
    return slices.sorted { $0.slice.offset < $1.slice.offset }
  }

  /// Whether the pieces make up the file without a hole. Mails of an older cut with the same count can leave holes,
  /// until their places are taken by those of the newer one.
  func covers(_ name: String, size: Int) -> Bool {
    let slices = slices(of: name)
    var position = 0
    for (_, _, slice) in slices where slice.offset <= position { position = max(position, slice.offset + slice.length) }
    return position == size && !slices.isEmpty
  }

  /// The numbers of the mails of the latest try that have not come.
  var missing: [Int] {
    guard !isComplete else { return [] }
    let here = Set(mails.filter { $0.of == of }.map(\.part))
    return (1...max(of, 1)).filter { !here.contains($0) }
  }
}

extension Encodable {
  /// JSON with sorted keys and ISO 8601 times.
  func json() throws(CenterError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    do {
      return Array(try encoder.encode(self))
    } catch {
      throw CenterError(.storage, "a record cannot be written as JSON")
    }
  }
}

extension FileSystem {
  /// The record in a file; nil if there is none that can be read.
  func record<Record: Decodable>(_ kind: Record.Type, at path: String) throws(CenterError) -> Record? {
    guard let bytes = try read(path, maximum: 64 * 1024 * 1024) else { return nil }
    return Record.decoded(from: bytes)
  }
}

extension Decodable {
  /// Reads what `json()` wrote; nil if it is something else.
  static func decoded(from bytes: [UInt8]) -> Self? {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return try? decoder.decode(Self.self, from: Data(bytes))
  }
}
