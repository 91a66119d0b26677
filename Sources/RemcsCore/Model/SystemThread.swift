internal import Glibc

/// A thread of the system for work that blocks: on a board with one core the pool of Swift's tasks has one thread, which
/// must not wait.
package struct SystemThread: Sendable {
  private let thread: pthread_t

  /// Runs `body` on a new thread; nil if the system has none left. It is to be joined or detached.
  package init?(_ body: @escaping @Sendable () -> Void) {
    let work = Unmanaged.passRetained(Work(body))
    var thread = pthread_t()
    let result = pthread_create(
      &thread, nil,
      { work in
        if let work { Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body() }
        return nil
      }, work.toOpaque())
    guard result == 0 else {
      work.release()
      return nil
    }
    self.thread = thread
  }

  /// Waits until the work is done. To be called once.
  package func join() { pthread_join(thread, nil) }

  /// Nobody waits for it.
  package func detach() { pthread_detach(thread) }

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
