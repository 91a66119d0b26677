internal import Localization
internal import RemcsCore

/// The words of one language, for screens.
struct Words: Sendable, Equatable {
  /// Which language.
  let language: Language

  init(_ language: Language) { self.language = language }

  /// A text with its holes filled.
  func callAsFunction(_ key: TextKey, _ arguments: String...) -> String {
    func argument(_ index: Int) -> String { index < arguments.count ? arguments[index] : "" }
    return text(key, in: language, argument(0), argument(1), argument(2), argument(3))
  }

  /// The text of a key made at run time; nil if there is no such key.
  func find(_ key: String) -> String? { TextKey(rawValue: key).map { text($0, in: language) } }

  /// The label of a field, in the manual's words.
  func label(_ field: FieldID) -> String { find("field.\(field.rawValue).label") ?? field.rawValue }

  /// One sentence on what a field takes.
  func help(_ field: FieldID) -> String { find("field.\(field.rawValue).help") ?? "" }

  /// What stands behind a field, such as KB.
  func unit(_ field: FieldID) -> String? { find("unit.\(field.rawValue)") }

  /// The words for a raw value of a choice.
  func option(_ field: FieldID, _ value: String) -> String {
    if field == .connectionType { return find("connectionType.\(value)") ?? value }
    return find("choice.\(field.rawValue).\(value)") ?? value
  }

  /// What was done to a text.
  func note(_ note: Verdict.Note) -> String? { find("note.\(note.rawValue)") }

  /// A message with its code.
  func message(_ error: ServiceError) -> String { error.code.rawValue }

  /// What to do about an error.
  func remedy(_ error: ServiceError) -> String { "" }
}
