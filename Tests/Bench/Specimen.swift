import Localization
import RemcsCore
import TestSupport

/// The other programs that show a form on a terminal: what is usual today.
///
/// dialog shows the six text fields of our form for internet mail. whiptail has no form of several fields; an input
/// box for the first of them is the nearest that it can do.
enum Specimen: String, CaseIterable {
  case dialog, whiptail

  /// The fields, in their order.
  private static let fields: [FieldID] = [.smtpServer, .smtpPort, .senderEmail, .userID, .password, .splitSize]

  /// Starts it.
  func start(type: String = "xterm", _ language: Language = .en) throws -> PseudoTerminal {
    let title = text(.screenInternetEnvironmentTitle, in: language)
    let words = Self.fields.map { text($0.labelKey, in: language) }
    var arguments: [String]
    switch self {
    case .dialog:
      arguments = ["--mixedform", title, "24", "80", "12"]
      for (row, field) in Self.fields.enumerated() {
        let value = row == 0 ? "mail.example.co.jp" : ""
        let isSecret = field == .password
        arguments += [words[row], "\(row + 1)", "1", value, "\(row + 1)", "24", "48", "128", isSecret ? "1" : "0"]
      }
    case .whiptail:
      arguments = ["--inputbox", "\(title)\n\n\(words[0])", "24", "80", "mail.example.co.jp"]
    }
    return try PseudoTerminal("/usr/bin/" + rawValue, arguments: arguments, environment: ["TERM": type])
  }

  /// Whether its first screen is there.
  static func isReady(_ screen: ScreenEmulator) -> Bool {
    screen.text.contains("Cancel") && screen.text.contains("mail.example.co.jp")
  }

  /// The key for what comes next: the second field of dialog, the button of whiptail.
  var nextKey: String { self == .dialog ? "\u{E}" : "\t" }
}

extension FieldID {
  /// The key of its label.
  var labelKey: TextKey { TextKey(rawValue: "field.\(rawValue)") ?? .screenInternetEnvironmentTitle }
}
