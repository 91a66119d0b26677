internal import Synchronization

/// How much memory mails on their way in may take together.
final class MemoryBudget: Sendable {
  private let rest: Mutex<Int>
  private let total: Int

  init(_ bytes: Int) {
    total = bytes
    rest = Mutex(bytes)
  }

  /// Reserves so many bytes; false if they are not there. One mail alone is always let in.
  func take(_ bytes: Int) -> Bool {
    rest.withLock {
      guard $0 >= bytes || $0 == total else { return false }
      $0 -= bytes
      return true
    }
  }

  /// Gives them back.
  func give(_ bytes: Int) { rest.withLock { $0 += bytes } }
}
