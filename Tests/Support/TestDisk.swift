import Foundation

/// Small disks of a test's own, that nobody else sees. Only root may mount: ask ``isPossible``.
public enum TestDisk {
  /// What went wrong while a disk was made.
  public struct Failure: Error { let text: String }

  /// Whether disks in memory can be mounted.
  public static let isPossible = Isolation.isPossible

  /// Whether a file can be mounted as a disk with a file system that keeps a journal.
  public static let canMountFiles: Bool = {
    guard isPossible, access(makeFileSystem, X_OK) == 0 else { return false }
    return (try? Isolation.run { try withJournal(at: TestDirectory.make().path, megabytes: 8) { _ in } }) != nil
  }()

  private static let makeFileSystem = "/usr/sbin/mke2fs"

  /// Runs `body` with a disk in memory at a directory of its own, in a network of its own.
  public static func withMemory(
    size: String, readOnly: Bool = false, _ body: @escaping @Sendable (String) throws -> Void
  ) throws {
    let directory = try TemporaryDirectory("remcs-disk")
    let path = directory.path
    try Isolation.run {
      let disk = try Memory(at: path, size: size)
      defer { disk.remove() }
      if readOnly { try disk.remount(readOnly: true) }
      try body(path)
    }
  }

  /// A disk in memory; to be used within ``Isolation/run(hosts:resolver:commands:_:)``.
  public struct Memory: Sendable {
    /// Where it is.
    public let path: String
    private let size: String

    /// Mounts it, of a size as `mount` takes it.
    public init(at path: String, size: String) throws {
      self.path = path
      self.size = size
      guard mount("tmpfs", path, "tmpfs", 0, "size=\(size)") == 0 else { throw Failure.last("mount \(path)") }
    }

    /// Makes it one that cannot be written, or can be again.
    public func remount(readOnly: Bool) throws {
      // MS_REMOUNT, MS_RDONLY
      guard mount("tmpfs", path, "tmpfs", 32 | (readOnly ? 1 : 0), "size=\(size)") == 0 else {
        throw Failure.last("remount \(path)")
      }
    }

    /// Unmounts it.
    public func remove() { umount2(path, 2) }

    /// Bytes that are free on it.
    public var free: Int {
      var volume = statvfs()
      return statvfs(path, &volume) == 0 ? Int(volume.f_bavail) * Int(volume.f_frsize) : 0
    }

    /// Fills it with a file of somebody else until so many bytes are left; as many as there are if it has less.
    public func fill(leaving rest: Int, as name: String = "somebody-else") throws {
      let descriptor = open(path + "/" + name, O_WRONLY | O_CREAT, 0o600)
      guard descriptor >= 0 else { throw Failure.last(name) }
      defer { close(descriptor) }
      let end = lseek(descriptor, 0, SEEK_END)
      let room = free - rest
      guard room > 0 else { return }
      guard posix_fallocate(descriptor, end, off_t(room)) == 0 else { throw Failure.last("fill") }
    }

    /// Takes that file away.
    public func makeRoom(_ name: String = "somebody-else") { unlink(path + "/" + name) }
  }

  /// Runs `body` with a disk in a file, whose file system has a journal, at a path; within
  /// ``Isolation/run(hosts:resolver:commands:_:)``.
  public static func withJournal(
    at path: String, megabytes: Int, _ body: (Journal) throws -> Void
  ) throws {
    let file = try TestDirectory.make().path + "/disk"
    _ = FileManager.default.createFile(atPath: file, contents: nil)
    guard truncate(file, off_t(megabytes << 20)) == 0 else { throw Failure.last(file) }
    try run([makeFileSystem, "-q", "-t", "ext4", "-E", "lazy_itable_init=0,lazy_journal_init=0", file])
    let disk = Journal(path: path, file: file)
    try disk.mount()
    defer {
      disk.unmount()
      unlink(file)
    }
    try body(disk)
  }

  /// A disk in a file.
  public struct Journal: Sendable {
    /// Where it is.
    public let path: String
    fileprivate let file: String

    /// Mounts it; what its journal holds is done.
    public func mount() throws {
      try TestDisk.run(["/usr/bin/mount", "-o", "loop,errors=remount-ro", file, path])
    }

    /// Unmounts it, whoever uses it.
    public func unmount() { umount2(path, 2) }

    /// Breaks it: from now on every access to it is an input or output error, until it is mounted again.
    public func `break`() throws {
      let descriptor = open(path, O_RDONLY | O_DIRECTORY)
      guard descriptor >= 0 else { throw Failure.last(path) }
      defer { close(descriptor) }
      // EXT4_IOC_SHUTDOWN, without writing the journal: EXT4_GOING_FLAGS_NOLOGFLUSH.
      var flags: UInt32 = 2
      guard ioctl(descriptor, 0x8004_587D, &flags) == 0 else { throw Failure.last("shut down \(path)") }
    }
  }

  private static func run(_ command: [String]) throws {
    var child = pid_t()
    var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    // From this thread, so that it is in the thread's namespaces.
    guard posix_spawn(&child, command[0], nil, nil, words, environ) == 0 else { throw Failure(text: command[0]) }
    var status: Int32 = 0
    waitpid(child, &status, 0)
    guard status == 0 else { throw Failure(text: command.joined(separator: " ")) }
  }
}

extension TestDisk.Failure {
  fileprivate static func last(_ what: String) -> Self { Self(text: "\(what): \(String(cString: strerror(errno)))") }
}
