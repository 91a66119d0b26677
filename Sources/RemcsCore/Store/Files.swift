internal import Glibc

/// Whole small files: definition files, certificates, center lists.
public enum Files {
  /// Why a file could not be read or written, in the system's words, with the path.
  public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The number of the system error, for example ENOENT.
    public let number: Int32
    /// `path: No such file or directory`, harmless.
    public let message: String

    /// The system's words alone.
    public var reason: String { String(cString: strerror(number)) }
    /// Whether there simply is no such file.
    public var isMissing: Bool { number == ENOENT || number == ENOTDIR }
    /// The message.
    public var description: String { message }

    init(_ path: String) { self.init(path, number: errno) }

    init(_ path: String, number: Int32) {
      self.number = number
      message = "\(path.harmless(maximum: 200)): \(String(cString: strerror(number)))"
    }
  }

  /// The largest file that is read whole.
  public static let maximumSize = 4 << 20

  /// The bytes of a file of at most `maximum`, which is ``maximumSize`` where nothing else is said.
  public static func read(_ path: String, maximum: Int = maximumSize) throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    while true {
      var count = 0
      let piece = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, filled in
        repeat { count = Glibc.read(descriptor, buffer.baseAddress, buffer.count) } while count < 0 && errno == EINTR
        filled = max(0, count)
      }
      guard count >= 0 else { throw Failure(path) }
      if count == 0 { return bytes }
      bytes += piece
      if bytes.count > maximum {
        errno = EFBIG
        throw Failure(path)
      }
    }
  }

  /// The first bytes of a file.
  static func beginning(of path: String, length: Int) throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(path) }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: length)
    let count = pread(descriptor, &bytes, length, 0)
    guard count >= 0 else { throw Failure(path) }
    return Array(bytes.prefix(count))
  }

  /// Copies a file of any size for its owner alone.
  /// - Returns: whether all of it is there.
  static func copy(_ path: String, to other: String) -> Bool {
    let source = open(path, O_RDONLY | O_CLOEXEC)
    let target = open(other, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    defer { for descriptor in [source, target] where descriptor >= 0 { close(descriptor) } }
    guard source >= 0, target >= 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(source, &buffer, buffer.count)
      if count == 0 { return true }
      guard count > 0, Glibc.write(target, buffer, count) == count else { return false }
    }
  }

  /// The size of a file in bytes; nil if there is none.
  static func size(of path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : nil
  }

  /// Makes sure that the names in a directory are on the disk.
  static func syncDirectory(_ path: String) {
    let directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { return }
    fsync(directory)
    close(directory)
  }

  /// Puts a whole file in place at once: written beside, synced, renamed, and the directory synced. Either the old or
  /// the new file is there, whatever happens to the power.
  public static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o600) throws(Failure) {
    let staged = try Staged(bytes, for: path, mode: mode)
    do { try staged.commit(replacing: true) } catch {
      staged.discard()
      throw error
    }
  }

  /// A file that is whole and on the disk beside its place, and not yet in it. Several can be made before the first is
  /// put in place, so that a full disk spoils none.
  struct Staged {
    /// Where it belongs.
    let path: String
    private var beside: String { path + ".new" }

    /// Writes and syncs it; nothing is left if that fails.
    init(_ bytes: [UInt8], for path: String, mode: UInt32) throws(Failure) {
      try self.init(for: path, mode: mode) { descriptor throws(Failure) in
        var rest = bytes[...]
        while !rest.isEmpty {
          let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
          if count < 0, errno == EINTR { continue }
          guard count > 0 else { throw Failure(path) }
          rest = rest.dropFirst(count)
        }
      }
    }

    /// The same for a file that `fill` writes piece by piece. Without `replacesLeftovers`, a file that lies beside under
    /// our temporary name is somebody's, and the place is taken.
    init(
      for path: String, mode: UInt32, replacesLeftovers: Bool = true, fill: (Int32) throws(Failure) -> Void
    ) throws(Failure) {
      self.path = path
      var status = stat()
      if !replacesLeftovers, lstat(path, &status) == 0 { throw Failure(path, number: EEXIST) }
      // What an interrupted write left goes away; what somebody else put there for us to write into is not used.
      if replacesLeftovers { unlink(path + ".new") }
      let descriptor = open(path + ".new", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
      guard descriptor >= 0 else { throw Failure(errno == EEXIST ? path + ".new" : path) }
      defer { close(descriptor) }
      do throws(Failure) {
        try fill(descriptor)
        guard fchmod(descriptor, mode) == 0, fsync(descriptor) == 0 else { throw Failure(path) }
      } catch {
        discard()
        throw error
      }
    }

    /// Puts it in place. Without `replacing`, nothing that is already there is touched, also not what came to be there
    /// in the meantime; a symbolic link counts as there, and is itself replaced, not what it leads to.
    func commit(replacing: Bool) throws(Failure) {
      // A link is never made over something; a rename would be.
      var result = replacing ? rename(beside, path) : link(beside, path)
      if !replacing {
        if result == 0 {
          unlink(beside)
        } else if [EPERM, EOPNOTSUPP, ENOSYS].contains(errno) {
          // FAT, as on many USB sticks, has no links.
          var status = stat()
          let isThere = lstat(path, &status) == 0
          if isThere { errno = EEXIST }
          result = isThere ? -1 : rename(beside, path)
        }
      }
      guard result == 0 else { throw Failure(path) }
      Files.syncDirectory(
        path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
          .nonEmpty ?? (path.hasPrefix("/") ? "/" : "."))
    }

    /// Takes it away again.
    func discard() { unlink(beside) }
  }
}

extension String {
  /// Itself, or nil if there is nothing in it.
  var nonEmpty: String? { isEmpty ? nil : self }
}
