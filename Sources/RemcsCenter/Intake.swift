internal import FoundationEssentials
internal import RemcsCore
internal import RemcsCryptography

/// The way of a mail into the center: read, decrypt, check, store. When it returns, everything is on the disk.
public struct Intake: Sendable {
  private let center: CenterDirectory
  private let limits: Limits
  private let identities: [Identity]

  /// The way into a center.
  public init(_ center: CenterDirectory, limits: Limits = Limits()) throws(CenterError) {
    self.center = center
    self.limits = limits
    identities = try center.identities()
  }

  /// Takes one mail as it came, lines ended by CRLF or LF.
  ///
  /// - Throws: `CenterError`: `notForUs`, `damaged`, `tooLarge` for good; the others may pass.
  public func accept(_ mail: [UInt8]) throws(CenterError) -> Receipt {
    guard mail.count <= limits.mailSize else {
      throw CenterError(.tooLarge, "the mail is larger than \(limits.mailSize) bytes")
    }
    let outer = try MimeEntity(mail[...])
    guard outer.contentType.value == "message/partial" else {
      let opened = try open(outer)
      return try center.files.locked(center.lockPath) { () throws(CenterError) in
        let receipt = try ReportStore(center: center, limits: limits).add(opened)
        return try tidied(receipt)
      }
    }
    let piece = try PartialStore.Piece(outer, limits: limits)
    return try center.files.locked(center.lockPath) { () throws(CenterError) in try accept(piece) }
  }

  private func accept(_ piece: PartialStore.Piece) throws(CenterError) -> Receipt {
    let store = PartialStore(center: center, limits: limits)
    if let record = try store.completeReport(of: piece.id) {
      try store.forgetTries(of: record.id)
      return Receipt(
        number: record.number, report: record.id, outcome: .duplicate,
        summary: "report \(record.number) was here already")
    }
    let (state, isNew) = try store.add(piece)
    guard state.total != nil, state.missing.isEmpty, !state.isDone else {
      let text = isNew ? "stored" : "was here already"
      return Receipt(
        number: state.number, report: nil, outcome: isNew ? .piece : .duplicate,
        summary: "report \(state.number) piece \(piece.number) \(text)")
    }
    do {
      let opened = try open(MimeEntity(store.whole(state)[...]))
      let receipt = try ReportStore(center: center, limits: limits).add(opened, reserved: state.number)
      try store.finish(state)
      return try tidied(receipt)
    } catch {
      if !error.isTemporary { store.forget(state) }
      throw error
    }
  }

  /// A report that is there needs no pieces of other tries any more.
  private func tidied(_ receipt: Receipt) throws(CenterError) -> Receipt {
    if receipt.outcome == .complete || receipt.outcome == .duplicate, let report = receipt.report,
      try PartialStore(center: center, limits: limits).completeReport(of: report) != nil
    {
      try PartialStore(center: center, limits: limits).forgetTries(of: report)
    }
    return receipt
  }

  private func open(_ outer: MimeEntity) throws(CenterError) -> OpenedMail {
    guard ["application/pkcs7-mime", "application/x-pkcs7-mime"].contains(outer.contentType.value) else {
      throw CenterError(.notForUs, "this is no encrypted report")
    }
    let envelope = Array(try outer.decodedBody())
    let entity: [UInt8]?
    do {
      entity = try EnvelopedData.decrypt(envelope, for: identities.map { ($0.certificate, $0.key) })
    } catch {
      if error.code == .memory { throw CenterError(.busy, "not enough memory") }
      throw CenterError(.damaged, "the report is damaged: \(error)")
    }
    guard let entity else { throw CenterError(.notForUs, "the report is encrypted for somebody else") }
    return try OpenedMail(entity, limits: limits)
  }
}
