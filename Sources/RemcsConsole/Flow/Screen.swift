public import FoundationEssentials
public import RemcsCore

/// One screen of the manual, as a value: it turns a command into an intent, and itself into a frame. It does no input
/// or output and knows no terminal; ``Flow`` runs its intents.
public protocol Screen: Sendable {
  /// Which screen it is.
  var id: ScreenID { get }
  /// Takes a command; what should happen outside of the screen comes back.
  mutating func update(_ command: Command) -> Intent
  /// What it looks like now.
  func view(_ context: ViewContext) -> Frame
  /// Takes note of size and language, so that scrolling knows its bounds; called before every update.
  mutating func fit(_ context: ViewContext)
  /// The person rests: what would cost too much with every key is brought up to date.
  mutating func rest()
  /// What was typed on it, together with the answers of the other screens; nil for a screen without a form.
  var answers: Answers? { get }
  /// The field with the focus, if it has a form.
  var focusedField: FieldID? { get }
  /// Where the focus is, in a word: help belongs to a place, and is shown once someone stays there.
  var place: String { get }
}

extension Screen {
  /// Most screens need nothing here.
  public mutating func fit(_ context: ViewContext) {}
  /// Most screens have nothing to bring up to date.
  public mutating func rest() {}
  /// Most screens hold no answers.
  public var answers: Answers? { nil }
  /// Most screens have no fields.
  public var focusedField: FieldID? { nil }
  /// A form has as many places as fields; most other screens have one.
  public var place: String { id.rawValue + "." + (focusedField?.rawValue ?? "") }
}

/// The screens, with the figure of the manual that each of them is.
public enum ScreenID: String, Sendable, CaseIterable, Codable {
  /// Figures 3.4 and 3.5.
  case language
  /// Figure 3.10.
  case welcome
  /// Figure 3.11.
  case center
  /// Figure 3.12.
  case initialSettings = "initial-settings"
  /// Figure 3.13.
  case internetEnvironment = "internet-environment"
  /// Figure 3.14.
  case pointToPointEnvironment = "point-to-point-environment"
  /// Figure 3.15.
  case schedule
  /// Figure 3.16.
  case customer
  /// Figure 3.17.
  case review
  /// Figure 3.18.
  case consent
  /// Table 6.29: progress of the registration.
  case registering
  /// Figure 3.19.
  case registrationResult = "registration-result"
  /// Figure 3.20.
  case connectionCheck = "connection-check"
  /// Table 6.29: progress of the connection check.
  case checking
  /// Figure 3.21.
  case connectionCheckResult = "connection-check-result"
  /// Figure 3.22.
  case importFiles = "import-files"
  /// What the files would change; the manual has no such screen.
  case importPreview = "import-preview"
  /// Why the files cannot be taken over, with the lines of all errors.
  case importRefused = "import-refused"
  /// Figure 3.24.
  case automaticCheck = "automatic-check"
  /// Figure 3.25.
  case automaticConsent = "automatic-consent"
  /// Figure 3.26.
  case automaticResult = "automatic-result"
  /// The staged check.
  case diagnosis
  /// Figure 4.1.
  case menu
  /// Table 6.29: progress of what the menu sends.
  case sending
  /// How it failed; what succeeds is told over the menu.
  case actionFailed = "action-failed"
  /// Figures 4.16 and 4.17.
  case pause, resume
  /// Reading the hardware.
  case hardwareReading = "hardware-reading"
  /// Figure 4.18.
  case hardware
  /// The event log, and one report of it.
  case eventLog = "event-log"
  /// See ``eventLog``.
  case report
  /// The units that are held back.
  case suppression
  /// Chapter 7: where the archive of the logs goes.
  case logCollection = "log-collection"
  /// Writing it.
  case logCollecting = "log-collecting"
  /// Figure 5.1.
  case ceMenu = "ce-menu"
  /// Figures 5.2 and 5.3.
  case internetDetail = "internet-detail"
  /// See ``internetDetail``.
  case pointToPointDetail = "point-to-point-detail"
  /// Figure 5.6.
  case displayName = "display-name"
  /// Figure 4.5.
  case export
  /// Figures 4.7 to 4.9.
  case certificate
  /// Figures 3.27 and 4.10.
  case certificateReplacement = "certificate-replacement"
  /// Figures 3.28 and 4.11.
  case certificateConfirmation = "certificate-confirmation"
  /// Figure 4.12.
  case certificateRestoration = "certificate-restoration"
  /// Figure 5.8.
  case serverCertificate = "server-certificate"
  /// 接続先センターリストの入れ替え, in the menu of figure 5.4.
  case centerListReplacement = "center-list-replacement"
  /// What another center list changes, before it is taken.
  case centerListConfirmation = "center-list-confirmation"
  /// Figure 8.1.
  case consoleInUse = "console-in-use"
  /// F1.
  case help
}

/// What surrounds every screen and does not belong to it.
public struct ViewContext: Sendable {
  /// Rows and columns.
  public var size: Frame.Size
  /// The language of every text.
  public var language: Language
  /// What the status line shows.
  public var status: Status
  /// Whether the person stays at the place where the focus is. Walking on, nobody reads help, and on a slow line it
  /// would cost more than the step itself.
  public var showsHelp = true
  /// The time, for what depends on it; nil shows nothing of the kind.
  public var now: Date?

  /// What stands on the status line (docs/console.md).
  public struct Status: Sendable, Equatable {
    /// Device id or unique name.
    public var device: String
    /// The operating state.
    public var state: OperatingState
    /// The connection type, once chosen.
    public var connectionType: ConnectionType?
    /// How many reports wait to be sent.
    public var waiting: Int
    /// What a person has to look at: reports that failed, or trouble on the way to the center.
    public var alarm: Alarm?

    /// Whether there is a certificate to restore (table 4.1).
    public var canRestoreCertificate = true

    /// See ``alarm``.
    public enum Alarm: Sendable, Equatable {
      case failed(Int)
      case trouble(ServiceError)
    }

    /// A status.
    public init(
      device: String, state: OperatingState, connectionType: ConnectionType?, waiting: Int = 0, alarm: Alarm? = nil
    ) {
      self.device = device
      self.state = state
      self.connectionType = connectionType
      self.waiting = waiting
      self.alarm = alarm
    }
  }

  /// A context.
  public init(size: Frame.Size = .standard, language: Language, status: Status) {
    self.size = size
    self.language = language
    self.status = status
  }
}
