/// What a person can do about a failed connection: chosen by what failed, where, and with which words, because the
/// messages of table 6.35 each stand for several causes. Front ends have the texts.
public enum FailureAdvice: String, Sendable, Codable, CaseIterable {
  case freeMemory, checkFile, checkCenterCertificate, replaceAuthorities, installLibrary
  /// Names and ways.
  case checkName, checkResolver, useDigits, addInterface, checkInterface, checkPortAddress, checkRoute
  /// Nobody answers as expected.
  case checkListener, checkFirewall, tryImplicitTLS, tryLater, lineStalled, lineBroke, otherService, brokenDialogue
  /// Encryption.
  case chooseEncryption, turnOnEncryption, noTLSHere, checkClock, correctServerName, renewCertificate, trustAuthority
  case lineTampered, protectPOP, encryptPOP
  /// Login.
  case checkLogin, setLogin, chooseMechanism, useOwnSender, askForRelay
  /// The mail itself.
  case checkAddress, senderRefused, recipientRefused, recipientUnknown, serviceRefused, contentRefused, useEventSplit
  case splitSmaller, splitLarger, raiseLimit, willBeSentAgain
}

extension TransportFailure {
  /// What to do; nil if a person stopped it.
  public var advice: FailureAdvice? {
    guard let kind else { return nil }
    switch kind {
    case .memory: return .freeMemory
    case .file where stage.beginsTLS: return .replaceAuthorities
    case .file: return remark?.code == .fileUnusable ? .checkFile : .checkCenterCertificate
    case .timeOut: return adviceOnSilence
    case .refused: return adviceOnRefusal
    case .lost: return adviceOnLoss
    case .name:
      switch remark?.code {
      case .digitsOnly: return .useDigits
      case .resolverFailed: return .checkResolver
      case .interfaceUnknown: return .checkInterface
      default: return .checkName
      }
    case .notRunning: return .checkListener
    case .garbage:
      // Who greeted as a mail server is one, whatever it says later.
      return isLate || remark?.code == .brokenReply ? .brokenDialogue : .otherService
    case .authentication: return asksForEncryption ? .encryptPOP : .checkLogin
    case .mechanism: return .chooseMechanism
    case .encryption:
      if reply / 100 == 4 { return .tryLater }
      return remark?.code == .popUnprotected ? .protectPOP : .chooseEncryption
    case .handshake: return .noTLSHere
    case .certificate: return adviceOnCertificate
    case .injection: return .lineTampered
    case .address: return .checkAddress
    case .size: return remark?.code == .splitTooSmall ? .splitLarger : remark?.advice ?? .splitSmaller
    }
  }

  /// Whether the server had already spoken as a mail server.
  private var isLate: Bool {
    [.capabilities, .authentication, .sender, .recipient, .content, .confirmation].contains(stage)
  }

  /// Whether a POP3 server refuses a login because it goes in the clear.
  private var asksForEncryption: Bool {
    let text = serverText.lowercased()
    return stage == .popLogin
      && ["plaintext", "non-secure", "insecure", "tls", "ssl", "encrypt"].contains(where: text.contains)
  }

  private var adviceOnSilence: FailureAdvice {
    switch stage {
    case .name: .checkResolver
    case .connection: .checkFirewall
    // A server that expects TLS from the first byte waits for us to begin.
    case .greeting: .tryImplicitTLS
    case .encryption: .noTLSHere
    case .confirmation: .willBeSentAgain
    case .popLogin: .checkFirewall
    default: .lineStalled
    }
  }

  private var adviceOnRefusal: FailureAdvice {
    if reply / 100 == 4 { return .tryLater }
    if reply == 552 { return .splitSmaller }
    // 530 asks for a login (RFC 4954), or for the encryption that has to come before (RFC 3207).
    let text = serverText.lowercased()
    if text.contains("starttls") { return .turnOnEncryption }
    let isLoggedIn = remark?.code == .afterLogin
    if reply == 530, !isLoggedIn { return .setLogin }
    switch stage {
    case .greeting, .capabilities: return .serviceRefused
    case .sender: return isLoggedIn ? .useOwnSender : .senderRefused
    case .recipient:
      if ["5.1.1", "5.1.2", "user unknown", "no such user", "unknown user"].contains(where: text.contains) {
        return .recipientUnknown
      }
      return isLoggedIn ? .askForRelay : .recipientRefused
    case .popLogin: return .tryLater
    case .content, .confirmation:
      return text.contains("partial") || text.contains("fragment") ? .useEventSplit : .contentRefused
    default: return .contentRefused
    }
  }

  private var adviceOnLoss: FailureAdvice {
    switch remark?.code {
    case .libraryMissing: .installLibrary
    case .interfaceUnknown: .checkInterface
    case .addressNotHere: .checkPortAddress
    case .noRoute: .checkRoute
    case .interfaceMissing: .addInterface
    default: stage == .confirmation ? .willBeSentAgain : stage == .encryption ? .noTLSHere : .lineBroke
    }
  }

  private var adviceOnCertificate: FailureAdvice {
    switch remark?.code {
    case .certificateNotYetValid, .authorityNotYetValid: .checkClock
    case .certificateForAnother: .correctServerName
    case .certificateExpired, .authorityExpired, .certificateUnsuitable, .certificateForged, .certificateMissing:
      .renewCertificate
    default: .trustAuthority
    }
  }
}

extension TransportRemark {
  /// The smallest event split in bytes (table 3.1).
  private static let smallestSplit = 64 * 1024

  /// What to do about a remark that stopped nothing yet; nil where there is nothing to do.
  public var advice: FailureAdvice? {
    switch code {
    case .mailTooLarge, .splitAboveLimit:
      (arguments.last.flatMap { Int($0) } ?? .max) < Self.smallestSplit ? .raiseLimit : .splitSmaller
    case .loginInTheClear: .turnOnEncryption
    case .certificateExpiresSoon: .renewCertificate
    case .otherServerForPort: .checkPortAddress
    default: nil
    }
  }
}
