import Glibc
import Synchronization

/// A wish to stop, that a blocked thread notices: raise it from anywhere, once. A loop that waits with poll(2) adds
/// ``descriptor``, which becomes readable and stays so.
public final class Cancellation: Sendable {
  private let raised = Atomic<Bool>(false)
  /// Readable once the wish is raised.
  public let descriptor: Int32
  private let writer: Int32

  /// A wish that nobody has yet.
  public init() {
    var ends: [Int32] = [-1, -1]
    // Without descriptors left there is nothing to poll, and isRaised still tells.
    if pipe(&ends) == 0 {
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }
    descriptor = ends[0]
    writer = ends[1]
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if writer >= 0 { close(writer) }
  }

  /// Whether someone wants it to stop.
  public var isRaised: Bool { raised.load(ordering: .acquiring) }

  /// Stop, please.
  public func raise() {
    guard !raised.exchange(true, ordering: .acquiringAndReleasing) else { return }
    var byte: UInt8 = 1
    _ = write(writer, &byte, 1)
  }
}
