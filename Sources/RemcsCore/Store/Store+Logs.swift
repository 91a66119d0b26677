internal import FoundationEssentials
internal import Glibc

/// How much the logs of a report matter: by what it is about, and of faults by their level.
struct LogWorth: Comparable {
  let kind: ReportKind
  /// Of a fault.
  let level: FaultLevel?

  /// Whether the logs of one are given up before those of the other.
  static func < (left: LogWorth, right: LogWorth) -> Bool {
    if left.kind.importance != right.kind.importance { return left.kind.importance > right.kind.importance }
    return (left.level?.rank ?? 0) < (right.level?.rank ?? 0)
  }
}

extension Store {
  /// Gives up logs that wait, those that matter least first, of these the oldest first: the reports go without them, which
  /// the center hears of. Reports of which a piece may have arrived keep theirs.
  ///
  /// - Parameters:
  ///   - wanted: bytes of room that are asked for.
  ///   - limit: only logs that matter less than this; nil for all.
  ///   - now: the time.
  /// - Returns: how many bytes were given up.
  /// - Throws: RMG_0150 if that cannot be noted; the files may be gone then, which is noted when their report is sent.
  func giveUpLogs(_ wanted: Int, below limit: LogWorth? = nil, at now: Date) throws(ServiceError) -> Int {
    let spool = Spool(home)
    return try write { connection in
      // Nobody begins to send one of them meanwhile.
      var candidates: [(worth: LogWorth, report: Report)] = []
      try connection.run(
        """
        SELECT \(Self.columns) FROM report WHERE state IN ('waiting', 'failed') AND begun = 0 AND tries = 0
        AND sequence IN (SELECT report FROM attachment) ORDER BY sequence
        """
      ) { row in
        guard let report = Self.report(row) else { return }
        let worth = LogWorth(kind: report.kind, level: (try? Manifest(report.manifest))?.fault?.level)
        if limit.map({ worth < $0 }) ?? true { candidates.append((worth, report)) }
      }
      candidates.sort { ($0.worth, $0.report.sequence) < ($1.worth, $1.report.sequence) }
      var freed = 0
      for (_, report) in candidates where freed < wanted {
        let files = try Self.attachments(of: report.sequence, connection)
        guard files.allSatisfy({ spool.contains($0.path) }), var manifest = try? Manifest(report.manifest) else {
          continue
        }
        manifest.attachments = []
        let bytes = try manifest.encoded()
        // The room first: on a full disk it is needed for the rest.
        for file in files { unlink(file.path) }
        freed += files.reduce(0) { $0 + $1.size }
        try Self.leaveOut(
          files.count, of: report.sequence, manifest: bytes, rest: [], event: "filesGivenUp", at: now, connection)
      }
      return freed
    }
  }

  /// Copies of logs that are gone are left out of their report, which is worth more than they are; the center hears of it.
  ///
  /// - Parameters:
  ///   - report: the report.
  ///   - isBegun: whether a piece of it may have arrived just now.
  ///   - now: the time.
  /// - Returns: whether any was gone.
  /// - Throws: RMG_0150 if that cannot be noted.
  func leaveOutMissingFiles(of report: Report, isBegun: Bool, at now: Date) throws(ServiceError) -> Bool {
    let rest = report.attachments.filter { access($0.path, R_OK) == 0 }
    guard rest.count < report.attachments.count, let manifest = try? Manifest(report.manifest) else { return false }
    try write(leavingLog: true) { connection in
      var isBegun = isBegun
      try connection.run(
        "SELECT 1 FROM report WHERE sequence = ? AND (begun = 1 OR tries > 0)", [.integer(report.sequence)]
      ) { _ in isBegun = true }
      try Self.leaveOutMissing(manifest, rest: rest, isBegun: isBegun, at: now, connection)
    }
    return true
  }

  /// Leaves out of a report what is not in `rest`. One of which a piece may be at the center may not change any more: it is
  /// taken out, and what is left of it goes under a number of its own.
  static func leaveOutMissing(
    _ manifest: Manifest, rest: [Attachment], isBegun: Bool, at now: Date, _ connection: SQLiteConnection
  ) throws {
    let count = manifest.attachments.count - rest.count
    var manifest = manifest
    manifest.attachments = rest.map { .init(name: $0.name, size: $0.size, sha256: $0.sha256) }
    guard isBegun else {
      return try leaveOut(
        count, of: manifest.sequence, manifest: try manifest.encoded(), rest: rest, event: "filesMissing", at: now,
        connection)
    }
    var isFailed = false
    try connection.run(
      "SELECT 1 FROM report WHERE sequence = ? AND state = 'failed'", [.integer(manifest.sequence)]
    ) { _ in isFailed = true }
    try connection.run("DELETE FROM attachment WHERE report = ?", [.integer(manifest.sequence)])
    try cancel(manifest.sequence, reason: "filesMissing", at: now, connection)
    let left = NewReport(kind: manifest.kind, fingerprint: "", attachments: rest) { [manifest] id, number, _, ledger in
      var again = manifest
      again.id = id
      again.sequence = number
      again.tell(ledger)
      return try again.encoded()
    }
    let again = try enqueue(left, at: now, connection)
    try enter(.dropped, report: again.sequence, count: count, at: now, connection)
    try connection.run(
      "UPDATE suppression SET report = ? WHERE report = ?", [.integer(again.sequence), .integer(manifest.sequence)])
    guard isFailed else { return }
    // What waited for a person still does.
    try connection.run("UPDATE report SET state = 'failed' WHERE sequence = ?", [.integer(again.sequence)])
  }

  /// A report goes without some of its files, which the center hears of.
  static func leaveOut(
    _ count: Int, of sequence: Int, manifest: [UInt8], rest: [Attachment], event: String, at now: Date,
    _ connection: SQLiteConnection
  ) throws(SQLiteError) {
    try connection.run("UPDATE report SET manifest = ? WHERE sequence = ?", [.blob(manifest), .integer(sequence)])
    try connection.run("DELETE FROM attachment WHERE report = ?", [.integer(sequence)])
    try store(rest, of: sequence, connection)
    try enter(.dropped, report: sequence, count: count, at: now, connection)
    try note(event, report: sequence, detail: String(count), at: now, connection)
  }
}
