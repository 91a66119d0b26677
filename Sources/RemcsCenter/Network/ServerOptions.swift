/// What the center's mail server offers and what it insists on.
public struct ServerOptions: Sendable {
  /// The SMTP port; 0 for any free one.
  public var smtpPort: Int
  /// The port of SMTP under TLS from the first byte; 0 for any, nil for none.
  public var smtpsPort: Int?
  /// The POP3 port; 0 for any, nil for none.
  public var popPort: Int?
  /// Whether STARTTLS is offered on the SMTP port.
  public var startTLS = false
  /// Names and passwords. Without any, AUTH is not offered.
  public var users: [String: String] = [:]
  /// Which ways to log in are offered.
  public var mechanisms: [AuthenticationOffer] = AuthenticationOffer.allCases
  /// Whether mail is refused without AUTH.
  public var requiresAuthentication = false
  /// Whether recipients are refused without a POP login from the same address a short while before.
  public var popBeforeSMTP = false
  /// How long such a login holds, in seconds.
  public var popHold = 600.0
  /// The bounds.
  public var limits = Limits()

  /// Offers and demands; the other properties start with nothing asked.
  public init(smtpPort: Int = 0, smtpsPort: Int? = nil, popPort: Int? = nil) {
    self.smtpPort = smtpPort
    self.smtpsPort = smtpsPort
    self.popPort = popPort
  }
}

/// Where a running server listens: 127.0.0.1, and ::1 with the same numbers where the machine has it.
public struct ServerPorts: Sendable, Codable, Equatable {
  /// The SMTP port.
  public let smtp: Int
  /// The port of SMTP under TLS.
  public let smtps: Int?
  /// The POP3 port.
  public let pop: Int?
  /// Always 127.0.0.1.
  public let address: String
}

/// What a running center tells whoever watches it.
public enum CenterEvent: Sendable, Equatable {
  /// A mail came in and is stored.
  case received(Receipt)
  /// A mail was refused; why, harmless.
  case refused(CenterError)
  /// A connection ended early; why, harmless.
  case dropped(String)
}
