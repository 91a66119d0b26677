/// What carries reports to a center. `RemcsMail` implements it; tests put their own in its place.
public protocol MailTransport: Sendable {
  /// Sends reports over one connection, in order, once each: no retries here, the caller decides those.
  ///
  /// Blocks the calling thread until all are relayed, one fails, or `cancellation` is raised, which it answers within
  /// 0.2 s. Never sends with less encryption or authentication than `environment` asks for.
  /// - Parameters:
  ///   - reports: what to send.
  ///   - device: the device id, for subject and header.
  ///   - center: whom to encrypt for and to mail to.
  ///   - environment: the way there.
  ///   - observer: is told each stage, each piece sent and each report that the server took; on the calling thread.
  ///   - cancellation: stops it.
  /// - Throws: `TransportFailure`, in the terms of table 6.35.
  func send(
    _ reports: [Report], from device: DeviceIdentity, to center: Center, through environment: Environment,
    observer: (TransportEvent) -> Void, cancellation: Cancellation
  ) throws(TransportFailure)
}

/// How far a connection got; the names of the staged check as well.
public enum TransportStage: String, Sendable, Codable, CaseIterable {
  case preparing, popLogin, popWait, name, connection, greeting, encryption, capabilities, authentication
  case sender, recipient, content, confirmation
}

/// What a transport tells while it works.
public enum TransportEvent: Sendable, Equatable {
  /// A stage begins.
  case stage(TransportStage)
  /// So many bytes of so many have left.
  case sent(bytes: Int, of: Int)
  /// The server took this report; its reply, harmless.
  case relayed(id: String, reply: String)
}

/// Why sending failed, in the terms of table 6.35.
public struct TransportFailure: Error, Sendable, Equatable {
  /// RMG_2001 to RMG_2013, RMG_3000; nil if it was canceled.
  public let code: MessageCode?
  /// Where it broke.
  public let stage: TransportStage
  /// Whether another try may succeed by itself: time-outs, lost links, 4xx.
  public let isTemporary: Bool
  /// The server's own words, harmless; empty if it said nothing.
  public let serverText: String
  /// RL: the class of the failure, docs/protocol.md.
  public let libraryNumber: Int
  /// ML: the stage and the server's reply code, docs/protocol.md.
  public let mailNumber: Int

  /// A failure.
  public init(
    code: MessageCode?, stage: TransportStage, isTemporary: Bool, serverText: String = "", libraryNumber: Int,
    mailNumber: Int
  ) {
    self.code = code
    self.stage = stage
    self.isTemporary = isTemporary
    self.serverText = serverText
    self.libraryNumber = libraryNumber
    self.mailNumber = mailNumber
  }

  /// A person stopped it.
  public static func canceled(at stage: TransportStage) -> TransportFailure {
    TransportFailure(code: nil, stage: stage, isTemporary: true, libraryNumber: 0, mailNumber: 0)
  }

  /// The same as an error of the core: the holes are RL, ML and the server's text, in this order.
  public var serviceError: ServiceError? {
    code.map { ServiceError($0, [String(libraryNumber), String(mailNumber), serverText]) }
  }
}
