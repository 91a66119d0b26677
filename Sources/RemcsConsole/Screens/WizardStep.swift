internal import Localization

/// The five steps of the wizard, which the first line of its screens shows (figures 3.11 to 3.21).
enum WizardStep: Int, Sendable, CaseIterable {
  case connectionType, environment, customer, registration, connectionCheck
  /// All five are done.
  case done

  private var label: TextKey? {
    switch self {
    case .connectionType: .stepConnectionType
    case .environment: .stepEnvironment
    case .customer: .stepCustomer
    case .registration: .stepRegistration
    case .connectionCheck: .stepConnectionCheck
    case .done: nil
    }
  }

  /// `REMCS  [*]接続形態  [>]環境  [ ]お客様情報  [ ]登録  [ ]接続確認`; without a step, only the name.
  static func line(_ current: WizardStep?, words: Words) -> String {
    guard let current else { return "REMCS" }
    var line = "REMCS"
    for step in allCases {
      guard let label = step.label else { continue }
      let mark = step.rawValue < current.rawValue ? "[*]" : step == current ? "[>]" : "[ ]"
      line += "  " + mark + words(label)
    }
    return line
  }
}
