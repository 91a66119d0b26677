internal import Glibc
internal import RemcsCore

/// Threads that are counted, so that their owner can wait until the last one has ended.
///
/// They block every signal: SIGTERM belongs to the main thread, and a write to a lost connection must not end the
/// program with SIGPIPE.
final class Threads: @unchecked Sendable {
  // Unchecked: everything below is only touched with the mutex held.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>
  private var running = 0

  init() {
    mutex = .allocate(capacity: 1)
    changed = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  /// Runs `body` on a new thread; false if the system has none left.
  func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    change(by: 1)
    var everything = sigset_t()
    var before = sigset_t()
    sigfillset(&everything)
    pthread_sigmask(SIG_BLOCK, &everything, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let thread = SystemThread {
      body()
      self.change(by: -1)
    }
    guard let thread else {
      change(by: -1)
      return false
    }
    thread.detach()
    return true
  }

  /// How many run.
  var count: Int {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return running
  }

  /// Waits until none runs.
  func waitForAll() {
    pthread_mutex_lock(mutex)
    while running > 0 { pthread_cond_wait(changed, mutex) }
    pthread_mutex_unlock(mutex)
  }

  private func change(by difference: Int) {
    pthread_mutex_lock(mutex)
    running += difference
    pthread_cond_broadcast(changed)
    pthread_mutex_unlock(mutex)
  }
}
