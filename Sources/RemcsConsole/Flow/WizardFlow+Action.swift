extension WizardFlow {
  /// What runs on a thread of its own.
  enum Action: Sendable, Equatable {
    case registration(isUpdate: Bool)
    case check
    case diagnosis
    case pause, resume, schedule, timeZone
    case readHardware, sendHardware, collectLogs

    /// Whether a menu began it, and shows its end.
    var isOfMenu: Bool {
      switch self {
      case .registration, .check, .diagnosis: false
      case .pause, .resume, .schedule, .timeZone, .readHardware, .sendHardware, .collectLogs: true
      }
    }

    /// What shows while it runs.
    var screen: ScreenID {
      switch self {
      case .registration: .registering
      case .check: .checking
      case .diagnosis: .diagnosis
      case .pause, .resume, .schedule, .timeZone, .sendHardware: .sending
      case .readHardware: .hardwareReading
      case .collectLogs: .logCollecting
      }
    }
  }
}
