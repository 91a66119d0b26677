internal import RemcsCore
internal import RemcsCryptography

/// The dialogue with one mail server over one connection, stage by stage. Each step tells its stage before it begins
/// and fails with that stage.
final class SMTPSession {
  let link: Link
  let environment: Environment
  private let observer: (TransportEvent) -> Void
  /// What the server offers now: empty before EHLO and after a new encryption.
  private(set) var capabilities = Capabilities()
  /// The server's reply to the last EHLO or HELO, for messages.
  private(set) var helloText = ""
  private(set) var stage: TransportStage = .greeting
  /// What must not be shown even if the server says it back to us.
  var secrets = Secrets()

  init(link: Link, environment: Environment, observer: @escaping (TransportEvent) -> Void) {
    self.link = link
    self.environment = environment
    self.observer = observer
  }

  // MARK: Opening

  /// Everything up to where mail may be sent: greeting, encryption, capabilities, authentication. `tls` is only used
  /// when encryption is set; `showed` is handed the server's certificate before it is judged.
  func open(_ tls: TLSContext?, showed: (Certificate?) -> Void) throws(TransportFailure) {
    do throws(TransportFailure) {
      try prepare(tls, showed)
    } catch {
      throw secrets.concealed(error)
    }
  }

  private func prepare(_ tls: TLSContext?, _ showed: (Certificate?) -> Void) throws(TransportFailure) {
    if environment.encryption == .tls { try encrypt(tls, showed) }
    begin(.greeting)
    let greeting = try reply()
    guard greeting.code == 220 else { throw refusal(greeting) }
    begin(.capabilities)
    try hello()
    if environment.encryption == .startTLS {
      begin(.encryption)
      guard capabilities.offers("STARTTLS") else {
        throw TransportFailure(.encryption, at: stage, text: "STARTTLS is not offered: \(helloText)")
      }
      let answer = try command("STARTTLS")
      guard answer.code == 220 else {
        throw TransportFailure(.encryption, at: stage, reply: answer.code, text: answer.text)
      }
      // What came with the reply came in the clear, from anybody: it must not count as said under encryption.
      guard !link.hasUnreadInput else {
        throw TransportFailure(.injection, at: stage, text: String(decoding: link.rest.prefix(400), as: UTF8.self))
      }
      // Whatever was offered before may have been said by anybody too.
      capabilities = Capabilities()
      try encrypt(tls, showed)
      begin(.capabilities)
      try hello()
    }
    if case .authSMTP(let mechanism, let user, let password) = environment.authentication {
      begin(.authentication)
      try authenticate(mechanism, user: user, password: password)
    }
  }

  private func encrypt(_ context: TLSContext?, _ showed: (Certificate?) -> Void) throws(TransportFailure) {
    begin(.encryption)
    guard let context else { throw TransportFailure(.memory, at: stage) }
    try link.secure(context, host: environment.server, at: stage, showed)
  }

  /// EHLO, or HELO to a server that does not know it.
  private func hello() throws(TransportFailure) {
    let name = link.addressLiteral
    var answer = try command("EHLO \(name)")
    if answer.code == 250 {
      capabilities = Capabilities(answer)
    } else {
      capabilities = Capabilities()
      guard [500, 501, 502, 504, 550].contains(answer.code) else { throw refusal(answer) }
      helloText = answer.text
      // Without EHLO there is neither STARTTLS nor AUTH; who asked for them learns it at their stage.
      answer = try command("HELO \(name)")
      guard answer.code == 250 else { throw refusal(answer) }
      return
    }
    helloText = answer.text
  }

  // MARK: Mail

  /// Sends one mail; gives back the server's last reply. `progress` is told how many bytes of it have left.
  func send(
    _ mail: MailText, from sender: String, to recipient: String, progress: (Int) -> Void
  ) throws(TransportFailure) -> Reply {
    do throws(TransportFailure) {
      return secrets.concealed(try transfer(mail, sender, recipient, progress))
    } catch {
      throw secrets.concealed(error)
    }
  }

  private func transfer(
    _ mail: MailText, _ sender: String, _ recipient: String, _ progress: (Int) -> Void
  ) throws(TransportFailure) -> Reply {
    begin(.sender)
    var from = "MAIL FROM:<\(sender)>"
    if capabilities.offers("SIZE") {
      if let largest = capabilities.largestMail, mail.size > largest {
        throw TransportFailure(.size, at: stage, text: "SIZE \(largest) < \(mail.size)")
      }
      from += " SIZE=\(mail.size)"
    }
    var answer = try command(from)
    guard answer.code / 100 == 2 else { throw refusal(answer) }
    begin(.recipient)
    answer = try command("RCPT TO:<\(recipient)>")
    guard answer.code / 100 == 2 else { throw refusal(answer) }
    begin(.content)
    answer = try command("DATA")
    guard answer.code == 354 else { throw refusal(answer) }
    try body(mail, progress)
    begin(.confirmation)
    answer = try reply()
    guard answer.code / 100 == 2 else { throw refusal(answer) }
    return answer
  }

  private func body(_ mail: MailText, _ progress: (Int) -> Void) throws(TransportFailure) {
    var wire = WireText()
    // One piece is held back, so that the last bytes and the final dot leave in one write: 40 ms a mail less.
    var held: [UInt8] = []
    var sent = 0
    while let piece = try mail.next() {
      if !held.isEmpty { try deliver(held) }
      held = wire.encode(piece)
      progress(sent)
      sent += piece.count
    }
    try deliver(held + wire.finish())
    progress(sent)
  }

  private func deliver(_ bytes: [UInt8]) throws(TransportFailure) {
    do throws(LinkFailure) {
      guard try link.write(bytes, listening: true) == .interrupted else { return }
    } catch {
      throw TransportFailure(error, at: stage)
    }
    // A server that speaks in the middle refuses; what it says is the reason.
    let answer = try reply()
    throw answer.code >= 400 ? refusal(answer) : TransportFailure(.garbage, at: stage, text: answer.text)
  }

  /// Says goodbye; what the server answers, or whether, changes nothing: at most 0.2 s are given to it.
  func quit() {
    do throws(LinkFailure) {
      try link.write(Array("QUIT\r\n".utf8))
      _ = try link.line(until: Deadline(seconds: 0.2))
    } catch {
      // The mail is delivered or has failed already.
    }
    link.end()
  }

  // MARK: Words

  func begin(_ next: TransportStage) {
    stage = next
    observer(.stage(next))
  }

  /// Sends one line and reads the reply. No caller puts anything in a line that ``Checked`` has not seen; a line
  /// with a line break in it is refused here all the same.
  func command(_ line: String) throws(TransportFailure) -> Reply {
    guard line.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { throw TransportFailure(.address, at: stage) }
    do throws(LinkFailure) {
      try link.write(Array("\(line)\r\n".utf8))
    } catch {
      throw TransportFailure(error, at: stage)
    }
    return try reply()
  }

  func reply() throws(TransportFailure) -> Reply { try Reply.read(from: link, at: stage) }

  func refusal(_ reply: Reply) -> TransportFailure {
    guard reply.code >= 400 else { return TransportFailure(.garbage, at: stage, reply: reply.code, text: reply.text) }
    return TransportFailure(.refused, at: stage, reply: reply.code, text: reply.text)
  }
}

extension Link {
  /// Agrees on encryption and makes sure that the server is who it should be, before anything else is said.
  func secure(
    _ context: TLSContext, host: String, at stage: TransportStage, _ showed: (Certificate?) -> Void
  ) throws(TransportFailure) {
    do throws(LinkFailure) {
      try startTLS(context, host: host)
    } catch .session(let reason) where reason.code != .memory {
      throw TransportFailure(.handshake, at: stage, text: "no TLS: \(reason.reason)")
    } catch {
      throw TransportFailure(error, at: stage)
    }
    guard let tls else { throw TransportFailure(.handshake, at: stage) }
    showed(tls.peerCertificate)
    do throws(CryptographyError) {
      try tls.verifyPeer(host: host)
    } catch {
      throw TransportFailure(
        error.code == .memory ? .memory : .certificate, at: stage,
        text: TransportFailure.refusal(of: tls.peerCertificate, error, host: host))
    }
  }
}
