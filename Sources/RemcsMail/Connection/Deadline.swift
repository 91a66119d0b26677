internal import Glibc

/// A moment of the monotonic clock that ends a wait.
struct Deadline {
  private let end: UInt64
  /// How long it was from its beginning.
  let seconds: Double

  /// So many seconds from now.
  init(seconds: Double) {
    self.seconds = seconds
    end = Self.now + UInt64(max(0, min(seconds, 1_000_000)) * 1e9)
  }

  /// What is left, in milliseconds, rounded up, never negative; 0 means that it has passed.
  var milliseconds: Int32 {
    let now = Self.now
    return now >= end ? 0 : Int32(clamping: (end - now + 999_999) / 1_000_000)
  }

  private static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
