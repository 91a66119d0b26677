/// Where a message of chapter 6 comes from in this program, or why it never comes: the one declaration behind
/// docs/messages.md. Tests hold it against the sources and against the names of screens and commands.
public enum MessageOrigin: Sendable, Equatable {
  /// Something here issues it.
  case occurs(MessageSituation)
  /// Nothing here can.
  case cannotOccur(MessageAbsence)
}

/// The situation that issues a message.
public struct MessageSituation: Sendable, Equatable {
  /// What happens, in a sentence.
  public let summary: String
  /// The screens that show it, by the names of `remcs screens`.
  public let screens: [String]
  /// The commands that print it, as they are typed behind `remcs`.
  public let commands: [String]

  init(_ summary: String, screens: [String] = [], commands: [String] = []) {
    self.summary = summary
    self.screens = screens
    self.commands = commands
  }
}

/// Why a message cannot occur.
public enum MessageAbsence: String, Sendable, CaseIterable {
  case pageDisplayed, webServer, oneStore, oneTransaction, runsInFront, saidByAnother, noDestination, noModule

  /// The reason, in a sentence or two.
  public var summary: String {
    switch self {
    case .pageDisplayed:
      "A page of the manual's web interface tells its frame that it was displayed. Here a screen that shows needs no"
        + " such proof, and one that cannot be shown ends the program with a sentence about the terminal."
    case .webServer:
      "It is about a web server: parameters of a request, templates of pages, keys of sessions, windows of a browser."
        + " Here the program draws on the terminal itself, and who may sit there is a lock of the system."
    case .oneStore:
      "All settings and the state are in one store. If it cannot be read, RMG_0150 says so with the system's reason,"
        + " whatever was looked for; if it is damaged, RMG_0188. A part of the device ID that is not known is an X."
    case .oneTransaction:
      "It is stored in one transaction with what caused it, and fails only together with that, whose own message says"
        + " so: customer information with the registration (RMG_0085, RMG_0088), the state with what changes it."
    case .runsInFront:
      "The manual's page starts a process in the background and can only tell that it was started. Here it runs before"
        + " the eyes, with its progress, and its result is told."
    case .saidByAnother:
      "Another message of the same situation is told instead: RMG_0166 and RMG_0167 for the language, RMG_0101 and"
        + " RMG_0102 for the center, RMG_0138 for the hardware configuration."
    case .noDestination: "There is one form of this program for all countries, and no destination to read."
    case .noModule: "Console and commands do their work themselves; there is no other module that has to run for them."
    }
  }
}

extension MessageCode {
  /// Where one of the texts of this code comes from.
  public func origin(variant: MessageVariant = .standard) -> MessageOrigin {
    guard variant == .alternate else { return origin }
    return self == .rmg0215 || self == .rmg0210 ? .cannotOccur(.pageDisplayed) : origin
  }

  private var origin: MessageOrigin {
    switch self {
    case .rmg0005, .rmg0008, .rmg0009, .rmg0010, .rmg0011, .rmg0019, .rmg0042, .rmg0050, .rmg0055, .rmg0062,
      .rmg0063, .rmg0066, .rmg0067, .rmg0079, .rmg0084, .rmg0087, .rmg0098, .rmg0105, .rmg0120, .rmg0130, .rmg0162,
      .rmg0185, .rmg0210, .rmg0214, .rmg0217, .rmg0220, .rmg0223:
      .cannotOccur(.pageDisplayed)
    case .rmg0002, .rmg0004, .rmg1121, .rmg1135, .exportDone:
      .cannotOccur(.webServer)
    case .rmg0001, .rmg0006, .rmg0007, .rmg0018, .rmg0065:
      .cannotOccur(.oneStore)
    case .rmg0027, .rmg0077:
      .cannotOccur(.oneTransaction)
    case .rmg0082, .rmg0083, .rmg0128:
      .cannotOccur(.runsInFront)
    case .rmg0012, .rmg0100, .rmg0140:
      .cannotOccur(.saidByAnother)
    case .rmg0172:
      .cannotOccur(.noDestination)
    case .rmg0193:
      .cannotOccur(.noModule)
    case .rmg0015: .occurs(.rmg0015)
    case .rmg0016: .occurs(.rmg0016)
    case .rmg0021: .occurs(.rmg0021)
    case .rmg0022: .occurs(.rmg0022)
    case .rmg0023: .occurs(.rmg0023)
    case .rmg0025: .occurs(.rmg0025)
    case .rmg0026: .occurs(.rmg0026)
    case .rmg0028: .occurs(.rmg0028)
    case .rmg0029: .occurs(.rmg0029)
    case .rmg0030: .occurs(.rmg0030)
    case .rmg0031: .occurs(.rmg0031)
    case .rmg0032: .occurs(.rmg0032)
    case .rmg0033: .occurs(.rmg0033)
    case .rmg0035: .occurs(.rmg0035)
    case .rmg0036: .occurs(.rmg0036)
    case .rmg0037: .occurs(.rmg0037)
    case .rmg0038: .occurs(.rmg0038)
    case .rmg0039: .occurs(.rmg0039)
    case .rmg0040: .occurs(.rmg0040)
    case .rmg0041: .occurs(.rmg0041)
    case .rmg0043: .occurs(.rmg0043)
    case .rmg0044: .occurs(.rmg0044)
    case .rmg0048: .occurs(.rmg0048)
    case .rmg0049: .occurs(.rmg0049)
    case .rmg0051: .occurs(.rmg0051)
    case .rmg0052: .occurs(.rmg0052)
    case .rmg0053: .occurs(.rmg0053)
    case .rmg0054: .occurs(.rmg0054)
    case .rmg0056: .occurs(.rmg0056)
    case .rmg0058: .occurs(.rmg0058)
    case .rmg0059: .occurs(.rmg0059)
    case .rmg0060: .occurs(.rmg0060)
    case .rmg0061: .occurs(.rmg0061)
    case .rmg0064: .occurs(.rmg0064)
    case .rmg0068: .occurs(.rmg0068)
    case .rmg0069: .occurs(.rmg0069)
    case .rmg0070: .occurs(.rmg0070)
    case .rmg0071: .occurs(.rmg0071)
    case .rmg0072: .occurs(.rmg0072)
    case .rmg0073: .occurs(.rmg0073)
    case .rmg0074: .occurs(.rmg0074)
    case .rmg0075: .occurs(.rmg0075)
    case .rmg0076: .occurs(.rmg0076)
    case .rmg0078: .occurs(.rmg0078)
    case .rmg0080: .occurs(.rmg0080)
    case .rmg0081: .occurs(.rmg0081)
    case .rmg0085: .occurs(.rmg0085)
    case .rmg0086: .occurs(.rmg0086)
    case .rmg0088: .occurs(.rmg0088)
    case .rmg0089: .occurs(.rmg0089)
    case .rmg0092: .occurs(.rmg0092)
    case .rmg0095: .occurs(.rmg0095)
    case .rmg0096: .occurs(.rmg0096)
    case .rmg0097: .occurs(.rmg0097)
    case .rmg0099: .occurs(.rmg0099)
    case .rmg0101: .occurs(.rmg0101)
    case .rmg0102: .occurs(.rmg0102)
    case .rmg0103: .occurs(.rmg0103)
    case .rmg0104: .occurs(.rmg0104)
    case .rmg0106: .occurs(.rmg0106)
    case .rmg0118: .occurs(.rmg0118)
    case .rmg0121: .occurs(.rmg0121)
    case .rmg0122: .occurs(.rmg0122)
    case .rmg0123: .occurs(.rmg0123)
    case .rmg0124: .occurs(.rmg0124)
    case .rmg0125: .occurs(.rmg0125)
    case .rmg0126: .occurs(.rmg0126)
    case .rmg0132: .occurs(.rmg0132)
    case .rmg0133: .occurs(.rmg0133)
    case .rmg0136: .occurs(.rmg0136)
    case .rmg0138: .occurs(.rmg0138)
    case .rmg0142: .occurs(.rmg0142)
    case .rmg0143: .occurs(.rmg0143)
    case .rmg0144: .occurs(.rmg0144)
    case .rmg0150: .occurs(.rmg0150)
    case .rmg0163: .occurs(.rmg0163)
    case .rmg0164: .occurs(.rmg0164)
    case .rmg0165: .occurs(.rmg0165)
    case .rmg0166: .occurs(.rmg0166)
    case .rmg0167: .occurs(.rmg0167)
    case .rmg0181: .occurs(.rmg0181)
    case .rmg0182: .occurs(.rmg0182)
    case .rmg0183: .occurs(.rmg0183)
    case .rmg0186: .occurs(.rmg0186)
    case .rmg0187: .occurs(.rmg0187)
    case .rmg0188: .occurs(.rmg0188)
    case .rmg0189: .occurs(.rmg0189)
    case .rmg0190: .occurs(.rmg0190)
    case .rmg0194: .occurs(.rmg0194)
    case .rmg0195: .occurs(.rmg0195)
    case .rmg0196: .occurs(.rmg0196)
    case .rmg0207: .occurs(.rmg0207)
    case .rmg0208: .occurs(.rmg0208)
    case .rmg0209: .occurs(.rmg0209)
    case .rmg0211: .occurs(.rmg0211)
    case .rmg0212: .occurs(.rmg0212)
    case .rmg0213: .occurs(.rmg0213)
    case .rmg0215: .occurs(.rmg0215)
    case .rmg0216: .occurs(.rmg0216)
    case .rmg0218: .occurs(.rmg0218)
    case .rmg0219: .occurs(.rmg0219)
    case .rmg0221: .occurs(.rmg0221)
    case .rmg0222: .occurs(.rmg0222)
    case .rmg0224: .occurs(.rmg0224)
    case .rmg0229: .occurs(.rmg0229)
    case .rmg1123: .occurs(.rmg1123)
    case .rmg1125: .occurs(.rmg1125)
    case .rmg2001: .occurs(.rmg2001)
    case .rmg2002: .occurs(.rmg2002)
    case .rmg2003: .occurs(.rmg2003)
    case .rmg2004: .occurs(.rmg2004)
    case .rmg2005: .occurs(.rmg2005)
    case .rmg2006: .occurs(.rmg2006)
    case .rmg2007: .occurs(.rmg2007)
    case .rmg2008: .occurs(.rmg2008)
    case .rmg2009: .occurs(.rmg2009)
    case .rmg2010: .occurs(.rmg2010)
    case .rmg2011: .occurs(.rmg2011)
    case .rmg2012: .occurs(.rmg2012)
    case .rmg2013: .occurs(.rmg2013)
    case .rmg3000: .occurs(.rmg3000)
    }
  }
}
