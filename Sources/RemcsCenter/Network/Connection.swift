internal import Glibc
internal import RemcsCore
internal import RemcsCryptography

/// One connection: bytes in both directions, plain or under TLS, each wait with an end.
final class Connection {
  enum Failure: Error, Equatable {
    /// The other side is gone.
    case closed
    case timedOut
    /// The server is being stopped.
    case stopped
    case lineTooLong
    case bareLineEnd
    /// TLS failed; why.
    case protection(String)
  }

  let socket: Int32
  /// Who is at the other end, an address without a port.
  let peer: String
  private let stop: Cancellation
  private var session: TLSServerSession?
  private var buffer: [UInt8] = []
  private var start = 0

  init(socket: Int32, peer: String, stop: Cancellation) {
    self.socket = socket
    self.peer = peer
    self.stop = stop
    _ = fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK)
    var one: Int32 = 1
    setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
  }

  deinit { close(socket) }

  var isProtected: Bool { session != nil }
  /// Whether bytes came that nobody has read; after STARTTLS that is an attack.
  var hasUnreadBytes: Bool { start < buffer.count }

  // MARK: Reading

  /// A line without its CRLF.
  func readLine(maximum: Int, until deadline: Deadline) throws(Failure) -> [UInt8] {
    var searched = start
    while true {
      while searched < buffer.count {
        if buffer[searched] == 10 {
          guard searched > start, buffer[searched - 1] == 13 else { throw .bareLineEnd }
          let line = Array(buffer[start..<(searched - 1)])
          start = searched + 1
          guard !line.contains(13) else { throw .bareLineEnd }
          return line
        }
        searched += 1
        guard searched - start <= maximum + 2 else { throw .lineTooLong }
      }
      let kept = searched - start
      try fill(until: deadline)
      searched = start + kept
    }
  }

  /// Lends what has come, after waiting for at least one byte; `take` answers how many bytes it took.
  func withBytes(until deadline: Deadline, _ take: (UnsafeRawBufferPointer) -> Int) throws(Failure) {
    if start == buffer.count { try fill(until: deadline) }
    start += buffer.withUnsafeBytes { take(UnsafeRawBufferPointer(rebasing: $0[start...])) }
  }

  private func fill(until deadline: Deadline) throws(Failure) {
    if start > 0 {
      buffer.removeSubrange(..<start)
      start = 0
    }
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = try receive(&chunk, until: deadline)
    buffer.append(contentsOf: chunk[..<count])
  }

  private func receive(_ chunk: inout [UInt8], until deadline: Deadline) throws(Failure) -> Int {
    while true {
      // Linux forgets this at each turn. A sender that waits for an ACK before its last small packet (Nagle) would
      // otherwise wait 40 ms for it.
      var one: Int32 = 1
      setsockopt(socket, Int32(IPPROTO_TCP), TCP_QUICKACK, &one, socklen_t(MemoryLayout<Int32>.size))
      if let session {
        switch session.read(into: &chunk) {
        case .done(let count): return count
        case .closed: throw .closed
        case .failed(let reason): throw .protection(reason)
        case .wantsRead: try wait(for: POLLIN, until: deadline)
        case .wantsWrite: try wait(for: POLLOUT, until: deadline)
        }
      } else {
        let count = recv(socket, &chunk, chunk.count, 0)
        if count > 0 { return count }
        if count == 0 { throw .closed }
        guard errno == EAGAIN || errno == EINTR else { throw .closed }
        if errno == EAGAIN { try wait(for: POLLIN, until: deadline) }
      }
    }
  }

  // MARK: Writing

  /// Sends a line with its CRLF.
  func send(_ line: String, until deadline: Deadline) throws(Failure) {
    try send(Array((line + "\r\n").utf8), until: deadline)
  }

  /// Sends all the bytes.
  func send(_ bytes: [UInt8], until deadline: Deadline) throws(Failure) {
    var sent = 0
    while sent < bytes.count {
      if let session {
        switch session.write(bytes[sent...]) {
        case .done(let count): sent += count
        case .closed: throw .closed
        case .failed(let reason): throw .protection(reason)
        case .wantsRead: try wait(for: POLLIN, until: deadline)
        case .wantsWrite: try wait(for: POLLOUT, until: deadline)
        }
      } else {
        let count = bytes[sent...].withUnsafeBytes {
          Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        if count >= 0 {
          sent += count
        } else if errno == EAGAIN {
          try wait(for: POLLOUT, until: deadline)
        } else if errno != EINTR {
          throw .closed
        }
      }
    }
  }

  // MARK: TLS, waiting, closing

  /// Goes on under TLS. What came before is forgotten.
  func startTLS(_ server: TLSContext, until deadline: Deadline) throws(Failure) {
    buffer = []
    start = 0
    let fresh: TLSServerSession
    do {
      fresh = try server.session(on: socket)
    } catch {
      throw .protection("no session")
    }
    while true {
      switch fresh.handshake() {
      case .done:
        session = fresh
        return
      case .closed: throw .closed
      case .failed(let reason): throw .protection(reason)
      case .wantsRead: try wait(for: POLLIN, until: deadline)
      case .wantsWrite: try wait(for: POLLOUT, until: deadline)
      }
    }
  }

  private func wait(for event: Int32, until deadline: Deadline) throws(Failure) {
    while true {
      let rest = deadline.milliseconds
      guard rest > 0 else { throw .timedOut }
      var entries = [
        pollfd(fd: socket, events: Int16(event), revents: 0),
        pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&entries, 2, rest)
      if stop.isRaised { throw .stopped }
      if count > 0, entries[0].revents != 0 { return }
      if count < 0, errno != EINTR { throw .closed }
    }
  }

  /// Says goodbye and reads on for a moment: closing with unread bytes would send a reset, which can overtake and
  /// destroy the last reply.
  func closeGently() {
    session?.close()
    shutdown(socket, Int32(SHUT_WR))
    let deadline = Deadline(seconds: 2)
    var chunk = [UInt8](repeating: 0, count: 65_536)
    var rest = 64 * 1024 * 1024
    while rest > 0 {
      let count = recv(socket, &chunk, chunk.count, 0)
      if count > 0 {
        rest -= count
      } else if count < 0, errno == EAGAIN {
        do { try wait(for: POLLIN, until: deadline) } catch { return }
      } else if count == 0 || errno != EINTR {
        return
      }
    }
  }
}

/// A moment on the clock that no one can set back.
struct Deadline: Sendable {
  private let moment: Double

  init(seconds: Double) { moment = Deadline.now + seconds }

  /// The earlier of two.
  func orSooner(_ other: Deadline) -> Deadline { moment <= other.moment ? self : other }

  /// What is left, for poll(2); 0 when it has passed.
  var milliseconds: Int32 {
    let rest = (moment - Deadline.now) * 1000
    return rest <= 0 ? 0 : Int32(min(rest.rounded(.up), 2_000_000_000))
  }

  var hasPassed: Bool { moment <= Deadline.now }

  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
