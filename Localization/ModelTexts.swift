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
