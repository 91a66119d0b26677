internal import FoundationEssentials

/// Trouble on the way to the center, and what is long done.
extension Store {
  /// The trouble on the way to the center; nil if the last try got through.
  func contactTrouble() throws(ServiceError) -> ContactTrouble? {
    try setting(.contactTrouble).flatMap(Self.trouble)
  }

  private static func trouble(_ text: String) -> ContactTrouble? {
    try? JSONDecoder().decode(ContactTrouble.self, from: Data(text.utf8))
  }

  func set(_ trouble: ContactTrouble) throws(ServiceError) { try set(.contactTrouble, Self.text(trouble)) }

  private static func text(_ trouble: ContactTrouble) -> String {
    (try? json(trouble)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// What waits for the way is tried at once; the trouble is not over before something has left. The patience begins
  /// `anew` if it is another way.
  static func tryContactNow(anew: Bool = false, _ connection: SQLiteConnection) throws(SQLiteError) {
    guard var trouble = try setting(.contactTrouble, connection).flatMap(trouble) else { return }
    trouble.isWanted = true
    if anew { trouble.failures = 0 }
    try set(.contactTrouble, text(trouble), connection)
  }

  /// Nothing gets through any more: the history says since when, and why.
  func noteContactLost(_ error: ServiceError, at now: Date) throws(ServiceError) {
    try write(leavingLog: true) { connection in
      try Self.note("contactLost", detail: error.summary, at: now, connection)
    }
  }

  /// The way is free again, or is another one now: what waits for it is tried at once.
  static func forgetContact(_ connection: SQLiteConnection) throws(SQLiteError) {
    try connection.run("DELETE FROM setting WHERE key = ?", [.text(SettingKey.contactTrouble.rawValue)])
  }

  /// Forgets what is long done: relayed and canceled reports and lines of the history that are older than 400 days, and
  /// of the history all but the newest 100,000 lines.
  func forgetOld(at now: Date) throws(ServiceError) {
    let limit = SQLiteValue.real(now.timeIntervalSince1970 - 400 * 24 * 3600)
    try write { connection in
      let old = "SELECT sequence FROM report WHERE state IN ('relayed', 'canceled') AND created < ?"
      // What the center may not know yet is not forgotten.
      let untold = "SELECT report FROM ledger WHERE is_told = 0 AND report IS NOT NULL"
      for table in ["attachment", "ledger_report"] {
        try connection.run(
          "DELETE FROM \(table) WHERE report IN (\(old)) AND report NOT IN (\(untold))", [limit])
      }
      try connection.run(
        """
        DELETE FROM report WHERE sequence IN (\(old)) AND sequence NOT IN (\(untold))
        AND sequence NOT IN (SELECT report FROM ledger_report)
        AND sequence <> (
          SELECT coalesce(max(sequence), 0) FROM report WHERE state = 'relayed' AND kind = 'hardwareConfiguration')
        """, [limit])
      try connection.run(
        """
        DELETE FROM ledger WHERE is_told = 1 AND last < ?
        AND NOT EXISTS (SELECT 1 FROM ledger_report WHERE entry = ledger.id)
        """, [limit])
      try connection.run("DELETE FROM suppression WHERE until < ?", [.real(now.timeIntervalSince1970)])
      try connection.run(
        "DELETE FROM history WHERE time < ? OR id <= (SELECT max(id) FROM history) - 100000", [limit])
    }
  }
}
