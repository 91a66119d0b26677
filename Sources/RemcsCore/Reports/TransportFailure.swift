/// The kinds of failure of a connection: the raw value is the `RL` number of a message of table 6.35 (the manual's
/// "REMCS ライブラリ復帰値"; docs/protocol.md has the table for people).
public enum FailureKind: Int, Sendable, Codable, CaseIterable {
  /// Memory ran out: RMG_2001.
  case memory = 1
  /// A file of the report, or the center's certificate, could not be used: RMG_2002.
  case file = 2
  /// The time was over: RMG_2003, on the POP3 side RMG_2009.
  case timeOut = 3
  /// The server said no: RMG_2004, POP3 RMG_2008.
  case refused = 4
  /// The connection broke, or there is no way to the server: RMG_2005, POP3 RMG_2008.
  case lost = 5
  /// There is no such name, or nobody could be asked for it: RMG_2006, POP3 RMG_2010.
  case name = 6
  /// Nobody listens at that address and port: RMG_2006, POP3 RMG_2010.
  case notRunning = 7
  /// What answers does not speak the protocol: RMG_2005, POP3 RMG_2008.
  case garbage = 8
  /// User or password are wrong: RMG_2011, POP3 RMG_2007.
  case authentication = 9
  /// AUTH, or the mechanism that was set, is not offered: RMG_2012, POP3 RMG_2007.
  case mechanism = 10
  /// The encryption that was set is not offered or was refused: RMG_2013, POP3 RMG_2008.
  case encryption = 11
  /// The TLS handshake failed: RMG_2013, POP3 RMG_2008.
  case handshake = 12
  /// The server's certificate is not to be trusted: RMG_2013, POP3 RMG_2008.
  case certificate = 13
  /// The server, or someone in between, said more after its reply to STARTTLS: RMG_2013, POP3 RMG_2008.
  case injection = 14
  /// A mail address cannot be used: RMG_3000.
  case address = 15
  /// The mail is larger than the server takes, or cannot be split as small as was set: RMG_2004.
  case size = 16

  /// The message of table 6.35.
  func code(onPOP: Bool) -> MessageCode {
    switch self {
    case .memory: .rmg2001
    case .file: .rmg2002
    case .timeOut: onPOP ? .rmg2009 : .rmg2003
    case .refused, .size: onPOP ? .rmg2008 : .rmg2004
    case .lost, .garbage: onPOP ? .rmg2008 : .rmg2005
    case .name, .notRunning: onPOP ? .rmg2010 : .rmg2006
    case .authentication: onPOP ? .rmg2007 : .rmg2011
    case .mechanism: onPOP ? .rmg2007 : .rmg2012
    case .encryption, .handshake, .certificate, .injection: onPOP ? .rmg2008 : .rmg2013
    case .address: .rmg3000
    }
  }

  /// Whether another try may succeed by itself, when no reply of a server says otherwise.
  var isTemporary: Bool {
    switch self {
    case .memory, .timeOut, .lost, .notRunning, .garbage: true
    case .file, .refused, .name, .authentication, .mechanism, .encryption, .handshake, .certificate, .injection,
      .address, .size:
      false
    }
  }
}

/// Why a connection failed, in the terms of table 6.35.
public struct TransportFailure: Error, Sendable, Codable, Equatable {
  /// What kind of failure; nil if a person stopped it.
  public let kind: FailureKind?
  /// Where it broke.
  public let stage: TransportStage
  /// The code of the server's reply, such as 550; 0 if there was none.
  public let reply: Int
  /// The server's own words, harmless and at most 400 characters; empty if it said nothing.
  public let serverText: String
  /// What we found out ourselves; nil where the server's words say all.
  public let remark: TransportRemark?
  /// Whether another try may succeed by itself: time-outs, lost links, 4xx.
  public let isTemporary: Bool

  /// A failure of a kind at a stage.
  /// - Parameters:
  ///   - kind: gives RL and the message.
  ///   - stage: where; at `popLogin` the messages of the POP3 side are used.
  ///   - reply: the code of the server's reply, 0 if there was none; 4xx makes the failure temporary, 5xx permanent.
  ///   - text: the server's words; made harmless and bounded here.
  ///   - remark: what we found out ourselves.
  ///   - isTemporary: says it where neither kind nor reply do.
  public init(
    _ kind: FailureKind, at stage: TransportStage, reply: Int = 0, text: String = "", _ remark: TransportRemark? = nil,
    isTemporary: Bool? = nil
  ) {
    let byReply: Bool? =
      switch reply {
      case 400..<500: true
      case 500..<600: false
      default: nil
      }
    self.init(
      kind: kind, stage: stage, reply: reply, serverText: text.harmless(maximum: 400), remark: remark,
      isTemporary: isTemporary ?? byReply ?? kind.isTemporary)
  }

  private init(
    kind: FailureKind?, stage: TransportStage, reply: Int, serverText: String, remark: TransportRemark?,
    isTemporary: Bool
  ) {
    self.kind = kind
    self.stage = stage
    self.reply = reply
    self.serverText = serverText
    self.remark = remark
    self.isTemporary = isTemporary
  }

  /// A person stopped it.
  public static func canceled(at stage: TransportStage) -> TransportFailure {
    TransportFailure(kind: nil, stage: stage, reply: 0, serverText: "", remark: nil, isTemporary: true)
  }

  /// The same with other words of the server and of the remark, for what must not be shown.
  public func rewording(_ change: (String) -> String) -> TransportFailure {
    TransportFailure(
      kind: kind, stage: stage, reply: reply, serverText: change(serverText),
      remark: remark.map { TransportRemark($0.code, $0.arguments.map(change)) }, isTemporary: isTemporary)
  }

  /// RMG_2001 to RMG_2013, RMG_3000; nil if a person stopped it.
  public var code: MessageCode? { kind?.code(onPOP: stage == .popLogin) }

  /// RL: the kind of failure (docs/protocol.md); 0 if a person stopped it.
  public var libraryNumber: Int { kind?.rawValue ?? 0 }

  /// ML: the stage times 1000 plus the code of the server's reply (docs/protocol.md), so `RL:4,ML:11550` is a
  /// recipient refused with 550; 0 if a person stopped it.
  public var mailNumber: Int { kind == nil ? 0 : stage.number * 1000 + reply }

  /// The same as an error of the core: the holes are RL, ML and the server's text, in this order.
  public var serviceError: ServiceError? {
    code.map { ServiceError($0, [String(libraryNumber), String(mailNumber), serverText], failure: self) }
  }

  /// One line for the history, in no language: `RMG_2011 authentication 535 5.7.8 no`.
  public var summary: String {
    ([code?.rawValue ?? "canceled", stage.rawValue, serverText] + [remark?.summary ?? ""])
      .filter { !$0.isEmpty }.joined(separator: " ")
  }
}
