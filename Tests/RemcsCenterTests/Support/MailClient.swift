import Foundation

/// A client that says exactly what a test wants, and waits at most ten seconds for an answer.
final class MailClient {
  struct Silence: Error {}
  let socket: Int32
  private var buffer: [UInt8] = []

  init(port: Int) throws {
    socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Silence() }
  }

  deinit { close(socket) }

  /// Sends bytes as they are; false if the server is gone.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Foundation.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return false }
      sent += count
    }
    return true
  }

  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// A line without its CRLF; nil when the server has closed.
  func line() throws -> String? {
    while true {
      if let end = buffer.firstIndex(of: 10) {
        let line = buffer[..<end]
        buffer.removeSubrange(...end)
        return String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
      }
      var chunk = [UInt8](repeating: 0, count: 4096)
      let count = recv(socket, &chunk, chunk.count, 0)
      if count == 0 || (count < 0 && errno == ECONNRESET) { return nil }
      guard count > 0 else { throw Silence() }
      buffer += chunk[..<count]
    }
  }

  /// All lines of one SMTP reply, joined by |; empty when the server has closed.
  func reply() throws -> String {
    var lines: [String] = []
    while let line = try line() {
      lines.append(line)
      if Array(line.utf8).dropFirst(3).first != UInt8(ascii: "-") { break }
    }
    return lines.joined(separator: "|")
  }

  /// One command and its reply.
  func ask(_ command: String) throws -> String {
    send(command + "\r\n")
    return try reply()
  }

  /// Whether an answer is there within so many milliseconds.
  func hasAnswer(within milliseconds: Int32) -> Bool {
    var entry = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    return !buffer.isEmpty || poll(&entry, 1, milliseconds) > 0
  }

  /// Greeting, EHLO and envelope; the reply to DATA.
  func begin(to recipient: String = "osc@center.example") throws -> String {
    _ = try reply()
    _ = try ask("EHLO board.example")
    let sender = try ask("MAIL FROM:<board@device.example>")
    guard sender.hasPrefix("250") else { return sender }
    let answer = try ask("RCPT TO:<\(recipient)>")
    guard answer.hasPrefix("250") else { return answer }
    return try ask("DATA")
  }

  /// The content with its dots stuffed, the end, and the reply.
  func content(_ mail: [UInt8]) throws -> String {
    send(MailClient.stuffed(mail) + Array(".\r\n".utf8))
    return try reply()
  }

  static func stuffed(_ mail: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var isLineStart = true
    for byte in mail {
      if isLineStart, byte == UInt8(ascii: ".") { result.append(byte) }
      result.append(byte)
      isLineStart = byte == 10
    }
    return result
  }
}
