internal import RemcsCore

/// One POP3 dialogue (RFC 1939, 2449) with a mailbox that is always empty: it is there for the login.
final class POPSession {
  private let connection: Connection
  private let accounts: Accounts
  private let gate: PopGate
  private let limits: Limits
  private let tell: @Sendable (CenterEvent) -> Void
  private let stamp: String
  private var user: String?
  private var isLoggedIn = false
  private var failures = 0

  init(
    connection: Connection, accounts: Accounts, gate: PopGate, limits: Limits,
    tell: @escaping @Sendable (CenterEvent) -> Void
  ) {
    self.connection = connection
    self.accounts = accounts
    self.gate = gate
    self.limits = limits
    self.tell = tell
    stamp = "<\(UInt64.random(in: 0 ... .max)).\(UInt64.random(in: 0 ... .max))@localhost>"
  }

  private var patience: Deadline { Deadline(seconds: limits.idleTimeout) }

  /// Talks until one side ends it.
  func run() {
    do {
      try reply("+OK remcs-center \(stamp)")
      while failures <= limits.errors {
        // RFC 2449 section 4: a command has at most 255 octets.
        if try answer(connection.readLine(maximum: 255, until: patience)) { break }
      }
    } catch {
      tell(.dropped("POP3: \(error)".harmless()))
      if error != .closed { try? connection.send("-ERR closing", until: Deadline(seconds: 2)) }
    }
    connection.closeGently()
  }

  private func reply(_ line: String) throws(Connection.Failure) { try connection.send(line, until: patience) }

  private func fail(_ line: String) throws(Connection.Failure) {
    failures += 1
    try reply("-ERR \(line)")
  }

  /// Answers one command; true when it was the last.
  private func answer(_ line: [UInt8]) throws(Connection.Failure) -> Bool {
    let text = String(decoding: line, as: UTF8.self)
    let space = text.firstIndex(of: " ") ?? text.endIndex
    let argument = space == text.endIndex ? "" : String(text[text.index(after: space)...])
    switch (text[..<space].uppercased(), isLoggedIn) {
    case ("CAPA", _):
      for line in ["+OK", "USER", "RESP-CODES", "IMPLEMENTATION remcs-center", "."] { try reply(line) }
    case ("QUIT", _):
      try reply("+OK goodbye")
      return true
    case ("USER", false):
      user = argument
      try reply("+OK and the password?")
    case ("PASS", false):
      guard let name = user else {
        try fail("USER first")
        return false
      }
      user = nil
      try finishLogin(accounts.accepts(user: name, password: argument))
    case ("APOP", false):
      let end = argument.lastIndex(of: " ") ?? argument.startIndex
      let sum = String(argument[end...].drop { $0 == " " })
      try finishLogin(accounts.acceptsAPOP(user: String(argument[..<end]), stamp: stamp, answer: sum))
    case ("STAT", true): try reply("+OK 0 0")
    case ("LIST", true), ("UIDL", true):
      if argument.isEmpty {
        try reply("+OK 0 messages")
        try reply(".")
      } else {
        try fail("no such message")
      }
    case ("RETR", true), ("DELE", true), ("TOP", true): try fail("no such message")
    case ("NOOP", true), ("RSET", true): try reply("+OK")
    case ("STAT", false), ("LIST", false), ("UIDL", false), ("NOOP", false): try fail("log in first")
    default: try fail("unknown command")
    }
    return false
  }

  private func finishLogin(_ isRight: Bool) throws(Connection.Failure) {
    guard isRight else {
      failures += 3
      return try fail("[AUTH] user or password wrong")
    }
    isLoggedIn = true
    gate.open(for: connection.peer)
    try reply("+OK no mail")
  }
}
