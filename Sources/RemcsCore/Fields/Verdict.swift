/// What becomes of a typed text: the answer of every field rule, for screens, commands and files alike.
public struct Verdict: Sendable, Equatable {
  /// The three ways it can go.
  public enum Outcome: String, Sendable, Codable {
    /// Stored as it was typed.
    case accept
    /// Stored as ``Verdict/value``, after the person has seen both.
    case repair
    /// Not stored: the person has to change it, perhaps by taking a suggestion.
    case reject
  }

  /// One character that is to blame.
  public struct Problem: Sendable, Equatable {
    /// Where, counted from 1 in Unicode scalars of the text as it was typed.
    public let column: Int
    /// Which.
    public let scalar: Unicode.Scalar
    /// A problem.
    public init(column: Int, scalar: Unicode.Scalar) {
      self.column = column
      self.scalar = scalar
    }
    /// `U+9AD9`.
    public var name: String {
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
  }

  /// What was done to the text, or is odd about it without being wrong.
  public enum Note: String, Sendable, Codable, CaseIterable {
    case trimmed, widened, narrowed, composed, sameCell, space, upperCased, invisibleRemoved, variantRemoved, radical
    case hyphen, postalMark, katakana, lowerCased, leadingZeros
    case looksLikeLongVowel, looksLikeVoicedKana, looksLikeYen
    case twoAtSigns, oddAddress, noDomainDot
  }

  /// Accept, repair or reject.
  public let outcome: Outcome
  /// What would be stored; for a rejected text, the text after every safe repair.
  public let value: String
  /// The message for a rejected text.
  public let code: MessageCode?
  /// Whole texts that could be stored instead, best first.
  public let suggestions: [String]
  /// The characters to blame, all of them.
  public let problems: [Problem]
  /// What was done or is odd.
  public let notes: [Note]

  /// A verdict.
  public init(
    _ outcome: Outcome, value: String, code: MessageCode? = nil, suggestions: [String] = [], problems: [Problem] = [],
    notes: [Note] = []
  ) {
    self.outcome = outcome
    self.value = value
    self.code = code
    self.suggestions = suggestions
    self.problems = problems
    self.notes = notes
  }
}

/// A field of a form that cannot be kept as it is.
public struct FieldProblem: Sendable, Equatable {
  /// Where the cursor goes.
  public let field: FieldID
  /// The manual's message.
  public let code: MessageCode
  /// Which characters and what they could become, if the text itself is to blame.
  public let verdict: Verdict?

  /// A problem.
  public init(field: FieldID, code: MessageCode, verdict: Verdict? = nil) {
    self.field = field
    self.code = code
    self.verdict = verdict
  }
}
