/// The two files that carry settings from device to device (manual 3.3, 4.2.5; docs/definition-files.md): lines
/// `key=value` in UTF-8, a header that says what wrote them, `#` before remarks.
public struct DefinitionFile: Sendable, Equatable {
  /// Which of the two.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// `rm_bkenv.def`: connection, environment, schedule.
    case environment
    /// `rm_bkcus.def`: customer information.
    case customer

    /// The name that the manual gives it.
    public var fileName: String { self == .environment ? "rm_bkenv.def" : "rm_bkcus.def" }

    /// The manual's message for a file of this kind with errors (table 6.9).
    public var errorCode: MessageCode { self == .environment ? .rmg0143 : .rmg0144 }

    /// The manual's message for a file of this kind that cannot be written (table 6.19).
    public var exportErrorCode: MessageCode { self == .environment ? .rmg0121 : .rmg0122 }

    /// The fields that it may hold.
    public var fields: [FieldID] {
      switch self {
      case .environment:
        [.center, .connectionType] + FormID.internetDetail.fields + FormID.schedule.fields
      case .customer: FormID.customer.fields
      }
    }

    /// The forms that its fields belong to, for a connection type.
    func forms(connectionType: ConnectionType) -> [FormID] {
      switch self {
      case .customer: [.customer]
      case .environment: FormID.storedForms(connectionType: connectionType).filter { $0 != .customer }
      }
    }
  }

  /// What a file is read for.
  public enum Purpose: Sendable, Equatable {
    /// Its settings are taken over, and a person completes them on the screens (manual 3.3, by hand).
    case settings
    /// They are registered at once, so nothing that is required may be missing (manual 3.3, 自動レジストレーション).
    case registration
  }

  /// A field whose typed text was repaired, for the person to see.
  public struct Repair: Sendable, Equatable {
    /// The line, from 1.
    public let line: Int
    /// The field.
    public let field: FieldID
    /// Before and after; asterisks for a secret.
    public let before: String, after: String
  }

  /// Keys of the header.
  enum HeaderKey: String, CaseIterable {
    case format, kind, model, version, encryptionWasSet
  }

  /// The format version of the header.
  public static let formatVersion = 1
  /// The most bytes that a file may have: twenty times what a full one needs.
  public static let maximumSize = 64 << 10
  /// The most errors that are listed.
  static let mostErrors = 50

  /// Which of the two.
  public let kind: Kind
  /// What wrote it, as its header says, harmless.
  public internal(set) var model = ""
  /// The version of the program that wrote it, as its header says, harmless.
  public internal(set) var version = ""
  /// Whether the device that wrote it ever had an encryption; nil if it does not say (table 3.6, case 2).
  public internal(set) var encryptionWasSet: Bool?
  /// Its fields, repaired.
  public internal(set) var answers = Answers()
  /// What was repaired.
  public internal(set) var repairs: [Repair] = []
  /// Its fields as they stand there.
  var typed = Answers()
  var lines: [FieldID: Int] = [:]

  init(_ kind: Kind) { self.kind = kind }

  /// What wrote it.
  public var origin: DefinitionOrigin { DefinitionOrigin(model: model, version: version) }

  /// The line that a field stands on, from 1; nil if it is absent.
  public func line(of field: FieldID) -> Int? { lines[field] }
}
