import Foundation
import RemcsCore
import Synchronization

/// A clock that a test turns.
final class TestClock: Sendable {
  private let time: Mutex<Date>

  init(_ start: Double = 1_800_000_000) { time = Mutex(Date(timeIntervalSince1970: start)) }

  var now: Date { time.withLock { $0 } }

  func advance(by seconds: Double) { time.withLock { $0 += seconds } }

  var clock: SystemClock { SystemClock(now: { self.now }, timeZone: { "UTC" }) }
}
