internal import Glibc

/// Files that are there after a power cut: written beside their place, synced, renamed, and the directory synced.
struct FileSystem: Sendable {
  /// What was just done; tests look at the order, and make steps fail.
  enum Step: Equatable {
    case written(String), synced(String), renamed(String), directorySynced(String)
  }

  /// Is told each step after it was done.
  var watch: (@Sendable (Step) throws(CenterError) -> Void)?

  /// Runs `body` while no other thread or program changes the center.
  func locked<Result>(_ path: String, _ body: () throws(CenterError) -> Result) throws(CenterError) -> Result {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Self.failure("cannot open \(path)") }
    defer { close(file) }
    while flock(file, LOCK_EX) != 0 {
      guard errno == EINTR else { throw Self.failure("cannot lock \(path)") }
    }
    return try body()
  }

  /// Writes a file as a whole; it is there, complete and durable, or not there.
  func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o600) throws(CenterError) {
    try write(to: path, mode: mode) { (add) throws(CenterError) in try add(bytes[...]) }
  }

  /// The same for content that comes piece by piece.
  func write(
    to path: String, mode: mode_t = 0o600,
    _ fill: (_ add: (ArraySlice<UInt8>) throws(CenterError) -> Void) throws(CenterError) -> Void
  ) throws(CenterError) {
    let beside = "\(path).\(UInt64.random(in: 0 ... .max)).new"
    let file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    guard file >= 0 else { throw Self.failure("cannot write \(beside)") }
    var isOpen = true
    var isDone = false
    defer {
      if isOpen { close(file) }
      if !isDone { unlink(beside) }
    }
    try fill { (bytes) throws(CenterError) in try Self.writeAll(bytes, to: file, named: beside) }
    try watch?(.written(path))
    guard fsync(file) == 0 else { throw Self.failure("cannot sync \(beside)") }
    try watch?(.synced(path))
    isOpen = false
    guard close(file) == 0 else { throw Self.failure("cannot close \(beside)") }
    guard rename(beside, path) == 0 else { throw Self.failure("cannot rename to \(path)") }
    isDone = true
    try watch?(.renamed(path))
    try syncDirectory(Self.parent(of: path))
  }

  private static func writeAll(_ bytes: ArraySlice<UInt8>, to file: Int32, named path: String) throws(CenterError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress?.advanced(by: written), $0.count - written) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure("cannot write \(path)") }
      written += count
    }
  }

  /// Makes a directory, if it is not there, so that it stays.
  func makeDirectory(_ path: String, mode: mode_t = 0o700) throws(CenterError) {
    if mkdir(path, mode) == 0 {
      try syncDirectory(Self.parent(of: path))
    } else if errno != EEXIST {
      throw Self.failure("cannot make the directory \(path)")
    }
  }

  private func syncDirectory(_ path: String) throws(CenterError) {
    let directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw Self.failure("cannot open \(path)") }
    defer { close(directory) }
    guard fsync(directory) == 0 else { throw Self.failure("cannot sync \(path)") }
    try watch?(.directorySynced(path))
  }

  /// The whole file; nil if it is not there.
  func read(_ path: String, maximum: Int = 256 * 1024 * 1024) throws(CenterError) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw Self.failure("cannot read \(path)")
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw Self.failure("cannot read \(path)") }
    guard status.st_size <= maximum else { throw CenterError(.storage, "\(path) is larger than it can be") }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var count = 0
    while count < bytes.count {
      let size = bytes.count - count
      let got = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress?.advanced(by: count), size) }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw Self.failure("cannot read \(path)") }
      if got == 0 { break }
      count += got
    }
    return Array(bytes[..<count])
  }

  /// Whether there is something at that path.
  func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether the names in a directory can be read.
  func canList(_ path: String) -> Bool {
    guard let directory = opendir(path) else { return false }
    closedir(directory)
    return true
  }

  /// The names in a directory, sorted; none if it is not there.
  func names(in path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Removes a file, or a directory of files; what is left behind by an error is only waste.
  func remove(_ path: String) {
    if unlink(path) == 0 || errno == ENOENT { return }
    for name in names(in: path) { unlink("\(path)/\(name)") }
    rmdir(path)
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func failure(_ what: String) -> CenterError {
    let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
    return CenterError(.storage, "\(what): \(reason)")
  }
}
