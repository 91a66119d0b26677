internal import FoundationEssentials
internal import Glibc
internal import Synchronization

/// Everything the device remembers: one SQLite file, which the console, the commands and the agent share. Whatever it
/// has confirmed is on the disk (WAL, synchronous=FULL), and what it deletes is overwritten (secure_delete).
public final class Store: Sendable {
  private let connection: SQLiteConnection
  /// Where the database lies.
  public let home: Home
  /// RMG_0188, if a damaged file was put aside while opening, with the name it has now.
  public let notice: ServiceError?
  private let isSettled = Atomic(false)
  private let foldsLog = Atomic(false)
  private let file: UInt

  /// Opens the store of a home, and makes it if it is missing. A damaged file is kept beside under another name, and
  /// a new one begun; ``notice`` tells (table 6.2).
  ///
  /// - Parameters:
  ///   - home: where it lies.
  ///   - clock: the time.
  ///   - usesReserve: whether room that is set aside is given up for it on a full disk.
  /// - Throws: RMG_0150 if it cannot be used.
  public init(home: Home, clock: SystemClock = .system, usesReserve: Bool = true) throws(ServiceError) {
    try home.prepare()
    // However it is spelled, paths of copies in it must be the same for all programs.
    let home = home.resolved
    self.home = home
    var notice: ServiceError?
    do {
      let opened: SQLiteConnection
      do throws(SQLiteError) {
        if Self.wasEmptied(home.database, now: clock.now()) { throw SQLiteError(code: 11, message: "empty") }
        opened = try Self.open(home, usesReserve: usesReserve)
      } catch  where error.isDamage {
        let kept = try Self.putAside(home.database, now: clock.now())
        notice = ServiceError(.rmg0188, [], details: [.init(code: .rmg0188, text: kept)])
        opened = try Self.open(home, usesReserve: usesReserve)
        _ = Self.salvage(from: kept, into: opened, at: clock.now())
      }
      connection = opened
    } catch {
      throw Self.serviceError(error, home)
    }
    self.notice = notice
    file = Self.inode(home.database)
  }

  deinit {
    var status = stat()
    guard stat(home.database + "-wal", &status) == 0 else { return }
    // A log that has grown takes the next start its time.
    guard foldsLog.load(ordering: .relaxed) || status.st_size > Self.longestLog else { return }
    try? connection.exclusively { connection throws(SQLiteError) in
      // Nobody is waited for: the next one does it.
      try connection.run("PRAGMA busy_timeout=0")
      try connection.emptyLog()
    }
  }

  /// Bytes of the write-ahead log that may stay: some ten reports.
  private static let longestLog = 256 << 10

  private static func inode(_ path: String) -> UInt {
    var status = stat()
    return stat(path, &status) == 0 ? UInt(status.st_ino) : 0
  }

  /// Runs `body` on the connection; a failure of SQLite becomes RMG_0150.
  func read<Result>(_ body: (SQLiteConnection) throws(SQLiteError) -> Result) throws(ServiceError) -> Result {
    do throws(SQLiteError) {
      return try connection.exclusively(body)
    } catch { throw Self.serviceError(error, home) }
  }

  /// Runs `body` on the store as it is at one moment, whatever other programs write meanwhile.
  func snapshot(_ body: (SQLiteConnection) throws(SQLiteError) -> Void) throws(ServiceError) {
    try read { connection throws(SQLiteError) in
      try connection.run("BEGIN")
      defer { try? connection.run("COMMIT") }
      try body(connection)
    }
  }

  /// Runs `body` in one transaction: all of it is on the disk afterwards, or nothing of it.
  ///
  /// - Parameters:
  ///   - leavingLog: whether it may stay in the log when the store is closed. Folding it into the file takes two more
  ///     syncs, which a report should not wait for.
  ///   - body: what is to be done.
  /// - Returns: what `body` returns.
  /// - Throws: what `body` throws; RMG_0150.
  func write<Result>(
    leavingLog: Bool = false, _ body: (SQLiteConnection) throws -> Result
  ) throws(ServiceError) -> Result {
    if !leavingLog { foldsLog.store(true, ordering: .relaxed) }
    do {
      return try connection.exclusively { connection in
        let mark = isSettled.load(ordering: .relaxed) ? nil : try Self.settle(connection)
        let result = try connection.transaction {
          // Where another program has put the file aside as damaged, what is written here would be lost.
          guard Self.inode(home.database) == file else {
            throw SQLiteError(code: 10, message: "the file is another one")
          }
          if let mark { try connection.run(mark) }
          return try body(connection)
        }
        isSettled.store(true, ordering: .relaxed)
        return result
      }
    } catch let error as ServiceError {
      throw error
    } catch let error as SQLiteError {
      throw Self.serviceError(error, home)
    } catch {
      throw ServiceError(.rmg0150, [String(describing: error).harmless()])
    }
  }

  /// The tables may have been made just now, by this or another program, without waiting for the disk; a log is worth
  /// nothing beside a file that a power cut has emptied.
  /// - Returns: what marks the file, so that this is done once.
  private static func settle(_ connection: SQLiteConnection) throws(SQLiteError) -> String? {
    let mark = 0x5245_4D43  // REMC
    var found = 0
    try connection.run("PRAGMA application_id") { found = $0.first?.integer ?? 0 }
    guard found != mark else { return nil }
    try connection.run("PRAGMA wal_checkpoint(FULL)")
    return "PRAGMA application_id=\(mark)"
  }

  /// What is being deleted for good.
  enum Erasure: String {
    /// Something, in the database.
    case something
    /// Personal information, which damaged files that were put aside may hold as well.
    case personalInformation
  }

  /// Deletes something in one transaction, and makes its bytes unreadable. Where that cannot be done at once, because
  /// somebody reads or the program is stopped, it is done with the next deletion or at the next start: what was
  /// deleted is deleted.
  func erase<Result>(_ body: (SQLiteConnection) throws -> Result) throws(ServiceError) -> Result {
    let result = try write { connection in
      try Self.markErasing(.something, connection)
      return try body(connection)
    }
    try? shred()
    return result
  }

  /// Notes in a transaction that deletes something that its bytes are still to be made unreadable.
  static func markErasing(_ erasure: Erasure, _ connection: SQLiteConnection) throws(SQLiteError) {
    // The stronger one stays.
    guard try setting(.shredPending, connection) != Erasure.personalInformation.rawValue else { return }
    try set(.shredPending, erasure.rawValue, connection)
  }

  /// Goes on with a deletion that a program which is gone had begun.
  func finishErasing() throws(ServiceError) {
    guard try setting(.shredPending) != nil else { return }
    try shred()
  }

  /// Makes deleted bytes unreadable also in the file's free pages and in the write-ahead log.
  /// - Throws: RMG_0150 if another program reads what it read before, so that the log cannot be emptied.
  func shred() throws(ServiceError) {
    if try setting(.shredPending) == Erasure.personalInformation.rawValue { removeDamagedCopies() }
    try read { connection throws(SQLiteError) in
      try connection.emptyLog()
      try connection.run("VACUUM")
      try connection.emptyLog()
      try connection.run("DELETE FROM setting WHERE key = ?", [.text(SettingKey.shredPending.rawValue)])
    }
  }

  /// Removes the damaged files that were put aside: what is in them cannot be deleted piece by piece.
  private func removeDamagedCopies() {
    guard let folder = opendir(home.path) else { return }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix("remcs.sqlite.damaged-") { unlink(home.path + "/" + name) }
    }
  }

  /// Reading needs a little room too, for what programs share beside the file.
  private static func open(_ home: Home, usesReserve: Bool) throws(SQLiteError) -> SQLiteConnection {
    while true {
      do throws(SQLiteError) { return try open(home.database) } catch {
        guard usesReserve, systemNumber(error, home) == ENOSPC, Spool(home).releaseReserve() else { throw error }
      }
    }
  }

  /// Does something again as long as the disk is full, and a part of the reserve can be given up for it.
  func withReserve<Result>(_ body: () throws(ServiceError) -> Result) throws(ServiceError) -> Result {
    while true {
      do throws(ServiceError) { return try body() } catch {
        guard error.systemNumber == ENOSPC, Spool(home).releaseReserve() else { throw error }
      }
    }
  }

  private static func open(_ path: String) throws(SQLiteError) -> SQLiteConnection {
    let mask = umask(0o077)
    defer { umask(mask) }
    var status = stat()
    let isNew = stat(path, &status) != 0 || status.st_size == 0
    let connection = try SQLiteConnection(path: path)
    // Empty tables need not wait for the disk, seven times, before the first screen: see ``write(_:)``.
    if isNew { try connection.run("PRAGMA synchronous=OFF") }
    for pragma in ["journal_mode=WAL", "secure_delete=ON", "foreign_keys=ON"] {
      try connection.run("PRAGMA " + pragma)
    }
    // A whole check costs a read of the file; a large queue is checked page by page as it is read, and as a whole once
    // a page was damaged.
    let suspicion = suspicion(path)
    if !isNew, status.st_size < 8 << 20 || access(suspicion, F_OK) == 0 {
      var answer = "ok"
      try connection.run("PRAGMA quick_check(1)") { answer = $0.first?.text ?? answer }
      if answer != "ok" { throw SQLiteError(code: 11, message: answer) }
      unlink(suspicion)
    }
    try migrate(connection)
    try connection.run("PRAGMA synchronous=FULL")
    return connection
  }

  private static func migrate(_ connection: SQLiteConnection) throws(SQLiteError) {
    var version = 0
    try connection.run("PRAGMA user_version") { version = $0.first?.integer ?? 0 }
    guard version < Schema.versions.count else { return }
    try connection.run("BEGIN IMMEDIATE")
    // Another program may have been quicker.
    try connection.run("PRAGMA user_version") { version = $0.first?.integer ?? 0 }
    for statements in Schema.versions.dropFirst(version) {
      for statement in statements { try connection.run(statement) }
    }
    try connection.run("PRAGMA user_version=\(Schema.versions.count)")
    try connection.run("COMMIT")
  }

  /// Whether the file is there and empty, which it is after some power cuts. SQLite itself leaves it so only for a
  /// moment, while another program begins it.
  private static func wasEmptied(_ path: String, now: Date) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_size == 0 else { return false }
    return Int(now.timeIntervalSince1970) - status.st_mtim.tv_sec > 10
  }

  /// The file that tells the next program that a damaged page was met.
  private static func suspicion(_ path: String) -> String { path + ".suspect" }

  private static func putAside(_ path: String, now: Date) throws(SQLiteError) -> String {
    let kept = "\(path).damaged-\(Int(now.timeIntervalSince1970))"
    guard rename(path, kept) == 0 else { throw SQLiteError(code: 14, message: systemMessage()) }
    // The log belongs to the damaged file; replaying it into a new one would damage that too.
    for suffix in ["-wal", "-shm"] { _ = rename(path + suffix, kept + suffix) }
    unlink(suspicion(path))
    return kept
  }

  private static func serviceError(_ error: SQLiteError, _ home: Home) -> ServiceError {
    if error.isDamage {
      close(Glibc.open(suspicion(home.database), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600))
    }
    return ServiceError(
      .rmg0150, ["\(home.database): \(error.message.harmless())"], systemNumber: systemNumber(error, home))
  }

  /// What really happened: EROFS, ENOSPC, EIO, or EACCES.
  private static func systemNumber(_ error: SQLiteError, _ home: Home) -> Int32 {
    // SQLite calls a full disk an I/O error where it cannot write its log; the file system knows better.
    var volume = statvfs()
    let isKnown = statvfs(home.path, &volume) == 0
    if isKnown, volume.f_flag & UInt(ST_RDONLY) != 0 { return EROFS }
    if error.isFull || isKnown && volume.f_bavail < 16 { return ENOSPC }
    return error.isInputOutput || error.systemNumber == EIO || error.isDamage ? EIO : EACCES
  }
}
