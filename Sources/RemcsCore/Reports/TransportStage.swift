/// How far a connection got, in the order in which the stages come: the stages of the staged check and of every message
/// of table 6.35.
public enum TransportStage: String, Sendable, Codable, CaseIterable {
  /// Reading the report, the center's certificate and the settings.
  case preparing
  /// The login at the POP3 server, from its name to its goodbye.
  case popLogin
  /// The wait that follows it (table 5.1).
  case popWait
  /// The mail server's name becomes addresses.
  case name
  /// An interface and a way for one of them.
  case route
  /// TCP.
  case connection
  /// The server's first words.
  case greeting
  /// TLS, and whether the certificate is to be believed.
  case encryption
  /// EHLO: what the server can do.
  case capabilities
  /// AUTH.
  case authentication
  /// MAIL.
  case sender
  /// RCPT.
  case recipient
  /// DATA and the mail itself.
  case content
  /// The reply to the final dot.
  case confirmation

  /// The stage's number in ML (docs/protocol.md). Numbers never change: `route` came later than its neighbours.
  public var number: Int {
    switch self {
    case .preparing: 1
    case .popLogin: 2
    case .popWait: 3
    case .name: 4
    case .connection: 5
    case .greeting: 6
    case .encryption: 7
    case .capabilities: 8
    case .authentication: 9
    case .sender: 10
    case .recipient: 11
    case .content: 12
    case .confirmation: 13
    case .route: 14
    }
  }

  /// Whether mails are sent in it: a piece of a report may have arrived.
  var sendsMail: Bool { [.sender, .recipient, .content, .confirmation].contains(self) }

  /// Whether TLS may begin in it: a file that cannot be used is there the one of the authorities, and no part of a report.
  var beginsTLS: Bool { self == .popLogin || self == .encryption }

  /// The stages of a staged check through an environment, in their order. With STARTTLS the server is asked twice what
  /// it can do, because what it said in the clear does not count.
  public static func probing(_ environment: Environment) -> [TransportStage] {
    var stages: [TransportStage] = [.preparing]
    if case .popBeforeSMTP = environment.authentication { stages += [.popLogin, .popWait] }
    stages += [.name, .route, .connection]
    switch environment.encryption {
    case .none: stages += [.greeting, .capabilities]
    case .startTLS: stages += [.greeting, .capabilities, .encryption, .capabilities]
    case .tls: stages += [.encryption, .greeting, .capabilities]
    }
    if case .authSMTP = environment.authentication { stages.append(.authentication) }
    return stages + [.sender, .recipient]
  }
}
