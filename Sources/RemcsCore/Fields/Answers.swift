/// What was typed or chosen, field by field, as text: the one form that screens, commands, definition files and
/// drafts share before it is checked and becomes a ``Customer``, an ``Environment`` or a ``Schedule``.
///
/// A choice holds its raw value, a flag `yes` or `no`, a time `HH:MM`, a number its digits. A field that was never
/// answered reads as empty, which is not the same as answered with nothing: see ``contains(_:)``.
public struct Answers: Sendable, Equatable {
  private var values: [FieldID: String] = [:]

  /// No answers.
  public init() {}

  /// The answer of a field; empty if there is none.
  public subscript(field: FieldID) -> String {
    get { values[field] ?? "" }
    set { values[field] = newValue }
  }

  /// Whether the field was answered at all.
  public func contains(_ field: FieldID) -> Bool { values[field] != nil }

  /// Forgets one answer.
  public mutating func remove(_ field: FieldID) { values[field] = nil }

  /// The fields that were answered, in the order of ``FieldID``.
  public var fields: [FieldID] { FieldID.allCases.filter { values[$0] != nil } }

  /// Takes over changes that were made elsewhere, in a file or a command. A new split method without a size takes that
  /// method's own initial size, not the size of the method before (table 3.1).
  public mutating func adopt(_ changes: Answers) {
    let before = self[.splitMethod]
    merge(changes)
    if self[.splitMethod] != before, !changes.contains(.splitSize) { remove(.splitSize) }
  }

  /// Takes over every answer of `other`.
  public mutating func merge(_ other: Answers) { values.merge(other.values) { $1 } }
}

extension Answers: Codable {
  /// Reads an object of field names; a name that no field has is an error, not ignored.
  public init(from decoder: any Decoder) throws {
    values = try decoder.singleValueContainer().decode([FieldID: String].self)
  }

  /// Writes an object of field names.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(values)
  }
}
