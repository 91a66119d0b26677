internal import FoundationEssentials
internal import Glibc
internal import RemcsCryptography

/// Copies of logs that wait with their reports: compressed, on the disk before the report is, and gone with it.
struct Spooled {
  var attachments: [Attachment] = []
  /// How many logs were left out for want of room.
  var dropped = 0
  /// Whether there was room for the end of a log only.
  var isCut = false
  /// Logs that could not be read, in the system's words.
  var unreadable: [String] = []

  /// The bytes of the copies.
  var size: Int { attachments.reduce(0) { $0 + $1.size } }

  /// Takes the copies away again.
  func discard() { for file in attachments { unlink(file.path) } }
}

/// The directory of these copies, and a reserve for the moment when the disk is full.
struct Spool {
  /// The most bytes of logs that travel with one report, compressed; of a larger log its end is taken.
  static let reportLimit = 10 << 20
  /// The most bytes of all copies together.
  static let totalLimit = 256 << 20
  /// What a report without logs may need.
  static let reportRoom = 128 << 10
  /// The most bytes that are read of a file that has no size.
  private static let mostMade = 64 << 20
  /// For less a copy is not worth beginning.
  private static let leastSize = 4096
  /// What is left free on the file system: settings and reports need room too.
  private static let free = 16 << 20
  /// What is set aside for events that come when the disk is full.
  private static let reserveSize = 512 << 10

  private let home: Home

  init(_ home: Home) { self.home = home }

  // MARK: Taking copies

  /// Copies logs, as far as there is room.
  ///
  /// - Parameters:
  ///   - paths: the logs.
  ///   - limit: the most bytes for all of them, compressed.
  ///   - room: the most bytes that all copies may have afterwards.
  /// - Returns: the copies, and what there was no room for or could not be read.
  func take(_ paths: [String], limit: Int = reportLimit, room: Int = totalLimit) -> Spooled {
    var result = Spooled()
    guard !paths.isEmpty else { return result }
    _ = mkdir(home.spool, 0o700)
    let isNew = used == 0
    var left = min(limit, self.room(in: room))
    var names: Set<String> = []
    for path in paths {
      guard left > Self.leastSize else {
        result.dropped += 1
        continue
      }
      switch copy(path, limit: left, names: &names) {
      case .success(let attachment):
        left -= attachment.size
        result.isCut = result.isCut || attachment.name.contains(".end")
        result.attachments.append(attachment)
      case .failure(let failure):
        if failure.number == ENOSPC || failure.number == EFBIG {
          result.dropped += 1
        } else {
          result.unreadable.append(failure.message)
        }
      }
    }
    guard !result.attachments.isEmpty else { return result }
    Files.syncDirectory(home.spool)
    if isNew { Files.syncDirectory(home.path) }
    return result
  }

  private func copy(_ path: String, limit: Int, names: inout Set<String>) -> Result<Attachment, Files.Failure> {
    // Without the sum, the center could not tell whether it has all of it.
    guard CryptographyLibrary.isInstalled else { return .failure(Files.Failure(path, number: ELIBACC)) }
    // A log may be a pipe that nobody writes to: it must not hang the reporter.
    let source = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard source >= 0 else { return .failure(Files.Failure(path)) }
    defer { close(source) }
    var status = stat()
    guard fstat(source, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      errno = status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL
      return .failure(Files.Failure(path))
    }
    let base = Self.fileName(path)
    let target = home.spool + "/" + UUID().uuidString.lowercased() + ".gz"
    var size = compress(source, of: path, from: 0, into: target, limit: limit)
    var ending = ""
    if case .failure(let failure) = size, failure.number == EFBIG {
      // The end of a log tells most about what just happened; compressed it is never much larger than this.
      ending = ".end"
      size = compress(
        source, of: path, from: max(0, Int(status.st_size) - (limit - limit / 100 - 1024)), into: target, limit: limit)
    }
    switch size {
    case .failure(let failure):
      unlink(target)
      return .failure(failure)
    case .success(let size):
      var name = base + ending + ".gz"
      var number = 2
      while !names.insert(name).inserted {
        name = "\(base)\(ending)-\(number).gz"
        number += 1
      }
      guard let sum = Self.sum(target) else {
        let failure = Files.Failure(target)
        unlink(target)
        return .failure(failure)
      }
      return .success(Attachment(name: name, path: target, size: size, sha256: sum))
    }
  }

  /// Compresses a file from a place on; the size of the result, or EFBIG if it is more than `limit`.
  private func compress(
    _ source: Int32, of path: String, from start: Int, into target: String, limit: Int
  ) -> Result<Int, Files.Failure> {
    let descriptor = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return .failure(Files.Failure(target)) }
    defer { close(descriptor) }
    let writer = GzipWriter(descriptor)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var offset = start
    // A log that grows faster than it is read has an end too. What the kernel makes while it is read, such as
    // /proc/mdstat, has no size before.
    let size = Int(lseek(source, 0, SEEK_END))
    let end = size > 0 ? size : Self.mostMade
    while offset < end {
      let count = pread(source, &buffer, min(buffer.count, end - offset), off_t(offset))
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN, offset > start { break }
      guard count >= 0 else { return .failure(Files.Failure(path)) }
      if count == 0 { break }
      writer.write(Array(buffer.prefix(count)))
      offset += count
      if lseek(descriptor, 0, SEEK_CUR) > limit {
        errno = EFBIG
        return .failure(Files.Failure(target))
      }
    }
    let failure = writer.finish()
    let written = Int(lseek(descriptor, 0, SEEK_CUR))
    errno = failure != 0 ? failure : written > limit ? EFBIG : 0
    guard errno == 0, fsync(descriptor) == 0 else { return .failure(Files.Failure(target)) }
    return .success(written)
  }

  /// The last part of a path, as a name that is safe at the center.
  private static func fileName(_ path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? "log"
    let safe = last.unicodeScalars.prefix(80).map { scalar -> Character in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "._-+".unicodeScalars.contains(scalar))
        ? Character(scalar) : "_"
    }
    let name = String(safe)
    return name.hasPrefix(".") ? "_" + name.dropFirst() : name
  }

  private static func sum(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var digest = Digest()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return digest.hexadecimal() }
      digest.update(buffer[..<count])
    }
  }

  // MARK: Room

  /// Bytes of all copies.
  var used: Int { files.reduce(0) { $0 + $1.size } }

  /// How many more bytes of copies there is room for.
  func room(in total: Int = totalLimit) -> Int { min(total - used, freeBytes - Self.free) }

  /// Whether there is no room for a report any more, but for what is set aside.
  var isDiskFull: Bool { freeBytes < Self.reportRoom }

  private var freeBytes: Int {
    var volume = statvfs()
    return statvfs(home.path, &volume) == 0 ? Int(volume.f_bavail) * Int(volume.f_frsize) : .max
  }

  private var files: [(path: String, size: Int, changed: Int)] {
    guard let folder = opendir(home.spool) else { return [] }
    defer { closedir(folder) }
    var result: [(path: String, size: Int, changed: Int)] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      var status = stat()
      let path = home.spool + "/" + name
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      result.append((path, Int(status.st_size), status.st_mtim.tv_sec))
    }
    return result
  }

  /// Takes away copies that no report waits for; young ones may belong to a report that is just being stored.
  func sweep(keeping known: Set<String>, now: Date) {
    for file in files where !known.contains(file.path) && Int(now.timeIntervalSince1970) - file.changed > 3600 {
      unlink(file.path)
    }
  }

  /// Whether a path lies in the spool: nothing else is ever taken away.
  func contains(_ path: String) -> Bool { path.hasPrefix(home.spool + "/") }

  // MARK: The reserve

  private var reserve: String { home.path + "/reserve" }

  /// Sets the reserve aside, or what is missing of it.
  func keepReserve() {
    guard Files.size(of: reserve) != Self.reserveSize, freeBytes > Self.free else { return }
    let descriptor = open(reserve, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return }
    if posix_fallocate(descriptor, 0, off_t(Self.reserveSize)) != 0 { unlink(reserve) }
    close(descriptor)
  }

  /// Gives a part of the reserve up; somebody else may fill it at once. False if there is none left.
  func releaseReserve() -> Bool {
    guard let size = Files.size(of: reserve) else { return false }
    let rest = size - Self.reportRoom
    return (rest > 0 ? truncate(reserve, off_t(rest)) : unlink(reserve)) == 0
  }
}
