/// A walk through the wizard that is not finished: where the person was and everything typed so far, checked or not.
/// It is written at each field, so a lost line loses nothing.
public struct Draft: Sendable, Codable, Equatable {
  /// The screen to go on from; a name of the front end, opaque to the core.
  public var screen: String
  /// Everything typed or chosen.
  public var answers: Answers
  /// The field that the cursor was in.
  public var field: FieldID?
  /// A consent already given for these answers.
  public var consent: Consent?

  /// A draft.
  public init(screen: String, answers: Answers, field: FieldID? = nil, consent: Consent? = nil) {
    self.screen = screen
    self.answers = answers
    self.field = field
    self.consent = consent
  }
}
