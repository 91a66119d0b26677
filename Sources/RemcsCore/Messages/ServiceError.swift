/// Which of the texts of a code that has more than one (RMG_0001, RMG_0002, RMG_0210, RMG_0215).
public enum MessageVariant: Int, Sendable, Hashable, Codable, CaseIterable {
  /// The text that most tables of the manual print.
  case standard = 0
  /// The other text: RMG_0001 of table 6.25, RMG_0002 of table 6.29, RMG_0210 of table 6.30, RMG_0215 of table 6.10.
  case alternate = 1
}

/// The one error type of the core: a message code of the manual, what fills its holes, and what caused it.
///
/// Only a front end turns it into a sentence. `arguments` may hold text from outside; whoever puts it there has made
/// it harmless (see ``String/harmless(maximum:)``).
public struct ServiceError: Error, Sendable, Equatable {
  /// The message of chapter 6.
  public let code: MessageCode
  /// Which text of the code.
  public let variant: MessageVariant
  /// What stands in place of the manual's xxx, in order.
  public let arguments: [String]
  /// The error underneath, for example the RMG_2006 under an RMG_0085.
  public let cause: Cause?
  /// The number of the system's error underneath (errno), 0 if there is none.
  public let systemNumber: Int32
  /// What a person should be told besides, for example the field and line of a definition file.
  public let details: [Detail]
  /// The failed connection behind a message of table 6.35: stage, reason and advice come from it.
  public let failure: TransportFailure?

  /// An error underneath another; a box, because a struct cannot hold itself.
  public final class Cause: Sendable, Equatable {
    /// The error itself.
    public let error: ServiceError
    init(_ error: ServiceError) { self.error = error }
    /// Two causes are equal when their errors are.
    public static func == (left: Cause, right: Cause) -> Bool { left.error == right.error }
  }

  /// One finding among several, each with its own place.
  public struct Detail: Sendable, Equatable {
    /// The line of the file, counted from 1, if it came from a file.
    public let line: Int?
    /// The field, if one is to blame.
    public let field: FieldID?
    /// The message of that finding.
    public let code: MessageCode
    /// What else is known, already harmless.
    public let text: String
    /// What was found out, where the message does not say it; front ends have words for it.
    public let reason: Reason?

    /// What can stand behind a finding.
    public enum Reason: Sendable, Equatable {
      /// About a connection.
      case transport(TransportRemark)
      /// About a certificate.
      case certificate(CertificateFinding)
      /// About a definition file.
      case file(FileRemark)
      /// Why a report cannot be treated so.
      case queue(QueueRefusal)
      /// What went wrong while the hardware was read.
      case hardware(HardwareRemark)
      /// Why it is not possible now.
      case impossible(Impossibility)
    }

    /// A finding.
    public init(
      line: Int? = nil, field: FieldID? = nil, code: MessageCode, text: String = "", reason: Reason? = nil
    ) {
      self.line = line
      self.field = field
      self.code = code
      self.text = text
      self.reason = reason
    }

    /// What was found out about a certificate, if that is the reason.
    public var finding: CertificateFinding? { if case .certificate(let finding) = reason { finding } else { nil } }
    /// What was found out about a definition file, if that is the reason.
    public var fileRemark: FileRemark? { if case .file(let remark) = reason { remark } else { nil } }
    /// Why a report cannot be treated so, if that is the reason.
    public var queueRefusal: QueueRefusal? { if case .queue(let refusal) = reason { refusal } else { nil } }
    /// What went wrong while the hardware was read, if that is the reason.
    public var hardwareRemark: HardwareRemark? { if case .hardware(let remark) = reason { remark } else { nil } }
  }

  /// The error of something that is not possible now; it was not even tried.
  public init(_ code: MessageCode, _ arguments: [String] = [], impossible reason: Impossibility) {
    self.init(code, arguments, details: [.init(code: code, reason: .impossible(reason))])
  }

  /// Why it is not possible now, if that is the reason: no fault, and nothing that another try would mend.
  public var impossibility: Impossibility? {
    details.lazy.compactMap { if case .impossible(let reason) = $0.reason { reason } else { nil } }.first
  }

  /// An error with a code of the manual.
  public init(
    _ code: MessageCode, variant: MessageVariant = .standard, _ arguments: [String] = [], cause: ServiceError? = nil,
    details: [Detail] = [], systemNumber: Int32 = 0, failure: TransportFailure? = nil
  ) {
    self.code = code
    self.variant = variant
    self.arguments = arguments
    self.cause = cause.map(Cause.init)
    self.details = details
    self.systemNumber = systemNumber
    self.failure = failure
  }

  /// The innermost error, which says what really happened.
  public var root: ServiceError { cause?.error.root ?? self }
}
