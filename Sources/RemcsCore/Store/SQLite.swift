internal import CSQLite
internal import Glibc

/// Why SQLite refused, in its own words and with its own number.
package struct SQLiteError: Error {
  let code: Int32
  package let message: String
  /// The number of the system's error underneath, 0 if SQLite knows none.
  var systemNumber: Int32 = 0

  /// Whether the file itself is damaged or is no database at all.
  var isDamage: Bool { code & 0xFF == SQLITE_CORRUPT || code & 0xFF == SQLITE_NOTADB }
  /// Whether there was no room on the disk.
  var isFull: Bool { code & 0xFF == SQLITE_FULL || [ENOSPC, EDQUOT].contains(systemNumber) }
  /// Whether the disk, or the way to it, does not work.
  var isInputOutput: Bool { code & 0xFF == SQLITE_IOERR }
}

/// A value to bind or to read.
package enum SQLiteValue {
  case null
  case integer(Int)
  case real(Double)
  case text(String)
  case blob([UInt8])

  package var integer: Int? {
    if case .integer(let value) = self { value } else { nil }
  }
  var real: Double? {
    switch self {
    case .real(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }
  package var text: String? {
    if case .text(let value) = self { value } else { nil }
  }
  var blob: [UInt8]? {
    if case .blob(let value) = self { value } else { nil }
  }
}

/// One connection to one database file, for one thread at a time: take ``exclusively(_:)`` first.
package final class SQLiteConnection: @unchecked Sendable {
  private let handle: OpaquePointer
  // Mutex of the Synchronization module only lets Sendable results out of its closure; a row of values is none.
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let pages: UnsafeMutablePointer<Int32>

  /// How a file is opened.
  package enum Mode {
    /// To be written; made if there is none.
    case own
    /// Only to be read.
    case reading
    /// Only to be read, and without a lock, since its program must not notice: it must not be written meanwhile.
    case foreign
  }

  /// Where the file lies.
  let path: String

  /// Done once, however many connections there are.
  private static let spareDirectory: Void = csqlite_spare_directory()

  package init(path: String, mode: Mode = .own) throws(SQLiteError) {
    _ = Self.spareDirectory
    var opened: OpaquePointer?
    var name = path
    var flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
    switch mode {
    case .own: flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    case .reading: break
    case .foreign:
      name = "file:" + path.map { ["%": "%25", "?": "%3f", "#": "%23"][$0] ?? String($0) }.joined() + "?immutable=1"
      flags |= SQLITE_OPEN_URI
    }
    let result = sqlite3_open_v2(name, &opened, flags, nil)
    guard result == SQLITE_OK, let opened else {
      let error = SQLiteError(
        code: result, message: String(cString: sqlite3_errstr(result)),
        systemNumber: opened.map { sqlite3_system_errno($0) } ?? 0)
      sqlite3_close_v2(opened)
      throw error
    }
    self.path = path
    sqlite3_extended_result_codes(opened, 1)
    // Another program of ours (the agent, a command) may hold the lock for the time of a sync.
    sqlite3_busy_timeout(opened, 10_000)
    csqlite_keep_log(opened)
    handle = opened
    lock = .allocate(capacity: 1)
    pthread_mutex_init(lock, nil)
    pages = .allocate(capacity: 1)
    pages.initialize(to: 0)
    watchLog()
  }

  deinit {
    sqlite3_close_v2(handle)
    pthread_mutex_destroy(lock)
    lock.deallocate()
    pages.deallocate()
  }

  /// How many pages stood in the write-ahead log when this connection wrote last; 0 if it has not.
  var pagesInLog: Int { Int(pages.pointee) }

  /// Takes the place of what SQLite does by itself, which is only to fold a log that has grown.
  private func watchLog() {
    sqlite3_wal_hook(
      handle,
      { context, database, name, count in
        context?.storeBytes(of: count, as: Int32.self)
        if count >= 1000 { sqlite3_wal_checkpoint_v2(database, name, SQLITE_CHECKPOINT_PASSIVE, nil, nil) }
        return SQLITE_OK
      }, pages)
  }

  /// Runs `body` while no other thread uses the connection. Not to be nested.
  func exclusively<Result, Failure>(
    _ body: (SQLiteConnection) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return try body(self)
  }

  /// Runs one statement; every row goes to `row`, until `cancellation` is raised.
  package func run(
    _ sql: String, _ values: [SQLiteValue] = [], _ cancellation: Cancellation? = nil,
    row: ([SQLiteValue]) -> Void = { _ in }
  ) throws(SQLiteError) {
    var prepared: OpaquePointer?
    try check(sqlite3_prepare_v2(handle, sql, -1, &prepared, nil))
    defer { sqlite3_finalize(prepared) }
    for (index, value) in values.enumerated() {
      let place = Int32(index + 1)
      switch value {
      case .null: try check(sqlite3_bind_null(prepared, place))
      case .integer(let number): try check(sqlite3_bind_int64(prepared, place, Int64(number)))
      case .real(let number): try check(sqlite3_bind_double(prepared, place, number))
      case .text(let text):
        let utf8 = Array(text.utf8CString)
        try check(csqlite_bind_text(prepared, place, utf8, Int32(utf8.count - 1)))
      case .blob(let bytes): try check(csqlite_bind_blob(prepared, place, bytes, Int32(bytes.count)))
      }
    }
    while true {
      if let cancellation, cancellation.isRaised { return }
      let result = sqlite3_step(prepared)
      if result == SQLITE_DONE { return }
      guard result == SQLITE_ROW else { throw lastError(result) }
      row((0..<sqlite3_column_count(prepared)).map { Self.column(prepared, $0) })
    }
  }

  /// Brings the write-ahead log into the database, and cuts it to nothing.
  func emptyLog() throws(SQLiteError) { try checkpoint("TRUNCATE") }

  /// Brings the write-ahead log into the database, and lets it begin anew.
  func foldLog() throws(SQLiteError) { try checkpoint("RESTART") }

  private func checkpoint(_ mode: String) throws(SQLiteError) {
    var isBusy = false
    // A reader of old pages is no error for SQLite, only a number in the answer.
    try run("PRAGMA wal_checkpoint(\(mode))") { isBusy = $0.first?.integer != 0 }
    if isBusy { throw SQLiteError(code: SQLITE_BUSY, message: "the log is being read") }
  }

  /// Runs `body` in one transaction: all of it or nothing.
  func transaction<Result>(_ body: () throws -> Result) throws -> Result {
    try run("BEGIN IMMEDIATE")
    do {
      let result = try body()
      try run("COMMIT")
      return result
    } catch {
      // The rollback can only fail when SQLite has already rolled back by itself.
      try? run("ROLLBACK")
      throw error
    }
  }

  private static func column(_ statement: OpaquePointer?, _ index: Int32) -> SQLiteValue {
    let count = Int(sqlite3_column_bytes(statement, index))
    switch sqlite3_column_type(statement, index) {
    case SQLITE_INTEGER: return .integer(Int(sqlite3_column_int64(statement, index)))
    case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, index))
    case SQLITE_TEXT:
      guard let bytes = sqlite3_column_text(statement, index) else { return .text("") }
      return .text(String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self))
    case SQLITE_BLOB:
      guard let bytes = sqlite3_column_blob(statement, index) else { return .blob([]) }
      return .blob(Array(UnsafeRawBufferPointer(start: bytes, count: count)))
    default: return .null
    }
  }

  private func check(_ result: Int32) throws(SQLiteError) {
    if result != SQLITE_OK { throw lastError(result) }
  }

  private func lastError(_ result: Int32) -> SQLiteError {
    SQLiteError(
      code: sqlite3_extended_errcode(handle), message: String(cString: sqlite3_errmsg(handle)),
      systemNumber: sqlite3_system_errno(handle))
  }
}
