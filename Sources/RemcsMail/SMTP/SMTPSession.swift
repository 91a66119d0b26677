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
  /// The mechanism that the server let us in by; nil before a login, and without one.
  var login: String?
  /// What must not be shown even if the server says it back to us.
  var secrets = Secrets()

  init(link: Link, environment: Environment, observer: @escaping (TransportEvent) -> Void) {
    self.link = link
    self.environment = environment
    self.observer = observer
  }

  // MARK: Opening

  /// Everything up to where mail may be sent: greeting, encryption, capabilities, authentication. `tls` is only used
  /// when encryption is set.
  func open(_ tls: TLSContext?) throws(TransportFailure) {
    do throws(TransportFailure) {
      try prepare(tls)
    } catch {
      throw secrets.concealed(error)
    }
  }

  private func prepare(_ tls: TLSContext?) throws(TransportFailure) {
    if environment.encryption == .tls {
      begin(.encryption)
      try encrypt(tls)
    }
    begin(.greeting)
    let greeting = try reply()
    guard greeting.code == 220 else { throw refusal(greeting) }
    found(greeting)
    begin(.capabilities)
    try hello()
    if environment.encryption == .startTLS {
      begin(.encryption)
      guard capabilities.offers("STARTTLS") else {
        throw TransportFailure(.encryption, at: stage, TransportRemark(.startTLSNotOffered, helloText))
      }
      let answer = try command("STARTTLS")
      guard answer.code == 220 else {
        throw TransportFailure(.encryption, at: stage, reply: answer.code, text: answer.text)
      }
      // What came with the reply came in the clear, from anybody: it must not count as said under encryption.
      guard !link.hasUnreadInput else {
        throw TransportFailure(.injection, at: stage, .injected(link.rest))
      }
      // Whatever was offered before may have been said by anybody too.
      capabilities = Capabilities()
      try encrypt(tls)
      begin(.capabilities)
      try hello()
    }
    if case .authSMTP(let mechanism, let user, let password) = environment.authentication {
      begin(.authentication)
      try authenticate(mechanism, user: user, password: password)
    }
  }

  private func encrypt(_ context: TLSContext?) throws(TransportFailure) {
    guard let context else { throw TransportFailure(.memory, at: stage) }
    let judged = link.secure(context, host: environment.server, at: stage, observer)
    if let shown = judged.shown { observer(.certificate(shown)) }
    if let failure = judged.failure { throw failure }
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
      let first = answer
      answer = try command("HELO \(name)")
      // Why EHLO was refused says more than that HELO was too.
      guard answer.code == 250 else { throw refusal(answer.code >= 400 ? first : answer) }
      found(answer)
      return
    }
    helloText = answer.text
    describeCapabilities()
  }

  /// What the server offers, and what of it will not do: with STARTTLS only the second answer counts.
  private func describeCapabilities() {
    if !capabilities.mechanisms.isEmpty {
      observer(.found(Evidence(.mechanisms, capabilities.mechanisms.joined(separator: ", "))))
    }
    if let largest = capabilities.largestMail { observer(.found(Evidence(.size, String(largest)))) }
    let others = capabilities.keywords.keys.filter { $0 != "AUTH" && $0 != "SIZE" }.sorted()
    if !others.isEmpty { observer(.found(Evidence(.keywords, others.joined(separator: ", ")))) }
    let isFinal = environment.encryption != .startTLS || link.tls != nil
    if isFinal, let limit = environment.split.limit, let largest = capabilities.largestMail, largest < limit {
      observer(.noticed(TransportRemark(.splitAboveLimit, String(limit), String(largest))))
    }
  }

  /// Makes sure, before anything is sent, that the server takes mails of a size.
  func makeSure(_ size: Int, isTakenAt stage: TransportStage) throws(TransportFailure) {
    guard let largest = capabilities.largestMail, size > largest else { return }
    begin(stage)
    throw TransportFailure(.size, at: stage, TransportRemark(.mailTooLarge, String(size), String(largest)))
  }

  // MARK: Mail

  /// Sends one mail; gives back the server's last reply. `progress` is told how many bytes of it have left; `meanwhile`
  /// may do something useful while the server stores it.
  func send(
    _ mail: MailText, from sender: String, to recipient: String, progress: (Int) -> Void, meanwhile: () -> Void
  ) throws(TransportFailure) -> Reply {
    do throws(TransportFailure) {
      return secrets.concealed(try transfer(mail, sender, recipient, progress, meanwhile))
    } catch {
      throw secrets.concealed(error)
    }
  }

  private func transfer(
    _ mail: MailText, _ sender: String, _ recipient: String, _ progress: (Int) -> Void, _ meanwhile: () -> Void
  ) throws(TransportFailure) -> Reply {
    try address(sender, recipient, size: mail.size)
    begin(.content)
    var answer = try command("DATA")
    guard answer.code == 354 else { throw refusal(answer) }
    try body(mail, progress)
    begin(.confirmation)
    meanwhile()
    answer = try reply()
    guard answer.code / 100 == 2 else { throw refusal(answer) }
    return answer
  }

  /// Tells sender and recipient, with a size if there is a mail; `accepted` is told what the server answers to each.
  private func address(
    _ sender: String, _ recipient: String, size: Int? = nil, accepted: (Reply) -> Void = { _ in }
  ) throws(TransportFailure) {
    begin(.sender)
    var from = "MAIL FROM:<\(sender)>"
    if let size, capabilities.offers("SIZE") { from += " SIZE=\(size)" }
    var answer = try command(from)
    guard answer.code / 100 == 2 else { throw refusal(answer) }
    accepted(answer)
    begin(.recipient)
    answer = try command("RCPT TO:<\(recipient)>")
    guard answer.code / 100 == 2 else { throw refusal(answer) }
    accepted(answer)
  }

  /// Asks whether sender and recipient would be taken: the staged check. The goodbye takes both back.
  func probe(from sender: String, to recipient: String) throws(TransportFailure) {
    do throws(TransportFailure) {
      try address(sender, recipient) { found($0) }
    } catch {
      throw secrets.concealed(error)
    }
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
    throw refusal(answer)
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
    // A yes where none was asked for is no part of the protocol.
    guard reply.code >= 400 else {
      return TransportFailure(.garbage, at: stage, reply: reply.code, text: reply.text, TransportRemark(.noReply))
    }
    let isAddressed = stage == .sender || stage == .recipient
    let remark = isAddressed ? login.map { TransportRemark(.afterLogin, $0) } : nil
    return TransportFailure(.refused, at: stage, reply: reply.code, text: reply.text, remark)
  }

  /// Tells what the server said, without what must not be shown.
  func found(_ reply: Reply) { observer(.found(Evidence(.reply, secrets.concealed(reply.text)))) }

  /// Tells a fact.
  func found(_ kind: Evidence.Kind, _ value: String) { observer(.found(Evidence(kind, value))) }

  /// Tells what may matter later.
  func noticed(_ remark: TransportRemark) { observer(.noticed(remark)) }
}
