/// The one declaration of a field.
public struct Field: Sendable {
  /// Its name.
  public let id: FieldID
  /// What it takes.
  public let kind: FieldKind
  /// Whether it is personal information (table 3.5, 個人情報 該当).
  public let isPersonal: Bool
  /// The message for a character that it does not take.
  public let characterCode: MessageCode

  /// The declaration of a field.
  public static func of(_ id: FieldID) -> Field {
    Field(id: id, kind: .text(.ascii, maximum: 32), isPersonal: false, characterCode: .rmg0015)
  }

  /// What becomes of `text` in this field.
  public func verdict(_ text: String) -> Verdict { Verdict(.accept, value: text) }
}

extension FormID {
  /// Its fields in the order of the screen.
  public var fields: [FieldID] { [] }

  /// What its fields hold before anyone has typed: the manual's initial values. `weekday` is the random one.
  public func initialAnswers(weekday: Weekday) -> Answers { Answers() }

  /// Whether `field` must be filled in, may be, or has no meaning, given the other answers.
  public func requirement(of field: FieldID, in answers: Answers) -> Requirement { .optional }

  /// Everything that keeps these answers from being stored, in the order of the fields; empty if nothing does.
  public func problems(in answers: Answers) -> [FieldProblem] { [] }

  /// The answers as they would be stored: repaired, without those of inactive fields.
  public func repaired(_ answers: Answers) -> Answers { answers }
}
