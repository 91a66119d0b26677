/// What carries reports to a center. `RemcsMail` implements it; tests put their own in its place.
///
/// Both functions block the calling thread, answer `cancellation` within 0.2 s, and never use less encryption or
/// authentication than `environment` asks for.
public protocol MailTransport: Sendable {
  /// Sends reports over one connection, in order, once each: no retries here, the caller decides those.
  ///
  /// - Parameters:
  ///   - reports: what to send.
  ///   - device: the device id, for subject and header.
  ///   - center: whom to encrypt for and to mail to.
  ///   - environment: the way there.
  ///   - observer: is told each stage, what it found, each piece sent and each report that the server took; on the
  ///     calling thread.
  ///   - cancellation: stops it.
  /// - Throws: `TransportFailure`, in the terms of table 6.35.
  func send(
    _ reports: [Report], from device: DeviceIdentity, to center: Center, through environment: Environment,
    observer: (TransportEvent) -> Void, cancellation: Cancellation
  ) throws(TransportFailure)

  /// Goes the same way up to where the server has accepted sender and recipient, and says goodbye, which takes both back:
  /// no mail is sent.
  ///
  /// - Parameters:
  ///   - center: whose address is the recipient.
  ///   - environment: the way there.
  ///   - observer: is told each stage and what it found; on the calling thread.
  ///   - cancellation: stops it.
  /// - Throws: `TransportFailure`, in the terms of table 6.35.
  func probe(
    _ center: Center, through environment: Environment, observer: (TransportEvent) -> Void, cancellation: Cancellation
  ) throws(TransportFailure)

  /// The versions of the libraries that it uses and Core does not, by name.
  var libraries: [String: String] { get }
}

extension MailTransport {
  /// None, unless it says so.
  public var libraries: [String: String] { [:] }
}

/// What a transport tells while it works.
public enum TransportEvent: Sendable, Equatable {
  /// A stage begins; all before it passed.
  case stage(TransportStage)
  /// The stage found a fact.
  case found(Evidence)
  /// The stage found something that does not stop it, but may stop something later.
  case noticed(TransportRemark)
  /// The mail server (not the POP3 server) showed this certificate; it comes also when it was refused.
  case certificate(ShownCertificate)
  /// So many bytes of so many have left.
  case sent(bytes: Int, of: Int)
  /// The server took this report; its reply, harmless.
  case relayed(id: String, reply: String)
}

/// The certificate that a mail server showed (manual 5.7).
public struct ShownCertificate: Sendable, Codable, Equatable {
  /// The certificate itself.
  public let pem: String
  /// The name or address that was called, as it was set.
  public let host: String
  /// Why it was refused; nil if it was believed.
  public let refusal: TransportRemark?

  /// A certificate that was shown.
  public init(pem: String, host: String, refusal: TransportRemark?) {
    self.pem = pem
    self.host = host
    self.refusal = refusal
  }
}

/// One fact that a stage found, for the staged check.
public struct Evidence: Sendable, Codable, Equatable {
  /// What it is about; the name in JSON too.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// An address that the name leads to, in the order of trying.
    case address
    /// Our own address, the interface and the gateway that the packets take.
    case source, interface, gateway
    /// The address and port that took the connection.
    case peer
    /// What the server said.
    case reply
    /// The protocol and the cipher that were agreed on.
    case protection
    /// Whose certificate it is, who issued it, for which names, until when it is valid (ISO 8601), and its SHA-256.
    case subject, issuer, names, expires, sha256
    /// A certificate between the server's and its authority.
    case chain
    /// The mechanisms of AUTH that the server offers.
    case mechanisms
    /// The largest mail that the server takes, in bytes.
    case size
    /// Other keywords that the server offers.
    case keywords
    /// The mechanism that was used to log in.
    case mechanism
    /// Milliseconds of the wait after a POP login.
    case wait
  }

  /// What it is about.
  public let kind: Kind
  /// The fact, harmless and bounded.
  public let value: String

  /// A fact; text from outside is made harmless here.
  public init(_ kind: Kind, _ value: String) {
    self.kind = kind
    self.value = value.harmless(maximum: 200)
  }
}
