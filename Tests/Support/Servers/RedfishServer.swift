import Foundation
import RemcsCryptography

/// A Redfish service in threads, on the loopback, that answers with the documents that it was given.
public final class RedfishServer: @unchecked Sendable {
  /// What it does when it is asked for a path.
  public enum Answer: Sendable {
    /// A document, with 200.
    case document(String)
    /// A status without a document.
    case status(Int)
    /// Exactly this instead of an answer; the connection is closed behind it.
    case raw([Action])
    /// A document that never ends.
    case endlessBody
    /// A header that never ends.
    case endlessHeader
  }

  /// What somebody asked for.
  public struct Request: Sendable, Equatable {
    /// The path.
    public let path: String
    /// The login, as it came; nil if there was none.
    public let authorization: String?
  }

  private let answer: @Sendable (String) -> Answer
  private let login: String?
  private let listener: Int32
  private let context: TLSContext?
  private let lock = NSLock()
  private var asked: [Request] = []
  private var open: [Int32] = []
  private var isStopped = false

  /// Where it listens.
  public let port: Int
  /// `https://localhost:PORT`.
  public var url: String { "https://localhost:\(port)" }
  /// Every request, in order.
  public var requests: [Request] { lock.withLock { asked } }

  /// Begins to listen.
  /// - Parameters:
  ///   - certificate: a name of `TestAuthority`; nil to speak without TLS.
  ///   - login: `USER:PASSWORD` that is demanded; nil for none.
  ///   - answer: what each path is answered with.
  /// - Throws: `POSIXError`, or what is wrong with the certificate.
  public init(
    certificate: String? = "server", login: String? = nil, answer: @escaping @Sendable (String) -> Answer
  ) throws {
    self.answer = answer
    self.login = login.map { "Basic " + Data($0.utf8).base64EncodedString() }
    let authority = TestAuthority.shared
    context = try certificate.map {
      try TLSContext(
        certificate: Certificate(pem: authority.text("\($0).pem")),
        key: PrivateKey(pem: authority.text("\($0).key")))
    }
    (listener, port) = try MailServer.listen("127.0.0.1", backlog: 16)
    Thread.detachNewThread { [self] in serve() }
  }

  /// The documents of a folder as mock-ups have it: `PATH/index.json`. What is not there is 404.
  public convenience init(documents: [String: String], login: String? = nil) throws {
    try self.init(login: login) { path in
      let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
      return documents[trimmed].map { .document($0) } ?? .status(404)
    }
  }

  /// Ends all connections and the listening; a second time nothing, since the descriptor may be somebody else's by then.
  public func stop() {
    lock.withLock {
      guard !isStopped else { return }
      isStopped = true
      shutdown(listener, Int32(SHUT_RDWR))
      for socket in open { shutdown(socket, Int32(SHUT_RDWR)) }
    }
  }

  private func serve() {
    while true {
      let client = accept(listener, nil, nil)
      guard client >= 0 else {
        close(listener)
        return
      }
      lock.withLock { open.append(client) }
      Thread.detachNewThread { [self] in
        let talk = Conversation(socket: client)
        if context == nil {
          // What a server without TLS makes of the first bytes of TLS.
          talk.say("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n")
        } else if talk.encrypt(context) {
          while answer(talk) {}
        }
        talk.end()
        lock.withLock { open.removeAll { $0 == client } }
        close(client)
      }
    }
  }

  /// Answers one request; whether another may follow.
  private func answer(_ talk: Conversation) -> Bool {
    guard let first = talk.line() else { return false }
    let path = first.split(separator: " ").dropFirst().first.map(String.init) ?? ""
    var authorization: String?
    while let line = talk.line(), !line.isEmpty {
      if line.lowercased().hasPrefix("authorization: ") { authorization = String(line.dropFirst(15)) }
    }
    lock.withLock { asked.append(Request(path: path, authorization: authorization)) }
    if let login, authorization != login { return reply(talk, 401, "") }
    switch answer(path) {
    case .document(let text): return reply(talk, 200, text)
    case .status(let status): return reply(talk, status, "{}")
    case .raw(let actions):
      for action in actions where !talk.perform(action) { break }
      return false
    case .endlessBody:
      talk.say("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
      return flood(talk, "[" + String(repeating: "0,", count: 30_000))
    case .endlessHeader:
      talk.say("HTTP/1.1 200 OK")
      return flood(talk, "X: " + String(repeating: "y", count: 1000))
    }
  }

  private func reply(_ talk: Conversation, _ status: Int, _ text: String) -> Bool {
    talk.say(
      "HTTP/1.1 \(status) Status\r\nContent-Type: application/json\r\nContent-Length: \(text.utf8.count)\r\n")
    if !text.isEmpty { _ = talk.perform(.bytes(Array(text.utf8))) }
    return true
  }

  /// Says the same again and again, until the other side has gone or a bound of 100 MB is reached.
  private func flood(_ talk: Conversation, _ line: String) -> Bool {
    for _ in 0..<(100_000_000 / line.utf8.count) {
      talk.say(line)
      if lock.withLock({ open.isEmpty }) || talk.isGone { return false }
    }
    return false
  }
}
