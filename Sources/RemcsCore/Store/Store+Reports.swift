internal import FoundationEssentials

/// What is asked about reports.
extension Store {
  /// The reports in one of `states`, in the order of their numbers; the first `limit` of them.
  public func reports(
    in states: [ReportState] = ReportState.allCases, limit: Int = -1
  ) throws(ServiceError) -> [Report] {
    try reports("WHERE state IN (\(Self.list(states))) ORDER BY sequence LIMIT ?", [.integer(limit)])
  }

  /// The newest reports, and of those that wait for a person as many of the oldest, in the order of their numbers.
  public func reportsToLookAt(_ limit: Int) throws(ServiceError) -> [Report] {
    try reports(
      """
      WHERE sequence IN (SELECT sequence FROM report ORDER BY sequence DESC LIMIT ?1)
      OR sequence IN (SELECT sequence FROM report WHERE state = 'failed' ORDER BY sequence LIMIT ?1) ORDER BY sequence
      """, [.integer(limit)])
  }

  /// The reports of some kinds in some states, in the order of their numbers.
  func reports(of kinds: [ReportKind], in states: [ReportState]) throws(ServiceError) -> [Report] {
    try reports("WHERE state IN (\(Self.list(states))) AND kind IN (\(Self.list(kinds))) ORDER BY sequence")
  }

  /// The report of a number; nil if there is none.
  public func report(_ sequence: Int) throws(ServiceError) -> Report? {
    try reports("WHERE sequence = ?", [.integer(sequence)]).first
  }

  /// The newest report of a kind that the mail server took; nil if none did.
  func lastRelayed(_ kind: ReportKind) throws(ServiceError) -> Report? {
    try reports("WHERE kind = ? AND state = 'relayed' ORDER BY sequence DESC LIMIT 1", [.text(kind.rawValue)]).first
  }

  /// The next reports to be sent, most important first.
  func dueReports(limit: Int, at now: Date) throws(ServiceError) -> [Report] {
    let times = Self.times(dueAt: now)
    let few = 1000
    switch try countDue(upTo: few, at: now) {
    case 0: return []
    // Few among many that were put off are found by their time, many by their order.
    case ..<few:
      return try reports(
        "WHERE sequence IN (\(Self.due)) ORDER BY importance, sequence LIMIT ?3", times + [.integer(limit)])
    default:
      return try reports(
        """
        INDEXED BY report_order WHERE state = 'waiting' AND (next_try <= ?1 OR next_try > ?2)
        ORDER BY importance, sequence LIMIT ?3
        """, times + [.integer(limit)])
    }
  }

  /// Whether a report is to be sent now.
  func isDue(at now: Date) throws(ServiceError) -> Bool { try countDue(upTo: 1, at: now) > 0 }

  private func countDue(upTo most: Int, at now: Date) throws(ServiceError) -> Int {
    try read { connection throws(SQLiteError) in
      var count = 0
      try connection.run(
        "SELECT count(*) FROM (\(Self.due) LIMIT ?3)", Self.times(dueAt: now) + [.integer(most)]
      ) { count = $0[0].integer ?? 0 }
      return count
    }
  }

  /// The numbers of what is due, by ``times(dueAt:)``.
  private static let due = """
    SELECT sequence FROM report INDEXED BY report_next WHERE state = 'waiting' AND next_try <= ?1
    UNION ALL SELECT sequence FROM report INDEXED BY report_next WHERE state = 'waiting' AND next_try > ?2
    """

  /// Until when and from when on a report is due: a clock that was set back leaves times behind that would never come.
  private static func times(dueAt now: Date) -> [SQLiteValue] {
    let seconds = now.timeIntervalSince1970
    return [.real(seconds), .real(seconds + RetryPlan.longest * 2)]
  }

  /// Whether any report is in one of `states`.
  func isAny(in states: [ReportState]) throws(ServiceError) -> Bool {
    try read { connection throws(SQLiteError) in
      var isAny = false
      try connection.run("SELECT 1 FROM report WHERE state IN (\(Self.list(states))) LIMIT 1") { _ in isAny = true }
      return isAny
    }
  }

  /// How many reports are in one of `states`.
  func count(_ states: ReportState...) throws(ServiceError) -> Int {
    try read { connection throws(SQLiteError) in
      var count = 0
      try connection.run("SELECT count(*) FROM report WHERE state IN (\(Self.list(states)))") {
        count = $0[0].integer ?? 0
      }
      return count
    }
  }

  /// When the newest fault came that waits; nil if none does.
  func newestWaitingFault() throws(ServiceError) -> Date? {
    try read { connection throws(SQLiteError) in
      var created: Double?
      try connection.run(
        """
        SELECT created FROM report INDEXED BY report_order WHERE state = 'waiting' AND importance = ?
        ORDER BY sequence DESC LIMIT 1
        """, [.integer(ReportKind.fault.importance)]
      ) { created = $0[0].real }
      return created.map { Date(timeIntervalSince1970: $0) }
    }
  }

  /// The number of the newest report; 0 if there is none.
  func newestReport() throws(ServiceError) -> Int {
    try read { connection throws(SQLiteError) in
      var number = 0
      try connection.run("SELECT max(sequence) FROM report") { number = $0[0].integer ?? 0 }
      return number
    }
  }

  /// When the next waiting report is due; nil if none waits.
  func nextDue() throws(ServiceError) -> Date? {
    try read { connection throws(SQLiteError) in
      var due: Double?
      try connection.run("SELECT min(next_try) FROM report WHERE state = 'waiting'") { due = $0[0].real }
      return due.map { Date(timeIntervalSince1970: $0) }
    }
  }

  /// The copies that reports wait with.
  func waitingFiles() throws(ServiceError) -> Set<String> {
    try read { connection throws(SQLiteError) in
      var paths: Set<String> = []
      try connection.run(
        """
        SELECT path FROM attachment JOIN report ON sequence = report WHERE state IN ('waiting', 'sending', 'failed')
        """
      ) { if let path = $0[0].text { paths.insert(path) } }
      return paths
    }
  }

  /// Reports with their files; `rest` is what stands behind the table.
  private func reports(_ rest: String, _ values: [SQLiteValue] = []) throws(ServiceError) -> [Report] {
    var reports: [Report] = []
    var files: [Int: [Attachment]] = [:]
    // At one moment: a report must not be taken for one without files.
    try snapshot { connection throws(SQLiteError) in
      try connection.run("SELECT \(Self.columns) FROM report \(rest)", values) { row in
        if let report = Self.report(row) { reports.append(report) }
      }
      try connection.run(
        """
        SELECT \(Self.fileColumns), report FROM attachment WHERE report IN (SELECT sequence FROM report \(rest))
        ORDER BY report, position
        """, values
      ) { if let number = $0[4].integer { files[number, default: []].append(Self.attachment($0)) } }
    }
    for index in reports.indices { reports[index].attachments = files[reports[index].sequence] ?? [] }
    return reports
  }

  /// Names of ours for a list in SQL.
  static func list(_ names: [some RawRepresentable<String>]) -> String {
    // What joins strings in general takes the tenth part of a millisecond when it is first used.
    var list = ""
    for name in names { list += (list.isEmpty ? "'" : ",'") + name.rawValue + "'" }
    return list
  }

  static let columns = "id, sequence, kind, created, manifest, state, tries, last_error, next_try"

  static func report(_ row: [SQLiteValue]) -> Report? {
    guard let id = row[0].text, let sequence = row[1].integer, let kind = row[2].text.flatMap(ReportKind.init),
      let state = row[5].text.flatMap(ReportState.init)
    else { return nil }
    return Report(
      id: id, sequence: sequence, kind: kind, created: Date(timeIntervalSince1970: row[3].real ?? 0),
      manifest: row[4].blob ?? [], state: state, tries: row[6].integer ?? 0,
      lastError: row[7].text.flatMap(MessageCode.init),
      nextTry: state == .waiting ? row[8].real.flatMap { $0 > 0 ? Date(timeIntervalSince1970: $0) : nil } : nil)
  }

  static func attachments(
    of sequence: Int, _ connection: SQLiteConnection
  ) throws(SQLiteError) -> [Attachment] {
    var files: [Attachment] = []
    try connection.run(
      "SELECT \(fileColumns) FROM attachment WHERE report = ? ORDER BY position", [.integer(sequence)]
    ) { files.append(attachment($0)) }
    return files
  }

  private static let fileColumns = "name, path, size, sha256"

  private static func attachment(_ row: [SQLiteValue]) -> Attachment {
    Attachment(name: row[0].text ?? "", path: row[1].text ?? "", size: row[2].integer ?? 0, sha256: row[3].text ?? "")
  }
}
