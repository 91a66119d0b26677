internal import FoundationEssentials
internal import RemcsCore
internal import RemcsCryptography

/// One mail of a report, decrypted and checked in itself (docs/protocol.md).
struct OpenedMail {
  let header: PartHeader
  let manifest: Manifest
  let manifestBytes: [UInt8]
  /// The pieces of files, in the order of the header.
  let pieces: [ArraySlice<UInt8>]
  /// Everything, as it was decrypted.
  let entity: [UInt8]

  /// Reads what was in the envelope; damaged if anything in it does not fit anything else.
  init(_ entity: [UInt8], limits: Limits) throws(CenterError) {
    let whole = try MimeEntity(entity[...])
    guard whole.contentType.value == "multipart/mixed" else { throw Self.damaged("it is not multipart/mixed") }
    let parts = try whole.parts(maximum: limits.attachments + 2)
    guard parts.count >= 2 else { throw Self.damaged("it has less than two parts") }
    let header: PartHeader
    do {
      header = try JSONDecoder().decode(PartHeader.self, from: Data(parts[0].decodedBody()))
    } catch {
      throw Self.damaged("its part.json cannot be read")
    }
    let manifestBytes = Array(try parts[1].decodedBody())
    guard Digest.sha256(manifestBytes) == header.manifestSHA256 else { throw Self.damaged("the manifest has another sum") }
    let manifest = try Manifest.read(manifestBytes)
    var pieces: [ArraySlice<UInt8>] = []
    for part in parts.dropFirst(2) { pieces.append(try part.decodedBody()) }
    self.header = header
    self.manifest = manifest
    self.manifestBytes = manifestBytes
    self.pieces = pieces
    self.entity = entity
    try checkHeader(limits)
    try checkFiles(limits)
  }

  private func checkHeader(_ limits: Limits) throws(CenterError) {
    guard header.version == PartHeader.currentVersion, manifest.format == Manifest.format,
      manifest.version == Manifest.currentVersion
    else { throw Self.damaged("it has a version that this center does not know") }
    guard Self.isIdentifier(header.report), header.sequence >= 1, (1...limits.parts).contains(header.of),
      (1...header.of).contains(header.part)
    else { throw Self.damaged("its part.json is out of range") }
    guard manifest.id == header.report, manifest.sequence == header.sequence, manifest.kind == header.kind.rawValue,
      manifest.device.id == header.device
    else { throw Self.damaged("part.json and manifest.json contradict each other") }
    guard !header.device.isEmpty, header.device.utf8.count <= 200, header.device == header.device.harmless() else {
      throw Self.damaged("the device id is not one")
    }
  }

  private func checkFiles(_ limits: Limits) throws(CenterError) {
    let attachments = manifest.attachments ?? []
    var known: [String: Manifest.File] = [:]
    var total = 0
    for file in attachments {
      guard Self.isFileName(file.name), file.size >= 0, known[file.name] == nil else {
        throw Self.damaged("an attachment has a name or size that it cannot have")
      }
      known[file.name] = file
      guard file.size <= limits.reportSize - total else {
        throw CenterError(.tooLarge, "the report is larger than \(limits.reportSize) bytes")
      }
      total += file.size
    }
    guard attachments.count <= limits.attachments, header.files.count == pieces.count else {
      throw Self.damaged("its files are not the ones that part.json names")
    }
    for (file, piece) in zip(header.files, pieces) {
      guard let whole = known[file.name], whole.size == file.size, whole.sha256 == file.sha256,
        file.length == piece.count, file.offset >= 0, file.length <= file.size, file.offset <= file.size - file.length
      else { throw Self.damaged("a piece of a file does not fit") }
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

  private static func damaged(_ reason: String) -> CenterError {
    CenterError(.damaged, "the report is damaged: \(reason)")
  }
}
