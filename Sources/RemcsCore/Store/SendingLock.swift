internal import Glibc

/// The right to queue and send, which one program of a home has at a time: two that register at once would each take
/// the other's report out while it is on its way. The system gives it back when its holder dies.
struct SendingLock: ~Copyable {
  private let descriptor: Int32

  /// Waits for the right, and asks ten times a second whether it is still wanted.
  init(_ home: Home, _ cancellation: Cancellation) throws(ActionFailure) {
    let path = home.path + "/sending.lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw .failed(
        ServiceError(.rmg0150, ["\(path): \(systemMessage())"], systemNumber: errno), temporary: false)
    }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      var wish = pollfd(fd: cancellation.descriptor, events: Int16(POLLIN), revents: 0)
      poll(&wish, 1, 100)
      if cancellation.isRaised {
        close(descriptor)
        throw .canceled
      }
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }
}
