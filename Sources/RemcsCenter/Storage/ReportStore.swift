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
        sequence: header.sequence, kind: header.kind.rawValue, language: mail.manifest.language, received: now,
        manifestSHA256: header.manifestSHA256, of: header.of)
    }
    if record.isComplete { return receipt(record, .duplicate, "was here already") }
    let isKnown = record.mails.contains { $0.part == header.part && $0.of == header.of && $0.files == header.files }
    try files.makeDirectory(directory)
    if !isKnown { try keep(mail, in: directory, &record) }
    if record.missing.isEmpty, header.of == 1 || isCovered(mail.manifest, record) {
      try complete(mail, directory, &record)
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
    try files.write(mail.manifestBytes, to: "\(directory)/manifest.json")
    // A report of one mail needs no waiting room: it is complete now.
    guard header.of > 1 else { return }
    try files.makeDirectory("\(directory)/parts")
    try files.write(mail.entity, to: "\(directory)/parts/\(name)")
    try files.write(record.json(), to: "\(directory)/report.json")
  }

  /// Whether the pieces make up every file. Mails of an older cut with the same count can leave holes, until their
  /// places are taken by those of the newer one.
  private func isCovered(_ manifest: Manifest, _ record: ReportRecord) -> Bool {
    (manifest.attachments ?? []).allSatisfy { file in
      let slices = record.mails.filter { $0.of == record.of }.flatMap(\.files).filter { $0.name == file.name }
      var position = 0
      for slice in slices.sorted(by: { $0.offset < $1.offset }) where slice.offset <= position {
        position = max(position, slice.offset + slice.length)
      }
      return position == file.size && !slices.isEmpty
    }
  }

  private func complete(_ last: OpenedMail, _ directory: String, _ record: inout ReportRecord) throws(CenterError) {
    let attachments = last.manifest.attachments ?? []
    if !attachments.isEmpty { try files.makeDirectory("\(directory)/attachments") }
    do {
      for file in attachments { try assemble(file, last, directory, record) }
    } catch {
      // Pieces carry no sums of their own: one of them is wrong, and nobody knows which. The sender starts anew.
      if error.code == .damaged { files.remove(directoryTree: directory) }
      throw error
    }
    let writer = NotificationWriter(center: center, now: now)
    try writer.write(for: last.manifest, record: record)
    record.isComplete = true
    record.mails = []
    try files.write(record.json(), to: "\(directory)/report.json")
    files.remove("\(directory)/parts")
  }

  /// Writes one file from its pieces, in order, and compares its sum.
  private func assemble(
    _ file: Manifest.File, _ last: OpenedMail, _ directory: String, _ record: ReportRecord
  ) throws(CenterError) {
    var slices: [(mail: ReportRecord.Mail, index: Int, slice: PartHeader.File)] = []
    for mail in record.mails where mail.of == record.of {
      for (index, slice) in mail.files.enumerated() where slice.name == file.name {
        slices.append((mail, index, slice))
      }
    }
    slices.sort { $0.slice.offset < $1.slice.offset }
    try files.write(to: "\(directory)/attachments/\(file.name)") { (add) throws(CenterError) in
      var position = 0
      var digest = Digest()
      for (mail, index, slice) in slices where slice.offset + slice.length > position || file.size == 0 {
        guard slice.offset <= position else { break }
        let piece = try piece(mail, index, last, directory).dropFirst(position - slice.offset)
        digest.update(piece)
        try add(piece)
        position += piece.count
      }
      guard position == file.size, digest.hexadecimal() == file.sha256 else {
        throw CenterError(.damaged, "the report is damaged: \(file.name) has another sum")
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
