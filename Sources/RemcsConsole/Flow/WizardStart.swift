public import RemcsCore

/// What the flow has to know at the start.
public struct WizardStart: Sendable {
  /// The language of the screens; English until someone chose.
  public var language: Language
  /// Whether someone chose it already; else the language screen comes first (3.2.1).
  public var isLanguageChosen: Bool
  /// The language to mark on that screen, from the locale or `--lang`.
  public var suggestedLanguage: Language
  /// The 装置 ID, whatever the status line calls the device.
  public var deviceID: String
  /// The status line.
  public var status: ViewContext.Status
  /// Whether the device was registered before: then the menu comes first.
  public var isRegistered: Bool
  /// What the forms hold: stored settings and initial values.
  public var answers: Answers
  /// The names of the centers.
  public var centers: [String]
  /// Why there are no centers.
  public var centersError: ServiceError?
  /// A walk that was not finished.
  public var draft: Draft?
  /// Something to tell first, such as RMG_0188.
  public var notice: ServiceError?
  /// What was assumed about the terminal.
  public var terminalNotice: TerminalNotice?
  /// Which menu a registered device begins with; the CE menu comes first on any device.
  var menu: MenuPage
  /// The window.
  public var size: Frame.Size
  /// What is special about this console, on the welcome and in each help: where a rehearsal center listens.
  public var note: @Sendable (Language) -> String?

  /// A start.
  public init(
    language: Language, isLanguageChosen: Bool, suggestedLanguage: Language, deviceID: String? = nil,
    status: ViewContext.Status,
    isRegistered: Bool = false, answers: Answers, centers: [String], centersError: ServiceError? = nil,
    draft: Draft? = nil, notice: ServiceError? = nil, terminalNotice: TerminalNotice? = nil, isCEMenu: Bool = false,
    size: Frame.Size = .standard, note: @escaping @Sendable (Language) -> String? = { _ in nil }
  ) {
    self.language = language
    self.isLanguageChosen = isLanguageChosen
    self.suggestedLanguage = suggestedLanguage
    self.deviceID = deviceID ?? status.device
    self.status = status
    self.isRegistered = isRegistered
    self.answers = answers
    self.centers = centers
    self.centersError = centersError
    self.draft = draft
    self.notice = notice
    self.terminalNotice = terminalNotice
    menu = isCEMenu ? .ce : .remcs
    self.size = size
    self.note = note
  }
}
