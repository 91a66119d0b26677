internal import Glibc
internal import RemcsCore
internal import RemcsCryptography

/// The kinds of failure: the `RL` number of a message is the raw value. The `ML` number is the stage times
/// 1000 (`preparing` 1, `popLogin` 2, `popWait` 3, `name` 4, `connection` 5, `greeting` 6, `encryption` 7,
/// `capabilities` 8, `authentication` 9, `sender` 10, `recipient` 11, `content` 12, `confirmation` 13) plus the
/// code of the server's reply, if there was one. So `RL:4,ML:11550` is a recipient refused with 550.
enum FailureClass: Int, CaseIterable {
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
  /// AUTH, or the mechanism that was set, is not offered: RMG_2012.
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

extension TransportStage {
  /// The stage's number in ML: 1 to 13.
  var number: Int { (TransportStage.allCases.firstIndex(of: self) ?? 0) + 1 }
}

extension TransportFailure {
  /// A failure of a kind at a stage.
  /// - Parameters:
  ///   - kind: gives RL and the message.
  ///   - stage: where; at `popLogin` the messages of the POP3 side are used.
  ///   - reply: the code of the server's reply, 0 if there was none; 4xx makes the failure temporary, 5xx permanent.
  ///   - text: the server's words, or the reason in words; made harmless and bounded here.
  ///   - isTemporary: says it where neither kind nor reply do.
  init(
    _ kind: FailureClass, at stage: TransportStage, reply: Int = 0, text: String = "", isTemporary: Bool? = nil
  ) {
    let byReply: Bool? =
      switch reply {
      case 400..<500: true
      case 500..<600: false
      default: nil
      }
    self.init(
      code: kind.code(onPOP: stage == .popLogin), stage: stage,
      isTemporary: isTemporary ?? byReply ?? kind.isTemporary, serverText: text.harmless(maximum: 400),
      libraryNumber: kind.rawValue, mailNumber: stage.number * 1000 + reply)
  }

  /// What a failure below the dialogue means at a stage.
  init(_ failure: LinkFailure, at stage: TransportStage) {
    switch failure {
    case .canceled: self = .canceled(at: stage)
    case .timedOut: self.init(.timeOut, at: stage)
    case .closed: self.init(.lost, at: stage)
    case .system(let number): self.init(.lost, at: stage, text: String(cString: strerror(number)))
    case .session(let reason): self.init(reason.code == .memory ? .memory : .lost, at: stage, text: reason.reason)
    case .endless(let start): self.init(.garbage, at: stage, text: String(decoding: start.prefix(2000), as: UTF8.self))
    }
  }
}
