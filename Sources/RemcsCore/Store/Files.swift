internal import Glibc

/// Whole small files: definition files, certificates, center lists.
public enum Files {
  /// Why a file could not be read or written, in the system's words, with the path.
  public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The number of the system error, for example ENOENT.
    public let number: Int32
    /// `path: No such file or directory`, harmless.
    public let message: String

    /// Whether there simply is no such file.
    public var isMissing: Bool { number == ENOENT || number == ENOTDIR }
    /// The message.
    public var description: String { message }

    init(_ path: String) {
      number = errno
      message = "\(path.harmless(maximum: 200)): \(systemMessage())"
    }
  }

  /// The largest file that is read whole.
  public static let maximumSize = 4 << 20

  /// The bytes of a file of at most ``maximumSize``.
  public static func read(_ path: String) throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Failure(path) }
      if count == 0 { return bytes }
      bytes += buffer.prefix(count)
      if bytes.count > maximumSize {
        errno = EFBIG
        throw Failure(path)
      }
    }
  }

  /// Puts a whole file in place at once: written beside, synced, renamed, and the directory synced. Either the old or
  /// the new file is there, whatever happens to the power.
  public static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o600) throws(Failure) {
    let beside = path + ".new"
    let descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode)
    guard descriptor >= 0 else { throw Failure(path) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let failure = Failure(path)
        close(descriptor)
        unlink(beside)
        throw failure
      }
      rest = rest.dropFirst(count)
    }
    guard fchmod(descriptor, mode) == 0, fsync(descriptor) == 0, close(descriptor) == 0, rename(beside, path) == 0
    else { throw Failure(path) }
    let directory = open(
      path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        .nonEmpty ?? ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if directory >= 0 {
      fsync(directory)
      close(directory)
    }
  }
}

extension String {
  /// Itself, or nil if there is nothing in it.
  var nonEmpty: String? { isEmpty ? nil : self }
}
