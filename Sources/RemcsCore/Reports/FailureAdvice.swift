/// What a person can do about a failed connection: chosen by what failed, where, and with which words, because the
/// messages of table 6.35 each stand for several causes. Front ends have the texts.
public enum FailureAdvice: String, Sendable, Codable, CaseIterable {
  case freeMemory, checkFile, checkCenterCertificate, installLibrary
  /// Names and ways.
  case checkName, checkResolver, useDigits, checkInterface, checkPortAddress, checkRoute
  /// Nobody answers as expected.
  case checkListener, checkFirewall, tryImplicitTLS, tryLater, lineStalled, lineBroke, otherService
  /// Encryption.
  case chooseEncryption, noTLSHere, checkClock, correctServerName, renewCertificate, trustAuthority, lineTampered
  case protectPOP
  /// Login.
  case checkLogin, setLogin, chooseMechanism
  /// The mail itself.
  case checkAddress, senderRefused, recipientRefused, serviceRefused, contentRefused, useEventSplit, splitSmaller
  case splitLarger, willBeSentAgain
}

extension TransportFailure {
  /// What to do; nil if a person stopped it.
  public var advice: FailureAdvice? {
    guard let kind else { return nil }
    switch kind {
    case .memory: return .freeMemory
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
    case .garbage: return .otherService
    case .authentication: return .checkLogin
    case .mechanism: return .chooseMechanism
    case .encryption:
      if reply / 100 == 4 { return .tryLater }
      return remark?.code == .popUnprotected ? .protectPOP : .chooseEncryption
    case .handshake: return .noTLSHere
    case .certificate: return adviceOnCertificate
    case .injection: return .lineTampered
    case .address: return .checkAddress
    case .size: return remark?.code == .splitTooSmall ? .splitLarger : .splitSmaller
    }
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
    if reply == 530 { return serverText.lowercased().contains("starttls") ? .chooseEncryption : .setLogin }
    switch stage {
    case .greeting, .capabilities: return .serviceRefused
    case .sender: return .senderRefused
    case .recipient: return .recipientRefused
    case .popLogin: return .tryLater
    case .content, .confirmation:
      let text = serverText.lowercased()
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
