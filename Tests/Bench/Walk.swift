import Localization
import RemcsCore
import TestSupport

/// A person who walks the wizard, and looks at each screen before going on.
final class Walk {
  let terminal: PseudoTerminal
  private let language: Language

  /// Opens the console of a home.
  init(_ programs: Installation, _ language: Language, home: String, type: String = "xterm") throws {
    terminal = try programs.console(home, type: type)
    self.language = language
  }

  /// A customer, as typed.
  static let customer: [(FieldID, String)] = [
    (.corporateName, "株式会社　日本橋製作所"), (.corporateNameKana, "カブシキガイシャ　ニホンバシセイサクショ"),
    (.department, "情報システム部"), (.address, "東京都中央区日本橋２丁目４番１号"), (.building, "東館７階"),
    (.administratorName, "山田　太郎"), (.administratorNameKana, "ヤマダ　タロウ"),
    (.administratorEmail, "taro@example.co.jp"), (.postalCode, "103-8265"), (.telephone, "03-3211-4111"),
    (.fax, "03-3211-4112"), (.uniqueName, "SV-01"),
  ]

  // MARK: - Looking and pressing

  /// Waits for a screen by its title; the language screen is English until one was chosen.
  func see(_ screen: String) throws {
    let spoken = screen == .language ? Language.en : language
    let title = text(TextKey(rawValue: "screen.\(screen).title") ?? .screenWelcomeTitle, in: spoken)
    try wait { $0.lines[2].hasPrefix(title) && $0.lines[23].hasPrefix("F1 ") }
  }

  private func wait(until isDone: (ScreenEmulator) -> Bool) throws {
    guard terminal.wait(within: .seconds(30), until: isDone) else {
      throw Installation.Failure(description: "stuck at\n\(terminal)")
    }
  }

  /// Presses a key that leads to a screen.
  func press(_ key: String, toSee screen: String) throws {
    terminal.send(key)
    try see(screen)
  }

  /// The bytes that keys cost until the screen is as wanted, and no more comes.
  func cost(_ keys: String, until isDone: (ScreenEmulator) -> Bool) throws -> Int {
    try terminal.cost(of: keys, until: isDone)
  }

  // MARK: - The wizard

  /// From the language screen to the welcome.
  func chooseLanguage() throws {
    try see(.language)
    if language == .ja { terminal.send("\u{1B}[A") }
    terminal.send("\r")
    try wait { $0.contains(">[") }
    terminal.send("\r")
    if language == .ja {
      try wait { $0.contains("RMG_0190") }
      terminal.send("\r")
      try wait { $0.contains("RMG_0166") }
      terminal.send("\r")
    }
    try see(.welcome)
  }

  /// From the welcome to the customer, with what is set already.
  func goToCustomer() throws {
    for screen in [String.center, .initialSettings, .internetEnvironment, .schedule, .customer] {
      try press("\u{E}", toSee: screen)
    }
  }

  /// Fills in the customer, one character after the other.
  func typeCustomer() throws {
    for (_, value) in Self.customer {
      for character in value {
        let before = terminal.screen.byteCount
        terminal.send(String(character))
        try wait { $0.byteCount > before }
      }
      let row = terminal.screen.row
      terminal.send("\t")
      try wait { $0.row != row }
    }
    terminal.settle(quiet: .milliseconds(50))
  }

  /// From the customer to the consent.
  func goToConsent() throws {
    try press("\u{E}", toSee: .review)
    try press("\u{E}", toSee: .consent)
  }

  /// Agrees; the registration begins.
  func agree() {
    // Ctrl-N leads to the button, and no further.
    terminal.send("\u{E}\r")
  }

  /// From the filled customer to the result of the registration.
  func register() throws {
    try goToConsent()
    agree()
    try wait { $0.contains("RMG_0086") }
    try see(.registrationResult)
  }

  /// From the result of the registration to that of the connection check.
  func check() throws {
    try press("\u{E}", toSee: .connectionCheck)
    terminal.send("\u{E}")
    try wait { $0.contains("RMG_0053") }
    terminal.send("\r")
    try wait { $0.contains("RMG_0058") }
    try see(.connectionCheckResult)
  }
}

/// The screens, as the catalogues name them.
extension String {
  static let language = "language"
  static let welcome = "welcome"
  static let center = "center"
  static let initialSettings = "initial-settings"
  static let internetEnvironment = "internet-environment"
  static let schedule = "schedule"
  static let customer = "customer"
  static let review = "review"
  static let consent = "consent"
  static let registrationResult = "registration-result"
  static let connectionCheck = "connection-check"
  static let connectionCheckResult = "connection-check-result"
}
