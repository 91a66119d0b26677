internal import RemcsCryptography

/// AUTH (RFC 4954): PLAIN, LOGIN and CRAM-MD5.
extension SMTPSession {
  func authenticate(_ argument: String, isGreeted: Bool, isInMail: Bool) throws(Connection.Failure) {
    let words = argument.split(separator: " ")
    guard !services.accounts.isEmpty else { return try fail("502 5.5.1 not offered") }
    guard isGreeted, !isInMail, !isAuthenticated else { return try fail("503 5.5.1 not now") }
    guard let name = words.first, words.count <= 2 else { return try fail("501 5.5.4 AUTH mechanism") }
    guard let mechanism = AuthenticationOffer(rawValue: name.uppercased()),
      services.options.mechanisms.contains(mechanism)
    else { return try fail("504 5.5.4 mechanism not offered") }
    let initial = words.count > 1 ? String(words[1]) : nil
    let isRight: Bool?
    switch mechanism {
    case .plain: isRight = try plain(initial)
    case .login: isRight = try login(initial)
    case .cramMD5: isRight = try cram(initial)
    }
    switch isRight {
    case true?:
      isAuthenticated = true
      try reply("235 2.7.0 welcome")
    case false?:
      failures += 3
      try fail("535 5.7.8 user or password wrong")
    case nil: try fail("501 5.5.2 canceled or not base64")
    }
  }

  /// Asks, and reads the answer; nil if it was `*` or is not base64.
  private func ask(_ challenge: String) throws(Connection.Failure) -> [UInt8]? {
    try reply("334 \(challenge)")
    let line = try connection.readLine(maximum: services.options.limits.commandLength, until: patience)
    return line == [UInt8(ascii: "*")] ? nil : try? Base64.decode(line)
  }

  private func plain(_ initial: String?) throws(Connection.Failure) -> Bool? {
    let answer: [UInt8]?
    if let initial { answer = initial == "=" ? [] : try? Base64.decode(initial) } else { answer = try ask("") }
    guard let answer else { return nil }
    let fields = answer.split(separator: 0, omittingEmptySubsequences: false)
    guard fields.count == 3 else { return false }
    let user = String(decoding: fields[1], as: UTF8.self)
    // Acting for somebody else is not offered.
    let actsFor = String(decoding: fields[0], as: UTF8.self)
    guard actsFor.isEmpty || actsFor == user else { return false }
    return services.accounts.accepts(user: user, password: String(decoding: fields[2], as: UTF8.self))
  }

  private func login(_ initial: String?) throws(Connection.Failure) -> Bool? {
    let user: [UInt8]?
    if let initial {
      user = try? Base64.decode(initial)
    } else {
      user = try ask(Base64.encode(Array("Username:".utf8)))
    }
    guard let user, let password = try ask(Base64.encode(Array("Password:".utf8))) else { return nil }
    return services.accounts.accepts(
      user: String(decoding: user, as: UTF8.self), password: String(decoding: password, as: UTF8.self))
  }

  private func cram(_ initial: String?) throws(Connection.Failure) -> Bool? {
    guard initial == nil else { return nil }
    let challenge = "<\(UInt64.random(in: 0 ... .max)).\(UInt64.random(in: 0 ... .max))@localhost>"
    guard let answer = try ask(Base64.encode(Array(challenge.utf8))) else { return nil }
    let text = String(decoding: answer, as: UTF8.self)
    guard let space = text.lastIndex(of: " ") else { return false }
    return services.accounts.acceptsCRAM(
      user: String(text[..<space]), challenge: challenge, answer: String(text[text.index(after: space)...]))
  }
}
