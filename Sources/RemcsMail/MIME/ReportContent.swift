internal import FoundationEssentials
internal import RemcsCore
internal import RemcsCryptography

/// What is inside the encryption of one mail: `multipart/mixed` with `part.json`, the manifest and pieces of files
/// (see ``PartHeader``), all of them binary, because the encryption outside makes its own base64.
struct ReportContent {
  /// Something that travels in pieces: an attachment, or a manifest that is too large for every mail.
  struct Item {
    let name: String
    let size: Int
    let sha256: String
    let source: Source

    /// Where its bytes are.
    enum Source {
      case memory([UInt8])
      case path(String)
    }

    init(_ attachment: Attachment) {
      name = attachment.name
      size = attachment.size
      sha256 = attachment.sha256
      source = .path(attachment.path)
    }

    init(manifest: [UInt8]) {
      name = PartHeader.manifestName
      size = manifest.count
      sha256 = Digest.sha256(manifest)
      source = .memory(manifest)
    }

    func header(offset: Int, length: Int) -> PartHeader.File {
      PartHeader.File(name: name, size: size, sha256: sha256, offset: offset, length: length)
    }

    func piece(offset: Int, length: Int) -> MailContent.Piece {
      switch source {
      case .memory(let bytes): .bytes(Array(bytes[offset..<offset + length]))
      case .path(let path): .file(path: path, size: size, offset: offset, length: length)
      }
    }
  }

  /// A piece of an item.
  struct Slice {
    let item: Item
    let offset: Int
    let length: Int
  }

  let report: Report
  let device: String
  let manifestSHA256: String
  let boundary: String

  init(_ report: Report, device: String) {
    self.report = report
    self.device = device
    manifestSHA256 = Digest.sha256(report.manifest)
    // 128 random bits: they are in no file, whatever somebody put there.
    var generator = SystemRandomNumberGenerator()
    boundary = "=_" + String(generator.next(), radix: 36) + "_" + String(generator.next(), radix: 36)
  }

  /// The content of one mail, with or without the whole manifest.
  func content(part: Int, of count: Int, _ slices: [Slice], manifest: Bool) throws(TransportFailure) -> MailContent {
    var content = MailContent()
    let opening = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"\(boundary)\"\r\n"
    let header = try json(part, count, slices.map { $0.item.header(offset: $0.offset, length: $0.length) })
    content.pieces.append(.bytes(Array((opening + head(PartHeader.fileName, "application/json; charset=utf-8")).utf8)))
    content.pieces.append(.bytes(header))
    if manifest {
      content.pieces.append(.bytes(Array(head(PartHeader.manifestName, "application/json; charset=utf-8").utf8)))
      content.pieces.append(.bytes(report.manifest))
    }
    for slice in slices {
      content.pieces.append(.bytes(Array(head(slice.item.name, Self.type(of: slice.item.name)).utf8)))
      content.pieces.append(slice.item.piece(offset: slice.offset, length: slice.length))
    }
    content.pieces.append(.bytes(Array("\r\n--\(boundary)--\r\n".utf8)))
    return content
  }

  /// How many bytes a slice of an item takes besides its own, at most.
  func overhead(of item: Item) throws(TransportFailure) -> Int {
    let most = item.header(offset: item.size, length: item.size)
    let entry = try json(1, 1, [most]).count - json(1, 1, []).count + 1
    return head(item.name, Self.type(of: item.name)).utf8.count + entry
  }

  private func head(_ name: String, _ type: String) -> String {
    "\r\n--\(boundary)\r\nContent-Type: \(type)\r\nContent-Transfer-Encoding: binary\r\n"
      + "Content-Disposition: attachment; filename=\"\(Checked.fileName(name))\"\r\n\r\n"
  }

  private static func type(of name: String) -> String {
    name.lowercased().hasSuffix(".gz") ? "application/gzip" : "application/octet-stream"
  }

  private func json(_ part: Int, _ count: Int, _ files: [PartHeader.File]) throws(TransportFailure) -> [UInt8] {
    let header = PartHeader(
      report: report.id, device: device, sequence: report.sequence, kind: report.kind, part: part, of: count,
      manifestSHA256: manifestSHA256, files: files)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(header))
    } catch {
      throw TransportFailure(.memory, at: .preparing)
    }
  }
}
