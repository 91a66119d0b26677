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
  /// Numbers that will never arrive, since the last report that did: canceled by a person.
  public var canceled: [Int]
  /// The files that travel with it.
  public var attachments: [File] = []
  /// Kind `registration`, `agentInformation`.
  public var registration: Registration?
  /// Kind `connectionCheck`.
  public var connectionCheck: ConnectionCheck?
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
  public func encoded() throws -> [UInt8] { try Store.json(self) }

  /// From the bytes of a stored report.
  public init(_ bytes: [UInt8]) throws {
    self = try JSONDecoder().decode(Manifest.self, from: Data(bytes))
  }

  init(
    id: String, sequence: Int, kind: ReportKind, created: String, device: Device, language: Language, canceled: [Int]
  ) {
    self.id = id
    self.sequence = sequence
    self.kind = kind
    self.created = created
    self.device = device
    self.language = language
    self.canceled = canceled
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
