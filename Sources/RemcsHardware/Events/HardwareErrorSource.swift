internal import FoundationEssentials
internal import Glibc
public import RemcsCore

/// Hardware errors that rasdaemon recorded in its database, row by row: of memory, PCI Express, processors, drives. A
/// database that is seen for the first time tells nothing: its newest rows are where it begins.
///
/// rasdaemon does not wait for a lock, and loses what it cannot write at once. So the database is read without one, while
/// nobody writes, and again if somebody did.
public struct HardwareErrorSource: EventSource {
  /// See ``EventSource/name``.
  public let name = "hardwareErrors"
  /// See ``EventSource/interval``.
  public let interval: Double = 60

  private static let database = "/var/lib/rasdaemon/ras-mc_event.db"
  /// The most rows of a table that are told at once; what is beyond them is told the next time.
  static let mostRows = 500

  private let tree: MachineTree

  /// A source; `root` is where the files of this machine lie.
  public init(root: String = "/") { tree = MachineTree(root: root) }

  /// The last row of each table that was told.
  private struct Position: EventPosition {
    /// The start of the kernel in which all memory errors were looked at last.
    var boot = ""
    var rows: [String: Row] = [:]
  }

  private struct Row: Codable, Equatable {
    let id: Int
    /// Its time as it stands there: a database that was emptied gives its ids anew.
    let mark: String
  }

  /// The rows behind a position.
  public func events(
    after position: String?, hardware: HardwareSourceSetting, cancellation: Cancellation
  ) throws(EventSourceFailure) -> EventBatch {
    for _ in 0..<10 {
      guard let before = try state() else {
        var batch = EventBatch.absent
        // What is recorded once there is a database came after this look.
        if position == nil { batch.position = Position().text }
        return batch
      }
      if !isBeingWritten {
        var failure: EventSourceFailure?
        var batch = EventBatch()
        do throws(EventSourceFailure) { batch = try read(after: Position(position)) } catch { failure = error }
        if try state() == before, !isBeingWritten {
          if let failure { throw failure }
          return batch
        }
      }
      usleep(20_000)
    }
    throw EventSourceFailure("\(Self.database): it is being written, or its writer was stopped while writing")
  }

  // MARK: The file

  private struct FileState: Equatable {
    let device: UInt, inode: UInt, size: Int, seconds: Int, nanoseconds: Int
  }

  /// What tells whether the file is still the same; nil if there is none.
  private func state() throws(EventSourceFailure) -> FileState? {
    var status = stat()
    guard stat(tree.root + Self.database, &status) == 0 else {
      if [ENOENT, ENOTDIR].contains(errno) { return nil }
      throw EventSourceFailure("\(Self.database): \(String(cString: strerror(errno)))")
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw EventSourceFailure("\(Self.database): no file") }
    return FileState(
      device: UInt(status.st_dev), inode: UInt(status.st_ino), size: Int(status.st_size),
      seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
  }

  private var isBeingWritten: Bool {
    ["-journal", "-wal"].contains { suffix in
      var status = stat()
      return stat(tree.root + Self.database + suffix, &status) == 0 && status.st_size > 0
    }
  }

  // MARK: Rows

  private func read(after position: Position?) throws(EventSourceFailure) -> EventBatch {
    var (now, batch) = (position ?? Position(), EventBatch())
    let boot = tree.text("/proc/sys/kernel/random/boot_id") ?? ""
    do throws(SQLiteError) {
      let connection = try SQLiteConnection(path: tree.root + Self.database, mode: .foreign)
      var present: Set<String> = []
      try connection.run("SELECT name FROM sqlite_master WHERE type = 'table'") {
        if let name = $0[0].text { present.insert(name) }
      }
      var isMemoryDone = true
      for table in HardwareErrorTable.all where present.contains(table.name) {
        do throws(SQLiteError) {
          guard position != nil else {
            now.rows[table.name] = try newest(of: table, connection)
            continue
          }
          let last = try last(of: table, now, connection)
          let rows = try rows(of: table, after: last, connection)
          now.rows[table.name] = last
          for row in rows {
            now.rows[table.name] = row.place
            guard !(table.isCounted && isCounted(row, by: now.boot == boot)) else { continue }
            batch.events.append(SourcedEvent(fault(of: row, in: table), position: now.text))
          }
          if table.isCounted { isMemoryDone = rows.count < Self.mostRows }
        } catch {
          if table.isCounted { isMemoryDone = false }
          batch.failures.append(EventSourceFailure("\(Self.database): \(table.name): \(error.message)"))
        }
      }
      if isMemoryDone { now.boot = boot }
    } catch { throw EventSourceFailure("\(Self.database): \(error.message)") }
    batch.position = now.text
    return batch
  }

  private struct Found {
    let place: Row
    /// Seconds since 1970.
    let time: Int?
    let unit: String, text: String
    let level: FaultLevel
  }

  private static let mark = "substr(CAST(coalesce(timestamp, '') AS TEXT), 1, 40)"

  private func newest(of table: HardwareErrorTable, _ connection: SQLiteConnection) throws(SQLiteError) -> Row? {
    var row: Row?
    try connection.run("SELECT id, \(Self.mark) FROM \(table.name) ORDER BY id DESC LIMIT 1") {
      row = Row(id: $0[0].integer ?? 0, mark: $0[1].text ?? "")
    }
    return row
  }

  /// The row after which new ones stand; nil for all rows, as in a database that was replaced or emptied.
  private func last(
    of table: HardwareErrorTable, _ position: Position, _ connection: SQLiteConnection
  ) throws(SQLiteError) -> Row? {
    guard let last = position.rows[table.name] else { return nil }
    var isSame = false
    try connection.run(
      "SELECT (SELECT \(Self.mark) FROM \(table.name) WHERE id = ?1), max(id) > ?1 FROM \(table.name)",
      [.integer(last.id)]
    ) {
      // Without that row, higher ids say that it was cleared away as an old one.
      isSame = $0[0].text.map { $0 == last.mark } ?? ($0[1].integer == 1)
    }
    return isSame ? last : nil
  }

  private func rows(
    of table: HardwareErrorTable, after last: Row?, _ connection: SQLiteConnection
  ) throws(SQLiteError) -> [Found] {
    var rows: [Found] = []
    // 2026-11-24 10:00:00 +0900, the zone with a colon for SQLite.
    let time = "strftime('%s', substr(timestamp, 1, 19) || substr(timestamp, 21, 3) || ':' || substr(timestamp, 24, 2))"
    try connection.run(
      """
      SELECT id, \(Self.mark), CAST(\(time) AS INTEGER), CAST(\(table.unit) AS TEXT), \(table.level),
      CAST(\(table.text) AS TEXT) FROM \(table.name) \(last.map { "WHERE id > \($0.id)" } ?? "")
      ORDER BY id LIMIT \(Self.mostRows)
      """
    ) { row in
      rows.append(
        Found(
          place: Row(id: row[0].integer ?? 0, mark: row[1].text ?? ""), time: row[2].integer,
          unit: row[3].text ?? "", text: row[5].text ?? "",
          level: row[4].integer == 0 ? .info : row[4].integer == 1 ? .warning : .error))
    }
    return rows
  }

  /// Whether the counters of Linux tell a memory error: where there are any, they tell what came since the kernel's
  /// start. A row that is there at the second look of one start came since then, whatever the clock says.
  private func isCounted(_ row: Found, by isSameStart: Bool) -> Bool {
    guard let controllers = try? MemoryErrorSource.controllers(tree), !controllers.isEmpty else { return false }
    return isSameStart || row.time ?? 0 >= kernelStart
  }

  /// When the kernel was started, in seconds since 1970; the end of time if it does not say.
  private var kernelStart: Int {
    guard case .bytes(let bytes) = tree.content("/proc/stat", maximum: 4 << 20) else { return .max }
    let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("btime ") }
    return line.flatMap { Int($0.dropFirst(6)) } ?? .max
  }

  private func fault(of row: Found, in table: HardwareErrorTable) -> Fault {
    var unit = row.unit
    // Numbers of a block device: 8:0.
    if table.isOfDrives, unit.utf8.allSatisfy({ (0x30...0x3A).contains($0) }) {
      unit = tree.linkName("/sys/dev/block/\(unit)") ?? unit
    }
    return Fault(
      sourced: unit, level: row.level, code: "RAS_\(table.name.uppercased())", text: row.text,
      time: row.time.map { Date(timeIntervalSince1970: Double($0)) })
  }
}
