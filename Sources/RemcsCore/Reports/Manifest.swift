internal import FoundationEssentials

/// The JSON document inside each report: docs/protocol.md describes it for the other side.
public struct Manifest: Codable, Sendable, Equatable {
  /// Always `remcs-report`.
  public var format = "remcs-report"
  /// The version of the format.
  public var version = 1
  /// The report's id.
  public var id: String
  /// The report's number.
  public var sequence: Int
  /// What it is about.
  public var kind: ReportKind
  /// When it was made, ISO 8601 with offset.
  public var created: String
  /// Who sends it.
  public var device: Device
  /// The language of the device, for the answers of the center.
  public var language: Language
  /// The program that made it.
  public var agent = Agent()
  /// Numbers that will never arrive, as far as the center was not surely told: canceled by a person or overtaken.
  public var canceled: [Int]
  /// Numbers before this one that were still to be sent when it was made (``LossLedger``).
  public var late: [String]?
  /// Events that were held back since the last report that arrived (manual 1.2.1).
  public var suppressed: [LossLedger.Suppressed]?
  /// Files that had to be left out.
  public var dropped: [LossLedger.Dropped]?
  /// The files that travel with it.
  public var attachments: [File] = []
  /// Kind `registration`, `agentInformation`.
  public var registration: Registration?
  /// Kind `connectionCheck`.
  public var connectionCheck: ConnectionCheck?
  /// Kind `fault`.
  public var fault: Fault?
  /// Kind `periodic`.
  public var periodic: Periodic?
  /// Kind `hardwareConfiguration`.
  public var hardwareConfiguration: HardwareConfiguration?

  /// The device.
  public struct Device: Codable, Sendable, Equatable {
    /// The 装置 ID.
    public var id: String
    /// Its four parts.
    public var series: String, model: String, checkCode: String, serial: String
    /// 装置ユニーク名.
    public var uniqueName: String?
  }

  /// The program.
  public struct Agent: Codable, Sendable, Equatable {
    /// Its name.
    public var name = "remcs"
    /// Its version.
    public var version = RemcsVersion.current
  }

  /// A file.
  public struct File: Codable, Sendable, Equatable {
    /// Its name.
    public var name: String
    /// Bytes.
    public var size: Int
    /// SHA-256 in hexadecimal.
    public var sha256: String
  }

  /// The registration of a customer.
  public struct Registration: Codable, Sendable, Equatable {
    /// `new` or `update`.
    public var type: String
    /// Table 3.5, by field name.
    public var customer: [String: String]
    /// Tables 5.1 and 5.2 by field name, without user and password.
    public var environment: [String: String]
    /// Table 3.3 by field name.
    public var schedule: [String: String]
    /// Internet, ISDN or VPN.
    public var connectionType: ConnectionType
    /// The zone that the schedule is meant in.
    public var timeZone: String
    /// What the person agreed to.
    public var consent: ConsentRecord
  }

  /// A consent with its time as text.
  public struct ConsentRecord: Codable, Sendable, Equatable {
    /// Whether the person agreed.
    public var agreed: Bool
    /// The language of the text.
    public var language: Language
    /// The version of the text.
    public var version: String
    /// SHA-256 of the text in hexadecimal.
    public var sha256: String
    /// ISO 8601 with offset.
    public var time: String
  }

  /// An event of the machine (manual 1.2.1).
  public struct Fault: Codable, Sendable, Equatable {
    /// The unit.
    public var unit: String
    /// How bad it is.
    public var level: FaultLevel
    /// The code of its source.
    public var code: String
    /// What happened.
    public var text: String
    /// The partition that saw it; left out for the board.
    public var partition: String?
    /// When it happened, ISO 8601 with offset.
    public var time: String
  }

  /// A check-in (manual 1.2.1, 定期接続).
  public struct Periodic: Codable, Sendable, Equatable {
    /// When it was due, ISO 8601 with offset.
    public var due: String
    /// When the next one is.
    public var next: String?
  }

  /// Whom the center tells that the connection works (figure 3.20).
  public struct ConnectionCheck: Codable, Sendable, Equatable {
    /// The administrator.
    public struct Administrator: Codable, Sendable, Equatable {
      /// Whether to tell.
      public var notify: Bool
      /// Where.
      public var address: String
    }
    /// The engineer.
    public struct Engineer: Codable, Sendable, Equatable {
      /// In which form.
      public var notify: EngineerNotification
      /// Where.
      public var address: String
    }
    /// The administrator.
    public var administrator: Administrator
    /// The engineer.
    public var engineer: Engineer
  }

  /// The bytes that travel.
  public func encoded() throws -> [UInt8] {
    if let plainText { return Array(plainText.utf8) }
    return try Store.json(self)
  }

  /// From the bytes of a stored report.
  public init(_ bytes: [UInt8]) throws {
    self = try JSONDecoder().decode(Manifest.self, from: Data(bytes))
  }

  init(
    id: String, sequence: Int, kind: ReportKind, created: String, device: Device, language: Language,
    ledger: LossLedger
  ) {
    self.id = id
    self.sequence = sequence
    self.kind = kind
    self.created = created
    self.device = device
    self.language = language
    canceled = []
    tell(ledger)
  }

  /// Tells what the ledger has now.
  mutating func tell(_ ledger: LossLedger) {
    canceled = ledger.canceled
    late = ledger.late
    suppressed = ledger.suppressed
    dropped = ledger.dropped
  }

  /// The same without personal information (table 3.5).
  func withoutPersonalInformation() -> Manifest {
    var copy = self
    for field in FieldID.allCases where Field.of(field).isPersonal {
      copy.registration?.customer[field.rawValue] = nil
    }
    copy.connectionCheck?.administrator.address = ""
    copy.connectionCheck?.engineer.address = ""
    return copy
  }
}

/// The version of the program.
public enum RemcsVersion {
  /// Semantic version.
  public static let current = "0.1.0"
}
