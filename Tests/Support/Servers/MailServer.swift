public import Foundation
import RemcsCryptography

/// What a scripted server does at one place.
public enum Action: Sendable {
  /// Says this line (or these, separated by CRLF) and goes on.
  case say(String)
  /// Says exactly these bytes and goes on.
  case bytes([UInt8])
  /// Says exactly these bytes and closes the connection.
  case bytesAndDrop([UInt8])
  /// Says nothing, and waits for the client to go.
  case silence
  /// Closes the connection.
  case drop
  /// Says a line and closes the connection.
  case sayAndDrop(String)
  /// Says one byte of an endless first line after the other, slowly.
  case drip
}

/// How a scripted server behaves. Untouched it is a mail server that takes everything.
public struct Script: Sendable {
  /// The name of the certificate in `TestAuthority`.
  public var certificate = "server"
  /// TLS from the first byte.
  public var isTLS = false
  /// The first words.
  public var greeting = Action.say("220 mail.test ESMTP ready")
  /// The lines of the reply to EHLO, in the clear and under TLS.
  public var capabilities = ["SIZE 30000000", "STARTTLS", "AUTH CRAM-MD5 PLAIN LOGIN"]
  /// The same after STARTTLS.
  public var capabilitiesAfterTLS = ["SIZE 30000000", "AUTH CRAM-MD5 PLAIN LOGIN"]
  /// What happens at a command instead of the usual, once each in order; the last one stays. The end of a mail is
  /// called ".".
  public var actions: [String: [Action]] = [:]
  /// After so many bytes of a body something else happens.
  public var inBody: (after: Int, action: Action)?
  /// The account.
  public var user = "device"
  /// The account's password, with a blank in it.
  public var password = "se cret"
  /// POP3 instead of SMTP.
  public var isPOP = false

  /// A mail server that takes everything.
  public init() {}
}

/// A mail server in a thread, on the loopback, that follows a script and writes down what it heard.
public final class MailServer: @unchecked Sendable {
  private let script: Script
  private let listener: Int32
  private let lock = NSLock()
  private var open: [Int32] = []
  private var isStopped = false
  private var heard: [String] = []
  private var taken: [Data] = []
  private var connected = 0
  private var used: [String: Int] = [:]
  private let context: TLSContext?

  /// Where it listens.
  public let port: Int

  /// Begins to listen; port 0 means any.
  public init(_ script: Script = Script(), address: String = "127.0.0.1", port wanted: Int = 0) throws {
    self.script = script
    let authority = TestAuthority.shared
    context = try TLSContext(
      certificate: Certificate(pem: authority.text("\(script.certificate).pem")),
      key: PrivateKey(pem: authority.text("\(script.certificate).key")))
    (listener, port) = try Self.listen(address, port: wanted, backlog: 16)
    Thread.detachNewThread { [self] in serve() }
  }

  /// A listening socket at an address, and its port.
  public static func listen(_ address: String, port wanted: Int = 0, backlog: Int32) throws -> (Int32, Int) {
    let listener = SocketAddress.stream(address)
    guard SocketAddress.with(address, port: wanted, { bind(listener, $0, $1) }) == 0,
      Glibc.listen(listener, backlog) == 0
    else {
      close(listener)
      throw POSIXError(.EADDRNOTAVAIL)
    }
    return (listener, SocketAddress.port(of: listener))
  }

  /// Whether somebody takes connections at a port of 127.0.0.1.
  public static func connects(to port: Int) -> Bool {
    let client = SocketAddress.stream("127.0.0.1")
    defer { close(client) }
    return SocketAddress.with("127.0.0.1", port: port) { connect(client, $0, $1) } == 0
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

  /// Every line that came as a command, decrypted, in order; base64 answers of AUTH too.
  public var commands: [String] { lock.withLock { heard } }
  /// The first words of the commands.
  public var verbs: [String] { commands.map { String($0.split(separator: " ").first ?? "").uppercased() } }
  /// The mails that came with their final dot, dots unstuffed.
  public var mails: [Data] { lock.withLock { taken } }
  /// How many connections there were.
  public var connections: Int { lock.withLock { connected } }

  private func serve() {
    while true {
      let client = accept(listener, nil, nil)
      guard client >= 0 else {
        lock.withLock { isStopped = true }
        close(listener)
        return
      }
      lock.withLock {
        open.append(client)
        connected += 1
      }
      Thread.detachNewThread { [self] in
        let conversation = Conversation(socket: client)
        if !script.isTLS || conversation.encrypt(context) {
          if script.isPOP { pop(conversation) } else { smtp(conversation) }
        }
        conversation.end()
        lock.withLock { open.removeAll { $0 == client } }
        close(client)
      }
    }
  }

  /// What the script says about a place; nil for the usual.
  private func action(_ place: String) -> Action? {
    lock.withLock {
      guard let list = script.actions[place], !list.isEmpty else { return nil }
      let number = used[place, default: 0]
      used[place] = number + 1
      return list[min(number, list.count - 1)]
    }
  }

  private func note(_ line: String) { lock.withLock { heard.append(line) } }

  private func smtp(_ talk: Conversation) {
    guard talk.perform(script.greeting) else { return }
    while let line = talk.line() {
      note(line)
      let verb = String(line.split(separator: " ").first ?? "").uppercased()
      if let action = action(verb) {
        guard talk.perform(action) else { return }
        if verb == "STARTTLS", case .bytes = action, !talk.encrypt(context) { return }
        continue
      }
      switch verb {
      case "EHLO":
        let list = ["mail.test greets you"] + (talk.isEncrypted ? script.capabilitiesAfterTLS : script.capabilities)
        for (index, text) in list.enumerated() { talk.say("250\(index == list.count - 1 ? " " : "-")\(text)") }
      case "STARTTLS":
        talk.say("220 go ahead")
        guard talk.encrypt(context) else { return }
      case "AUTH": guard authenticate(talk, line) else { return }
      case "MAIL", "RCPT", "HELO", "RSET": talk.say("250 2.1.0 Ok")
      case "DATA":
        talk.say("354 go on")
        guard let mail = body(talk) else { return }
        lock.withLock { taken.append(mail) }
        guard talk.perform(action(".") ?? .say("250 2.0.0 Ok: queued as TEST")) else { return }
      case "QUIT":
        talk.say("221 bye")
        return
      default: talk.say("500 what?")
      }
    }
  }

  private func body(_ talk: Conversation) -> Data? {
    var mail = Data()
    while let line = talk.rawLine() {
      if let place = script.inBody, mail.count > place.after {
        _ = talk.perform(place.action)
        return nil
      }
      if line == Data([0x2E, 0x0D, 0x0A]) { return mail }
      mail += line.first == 0x2E ? line.dropFirst() : line
    }
    return nil
  }

  private func authenticate(_ talk: Conversation, _ line: String) -> Bool {
    func text(_ base64: String) -> String { String(decoding: Data(base64Encoded: base64) ?? Data(), as: UTF8.self) }
    let words = line.split(separator: " ").map(String.init)
    var good = false
    switch words.dropFirst().first?.uppercased() {
    case "PLAIN": good = words.count == 3 && text(words[2]) == "\0\(script.user)\0\(script.password)"
    case "LOGIN":
      talk.say("334 VXNlcm5hbWU6")
      guard let user = talk.line() else { return false }
      note(user)
      talk.say("334 UGFzc3dvcmQ6")
      guard let password = talk.line() else { return false }
      note(password)
      good = text(user) == script.user && text(password) == script.password
    case "CRAM-MD5":
      let challenge = "<1.2@mail.test>"
      talk.say("334 \(Data(challenge.utf8).base64EncodedString())")
      guard let answer = talk.line() else { return false }
      note(answer)
      let sum = MessageAuthentication.hmacMD5(key: Array(script.password.utf8), message: Array(challenge.utf8))
      good = text(answer) == "\(script.user) \(sum ?? "")"
    default:
      talk.say("504 5.5.4 unknown mechanism")
      return true
    }
    talk.say(good ? "235 2.7.0 welcome" : "535 5.7.8 wrong user or password")
    return true
  }

  private func pop(_ talk: Conversation) {
    guard talk.perform(script.greeting) else { return }
    var user = ""
    while let line = talk.line() {
      note(line)
      let verb = String(line.split(separator: " ").first ?? "").uppercased()
      let rest = String(line.dropFirst(verb.count + 1))
      if let action = action(verb) {
        guard talk.perform(action) else { return }
        continue
      }
      switch verb {
      case "USER":
        user = rest
        talk.say("+OK")
      case "PASS": talk.say(user == script.user && rest == script.password ? "+OK in" : "-ERR wrong password")
      case "STLS":
        talk.say("+OK begin")
        guard talk.encrypt(context) else { return }
      case "QUIT":
        talk.say("+OK bye")
        return
      default: talk.say("-ERR what?")
      }
    }
  }
}
