public import RemcsCore

extension OperatingState {
  /// Its words on the status line (figure 3.10, 4.2.12).
  public var key: TextKey {
    switch self {
    case .unused: .stateUnused
    case .active: .stateActive
    case .maintenance: .stateMaintenance
    case .paused: .statePaused
    case .maintenancePaused: .stateMaintenancePaused
    }
  }
}

extension ConnectionType {
  /// Its words on the status line (figure 3.12).
  public var key: TextKey {
    switch self {
    case .internet: .connectionTypeInternet
    case .isdn: .connectionTypeIsdn
    case .vpn: .connectionTypeVpn
    }
  }
}

extension ReportKind {
  /// What a report of this kind is called.
  public var key: TextKey {
    switch self {
    case .registration: .reportRegistration
    case .agentInformation: .reportAgentInformation
    case .connectionCheck: .reportConnectionCheck
    case .periodic: .reportPeriodic
    case .pause: .reportPause
    case .resume: .reportResume
    case .hardwareConfiguration: .reportHardwareConfiguration
    case .fault: .reportFault
    case .log: .reportLog
    }
  }
}

extension ReportState {
  /// Where a report stands.
  public var key: TextKey {
    switch self {
    case .waiting: .reportStateWaiting
    case .sending: .reportStateSending
    case .relayed: .reportStateRelayed
    case .failed: .reportStateFailed
    case .canceled: .reportStateCanceled
    }
  }
}
