internal import Glibc
internal import RemcsCore
internal import RemcsCryptography

/// A connection that speaks in lines: a non-blocking socket, TLS over it when it was switched on, a time limit for
/// each wait, and an ear for the wish to stop.
final class Link {
  /// How much a server may say in one reply.
  static let longestReply = 65_536

  private let socket: Int32
  private let timeout: Double
  private let cancellation: Cancellation
  private var session: TLSSession?
  /// What came in and was not yet read, beginning at `position`.
  private var input: [UInt8] = []
  private var position = 0
  /// Whether a write is half done: what TLS itself wants to say has to wait until it is whole.
  private var isSending = false
  private var scratch = [UInt8](repeating: 0, count: 16_384)

  /// Takes over a connected socket.
  init(socket: Int32, timeout: Double, cancellation: Cancellation) {
    self.socket = socket
    self.timeout = timeout
    self.cancellation = cancellation
    var on: Int32 = 1
    setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  deinit { close(socket) }

  /// Whether something came that nobody has read yet.
  var hasUnreadInput: Bool { position < input.count }

  /// The TLS session, when there is one.
  var tls: TLSSession? { session }

  /// Our own address as an EHLO argument: `[192.0.2.1]` or `[IPv6:2001:db8::1]`.
  var addressLiteral: String {
    guard let own = ServerAddress.of(socket, getsockname)?.address else { return "[127.0.0.1]" }
    return own.isIPv6 ? "[IPv6:\(own.text)]" : "[\(own.text)]"
  }

  /// The other end, with its port: `192.0.2.1:25`.
  var peer: String { ServerAddress.of(socket, getpeername).map { $0.address.text(port: $0.port) } ?? "" }

  // MARK: TLS

  /// Agrees on encryption. Says nothing about whom one speaks with: see `TLSSession.verifyPeer`.
  func startTLS(_ context: TLSContext, host: String) throws(LinkFailure) {
    let session: TLSSession
    do {
      session = try TLSSession(context, host: host)
    } catch {
      throw .session(error)
    }
    let deadline = Deadline(seconds: timeout)
    while true {
      let outcome = session.handshake()
      // Also the alert that says why we refuse goes out.
      try send(session.takeOutput(), deadline)
      switch outcome {
      case .done:
        self.session = session
        return
      case .needsInput: try fill(session, deadline)
      case .closed: throw .closed
      case .failed(let reason): throw .session(reason)
      }
    }
  }

  // MARK: Lines

  /// The next line without its end. The same deadline holds for all lines of a reply.
  func line(until deadline: Deadline, limit: Int = Link.longestReply) throws(LinkFailure) -> [UInt8] {
    var searched = position
    while true {
      if let end = input[searched...].firstIndex(of: 0x0A) {
        var line = input[position..<end]
        if line.last == 0x0D { line = line.dropLast() }
        position = end + 1
        if position == input.count {
          input.removeAll(keepingCapacity: true)
          position = 0
        }
        return Array(line)
      }
      searched = input.count
      if input.count - position > limit { throw .endless(Array(input[position...].prefix(limit))) }
      try receive(until: deadline)
    }
  }

  /// What came without a line's end, for a failure to show.
  var rest: [UInt8] { Array(input[position...]) }

  /// A deadline for the next reply.
  var replyDeadline: Deadline { Deadline(seconds: timeout) }

  /// Waits for input and takes it in.
  private func receive(until deadline: Deadline) throws(LinkFailure) {
    if let session {
      while true {
        let outcome = scratch.withUnsafeMutableBytes { session.read(into: $0) }
        switch outcome {
        case .done(let count):
          input += scratch.prefix(count)
          return
        case .needsInput:
          if !isSending { try send(session.takeOutput(), deadline) }
          try fill(session, deadline)
        case .closed: throw .closed
        case .failed(let reason): throw .session(reason)
        }
      }
    }
    let count = try receiveRaw(deadline)
    input += scratch.prefix(count)
  }

  private func fill(_ session: TLSSession, _ deadline: Deadline) throws(LinkFailure) {
    let count = try receiveRaw(deadline)
    scratch.withUnsafeBytes { session.receive(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
  }

  /// Fills `scratch` from the socket.
  private func receiveRaw(_ deadline: Deadline) throws(LinkFailure) -> Int {
    // Without this a server's short packets meet our delayed acknowledgement: 40 ms each. It wears off, so: each time.
    var on: Int32 = 1
    setsockopt(socket, Int32(IPPROTO_TCP), TCP_QUICKACK, &on, socklen_t(MemoryLayout<Int32>.size))
    while true {
      if cancellation.isRaised { throw .canceled }
      let count = scratch.withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, 0) }
      if count > 0 { return count }
      if count == 0 { throw .closed }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        if try Waiting.poll(socket, for: Int16(POLLIN), until: deadline, cancellation) == 0 {
          throw .timedOut(deadline.seconds)
        }
      case ECONNRESET, EPIPE: throw .closed
      default: throw .system(errno)
      }
    }
  }

  // MARK: Writing

  /// What came of a write.
  enum Written: Equatable {
    /// All is on its way.
    case all
    /// The server spoke before it had everything; a part may have left.
    case interrupted
  }

  /// Writes; the time limit counts from the last byte that went. While `listening`, it stops when the server says
  /// something meanwhile.
  @discardableResult
  func write(_ bytes: [UInt8], listening: Bool = false) throws(LinkFailure) -> Written {
    guard let session else { return try send(bytes, Deadline(seconds: timeout), listening) }
    if listening, try speaks() { return .interrupted }
    var start = 0
    while start < bytes.count {
      switch bytes.withUnsafeBytes({ session.write(UnsafeRawBufferPointer(rebasing: $0[start...])) }) {
      case .done(let count): start += count
      case .needsInput: try fill(session, Deadline(seconds: timeout))
      case .closed: throw .closed
      case .failed(let reason): throw .session(reason)
      }
    }
    return try send(session.takeOutput(), Deadline(seconds: timeout), listening)
  }

  /// Ends a TLS session politely, if there is one, without waiting for an answer.
  func end() {
    guard let session else { return }
    session.end()
    _ = session.takeOutput().withUnsafeBytes {
      Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
  }

  @discardableResult
  private func send(_ bytes: [UInt8], _ first: Deadline, _ listening: Bool = false) throws(LinkFailure) -> Written {
    isSending = true
    defer { isSending = false }
    var start = 0
    var deadline = first
    while start < bytes.count {
      if cancellation.isRaised { throw .canceled }
      if listening, try speaks() { return .interrupted }
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.send(socket, buffer.baseAddress?.advanced(by: start), buffer.count - start, Int32(MSG_NOSIGNAL))
      }
      if count > 0 {
        start += count
        deadline = Deadline(seconds: timeout)
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        let events = Int16(POLLOUT) | (listening ? Int16(POLLIN) : 0)
        if try Waiting.poll(socket, for: events, until: deadline, cancellation) == 0 {
          throw .timedOut(deadline.seconds)
        }
      case ECONNRESET, EPIPE:
        // The server may have said why before it went.
        if listening, try speaks() { return .interrupted }
        throw .closed
      default: throw .system(errno)
      }
    }
    return .all
  }

  /// Whether the server has said something, without waiting. Behind TLS, tickets and other messages of its own
  /// are no words.
  private func speaks() throws(LinkFailure) -> Bool {
    if hasUnreadInput { return true }
    do throws(LinkFailure) {
      try receive(until: Deadline(seconds: 0))
      return true
    } catch .timedOut {
      return false
    } catch .closed {
      // Reading to the end of what a server said is left to the write that fails next.
      return hasUnreadInput
    }
  }
}
