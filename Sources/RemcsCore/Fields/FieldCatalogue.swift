/// The one declaration of a field (tables 3.1, 3.2, 3.3, 3.5, 5.1, 5.2).
public struct Field: Sendable {
  /// Its name.
  public let id: FieldID
  /// What it takes.
  public let kind: FieldKind
  /// Whether the tables call it 必須, always or under a condition; see ``FormID/requirement(of:in:)`` for when.
  public let isRequired: Bool
  /// Whether it is personal information (table 3.5, 個人情報 該当).
  public let isPersonal: Bool
  /// The message for a character that it does not take.
  public let characterCode: MessageCode
  /// The message for an empty one that must not be empty.
  public let requiredCode: MessageCode
  /// The message for a number, a time or a choice outside what is allowed.
  public let rangeCode: MessageCode
  /// What it holds before anyone has typed (初期値); nil if nothing.
  public let initialValue: String?

  /// The message for too many characters (入力桁数).
  public var lengthCode: MessageCode { .rmg0029 }

  /// The most characters that it holds, in Unicode scalars after repair: 最大桁数 of the tables, the digits of the
  /// largest number, 5 for a time. For a postal code see the note 2 of table 3.5: 8 is Japan's.
  public var maximum: Int {
    switch kind {
    case .text(_, let maximum), .secret(let maximum): maximum
    case .number(let range): String(range.upperBound).utf8.count
    case .choice(let choices): choices.map(\.utf8.count).max() ?? 0
    case .flag: 3
    case .time: 5
    }
  }

  /// Whether it must never be shown: asterisks on a screen, nothing in a log.
  public var isSecret: Bool {
    if case .secret = kind { true } else { false }
  }

  init(
    _ id: FieldID, _ kind: FieldKind, required isRequired: Bool = true, personal isPersonal: Bool = false,
    characters characterCode: MessageCode = .rmg0015, missing requiredCode: MessageCode = .rmg0036,
    range rangeCode: MessageCode = .rmg0016, initial initialValue: String? = nil
  ) {
    self.id = id
    self.kind = kind
    self.isRequired = isRequired
    self.isPersonal = isPersonal
    self.characterCode = characterCode
    self.requiredCode = requiredCode
    self.rangeCode = rangeCode
    self.initialValue = initialValue
  }

  /// The declaration of a field.
  public static func of(_ id: FieldID) -> Field {
    switch id {
    // Table 3.5.
    case .corporateName: Field(id, .text(.fullWidth, maximum: 30), characters: .rmg0068)
    case .corporateNameKana: Field(id, .text(.kana, maximum: 40), characters: .rmg0075)
    case .department: Field(id, .text(.fullWidth, maximum: 20), required: false, characters: .rmg0069)
    case .address: Field(id, .text(.fullWidth, maximum: 30), characters: .rmg0070)
    case .building: Field(id, .text(.fullWidth, maximum: 20), required: false, characters: .rmg0071)
    case .administratorName: Field(id, .text(.fullWidth, maximum: 20), personal: true, characters: .rmg0072)
    case .administratorNameKana: Field(id, .text(.kana, maximum: 20), personal: true, characters: .rmg0076)
    case .administratorEmail: Field(id, .text(.email, maximum: 60), personal: true, characters: .rmg0181)
    case .postalCode: Field(id, .text(.postalCode, maximum: 8), required: false)
    case .telephone: Field(id, .text(.telephone, maximum: 20), personal: true)
    case .fax: Field(id, .text(.telephone, maximum: 20), required: false, personal: true)
    case .uniqueName: Field(id, .text(.ascii, maximum: 32), required: false)
    case .country: Field(id, .text(.country, maximum: 2), initial: "JP")
    case .installationSite: Field(id, .text(.fullWidth, maximum: 30), required: false, characters: .rmg0073)
    case .installationBuilding: Field(id, .text(.fullWidth, maximum: 20), required: false, characters: .rmg0074)
    case .engineerEmail:
      Field(id, .text(.email, maximum: 60), required: false, personal: true, characters: .rmg0181)
    case .deletePersonalInformation: Field(id, .flag, required: false, initial: "no")
    default: ofEnvironment(id)
    }
  }

  private static func ofEnvironment(_ id: FieldID) -> Field {
    switch id {
    // Tables 3.1, 3.2, 5.1 and 5.2; the retry count has no range there, only two digits.
    case .timeout: Field(id, .number(60...3600), initial: "60")
    case .retryCount: Field(id, .number(0...99), initial: "5")
    case .retryInterval: Field(id, .number(1...600), initial: "30")
    case .smtpServer, .popServer: Field(id, .text(.host, maximum: 128))
    case .smtpPort: Field(id, .number(1...65535), initial: "25")
    case .popPort: Field(id, .number(1...65535), initial: "110")
    case .popWait: Field(id, .number(0...30000), initial: "1000")
    case .encryption: choice(id, Encryption.self, Encryption.none)
    case .senderEmail: Field(id, .text(.email, maximum: 128), characters: .rmg0181)
    case .authenticationType: choice(id, AuthenticationType.self, AuthenticationType.none)
    case .authenticationMechanism: choice(id, AuthenticationMechanism.self, .auto)
    case .userID: Field(id, .text(.ascii, maximum: 64))
    case .password: Field(id, .secret(maximum: 64))
    case .splitMethod: choice(id, SplitMethod.self, .event)
    case .splitSize: Field(id, .number(10...512), initial: "512")
    case .addressPreference: choice(id, AddressPreference.self, .ipv4)
    default: ofOthers(id)
    }
  }

  private static func ofOthers(_ id: FieldID) -> Field {
    switch id {
    // Table 3.3. The initial weekday is drawn by lot, so it is not here: see ``FormID/initialAnswers(weekday:)``.
    case .connectionCycle: choice(id, ConnectionCycle.self, .weekly)
    case .connectionWeekday: choice(id, Weekday.self, nil)
    case .startTime: Field(id, .time, initial: "10:00")
    case .endTime: Field(id, .time, initial: "15:00")
    // Figures 3.11 and 3.12. The names of the centers come from the list of centers.
    case .center: Field(id, .text(.ascii, maximum: 32), initial: "OSC")
    case .connectionType: choice(id, ConnectionType.self, .internet)
    // Figure 3.20.
    case .notifyAdministrator: Field(id, .flag, initial: "yes")
    case .notifyEngineer: choice(id, EngineerNotification.self, EngineerNotification.none)
    // Figures 3.22, 3.27, 4.5 and 4.10, 5.3, and chapter 7.
    case .certificateFile, .exportDirectory, .centerListFile, .logDirectory: Field(id, .text(.path, maximum: 200))
    case .environmentFile, .customerFile: Field(id, .text(.path, maximum: 200), required: false)
    case .exportPassphrase, .importPassphrase: Field(id, .secret(maximum: 64), required: false)
    case .notifyEngineerEmail: Field(id, .text(.email, maximum: 60), characters: .rmg0181, missing: .rmg0183)
    default: Field(id, .text(.ascii, maximum: 32), required: false)
    }
  }

  private static func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ id: FieldID, _ choices: Choice.Type, _ initial: Choice?
  ) -> Field {
    Field(id, .choice(choices.allCases.map(\.rawValue)), characters: .rmg0016, initial: initial?.rawValue)
  }

  // MARK: Verdict

  /// What becomes of `text` in this field, looked at alone: a postal code is Japan's, a split size that of either
  /// method, and an empty text is refused wherever the tables say 必須.
  public func verdict(_ text: String) -> Verdict { verdict(text, FieldContext(isRequired: isRequired)) }

  /// What becomes of `text`, given what the other fields hold.
  func verdict(_ text: String, _ context: FieldContext) -> Verdict {
    var limits = TextLimits(
      maximum: maximum, isRequired: context.isRequired, requiredCode: context.requiredCode ?? requiredCode,
      characterCode: characterCode, lengthCode: lengthCode)
    switch kind {
    case .text(.fullWidth, _): return JapaneseRule(isKanaOnly: false).verdict(text, limits)
    case .text(.kana, _): return JapaneseRule(isKanaOnly: true).verdict(text, limits)
    case .text(.ascii, _): return ASCIIRule().verdict(text, limits)
    case .text(.email, _): return EmailRule().verdict(text, limits)
    case .text(.telephone, _): return TelephoneRule().verdict(text, limits)
    case .text(.postalCode, _):
      let isJapanese = context.country == "JP"
      if !isJapanese { limits.maximum = Self.longestPostalCode }
      return PostalCodeRule(isJapanese: isJapanese).verdict(text, limits)
    case .text(.country, _): return CountryRule().verdict(text, limits)
    case .text(.host, _): return HostRule().verdict(text, limits)
    case .text(.path, _): return PathRule().verdict(text, limits)
    case .secret: return SecretRule.verdict(text, limits)
    case .number(let range):
      let sizes = id == .splitSize ? context.splitMethod?.sizes : nil
      let code = id == .splitSize ? context.splitMethod?.sizeCode : nil
      return NumberRule(range: sizes ?? range, rangeCode: code ?? rangeCode).verdict(text, limits)
    case .choice(let choices):
      limits.characterCode = rangeCode
      return ChoiceRule(choices: choices).verdict(text, limits)
    case .flag:
      limits.characterCode = rangeCode
      return ChoiceRule(choices: ["yes", "no"]).verdict(text, limits)
    case .time: return TimeRule(last: id == .startTime ? "23:59" : "24:00").verdict(text, limits)
    }
  }

  /// The longest postal codes of digits and hyphens alone have ten characters (12345-6789).
  private static let longestPostalCode = 10
}

/// What a verdict depends on besides the field and the text.
struct FieldContext {
  /// Whether an empty text is refused.
  var isRequired: Bool
  /// The message for an empty text where the form has its own.
  var requiredCode: MessageCode?
  /// The country, for the postal code.
  var country = "JP"
  /// The split method, for the split size.
  var splitMethod: SplitMethod?
}

extension SplitMethod {
  /// The sizes that it takes, in KB (table 3.1); nil for 分割なし.
  public var sizes: ClosedRange<Int>? {
    switch self {
    case .none: nil
    case .mail: 10...100
    case .event: 64...512
    }
  }

  /// The initial size in KB, which also replaces the size when the method is changed; nil for 分割なし.
  public var initialSize: Int? {
    switch self {
    case .none: nil
    case .mail: 64
    case .event: 512
    }
  }

  /// The message for a size that it does not take.
  var sizeCode: MessageCode? {
    switch self {
    case .none: nil
    case .mail: .rmg0207
    case .event: .rmg0208
    }
  }
}
