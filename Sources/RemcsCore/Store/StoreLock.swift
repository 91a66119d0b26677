internal import Glibc

/// Stands between the programs that use a store and one that puts it aside as damaged: those hold it together, that one
/// alone. Where it cannot be made, nothing can be put aside either.
final class StoreLock: Sendable {
  private let descriptor: Int32

  init(_ home: Home) {
    descriptor = open(home.database + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Does something that others may do at the same time.
  func together<Result, Failure>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    try holding(LOCK_SH, body)
  }

  /// Does something while no other program uses the store.
  func alone<Result, Failure>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    try holding(LOCK_EX, body)
  }

  private func holding<Result, Failure>(
    _ kind: Int32, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    while flock(descriptor, kind) != 0, errno == EINTR {}
    defer { flock(descriptor, LOCK_UN) }
    return try body()
  }
}
