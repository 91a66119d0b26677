internal import Glibc
internal import RemcsCore
internal import RemcsCryptography

/// What can go wrong below the dialogue; `TransportFailure.init(_:at:)` says what it means to people.
enum LinkFailure: Error, Equatable {
  /// A person stopped it.
  case canceled
  /// The time was over: so many seconds.
  case timedOut(Double)
  /// The other side closed the connection.
  case closed
  /// The system refused a read or a write: errno.
  case system(Int32)
  /// TLS broke.
  case session(CryptographyError)
  /// More than a reply may have came without an end; its beginning.
  case endless([UInt8])
}

/// Waits for a socket and for a wish to stop at the same time.
enum Waiting {
  /// How often a wish is looked at when no descriptor tells of it.
  private static let slice: Int32 = 100

  /// Waits until `descriptor` is ready for one of `events`.
  /// - Returns: what it is ready for; 0 after the deadline.
  /// - Throws: `canceled`, or `system` if poll itself fails.
  static func poll(
    _ descriptor: Int32, for events: Int16, until deadline: Deadline, _ cancellation: Cancellation
  ) throws(LinkFailure) -> Int16 {
    while true {
      if cancellation.isRaised { throw .canceled }
      let left = deadline.milliseconds
      var waits = [
        pollfd(fd: descriptor, events: events, revents: 0),
        pollfd(fd: cancellation.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      let ready = Glibc.poll(&waits, 2, cancellation.descriptor < 0 ? min(left, slice) : left)
      if ready < 0 {
        if errno == EINTR { continue }
        throw .system(errno)
      }
      if cancellation.isRaised { throw .canceled }
      if waits[0].revents != 0 { return waits[0].revents }
      if left == 0 { return 0 }
    }
  }

  /// Sleeps, unless someone wants it to stop.
  static func pause(seconds: Double, _ cancellation: Cancellation) throws(LinkFailure) {
    // A negative descriptor is passed over by poll.
    _ = try poll(-1, for: 0, until: Deadline(seconds: seconds), cancellation)
  }
}
