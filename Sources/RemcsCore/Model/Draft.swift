/// A walk through the wizard, or a form of a menu, that is not finished: where the person was and everything typed so far, checked or not.
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

  /// Whether it is a form of a menu, and not a walk through the wizard; such a draft holds that form's answers only.
  public var isInMenu: Bool

  /// A draft.
  public init(
    screen: String, answers: Answers, field: FieldID? = nil, consent: Consent? = nil, isInMenu: Bool = false
  ) {
    self.screen = screen
    self.answers = answers
    self.field = field
    self.consent = consent
    self.isInMenu = isInMenu
  }

  /// A draft of an older program knows no menu.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    screen = try container.decode(String.self, forKey: .screen)
    answers = try container.decode(Answers.self, forKey: .answers)
    field = try container.decodeIfPresent(FieldID.self, forKey: .field)
    consent = try container.decodeIfPresent(Consent.self, forKey: .consent)
    isInMenu = try container.decodeIfPresent(Bool.self, forKey: .isInMenu) ?? false
  }
}
