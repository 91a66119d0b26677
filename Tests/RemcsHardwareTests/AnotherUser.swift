import Foundation
import Glibc

/// A thread that reads files as somebody else than root. The system keeps this per thread, so other tests go on as they
/// were.
enum AnotherUser {
  /// Whether this can be tried.
  static let isPossible = geteuid() == 0 && setfsuid != nil

  private typealias SetFileSystemUser = @convention(c) (uid_t) -> Int32
  private static let setfsuid: SetFileSystemUser? = dlsym(nil, "setfsuid").map {
    unsafeBitCast($0, to: SetFileSystemUser.self)
  }

  /// Does something on such a thread.
  static func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) throws -> Result {
    nonisolated(unsafe) var result: Swift.Result<Result, any Error>?
    let done = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      _ = setfsuid?(65534)
      result = Swift.Result { try body() }
      done.signal()
    }
    done.wait()
    guard let result else { throw CancellationError() }
    return try result.get()
  }
}
