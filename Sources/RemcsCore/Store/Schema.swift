/// The tables, version by version: a file of an older program is brought up to date step by step.
enum Schema {
  static let versions: [[String]] = [first, queue, begun, due]

  private static let first = [
    "CREATE TABLE IF NOT EXISTS setting(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS answer(field TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS draft(id INTEGER PRIMARY KEY CHECK (id = 1), document BLOB NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS consent(id INTEGER PRIMARY KEY, document BLOB NOT NULL) STRICT",
    """
    CREATE TABLE IF NOT EXISTS report(
      sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, created REAL NOT NULL,
      manifest BLOB NOT NULL, fingerprint TEXT NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
      last_error TEXT) STRICT
    """,
    "CREATE INDEX IF NOT EXISTS report_state ON report(state, sequence)",
    """
    CREATE TABLE IF NOT EXISTS attachment(
      report INTEGER NOT NULL REFERENCES report(sequence), position INTEGER NOT NULL, name TEXT NOT NULL,
      path TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY(report, position)) STRICT
    """,
    """
    CREATE TABLE IF NOT EXISTS history(
      id INTEGER PRIMARY KEY, time REAL NOT NULL, report INTEGER, event TEXT NOT NULL, detail TEXT NOT NULL) STRICT
    """,
  ]

  /// The order of sending, the ledger of losses, and suppression.
  private static let queue = [
    "ALTER TABLE report ADD COLUMN importance INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE report ADD COLUMN next_try REAL NOT NULL DEFAULT 0",
    "CREATE INDEX report_order ON report(state, importance, sequence)",
    """
    CREATE TABLE ledger(
      id INTEGER PRIMARY KEY, time REAL NOT NULL, event TEXT NOT NULL, report INTEGER, unit TEXT NOT NULL DEFAULT '',
      count INTEGER NOT NULL DEFAULT 1, last REAL NOT NULL, is_told INTEGER NOT NULL DEFAULT 0) STRICT
    """,
    "CREATE INDEX ledger_untold ON ledger(is_told, id)",
    """
    CREATE TABLE ledger_report(
      entry INTEGER NOT NULL REFERENCES ledger(id), report INTEGER NOT NULL REFERENCES report(sequence),
      PRIMARY KEY(report, entry)) STRICT
    """,
    "CREATE INDEX ledger_entry ON ledger_report(entry)",
    """
    CREATE TABLE suppression(
      unit TEXT NOT NULL, partition TEXT NOT NULL, level INTEGER NOT NULL, since REAL NOT NULL, until REAL,
      report INTEGER NOT NULL, held INTEGER NOT NULL DEFAULT 0, last_held REAL, PRIMARY KEY(unit, partition)) STRICT
    """,
    // What older programs canceled is told once more: nobody knows whether it got through.
    """
    INSERT INTO ledger(time, event, report, last)
    SELECT created, 'canceled', sequence, created FROM report WHERE state = 'canceled'
    """,
  ]

  /// When a report is due stands in the indexes: with 100,000 that were put off, looking at each of them takes half a second.
  private static let due = [
    "DROP INDEX report_order", "CREATE INDEX report_order ON report(state, importance, sequence, next_try)",
    "CREATE INDEX report_next ON report(state, next_try)",
  ]

  /// A piece of the report may be at the center already: what it says may not change any more.
  private static let begun = ["ALTER TABLE report ADD COLUMN begun INTEGER NOT NULL DEFAULT 0"]
}
