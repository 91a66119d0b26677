internal import Glibc

/// The right to queue and send, which one program of a home has at a time: two that register at once would each take
/// the other's report out while it is on its way. The system gives it back when its holder dies.
struct SendingLock: ~Copyable {
  private let descriptor: Int32

  /// Waits for the right, and asks ten times a second whether it is still wanted; `waiting` is told once that it has to.
  init(_ home: Home, _ cancellation: Cancellation, waiting: () -> Void = {}) throws(ActionFailure) {
    let path = home.path + "/sending.lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw .failed(
        ServiceError(.rmg0150, ["\(path): \(systemMessage())"], systemNumber: errno), temporary: false)
    }
    var isTold = false
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      if !isTold { waiting() }
      isTold = true
      var wish = pollfd(fd: cancellation.descriptor, events: Int16(POLLIN), revents: 0)
      poll(&wish, 1, 100)
      if cancellation.isRaised {
        close(descriptor)
        throw .canceled(isQueued: false)
      }
    }
    self.descriptor = descriptor
  }

  /// The right, if nobody has it; never waits.
  static func ifFree(_ home: Home) -> SendingLock? {
    let descriptor = open(home.path + "/sending.lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return nil }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
    return SendingLock(descriptor)
  }

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Whether nobody sends now.
  static func isFree(_ home: Home) -> Bool {
    let descriptor = open(home.path + "/sending.lock", O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return errno == ENOENT }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) == 0
  }

  deinit { close(descriptor) }
}
