/// Which characters a text field takes (table 3.4).
public enum CharacterClass: String, Sendable, CaseIterable {
  /// JIS X 0208 rows 1 to 8 and 16 to 84 (class A): 6,879 characters.
  case fullWidth
  /// JIS X 0208 rows 1, 3 and 5 (class B): 242 characters.
  case kana
  /// 半角英数記号 without space: 0x21 to 0x7E.
  case ascii
  /// An e-mail address by the manual's rule (3.2.6), which is wider than RFC 5321.
  case email
  /// 半角数値記号: digits and signs, no letter and no space.
  case telephone
  /// Digits and hyphen; for Japan 3 digits, hyphen or not, 4 digits.
  case postalCode
  /// Two letters of ISO 3166, or 99.
  case country
  /// A host name, an IPv4 or IPv6 address, also link-local with `%interface`.
  case host
  /// The name of a file or directory: anything but control characters.
  case path
}

/// What kind of answer a field takes.
public enum FieldKind: Sendable, Equatable {
  /// Text of one class, at most `maximum` characters (Unicode scalars after repair, the manual's 桁).
  case text(CharacterClass, maximum: Int)
  /// Text that is never shown: asterisks on a screen, nothing in a log.
  case secret(maximum: Int)
  /// Digits within a range.
  case number(ClosedRange<Int>)
  /// One of these raw values.
  case choice([String])
  /// `yes` or `no`.
  case flag
  /// `HH:MM`, 00:00 to 24:00.
  case time
}

/// Whether a field must be filled in, given the other answers.
public enum Requirement: Sendable, Equatable {
  /// 必須.
  case required
  /// 任意.
  case optional
  /// Has no meaning now: shown as inactive, skipped by the cursor, not checked.
  case inactive
}

/// The forms, each a set of fields in the order of its screen.
public enum FormID: String, Sendable, CaseIterable {
  /// Figure 3.11.
  case center
  /// Figure 3.12.
  case connectionType
  /// Figure 3.13, table 3.1, and the encryption that figure 3.13 shows.
  case internetEnvironment
  /// Figure 3.14, table 3.2.
  case pointToPointEnvironment
  /// Figure 3.15, table 3.3.
  case schedule
  /// Figure 3.16, table 3.5.
  case customer
  /// Figure 3.20.
  case connectionCheck
  /// Figure 5.2, table 5.1.
  case internetDetail
  /// Figure 5.3, table 5.2.
  case pointToPointDetail
  /// Figures 3.27 and 4.10.
  case certificateReplacement
  /// Figure 4.5.
  case export
  /// Figure 3.22.
  case importFiles
  /// 接続先センターリストの入れ替え, in the menu of figure 5.4.
  case centerListReplacement
  /// Chapter 7.
  case logCollection
}
