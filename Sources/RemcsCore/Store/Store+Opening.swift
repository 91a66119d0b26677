internal import FoundationEssentials
internal import Glibc

/// How the file of a store is opened, and what becomes of one that is damaged.
extension Store {
  /// Who opens it.
  public enum User: Sendable {
    /// A person: may be told that the disk is full.
    case person
    /// Somebody who tells that something happened: it is kept on a full disk too, by room that is set aside for events,
    /// and does not wait for a check of what it does not read.
    case reporter
    /// The agent, which is needed on a full disk too.
    case agent

    var usesReserve: Bool { self != .person }
    var checksAll: Bool { self != .reporter }
  }

  /// An open file.
  struct Opened {
    let connection: SQLiteConnection
    /// Which file it is.
    let file: UInt
    /// Where a damaged file lies that was found in its place.
    var kept: String?
  }

  /// Opens the file. One that is damaged is put aside by the first program that meets it; the others wait, and take the new
  /// one.
  static func open(
    _ home: Home, _ lock: StoreLock, for user: User, at now: Date
  ) throws(SQLiteError) -> Opened {
    var damaged: UInt = 0
    do throws(SQLiteError) {
      return try lock.together { () throws(SQLiteError) in
        damaged = inode(home.database)
        return try openSound(home, for: user, at: now)
      }
    } catch {
      guard error.isDamage else { throw error }
      return try lock.alone { () throws(SQLiteError) in
        if inode(home.database) != damaged, let opened = try? openSound(home, for: user, at: now) {
          return opened
        }
        let kept = try putAside(home.database, now: now)
        var opened = try openSound(home, for: user, at: now)
        _ = salvage(from: kept, into: opened.connection, at: now)
        opened.kept = kept
        return opened
      }
    }
  }

  private static func openSound(_ home: Home, for user: User, at now: Date) throws(SQLiteError) -> Opened {
    if wasEmptied(home.database, now: now) { throw SQLiteError(code: 11, message: "empty") }
    while true {
      do throws(SQLiteError) {
        return Opened(
          connection: try open(home.database, in: home.path, checksAll: user.checksAll), file: inode(home.database))
      } catch {
        guard user.usesReserve, systemNumber(error, home) == ENOSPC, Spool(home).releaseReserve() else { throw error }
      }
    }
  }

  static func inode(_ path: String) -> UInt {
    var status = stat()
    return stat(path, &status) == 0 ? UInt(status.st_ino) : 0
  }

  private static func open(_ path: String, in folder: String, checksAll: Bool) throws(SQLiteError) -> SQLiteConnection {
    let mask = umask(0o077)
    defer { umask(mask) }
    var status = stat()
    let isNew = stat(path, &status) != 0 || status.st_size == 0
    // One that is empty may have been made just now.
    let hasLog = Files.size(of: path + "-wal") ?? 0 > 0
    let connection = try SQLiteConnection(path: path)
    // Empty tables need not wait for the disk, seven times, before the first screen: see ``settle(_:)``.
    if isNew { try connection.run("PRAGMA synchronous=OFF") }
    for pragma in ["journal_mode=WAL", "secure_delete=ON", "foreign_keys=ON"] {
      try connection.run("PRAGMA " + pragma)
    }
    // Of a new file, see ``settle(_:)``.
    if !isNew, !hasLog { Files.syncDirectory(folder) }
    // A whole check costs a read of the file; else it is checked page by page as it is read, and as a whole once a page
    // was damaged.
    let suspicion = suspicion(path)
    if !isNew, checksAll && status.st_size < 8 << 20 || access(suspicion, F_OK) == 0 {
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
  static func suspicion(_ path: String) -> String { path + ".suspect" }

  private static func putAside(_ path: String, now: Date) throws(SQLiteError) -> String {
    let name = "\(path).damaged-\(Int(now.timeIntervalSince1970))"
    var kept = name
    var number = 1
    // What was kept before holds what nothing else does.
    while access(kept, F_OK) == 0 {
      number += 1
      kept = "\(name)-\(number)"
    }
    guard rename(path, kept) == 0 else { throw SQLiteError(code: 14, message: systemMessage()) }
    // The log belongs to the damaged file; replaying it into a new one would damage that too.
    for suffix in ["-wal", "-shm"] { _ = rename(path + suffix, kept + suffix) }
    unlink(suspicion(path))
    return kept
  }
}
