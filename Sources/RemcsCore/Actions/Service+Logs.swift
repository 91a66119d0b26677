internal import FoundationEssentials
internal import Glibc

extension Service {
  /// How much of each of the agent's logs goes into an archive, in bytes: its end.
  static let logPart = 16 << 20

  /// Collects what a support center asks for when mail cannot be sent (manual chapter 7) in one archive (`.tar.gz`) for
  /// its owner alone: history, queue, settings, state, versions, the last staged check, the agent's logs, and a text that
  /// says what is what. No content of a report, no secret and no personal information is in it.
  ///
  /// Nothing that is already there is replaced, and nothing half-written is left behind.
  /// - Parameters:
  ///   - destination: where it goes.
  ///   - readme: the words for that text, in one language or more.
  ///   - libraries: versions of the libraries that Core does not know.
  ///   - cancellation: stops it.
  /// - Returns: where it is, and its size.
  /// - Throws: RMG_0036 or RMG_0033 if there is no such directory; RMG_0150 with the system's reason if the file cannot be
  ///   written, also if there is one of this name (EEXIST).
  public func collectLogs(
    into destination: LogDestination, readme: [LogReadme], libraries: [String: String] = [:],
    cancellation: Cancellation = Cancellation()
  ) throws(ActionFailure) -> LogArchive {
    do throws(ServiceError) {
      return try writeLogs(destination, readme, libraries, cancellation)
    } catch {
      throw error.systemNumber == ECANCELED ? .canceled(isQueued: false) : .failed(error, temporary: false)
    }
  }

  private func writeLogs(
    _ destination: LogDestination, _ readme: [LogReadme], _ libraries: [String: String], _ cancellation: Cancellation
  ) throws(ServiceError) -> LogArchive {
    let now = clock.now()
    let name = "remcs-logs-" + Self.fileName(try device().id) + "-" + Self.fileName(now.localISO8601.prefix(19))
    let path: String
    switch destination {
    case .directory(let directory):
      try Directory.check(directory)
      path = Directory.path(of: name + ".tar.gz", in: directory)
    case .file(let file):
      try Directory.checkName(file)
      try Directory.check(Directory.containing(file))
      path = file
    }
    let contents = try smallLogFiles(at: now, libraries: libraries)
    let logs = agentLogs()
    let files = [LogFile.readme] + contents.map(\.file) + [.history, .queue] + (logs.isEmpty ? [] : [.logs])
    let text = readme.map { $0.text(about: files) }.joined(separator: "\n\n")
    do throws(Files.Failure) {
      let staged = try Files.Staged(for: path, mode: 0o600, replacesLeftovers: false) {
        descriptor throws(Files.Failure) in
        let archive = TarGzipWriter(descriptor, folder: name, time: Int(now.timeIntervalSince1970), cancellation)
        archive.add(LogFile.readme.rawValue, Array(text.utf8))
        for (file, bytes) in contents { archive.add(file.rawValue, bytes) }
        let failure = addTables(to: archive, cancellation)
        for log in logs where !cancellation.isRaised { log.add(to: archive) }
        let number = archive.finish()
        if let failure { throw failure }
        if number != 0 { throw Files.Failure(path, number: number) }
      }
      do { try staged.commit(replacing: false) } catch {
        staged.discard()
        throw error
      }
    } catch {
      throw ServiceError(.rmg0150, [error.message], systemNumber: error.number)
    }
    // Where the disk of the home is full, this archive is what is needed most.
    try? store.write { connection in try Store.note("logsCollected", detail: path, at: now, connection) }
    return LogArchive(path: path, size: Files.size(of: path) ?? 0)
  }

  /// What fits into memory.
  private func smallLogFiles(
    at now: Date, libraries: [String: String]
  ) throws(ServiceError) -> [(file: LogFile, bytes: [UInt8])] {
    let mask = LogMask(try store.answers())
    let versions = LogDocuments.Versions(
      collected: now.localISO8601, device: try device().id, system: LogDocuments.system,
      libraries: LogDocuments.libraries.merging(transport.libraries) { $1 }.merging(libraries) { $1 })
    var result: [(file: LogFile, bytes: [UInt8])] = [
      (.versions, Self.document(versions)), (.status, Self.document(try status())),
      (.settings, Self.document(try settingsForLogs())),
    ]
    if let kept = try lastDiagnosis() {
      result.append((.diagnosis, Array(mask(String(decoding: Self.document(kept), as: UTF8.self)).utf8)))
    }
    return result
  }

  private func settingsForLogs() throws(ServiceError) -> LogDocuments.Settings {
    let answers = try store.answers()
    var fields: [String: String] = [:]
    for field in FieldID.allCases where !FieldID.transient.contains(field) {
      let value = answers[field]
      if LogMask.hides(field) {
        fields[field.rawValue] = value.isEmpty ? "(not set)" : "(set)"
      } else if answers.contains(field) {
        fields[field.rawValue] = value
      }
    }
    return LogDocuments.Settings(
      fields: fields, maintenancePort: try maintenancePort(), idleTimeout: try idleTimeout(),
      toldTimeZone: try store.setting(.toldTimeZone),
      // A list that cannot be read is itself a finding, and no reason to collect nothing.
      centers: (try? centers().map(\.name)) ?? [])
  }

  /// History and queue, as they were at one moment. A long queue is not held in memory: it is gone through once for the
  /// size, which stands before a file in an archive, and once for the content.
  /// - Returns: why the store could not be read to its end.
  private func addTables(to archive: TarGzipWriter, _ cancellation: Cancellation) -> Files.Failure? {
    do throws(ServiceError) {
      let mask = LogMask(try store.answers())
      try store.snapshot { connection throws(SQLiteError) in
        for table in [LogFile.history, .queue] {
          var size = 0
          try Self.lines(of: table, connection, mask, cancellation) { size += $0.count }
          archive.begin(table.rawValue, size: size)
          try Self.lines(of: table, connection, mask, cancellation, archive.append)
          archive.end()
        }
      }
      return nil
    } catch {
      return Files.Failure(store.home.database, number: EIO)
    }
  }

  private static func lines(
    of table: LogFile, _ connection: SQLiteConnection, _ mask: LogMask, _ cancellation: Cancellation,
    _ take: ([UInt8]) -> Void
  ) throws(SQLiteError) {
    func time(_ value: SQLiteValue) -> String { Date(timeIntervalSince1970: value.real ?? 0).localISO8601 }
    if table == .history {
      try connection.run("SELECT time, report, event, detail FROM history ORDER BY id", [], cancellation) { row in
        var line = JSONLine()
        line.put("time", time(row[0]))
        line.put("report", row[1].integer)
        line.put("event", row[2].text)
        line.put("detail", mask(row[3].text ?? ""))
        line.end()
        take(line.bytes)
      }
      return
    }
    try connection.run(
      """
      SELECT sequence, id, kind, created, state, tries, last_error, count(size), coalesce(sum(size), 0)
      FROM report LEFT JOIN attachment ON report = sequence GROUP BY sequence ORDER BY sequence
      """, [], cancellation
    ) { row in
      var line = JSONLine()
      line.put("sequence", row[0].integer)
      line.put("created", time(row[3]))
      for (index, name) in [(1, "id"), (2, "kind"), (4, "state"), (6, "lastError")] { line.put(name, row[index].text) }
      for (index, name) in [(5, "tries"), (7, "files"), (8, "bytes")] { line.put(name, row[index].integer) }
      line.end()
      take(line.bytes)
    }
  }

  private static func document(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return (try? encoder.encode(value)).map { Array($0) + [UInt8(ascii: "\n")] } ?? []
  }

  private static func fileName(_ text: some StringProtocol) -> String {
    String(
      text.unicodeScalars.filter { $0 != ":" }.prefix(60).map { scalar in
        let isSafe = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        return isSafe || scalar == "-" || scalar == "." ? Character(scalar) : "_"
      })
  }
}

// MARK: - The agent's logs

/// A log file that is there now.
private struct AgentLog {
  let name: String
  let path: String

  /// Puts its end into an archive. What the agent writes meanwhile is left out.
  func add(to archive: TarGzipWriter) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
    let size = min(Int(status.st_size), Service.logPart)
    lseek(descriptor, off_t(Int(status.st_size) - size), SEEK_SET)
    archive.begin(LogFile.logs.rawValue + "/" + name, size: size)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var rest = size
    while rest > 0 {
      let count = read(descriptor, &buffer, min(buffer.count, rest))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      archive.append(Array(buffer.prefix(count)))
      rest -= count
    }
    archive.end()
  }
}

extension Service {
  /// The regular files of ``Home/logs``, by name.
  private func agentLogs() -> [AgentLog] {
    guard let folder = opendir(store.home.logs) else { return [] }
    defer { closedir(folder) }
    var logs: [AgentLog] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      let path = store.home.logs + "/" + name
      var status = stat()
      // A name of ours is short and plain; what else lies there was not put there by us.
      let isPlain = name.utf8.count <= 80 && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
      guard isPlain, lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      logs.append(AgentLog(name: name, path: path))
    }
    return logs.sorted { $0.name < $1.name }
  }
}
