internal import FoundationEssentials
internal import RemcsCore
internal import RemcsCryptography

/// Puts opened mails together to reports on the disk. The lock of the center must be held.
///
/// The order makes every moment safe for a power cut: the mail, then `report.json` that names it, then the answer to
/// the sender. A report counts as complete with its last `report.json`; everything before can be done twice.
struct ReportStore {
  let center: CenterDirectory
  let limits: Limits
  let now: Date
  private var files: FileSystem { center.files }

  init(center: CenterDirectory, limits: Limits, now: Date = Date()) {
    self.center = center
    self.limits = limits
    self.now = now
  }

  /// Takes one mail of a report.
  /// - Parameters:
  ///   - mail: the opened mail.
  ///   - reserved: a number of the inbox that was given to it before, as a piece.
  /// - Returns: how far the report is.
  /// - Throws: `CenterError`, damaged if it contradicts what is there.
  func add(_ mail: OpenedMail, reserved: Int? = nil) throws(CenterError) -> Receipt {
    let header = mail.header
    let directory = "\(center.reportsPath)/\(header.report)"
    var record: ReportRecord
    if let known = try files.record(ReportRecord.self, at: "\(directory)/report.json") {
      record = known
      guard known.device == header.device, known.sequence == header.sequence,
        known.manifestSHA256 == header.manifestSHA256
      else { throw CenterError(.damaged, "the report is damaged: another one has the same id") }
    } else {
      let number: Int
      if let reserved { number = reserved } else { number = try center.nextNumber() }
      record = ReportRecord(
        number: number, id: header.report, device: header.device,
        sequence: header.sequence, kind: header.kind.rawValue, received: now,
        manifestSHA256: header.manifestSHA256, of: header.of)
    }
    if record.isComplete { return receipt(record, .duplicate, "was here already") }
    let isKnown = record.mails.contains { $0.part == header.part && $0.of == header.of && $0.files == header.files }
    try files.makeDirectory(directory)
    if !isKnown { try keep(mail, in: directory, &record) }
    if record.missing.isEmpty, try complete(mail, directory, &record) {
      return receipt(record, .complete, "stored")
    }
    let place = "mail \(header.part) of \(header.of)"
    return receipt(record, isKnown ? .duplicate : .part, isKnown ? "\(place) was here already" : "\(place) stored")
  }

  private func receipt(_ record: ReportRecord, _ outcome: Receipt.Outcome, _ text: String) -> Receipt {
    Receipt(number: record.number, report: record.id, outcome: outcome, summary: "report \(record.number) \(text)")
  }

  /// Writes the mail and notes it. A mail with the same place in another cut replaces the older one: the sender
  /// started anew with another size.
  private func keep(_ mail: OpenedMail, in directory: String, _ record: inout ReportRecord) throws(CenterError) {
    let header = mail.header
    let name = "\(header.part)-of-\(header.of).mime"
    record.of = header.of
    record.mails.removeAll { $0.part == header.part && $0.of == header.of }
    record.mails.append(ReportRecord.Mail(part: header.part, of: header.of, file: name, files: header.files))
    if let manifest = mail.manifest {
      record.language = try ManifestSummary.read(manifest).language
      try files.write(manifest, to: "\(directory)/manifest.json")
    }
    // A report of one mail needs no waiting room: it is complete now.
    guard header.of > 1 else { return }
    try files.makeDirectory("\(directory)/parts")
    try files.write(mail.entity, to: "\(directory)/parts/\(name)")
    try files.write(record.json(), to: "\(directory)/report.json")
  }

  /// Puts the files together; false if there are holes between the pieces.
  private func complete(
    _ last: OpenedMail, _ directory: String, _ record: inout ReportRecord
  ) throws(CenterError) -> Bool {
    do throws(CenterError) {
      guard let manifest = try manifest(last, directory, record) else { return false }
      let attachments = manifest.attachments ?? []
      for file in attachments where !record.covers(file.name, size: file.size) {
        guard last.header.of > 1 else { throw OpenedMail.damaged("\(file.name) is missing") }
        return false
      }
      if !attachments.isEmpty { try files.makeDirectory("\(directory)/attachments") }
      for file in attachments { try assemble(file, last, directory, record) }
      record.language = manifest.language
      let writer = NotificationWriter(center: center, now: now)
      try writer.write(for: manifest, record: record)
    } catch {
      // Pieces carry no sums of their own: one of them is wrong, and nobody knows which. The sender starts anew.
      if !error.isTemporary { files.remove(directoryTree: directory) }
      throw error
    }
    record.isComplete = true
    record.mails = []
    try files.write(record.json(), to: "\(directory)/report.json")
    files.remove("\(directory)/parts")
    return true
  }

  /// The manifest, from the mail or from its pieces; nil if there are holes.
  private func manifest(
    _ last: OpenedMail, _ directory: String, _ record: ReportRecord
  ) throws(CenterError) -> ManifestSummary? {
    if let bytes = last.manifest { return try ManifestSummary.read(bytes, for: last.header, limits) }
    let slices = record.slices(of: PartHeader.manifestName)
    guard let size = slices.first?.slice.size, record.covers(PartHeader.manifestName, size: size) else {
      guard last.header.of > 1 else { throw OpenedMail.damaged("it has no manifest") }
      return nil
    }
    guard size <= limits.mailSize else { throw CenterError(.tooLarge, "the manifest is too large") }
    var bytes: [UInt8] = []
    for (mail, index, slice) in slices where slice.offset <= bytes.count {
      bytes += try piece(mail, index, last, directory).dropFirst(bytes.count - slice.offset)
    }
    guard Digest.sha256(bytes) == record.manifestSHA256 else {
      throw OpenedMail.damaged("the manifest has another sum")
    }
    let manifest = try ManifestSummary.read(bytes, for: last.header, limits)
    try files.write(bytes, to: "\(directory)/manifest.json")
    return manifest
  }

  /// Writes one file from its pieces, in order, and compares its sum.
  private func assemble(
    _ file: ManifestSummary.File, _ last: OpenedMail, _ directory: String, _ record: ReportRecord
  ) throws(CenterError) {
    try files.write(to: "\(directory)/attachments/\(file.name)") { (add) throws(CenterError) in
      var position = 0
      var digest = Digest()
      for (mail, index, slice) in record.slices(of: file.name) where slice.offset + slice.length > position {
        let piece = try piece(mail, index, last, directory).dropFirst(position - slice.offset)
        digest.update(piece)
        try add(piece)
        position += piece.count
      }
      guard position == file.size, digest.hexadecimal() == file.sha256 else {
        throw OpenedMail.damaged("\(file.name) has another sum")
      }
    }
  }

  private func piece(
    _ mail: ReportRecord.Mail, _ index: Int, _ last: OpenedMail, _ directory: String
  ) throws(CenterError) -> ArraySlice<UInt8> {
    if mail.part == last.header.part, mail.of == last.header.of { return last.pieces[index] }
    guard let bytes = try files.read("\(directory)/parts/\(mail.file)") else {
      throw CenterError(.storage, "\(directory)/parts/\(mail.file) is gone")
    }
    let pieces = try OpenedMail(bytes, limits: limits).pieces
    guard index < pieces.count else { throw CenterError(.storage, "\(mail.file) has changed") }
    return pieces[index]
  }
}

extension FileSystem {
  /// Removes a directory with the directories in it.
  func remove(directoryTree path: String) {
    for name in names(in: path) { remove("\(path)/\(name)") }
    remove(path)
  }
}
