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
  private let lock: StoreLock

  /// Opens the store of a home, and makes it if it is missing. A damaged file is kept beside under another name, and
  /// a new one begun; ``notice`` tells (table 6.2).
  ///
  /// - Parameters:
  ///   - home: where it lies.
  ///   - clock: the time.
  ///   - user: who opens it.
  /// - Throws: RMG_0150 if it cannot be used.
  public init(home: Home, clock: SystemClock = .system, for user: User = .agent) throws(ServiceError) {
    try home.prepare()
    // However it is spelled, paths of copies in it must be the same for all programs.
    let home = home.resolved
    self.home = home
    lock = StoreLock(home)
    do throws(SQLiteError) {
      let opened = try Self.open(home, lock, for: user, at: clock.now())
      connection = opened.connection
      file = opened.file
      notice = opened.kept.map { ServiceError(.rmg0188, [], details: [.init(code: .rmg0188, text: $0)]) }
    } catch {
      throw Self.serviceError(error, home)
    }
  }

  deinit {
    let folds = foldsLog.load(ordering: .relaxed)
    // A log that has grown takes the next start its time.
    guard isSettled.load(ordering: .relaxed), folds || connection.pagesInLog > Self.mostPages else { return }
    // Nobody is waited for: the next one does it.
    try? read { connection throws(SQLiteError) in try connection.run("PRAGMA busy_timeout=0") }
    if folds { try? finishErasing() }
    try? read { connection throws(SQLiteError) in
      // What settings held before is not to be read in the log. Of reports its file keeps its length: one that does not
      // grow is sooner on the disk. For another program the log begins anew only with something in it.
      if folds || Files.size(of: home.database + "-wal") ?? 0 > Self.longestLog { return try connection.emptyLog() }
      try connection.foldLog()
      try connection.run("PRAGMA application_id=\(Self.mark)")
    }
  }

  /// Pages that may stay in the write-ahead log: some ten reports.
  private static let mostPages = 64
  /// Bytes that its file may keep.
  private static let longestLog = 512 << 10

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
        let mark = isSettled.load(ordering: .relaxed) ? nil : try settle(connection)
        // Who puts a damaged file aside waits for what is being written, and takes it over.
        let result = try lock.together {
          try connection.transaction {
            // What is written after that would be lost.
            guard Self.inode(home.database) == file else {
              throw SQLiteError(code: 10, message: "the file is another one")
            }
            if let mark { try connection.run(mark) }
            return try body(connection)
          }
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
  private func settle(_ connection: SQLiteConnection) throws(SQLiteError) -> String? {
    var found = 0
    try connection.run("PRAGMA application_id") { found = $0.first?.integer ?? 0 }
    guard found != Self.mark else { return nil }
    try connection.run("PRAGMA wal_checkpoint(FULL)")
    Files.syncDirectory(home.path)
    return "PRAGMA application_id=\(Self.mark)"
  }

  /// What the file is marked with: REMC.
  private static let mark = 0x5245_4D43

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

  /// Does something again as long as the disk is full, and a part of the reserve can be given up for it. Reading needs a
  /// little room too, for what programs share beside the file.
  func withReserve<Result>(_ body: () throws(ServiceError) -> Result) throws(ServiceError) -> Result {
    while true {
      do throws(ServiceError) { return try body() } catch {
        guard error.systemNumber == ENOSPC, Spool(home).releaseReserve() else { throw error }
      }
    }
  }

  private static func serviceError(_ error: SQLiteError, _ home: Home) -> ServiceError {
    if error.isDamage {
      close(Glibc.open(suspicion(home.database), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600))
    }
    return ServiceError(
      .rmg0150, ["\(home.database): \(error.message.harmless())"], systemNumber: systemNumber(error, home))
  }

  /// What really happened: EROFS, ENOSPC, EIO, or EACCES.
  static func systemNumber(_ error: SQLiteError, _ home: Home) -> Int32 {
    // SQLite calls a full disk an I/O error where it cannot write its log; the file system knows better.
    var volume = statvfs()
    let isKnown = statvfs(home.path, &volume) == 0
    if isKnown, volume.f_flag & UInt(ST_RDONLY) != 0 { return EROFS }
    if error.isFull || isKnown && volume.f_bavail < 16 { return ENOSPC }
    return error.isInputOutput || error.systemNumber == EIO || error.isDamage ? EIO : EACCES
  }
}
