internal import RemcsCore
internal import RemcsCryptography

extension SMTPSession {
  /// The mechanisms by strength: CRAM-MD5 never shows the password.
  static let strongestFirst = ["CRAM-MD5", "PLAIN", "LOGIN"]

  /// Logs in. AUTO tries the offered mechanisms from the strongest on; one that is refused for good (5xx) is followed
  /// by the next, as it may have been refused for itself.
  func authenticate(
    _ mechanism: AuthenticationMechanism, user: String, password: String
  ) throws(TransportFailure) {
    let wanted: [String] =
      switch mechanism {
      case .auto: Self.strongestFirst
      case .cramMD5: ["CRAM-MD5"]
      case .plain: ["PLAIN"]
      case .login: ["LOGIN"]
      }
    secrets.add(password)
    let usable = wanted.filter { capabilities.mechanisms.contains($0) }
    guard !usable.isEmpty else { throw TransportFailure(.mechanism, at: stage, notOffered(mechanism)) }
    var failures: [TransportFailure] = []
    for name in usable {
      let answer: Reply
      switch name {
      case "CRAM-MD5": answer = try cramMD5(user, password)
      case "PLAIN": answer = try command("AUTH PLAIN " + secret(Base64.encode(Array("\0\(user)\0\(password)".utf8))))
      default: answer = try logIn(user, password)
      }
      if answer.code == 235 {
        login = name
        found(.mechanism, name)
        if name != "CRAM-MD5", link.tls == nil { noticed(TransportRemark(.loginInTheClear, name)) }
        return
      }
      let failure = meaning(of: answer)
      guard answer.code >= 500 else { throw failure }
      failures.append(failure)
    }
    // That user and password are wrong says more than that some mechanism did not please.
    let rejected = failures.last { $0.kind == .authentication }
    throw rejected ?? failures.last ?? TransportFailure(.mechanism, at: stage, notOffered(mechanism))
  }

  /// Which of both is missing: AUTH at all, or the mechanism that was set.
  private func notOffered(_ mechanism: AuthenticationMechanism) -> TransportRemark {
    let offered = capabilities.mechanisms
    return offered.isEmpty
      ? TransportRemark(.authNotOffered, helloText)
      : TransportRemark(.mechanismNotOffered, mechanism.rawValue.uppercased(), offered.joined(separator: ", "))
  }

  /// Remembers a text as one that must not be shown.
  private func secret(_ text: String) -> String {
    secrets.add(text)
    return text
  }

  /// What a refused AUTH means.
  private func meaning(of reply: Reply) -> TransportFailure {
    switch reply.code {
    case ..<400: refusal(reply)
    case 400..<500: refusal(reply)
    // Unknown command or mechanism, wrong order, mechanism too weak, encryption wanted for it.
    case 500...504, 534, 538: TransportFailure(.mechanism, at: stage, reply: reply.code, text: reply.text)
    default: TransportFailure(.authentication, at: stage, reply: reply.code, text: reply.text)
    }
  }

  private func cramMD5(_ user: String, _ password: String) throws(TransportFailure) -> Reply {
    let asked = try command("AUTH CRAM-MD5")
    guard asked.code == 334 else { return asked }
    guard let challenge = try? Base64.decode(asked.lines[0]), !challenge.isEmpty,
      let sum = MessageAuthentication.hmacMD5(key: Array(password.utf8), message: challenge)
    else {
      // A star takes the question back (RFC 4954); the server's 501 is then a refusal of the mechanism.
      return try command("*")
    }
    return try command(Base64.encode(Array("\(user) \(sum)".utf8)))
  }

  private func logIn(_ user: String, _ password: String) throws(TransportFailure) -> Reply {
    let forUser = try command("AUTH LOGIN")
    guard forUser.code == 334 else { return forUser }
    let forPassword = try command(Base64.encode(Array(user.utf8)))
    guard forPassword.code == 334 else { return forPassword }
    return try command(secret(Base64.encode(Array(password.utf8))))
  }
}
