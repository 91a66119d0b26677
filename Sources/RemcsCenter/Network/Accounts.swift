internal import RemcsCryptography

/// A way to log in by SMTP (RFC 4954).
public enum AuthenticationOffer: String, Sendable, CaseIterable {
  /// RFC 2195.
  case cramMD5 = "CRAM-MD5"
  /// RFC 4616.
  case plain = "PLAIN"
  /// The older one, never written down as a standard.
  case login = "LOGIN"
}

/// Who may log in, and the sums that prove it.
struct Accounts: Sendable {
  private let passwords: [String: String]

  init(_ passwords: [String: String]) { self.passwords = passwords }

  var isEmpty: Bool { passwords.isEmpty }

  /// Whether that is the user's password.
  func accepts(user: String, password: String) -> Bool {
    // A comparison takes place for an unknown user too, so that time does not tell the names.
    let known = passwords[user]
    return Accounts.areEqual(Array((known ?? "-").utf8), Array(password.utf8)) && known != nil
  }

  /// RFC 2195: HMAC-MD5 over the challenge.
  func acceptsCRAM(user: String, challenge: String, answer: String) -> Bool {
    let known = passwords[user]
    let key = Array((known ?? "-").utf8)
    guard let expected = MessageAuthentication.hmacMD5(key: key, message: Array(challenge.utf8)) else { return false }
    return Accounts.areEqual(Array(expected.utf8), Array(answer.lowercased().utf8)) && known != nil
  }

  /// RFC 1939: MD5 over the time stamp of the greeting and the password.
  func acceptsAPOP(user: String, stamp: String, answer: String) -> Bool {
    let known = passwords[user]
    let expected = Accounts.md5(Array((stamp + (known ?? "-")).utf8))
    return Accounts.areEqual(Array(expected.utf8), Array(answer.lowercased().utf8)) && known != nil
  }

  private static func md5(_ bytes: [UInt8]) -> String {
    var digest = Digest(.md5)
    digest.update(bytes)
    return digest.hexadecimal()
  }

  /// Equal, told in a time that does not depend on where they differ.
  private static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
