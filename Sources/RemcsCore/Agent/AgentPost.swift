internal import Glibc

/// How the agent and those who give it something to do find each other: one agent a home, and a pipe that wakes it.
public final class AgentPost: Sendable {
  private let lock: Int32
  /// Readable when somebody rang.
  public let descriptor: Int32

  /// Takes the post of the agent.
  /// - Returns: nil if another agent has it.
  /// - Throws: RMG_0150 if the home cannot be written.
  public init?(_ home: Home) throws(ServiceError) {
    try home.prepare()
    let lockPath = home.path + "/agent.lock"
    let lock = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard lock >= 0 else {
      throw ServiceError(.rmg0150, ["\(lockPath): \(systemMessage())"], systemNumber: errno)
    }
    // Somebody who asks whether an agent runs holds the lock for a moment.
    var tries = 0
    while flock(lock, LOCK_EX | LOCK_NB) != 0 {
      tries += 1
      guard tries < 10 else {
        close(lock)
        return nil
      }
      usleep(50_000)
    }
    let path = Self.path(home)
    if mkfifo(path, 0o600) != 0, errno != EEXIST {
      close(lock)
      throw ServiceError(.rmg0150, ["\(path): \(systemMessage())"], systemNumber: errno)
    }
    // Open for both, so that it never ends when a ringer closes its side.
    let descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      close(lock)
      throw ServiceError(.rmg0150, ["\(path): \(systemMessage())"], systemNumber: errno)
    }
    self.lock = lock
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
    close(lock)
  }

  /// Forgets that somebody rang; to be called before looking what there is to do.
  public func quiet() {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while read(descriptor, &buffer, buffer.count) > 0 {}
  }

  /// Wakes the agent of a home, if there is one.
  public static func ring(_ home: Home) {
    let descriptor = open(path(home), O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var byte: UInt8 = 1
    // The agent may end just now: that must not end us. A full pipe has woken it already.
    let before = signal(SIGPIPE, SIG_IGN)
    _ = write(descriptor, &byte, 1)
    signal(SIGPIPE, before)
  }

  /// Whether an agent has the post of a home.
  public static func isTaken(_ home: Home) -> Bool {
    let descriptor = open(home.path + "/agent.lock", O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) != 0
  }

  private static func path(_ home: Home) -> String { home.path + "/agent.wake" }
}
