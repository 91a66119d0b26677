internal import FoundationEssentials
internal import RemcsCore
internal import RemcsCryptography

/// One mail of a report, decrypted and checked in itself (docs/protocol.md).
struct OpenedMail {
  let header: PartHeader
  /// The manifest as it came; nil if it is so large that it comes in pieces, like a file.
  let manifest: [UInt8]?
  /// The pieces of files, in the order of the header.
  let pieces: [ArraySlice<UInt8>]
  /// Everything, as it was decrypted.
  let entity: [UInt8]

  /// Reads what was in the envelope; damaged if anything in it does not fit anything else.
  init(_ entity: [UInt8], limits: Limits) throws(CenterError) {
    let whole = try MimeEntity(entity[...])
    guard whole.contentType.value == "multipart/mixed" else { throw Self.damaged("it is not multipart/mixed") }
    let parts = try whole.parts(maximum: limits.attachments + 2)
    guard let first = parts.first else { throw Self.damaged("it has no parts") }
    let header: PartHeader
    do {
      header = try JSONDecoder().decode(PartHeader.self, from: Data(first.decodedBody()))
    } catch {
      throw Self.damaged("its part.json cannot be read")
    }
    let files = parts.suffix(header.files.count)
    guard (1...2).contains(parts.count - files.count) else {
      throw Self.damaged("its files are not the ones that part.json names")
    }
    var pieces: [ArraySlice<UInt8>] = []
    for part in files { pieces.append(try part.decodedBody()) }
    manifest = parts.count - files.count == 2 ? Array(try parts[1].decodedBody()) : nil
    self.header = header
    self.pieces = pieces
    self.entity = entity
    try checkHeader(limits)
    try checkPieces(limits)
    if let manifest { _ = try ManifestSummary.read(manifest, for: header, limits) }
  }

  private func checkHeader(_ limits: Limits) throws(CenterError) {
    guard header.version == PartHeader.currentVersion else {
      throw Self.damaged("it has a version that this center does not know")
    }
    guard Self.isIdentifier(header.report), header.sequence >= 1, (1...limits.parts).contains(header.of),
      (1...header.of).contains(header.part)
    else { throw Self.damaged("its part.json is out of range") }
    guard !header.device.isEmpty, header.device.utf8.count <= 200, header.device == header.device.harmless() else {
      throw Self.damaged("the device id is not one")
    }
  }

  private func checkPieces(_ limits: Limits) throws(CenterError) {
    for (file, piece) in zip(header.files, pieces) {
      guard file.size <= limits.reportSize else {
        throw CenterError(.tooLarge, "the report is larger than \(limits.reportSize) bytes")
      }
      guard file.length == piece.count, file.offset >= 0, file.length <= file.size,
        file.offset <= file.size - file.length
      else { throw Self.damaged("a piece of a file does not fit") }
    }
    if let manifest, Digest.sha256(manifest) != header.manifestSHA256 {
      throw Self.damaged("the manifest has another sum")
    }
  }

  /// A UUID in lower case: also a safe name for a directory.
  static func isIdentifier(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 36 else { return false }
    return bytes.indices.allSatisfy { index in
      [8, 13, 18, 23].contains(index)
        ? bytes[index] == UInt8(ascii: "-")
        : (48...57).contains(bytes[index]) || (97...102).contains(bytes[index])
    }
  }

  /// A name that stays in its directory.
  static func isFileName(_ name: String) -> Bool {
    (1...200).contains(name.utf8.count) && !name.hasPrefix(".") && !name.hasSuffix(".new")
      && !name.utf8.contains(UInt8(ascii: "/")) && name == name.harmless()
  }

  static func damaged(_ reason: String) -> CenterError {
    CenterError(.damaged, "the report is damaged: \(reason)")
  }
}
