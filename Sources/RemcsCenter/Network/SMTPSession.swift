internal import RemcsCore
internal import RemcsCryptography

/// One SMTP dialogue from the server's side (RFC 5321, 3207, 4954, 1870).
final class SMTPSession {
  /// What every session of a server shares.
  struct Services: Sendable {
    let options: ServerOptions
    let accounts: Accounts
    let gate: PopGate
    let tls: TLSContext?
    let budget: MemoryBudget
    /// The center's mail addresses in lower case.
    let recipients: Set<String>
    let accept: @Sendable ([UInt8]) throws(CenterError) -> Receipt
    let tell: @Sendable (CenterEvent) -> Void
  }

  enum Next { case goOn, close, startTLS }

  let connection: Connection
  let services: Services
  private let isImplicitTLS: Bool
  private var greeted = false
  var isAuthenticated = false
  var failures = 0
  private var sender: String?
  private var recipients = 0

  init(connection: Connection, services: Services, isImplicitTLS: Bool) {
    self.connection = connection
    self.services = services
    self.isImplicitTLS = isImplicitTLS
  }

  private var limits: Limits { services.options.limits }
  var patience: Deadline { Deadline(seconds: limits.idleTimeout) }

  /// Talks until one side ends it.
  func run() {
    do {
      if isImplicitTLS, let tls = services.tls { try connection.startTLS(tls, until: patience) }
      try reply("220 localhost ESMTP remcs-center")
      try talk()
    } catch {
      switch error {
      case .timedOut: farewell("421 4.4.2 silent for too long, closing")
      case .stopped: farewell("421 4.3.2 shutting down, closing")
      case .lineTooLong: farewell("500 5.5.2 line too long, closing")
      case .bareLineEnd: farewell("500 5.5.2 bare CR or LF, closing")
      case .closed: break
      case .protection(let reason): services.tell(.dropped("TLS: \(reason)".harmless()))
      }
    }
    connection.closeGently()
  }

  private func farewell(_ line: String) {
    services.tell(.dropped(line.harmless()))
    try? connection.send(line, until: Deadline(seconds: 2))
  }

  func reply(_ line: String) throws(Connection.Failure) { try connection.send(line, until: patience) }

  private func talk() throws(Connection.Failure) {
    while true {
      let line = try connection.readLine(maximum: limits.commandLength, until: patience)
      switch try answer(line) {
      case .close: return
      case .startTLS: try protect()
      case .goOn: break
      }
      if failures > limits.errors {
        try reply("421 4.7.0 too many errors, closing")
        return
      }
    }
  }

  /// RFC 3207 4.2: whatever was said before is forgotten; bytes sent along with the command are somebody else's.
  private func protect() throws(Connection.Failure) {
    guard let tls = services.tls, !connection.hasUnreadBytes else { throw .protection("bytes after STARTTLS") }
    try reply("220 2.0.0 go ahead")
    try connection.startTLS(tls, until: patience)
    greeted = false
    isAuthenticated = false
    reset()
  }

  private func reset() {
    sender = nil
    recipients = 0
  }

  private func answer(_ line: [UInt8]) throws(Connection.Failure) -> Next {
    guard line.allSatisfy({ $0 >= 32 && $0 < 127 }) else {
      try fail("500 5.5.2 only printable ASCII, please")
      return .goOn
    }
    let text = String(decoding: line, as: UTF8.self)
    let space = text.firstIndex(of: " ") ?? text.endIndex
    let argument = String(text[space...].drop { $0 == " " })
    switch text[..<space].uppercased() {
    case "EHLO": try hello(argument, extended: true)
    case "HELO": try hello(argument, extended: false)
    case "STARTTLS":
      if !services.options.startTLS || services.tls == nil {
        try fail("502 5.5.1 not offered")
      } else if connection.isProtected {
        try fail("503 5.5.1 already protected")
      } else {
        return .startTLS
      }
    case "AUTH": try authenticate(argument, isGreeted: greeted, isInMail: sender != nil)
    case "MAIL": try mail(argument)
    case "RCPT": try recipient(argument)
    case "DATA": return try data(argument)
    case "RSET":
      reset()
      try reply("250 2.0.0 forgotten")
    case "NOOP": try reply("250 2.0.0 still here")
    case "VRFY": try reply("252 2.1.5 send and see")
    case "HELP": try reply("214 2.0.0 docs/protocol.md")
    case "QUIT":
      try reply("221 2.0.0 goodbye")
      return .close
    default: try fail("500 5.5.1 unknown command")
    }
    return .goOn
  }

  func fail(_ line: String) throws(Connection.Failure) {
    failures += 1
    try reply(line)
  }

  private func hello(_ name: String, extended: Bool) throws(Connection.Failure) {
    guard !name.isEmpty else { return try fail("501 5.5.4 who are you?") }
    greeted = true
    reset()
    guard extended else { return try reply("250 localhost") }
    var lines = ["localhost", "PIPELINING", "8BITMIME", "ENHANCEDSTATUSCODES", "SIZE \(limits.mailSize)"]
    if services.options.startTLS, services.tls != nil, !connection.isProtected { lines.append("STARTTLS") }
    if !services.accounts.isEmpty, !services.options.mechanisms.isEmpty {
      lines.append("AUTH " + services.options.mechanisms.map(\.rawValue).joined(separator: " "))
    }
    for (index, line) in lines.enumerated() {
      try reply("250\(index == lines.count - 1 ? " " : "-")\(line)")
    }
  }

  private func mail(_ argument: String) throws(Connection.Failure) {
    guard greeted else { return try fail("503 5.5.1 EHLO first") }
    guard sender == nil else { return try fail("503 5.5.1 one mail at a time") }
    guard isAuthenticated || !services.options.requiresAuthentication else {
      return try fail("530 5.7.0 authentication required")
    }
    guard let path = SMTPPath(argument, after: "FROM:") else { return try fail("501 5.1.7 MAIL FROM:<address>") }
    if let size = path.parameter("SIZE"), Int(size).map({ $0 > limits.mailSize }) ?? true {
      return try fail("552 5.3.4 larger than \(limits.mailSize) bytes")
    }
    sender = path.address
    try reply("250 2.1.0 sender ok")
  }

  private func recipient(_ argument: String) throws(Connection.Failure) {
    guard sender != nil else { return try fail("503 5.5.1 MAIL first") }
    if services.options.popBeforeSMTP, !isAuthenticated, !services.gate.isOpen(for: connection.peer) {
      return try fail("550 5.7.1 log in by POP before you send")
    }
    guard let path = SMTPPath(argument, after: "TO:"), !path.address.isEmpty else {
      return try fail("501 5.1.3 RCPT TO:<address>")
    }
    guard services.recipients.contains(path.address.lowercased()) else {
      return try fail("550 5.1.1 no such center here")
    }
    guard recipients < limits.recipients else { return try fail("452 4.5.3 too many recipients") }
    recipients += 1
    try reply("250 2.1.5 recipient ok")
  }

  private func data(_ argument: String) throws(Connection.Failure) -> Next {
    guard recipients > 0, argument.isEmpty else {
      try fail(argument.isEmpty ? "503 5.5.1 RCPT first" : "501 5.5.4 DATA alone")
      return .goOn
    }
    try reply("354 end with a line that is one dot")
    var receiver = DataReceiver(maximum: limits.mailSize, maximumLine: limits.lineLength)
    var reserved = 0
    defer { services.budget.give(reserved) }
    let end = Deadline(seconds: limits.mailTimeout)
    while receiver.progress == .receiving {
      try connection.withBytes(until: patience.orSooner(end)) { receiver.take($0) }
      while reserved < receiver.size, !receiver.isAbandoned {
        if services.budget.take(1_048_576) { reserved += 1_048_576 } else { receiver.abandon() }
      }
    }
    reset()
    switch receiver.progress {
    case .endlessLine: return try refuse("554 5.6.0 a line is longer than \(limits.lineLength) bytes", .close)
    case .bareLineEnd: return try refuse("550 5.5.2 bare CR or LF", .close)
    case .tooLarge: return try refuse("552 5.3.4 larger than \(limits.mailSize) bytes", .close)
    case .overLimit: return try refuse("552 5.3.4 larger than \(limits.mailSize) bytes", .goOn)
    case .abandoned:
      try reply("452 4.3.1 too many mails at a time, try again")
      return .goOn
    case .receiving, .finished: return try store(receiver.finish())
    }
  }

  private func refuse(_ line: String, _ next: Next) throws(Connection.Failure) -> Next {
    services.tell(.refused(CenterError(.tooLarge, line)))
    try fail(line)
    return next
  }

  /// The answer after the final dot: 250 only once everything is on the disk.
  private func store(_ mail: [UInt8]) throws(Connection.Failure) -> Next {
    let receipt: Receipt
    do {
      receipt = try services.accept(mail)
    } catch {
      services.tell(.refused(error))
      switch error.code {
      case .storage, .busy, .notACenter, .certificates: try reply("451 4.3.0 cannot store it now, try again")
      case .tooLarge: try reply("552 5.3.4 \(error.message)")
      case .notForUs: try reply("554 5.6.0 \(error.message)")
      // One answer for all: a stranger who changes an encrypted mail bit by bit learns nothing from it.
      default: try reply("554 5.6.0 the report is damaged")
      }
      return .goOn
    }
    services.tell(.received(receipt))
    try reply("250 2.0.0 \(receipt.summary)")
    return .goOn
  }
}
