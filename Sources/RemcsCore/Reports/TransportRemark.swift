/// Something that we found out about a connection ourselves, as a code and what fills the holes of its text; front ends
/// have the words. It is why something failed, or what may fail later.
public struct TransportRemark: Error, Sendable, Codable, Equatable {
  /// What it is. The arguments are named behind each code.
  public enum Code: String, Sendable, Codable, CaseIterable {
    /// Nothing came for so many seconds: seconds.
    case silence
    /// The other side closed the connection without a word.
    case closed
    /// The system refused a read, a write or a connection: its reason.
    case system
    /// libcurl is not there: its name.
    case libraryMissing
    /// There is no such name: name, the resolver's reason.
    case nameUnknown
    /// The name servers did not answer well: name, reason.
    case resolverFailed
    /// On the REMCS port only addresses in digits are used (manual 2.2.1): name.
    case digitsOnly
    /// There is no such interface here: its name.
    case interfaceUnknown
    /// The address of the REMCS port is on no interface: address.
    case addressNotHere
    /// No way to the server: address, reason.
    case noRoute
    /// The server that was set for the REMCS port is another one: set there, set in the environment.
    case otherServerForPort
    /// Nobody listens there: host and port, reason.
    case nobodyListens
    /// More than a reply may be came without an end.
    case endlessReply
    /// What came is no reply of the protocol.
    case noReply
    /// The same from a server that had greeted well.
    case brokenReply
    /// It was refused although the login had succeeded: mechanism.
    case afterLogin
    /// A link-local address without its interface: the address.
    case interfaceMissing
    /// STARTTLS is not offered: what the server said instead.
    case startTLSNotOffered
    /// Neither STLS nor APOP is offered, so the password would go in the clear.
    case popUnprotected
    /// No TLS behind this port: the library's reason.
    case noTLS
    /// Something came behind the reply to STARTTLS, in the clear: its beginning.
    case injected
    /// AUTH is not offered: what the server said instead.
    case authNotOffered
    /// The mechanism is not offered: the one that was set, those offered.
    case mechanismNotOffered
    /// Nothing that must not be in a user name or password can be sent.
    case secretUnusable
    /// No certificate was shown.
    case certificateMissing
    /// It has expired: subject, date.
    case certificateExpired
    /// An authority behind it has expired: subject.
    case authorityExpired
    /// It is not valid yet: subject, date.
    case certificateNotYetValid
    /// An authority behind it is not valid yet: subject.
    case authorityNotYetValid
    /// It is for another name: the names that it is for, the name that was set.
    case certificateForAnother
    /// It is not meant for a server, or a key is too weak: subject.
    case certificateUnsuitable
    /// A signature behind it is wrong: subject.
    case certificateForged
    /// It is self-signed and not trusted: subject.
    case certificateSelfSigned
    /// Nobody trusts who issued it: subject, issuer.
    case issuerUnknown
    /// A mail is larger than the server takes: its size, the server's limit, in bytes.
    case mailTooLarge
    /// The split size is above what the server takes: the split size and the server's limit in bytes.
    case splitAboveLimit
    /// The split size is too small for even one piece: KB.
    case splitTooSmall
    /// User and password go over the line in the clear: mechanism.
    case loginInTheClear
    /// The certificate expires soon: days.
    case certificateExpiresSoon
    /// A file cannot be used: path, reason.
    case fileUnusable
    /// An address cannot be used: the address.
    case addressUnusable
  }

  /// What it is.
  public let code: Code
  /// What fills the holes of its text, harmless.
  public let arguments: [String]

  /// A remark; arguments from outside are made harmless here.
  public init(_ code: Code, _ arguments: String...) { self.init(code, arguments) }

  /// A remark with its arguments in an array.
  public init(_ code: Code, _ arguments: [String]) {
    self.code = code
    self.arguments = arguments.map { $0.harmless(maximum: 200) }
  }

  /// Code and arguments, in no language.
  var summary: String { ([code.rawValue] + arguments).filter { !$0.isEmpty }.joined(separator: " ") }
}
