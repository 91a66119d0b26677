public import Foundation
public import RemcsCryptography

/// The server's end of one connection.
public final class Conversation {
  private let socket: Int32
  private var session: TLSSession?
  private var input = Data()

  /// Takes over a connected socket, which the caller closes.
  public init(socket: Int32) { self.socket = socket }

  /// Whether TLS was agreed on.
  public var isEncrypted: Bool { session != nil }

  /// Does what a script says; false if that was the end.
  public func perform(_ action: Action) -> Bool {
    switch action {
    case .say(let line):
      say(line)
      return true
    case .bytes(let bytes):
      write(bytes)
      return true
    case .bytesAndDrop(let bytes):
      write(bytes)
      return false
    case .sayAndDrop(let line):
      say(line)
      return false
    case .drop: return false
    case .silence:
      while read() {}
      return false
    case .drip:
      var one: [UInt8] = Array("2".utf8)
      var wait = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      while true {
        write(one)
        one = Array("20-".utf8)
        // The client goes, or time does.
        if poll(&wait, 1, 50) != 0, wait.revents != 0, !read() { return false }
      }
    }
  }

  /// Says a line.
  public func say(_ line: String) { write(Array("\(line)\r\n".utf8)) }

  /// The next line without its end; nil when the other side has gone.
  public func line() -> String? {
    rawLine().map { String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .newlines) }
  }

  /// The next line with its end.
  public func rawLine() -> Data? {
    while true {
      if let end = input.firstIndex(of: 0x0A) {
        let line = Data(input[...end])
        input = Data(input[(end + 1)...])
        return line
      }
      guard read() else { return nil }
    }
  }

  /// Agrees on TLS; false if the other side does not.
  public func encrypt(_ context: TLSContext?) -> Bool {
    guard let context, let session = try? TLSSession(context) else { return false }
    while true {
      let outcome = session.handshake()
      send(session.takeOutput())
      switch outcome {
      case .done:
        self.session = session
        return true
      case .needsInput:
        guard let bytes = receive() else { return false }
        bytes.withUnsafeBytes { session.receive($0) }
      case .closed, .failed: return false
      }
    }
  }

  /// Says goodbye and reads what is left.
  public func end() {
    session?.end()
    if let rest = session?.takeOutput() { send(rest) }
    // Reads what is left, so that the last words are not lost to a reset.
    shutdown(socket, Int32(SHUT_WR))
    var wait = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    while poll(&wait, 1, 2000) > 0, receive() != nil {}
  }

  private func write(_ bytes: [UInt8]) {
    guard let session else { return send(bytes) }
    _ = bytes.withUnsafeBytes { session.write($0) }
    send(session.takeOutput())
  }

  /// Whether the other side takes nothing any more.
  private(set) var isGone = false

  private func send(_ bytes: [UInt8]) {
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count <= 0 {
        isGone = true
        return
      }
      start += count
    }
  }

  private func read() -> Bool {
    guard let session else {
      guard let bytes = receive() else { return false }
      input += bytes
      return true
    }
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      switch buffer.withUnsafeMutableBytes({ session.read(into: $0) }) {
      case .done(let count):
        input += buffer.prefix(count)
        return true
      case .needsInput:
        send(session.takeOutput())
        guard let bytes = receive() else { return false }
        bytes.withUnsafeBytes { session.receive($0) }
      case .closed, .failed: return false
      }
    }
  }

  private func receive() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(socket, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer.prefix(count)) : nil
  }
}
