internal import RemcsCore
internal import RemcsCryptography

/// POP before SMTP: a login, and nothing else, after which the mail server lets our address in for a while.
///
/// The password goes by APOP if the greeting allows it. When encryption is set for SMTP, the password is not shown
/// to the line here either: port 995 speaks TLS from the first byte, other ports by STLS, and where neither is
/// offered only APOP is used.
final class POPSession {
  let link: Link
  let server: String
  let user: String
  let password: String
  let observer: (TransportEvent) -> Void

  private let stage = TransportStage.popLogin
  private let secrets: Secrets
  /// Whether the server has spoken as a POP3 server.
  private var hasGreeted = false

  init(
    link: Link, server: String, user: String, password: String, observer: @escaping (TransportEvent) -> Void
  ) {
    self.link = link
    self.server = server
    self.user = user
    self.password = password
    self.observer = observer
    secrets = Secrets([password])
  }

  /// Logs in and out. `tls` is nil if the line need not be protected; `fromStart` tells whether TLS begins before
  /// the greeting.
  func login(_ tls: TLSContext?, fromStart: Bool) throws(TransportFailure) {
    if let tls, fromStart { try secure(tls) }
    let greeting = try answer()
    guard greeting.isGood else {
      throw TransportFailure(.refused, at: stage, text: greeting.text, isTemporary: true)
    }
    hasGreeted = true
    observer(.found(Evidence(.reply, greeting.text)))
    var isProtected = tls == nil || fromStart
    if let tls, !fromStart, try command("STLS").isGood {
      guard !link.hasUnreadInput else {
        throw TransportFailure(.injection, at: stage, .injected(link.rest))
      }
      try secure(tls)
      isProtected = true
    }
    try authenticate(greeting.text, isProtected)
    quit()
  }

  /// The certificate display is about the SMTP server, so what is shown here is not kept.
  private func secure(_ tls: TLSContext) throws(TransportFailure) {
    if let failure = link.secure(tls, host: server, at: stage, observer).failure { throw failure }
  }

  private func authenticate(_ greeting: String, _ isProtected: Bool) throws(TransportFailure) {
    if let stamp = Self.timestamp(in: greeting) {
      var digest = Digest(.md5)
      digest.update(Array((stamp + password).utf8))
      let reply = try command("APOP \(user) \(digest.hexadecimal())")
      if reply.isGood { return found("APOP", isSafe: true) }
      // Some servers show a timestamp and do not know APOP.
      guard isProtected else { throw refusal(reply) }
    }
    guard isProtected else {
      throw TransportFailure(.encryption, at: stage, TransportRemark(.popUnprotected))
    }
    var reply = try command("USER \(user)")
    guard reply.isGood else { throw refusal(reply) }
    reply = try command("PASS \(password)")
    guard reply.isGood else { throw refusal(reply) }
    found("USER", isSafe: link.tls != nil)
  }

  private func found(_ mechanism: String, isSafe: Bool) {
    observer(.found(Evidence(.mechanism, mechanism)))
    if !isSafe { observer(.noticed(TransportRemark(.loginInTheClear, mechanism))) }
  }

  private func quit() {
    do throws(LinkFailure) {
      try link.write(Array("QUIT\r\n".utf8))
      _ = try link.line(until: Deadline(seconds: 0.2))
    } catch {
      // The login is done; a server that does not say goodbye changes nothing.
    }
    link.end()
  }

  /// A refusal is about user and password, unless the server says in RFC 2449's words that it is about the moment.
  private func refusal(_ reply: (isGood: Bool, text: String)) -> TransportFailure {
    let text = reply.text.uppercased()
    let passes = ["-ERR [SYS/TEMP]", "-ERR [IN-USE]", "-ERR [LOGIN-DELAY]"].contains { text.hasPrefix($0) }
    return TransportFailure(passes ? .refused : .authentication, at: stage, text: reply.text, isTemporary: passes)
  }

  private func command(_ line: String) throws(TransportFailure) -> (isGood: Bool, text: String) {
    guard line.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { throw TransportFailure(.authentication, at: stage) }
    do throws(LinkFailure) {
      try link.write(Array("\(line)\r\n".utf8))
    } catch {
      throw TransportFailure(error, at: stage)
    }
    return try answer()
  }

  private func answer() throws(TransportFailure) -> (isGood: Bool, text: String) {
    let line: [UInt8]
    do throws(LinkFailure) {
      line = try link.line(until: link.replyDeadline)
    } catch {
      throw secrets.concealed(TransportFailure(error, at: stage))
    }
    let text = secrets.concealed(String(decoding: line, as: UTF8.self))
    if Self.word(line) == "+OK" { return (true, text) }
    if Self.word(line) == "-ERR" { return (false, text) }
    throw TransportFailure(.garbage, at: stage, text: text, TransportRemark(hasGreeted ? .brokenReply : .noReply))
  }

  private static func word(_ line: [UInt8]) -> String {
    String(decoding: line.prefix { $0 > 0x20 }.prefix(8), as: UTF8.self).uppercased()
  }

  /// The `<process.clock@host>` of a greeting (RFC 1939), which APOP mixes with the password.
  static func timestamp(in greeting: String) -> String? {
    guard let start = greeting.firstIndex(of: "<"), let end = greeting[start...].firstIndex(of: ">") else { return nil }
    let stamp = greeting[start...end]
    guard stamp.contains("@"), stamp.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    return String(stamp)
  }
}
