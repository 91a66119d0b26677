internal import Localization
internal import RemcsCore

/// How a form stands on its screen: everything about it that is not a rule of its fields.
struct FormDesign: Sendable, Equatable {
  /// Choices and flags whose options all show, one below the other, instead of `< choice >`.
  var radio: Set<FieldID> = []
  /// Options that are known only while running, such as the centers.
  var options: [FieldID: [String]] = [:]
  /// A line above a field instead of its label: a key and the field whose answer fills its hole.
  var headings: [FieldID: Heading] = [:]
  /// Lines above the form.
  var intro: [TextKey] = []

  /// Words above a group of options.
  struct Heading: Sendable, Equatable {
    let key: TextKey
    /// What fills the hole.
    var argument = ""
  }

  /// How a field looks.
  enum Look: Sendable, Equatable {
    case text(maximum: Int, cells: Int, isSecret: Bool)
    case choice([String])
    case radio([String])
    case check
  }

  /// The look of a field.
  func look(of field: FieldID) -> Look {
    if let options = options[field] { return radio.contains(field) ? .radio(options) : .choice(options) }
    switch Field.of(field).kind {
    case .text(let characters, let maximum):
      let isWide = characters == .fullWidth || characters == .kana
      return .text(maximum: maximum, cells: isWide ? maximum * 2 : maximum, isSecret: false)
    case .secret(let maximum): return .text(maximum: maximum, cells: maximum, isSecret: true)
    case .number(let range):
      let digits = String(range.upperBound).count
      return .text(maximum: digits, cells: digits, isSecret: false)
    case .time: return .text(maximum: 5, cells: 5, isSecret: false)
    case .choice(let options): return radio.contains(field) ? .radio(options) : .choice(options)
    case .flag: return radio.contains(field) ? .radio(["yes", "no"]) : .check
    }
  }

  /// The cell where the values of a form begin, the same in both languages so that an editor keeps its width.
  func valueColumn(of fields: [FieldID], in form: FormID) -> Int {
    var widest = 0
    for field in fields {
      switch look(of: field) {
      case .text, .choice:
        for language in Language.allCases { widest = max(widest, Words(language).label(field, in: form).columns) }
      case .radio, .check: break
      }
    }
    return 2 + min(widest, 34) + 3
  }
}
