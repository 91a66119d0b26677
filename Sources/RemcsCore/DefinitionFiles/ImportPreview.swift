/// What an import would do, before anything changes (manual 3.3): every field before and after, and what to know about
/// it. ``Service/importSettings(_:)`` does exactly this, or nothing.
public struct ImportPreview: Sendable, Equatable {
  /// What becomes of a field.
  public enum Change: String, Sendable, Codable, CaseIterable {
    /// The file says what is set already.
    case unchanged
    /// Another value.
    case changed
    /// A value where none was.
    case added
    /// No value any more.
    case removed
    /// The file does not name it, so it stays as it is.
    case absent
  }

  /// One field.
  public struct Row: Sendable, Codable, Equatable {
    /// Which.
    public let field: FieldID
    /// Before and after; asterisks for a secret, empty for nothing.
    public let before: String, after: String
    /// What becomes of it.
    public let change: Change
    /// Its line in the file, from 1; nil if it changes because others do.
    public let line: Int?

    /// A row.
    public init(_ field: FieldID, before: String, after: String, change: Change, line: Int? = nil) {
      self.field = field
      self.before = before
      self.after = after
      self.change = change
      self.line = line
    }
  }

  /// A file that was read.
  public struct Source: Sendable, Codable, Equatable {
    /// Which of the two.
    public let kind: DefinitionFile.Kind
    /// What wrote it, as it says, harmless.
    public let model: String, version: String

    /// A file.
    public init(kind: DefinitionFile.Kind, model: String, version: String) {
      self.kind = kind
      self.model = model
      self.version = version
    }
  }

  /// A field of a file whose text was repaired.
  public struct Repair: Sendable, Codable, Equatable {
    /// Which file.
    public let kind: DefinitionFile.Kind
    /// The line, from 1.
    public let line: Int
    /// The field.
    public let field: FieldID
    /// Before and after; asterisks for a secret.
    public let before: String, after: String

    init(_ kind: DefinitionFile.Kind, _ repair: DefinitionFile.Repair) {
      self.kind = kind
      line = repair.line
      field = repair.field
      before = repair.before
      after = repair.after
    }
  }

  /// The files.
  public let sources: [Source]
  /// Every field that the files may hold, environment first, in the order of the forms.
  public let rows: [Row]
  /// What had to be repaired in the files.
  public let repairs: [Repair]
  /// What to know about it, most important first: encryption, password, the tool.
  public let remarks: [FileRemark]
  /// What is required and will not be there afterwards: to be filled in on the screens.
  public let missing: [FieldID]
  /// What table 3.6 says.
  public let admission: EncryptionRuling.Admission
  /// The operating state now and afterwards.
  public let stateBefore: OperatingState, stateAfter: OperatingState

  /// The stored answers that this is about, all of them.
  let before: Answers
  /// All stored answers afterwards.
  let after: Answers
  /// The fields that are replaced.
  let fields: [FieldID]

  /// A preview to be shown, not to be carried out: for pictures.
  public init(
    sources: [Source], rows: [Row], repairs: [Repair] = [], remarks: [FileRemark] = [], missing: [FieldID] = [],
    stateBefore: OperatingState, stateAfter: OperatingState
  ) {
    self.init(
      sources: sources, rows: rows, repairs: repairs, remarks: remarks, missing: missing, admission: .possible,
      stateBefore: stateBefore, stateAfter: stateAfter, before: Answers(), after: Answers(), fields: [])
  }

  init(
    sources: [Source], rows: [Row], repairs: [Repair], remarks: [FileRemark], missing: [FieldID],
    admission: EncryptionRuling.Admission, stateBefore: OperatingState, stateAfter: OperatingState, before: Answers,
    after: Answers, fields: [FieldID]
  ) {
    self.sources = sources
    self.rows = rows
    self.repairs = repairs
    self.remarks = remarks
    self.missing = missing
    self.admission = admission
    self.stateBefore = stateBefore
    self.stateAfter = stateAfter
    self.before = before
    self.after = after
    self.fields = fields
  }

  /// Whether anything will be different.
  public var changesAnything: Bool { rows.contains { ![.unchanged, .absent].contains($0.change) } }
}

/// What an import did.
public struct ImportResult: Sendable, Equatable {
  /// How many fields are different now.
  public let changedFields: Int
  /// The operating state now: 設定未完了, if anything changed.
  public let state: OperatingState
  /// What to do before a registration: see ``ImportPreview/remarks`` and ``ImportPreview/missing``.
  public let remarks: [FileRemark]
  /// What is required and not there yet.
  public let missing: [FieldID]

  /// What an import did.
  public init(changedFields: Int, state: OperatingState, remarks: [FileRemark] = [], missing: [FieldID] = []) {
    self.changedFields = changedFields
    self.state = state
    self.remarks = remarks
    self.missing = missing
  }
}
