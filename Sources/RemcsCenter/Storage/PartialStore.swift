internal import FoundationEssentials
internal import RemcsCore
internal import RemcsCryptography

/// Pieces of mails that were cut outside of the encryption (message/partial, RFC 2046 5.2.2), in any order. The lock
/// of the center must be held.
struct PartialStore {
  /// What `state.json` holds.
  struct State: Codable {
    let number: Int
    let id: String
    let received: Date
    /// Known once the last piece came.
    var total: Int?
    var pieces: [Int] = []
    /// The mail was whole and is stored as a report.
    var isDone = false

    /// The pieces that have not come; without the last one nobody knows how many follow.
    var missing: [Int] {
      let here = Set(pieces)
      return (1...max(total ?? pieces.max() ?? 1, 1)).filter { !here.contains($0) }
    }
  }

  /// A piece, read from its mail.
  struct Piece {
    let id: String
    let number: Int
    let total: Int?
    let body: ArraySlice<UInt8>

    init(_ mail: MimeEntity, limits: Limits) throws(CenterError) {
      let parameters = mail.contentType.parameters
      let total = parameters["total"].map { Int($0) ?? 0 }
      guard let id = parameters["id"], !id.isEmpty, id.utf8.count <= 300,
        let number = parameters["number"].flatMap({ Int($0) }),
        (1...limits.parts).contains(number), total.map({ (number...limits.parts).contains($0) }) ?? true
      else { throw CenterError(.damaged, "the piece of a mail has no id or number that fits") }
      self.id = id
      self.number = number
      self.total = total
      body = mail.body
    }
  }

  let center: CenterDirectory
  let limits: Limits
  let now: Date
  private var files: FileSystem { center.files }

  init(center: CenterDirectory, limits: Limits, now: Date = Date()) {
    self.center = center
    self.limits = limits
    self.now = now
  }

  private func directory(_ id: String) -> String { "\(center.partialPath)/\(Digest.sha256(Array(id.utf8)))" }

  /// Stores a piece; the state afterwards, and whether it was there before.
  func add(_ piece: Piece) throws(CenterError) -> (state: State, isNew: Bool) {
    let directory = directory(piece.id)
    try files.makeDirectory(directory)
    var state: State
    if let known = try files.record(State.self, at: "\(directory)/state.json") {
      if known.isDone { return (known, false) }
      state = known
    } else {
      state = State(number: try center.nextNumber(), id: piece.id, received: now)
    }
    let path = "\(directory)/\(piece.number).piece"
    let body = Array(piece.body)
    // A piece with the same number and other bytes comes from a new try with another size: the newer one counts.
    let known = state.pieces.contains(piece.number) ? try files.read(path) : nil
    let isNew = known != body
    if isNew || (piece.total != nil && piece.total != state.total) {
      try files.write(body, to: path)
      if !state.pieces.contains(piece.number) { state.pieces = (state.pieces + [piece.number]).sorted() }
      state.total = piece.total ?? state.total
      try files.write(state.json(), to: "\(directory)/state.json")
    }
    return (state, isNew)
  }

  /// The mail that the pieces make.
  func whole(_ state: State) throws(CenterError) -> [UInt8] {
    var mail: [UInt8] = []
    for number in 1...max(state.total ?? 1, 1) {
      guard let piece = try files.read("\(directory(state.id))/\(number).piece") else {
        throw CenterError(.storage, "a piece is gone")
      }
      guard mail.count + piece.count <= limits.memory else {
        throw CenterError(.tooLarge, "the pieces together are larger than \(limits.memory) bytes")
      }
      mail += piece
    }
    return mail
  }

  /// The report that a piece calls itself after, if it is there already: pieces begin with its id.
  func completeReport(of id: String) throws(CenterError) -> ReportRecord? {
    let name = String(id.prefix(36))
    guard OpenedMail.isIdentifier(name) else { return nil }
    let record = try files.record(ReportRecord.self, at: "\(center.reportsPath)/\(name)/report.json")
    return record?.isComplete == true ? record : nil
  }

  /// A report is complete: what other tries to send it have left is needed no more.
  func forgetTries(of report: String) throws(CenterError) {
    for key in files.names(in: center.partialPath) {
      let directory = "\(center.partialPath)/\(key)"
      let state = try files.record(State.self, at: "\(directory)/state.json")
      if let state, state.id.hasPrefix(report) { files.remove(directory) }
    }
  }

  /// The mail is a report now: its pieces go, a note stays, so that late duplicates are known.
  func finish(_ state: State) throws(CenterError) {
    var state = state
    state.isDone = true
    let directory = directory(state.id)
    try files.write(state.json(), to: "\(directory)/state.json")
    for number in state.pieces { files.remove("\(directory)/\(number).piece") }
  }

  /// The mail cannot be read: its pieces go, and the sender may start anew.
  func forget(_ state: State) { files.remove(directory(state.id)) }
}
