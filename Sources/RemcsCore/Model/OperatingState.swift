/// The operating state on the status line (figure 3.10 and on; manual 4.2.11, 4.2.12).
public enum OperatingState: String, Sendable, Codable, CaseIterable {
  /// 設定未完了: not registered, or registered and not yet checked.
  case unused
  /// 運用中.
  case active
  /// 保守中.
  case maintenance
  /// 接続停止中.
  case paused
  /// 保守中・接続停止中.
  case maintenancePaused = "maintenance-paused"

  /// Whether reports may leave the machine of themselves: not before the connection check and not while stopped.
  public var sends: Bool { self == .active || self == .maintenance }
}

/// What makes the state change.
public enum StateCause: String, Sendable, Codable, CaseIterable {
  case connectionCheckSucceeded, connectionTypeChanged, certificateReplaced, centerChanged, languageChanged,
    settingsDamaged, settingsImported, deviceChanged
  case maintenanceStarted, maintenanceEnded, paused, resumed
}

extension OperatingState {
  /// The state after `cause`, from the one table of allowed changes; anything that it leaves out is refused with the
  /// message that the manual has for it.
  public func after(_ cause: StateCause) throws(ServiceError) -> OperatingState {
    switch (self, cause) {
    case (_, .connectionTypeChanged), (_, .certificateReplaced), (_, .centerChanged), (_, .languageChanged),
      (_, .settingsDamaged), (_, .settingsImported), (_, .deviceChanged):
      return .unused
    case (.unused, .connectionCheckSucceeded): return .active
    case (_, .connectionCheckSucceeded): return self
    case (.active, .maintenanceStarted): return .maintenance
    case (.paused, .maintenanceStarted): return .maintenancePaused
    case (.maintenance, .maintenanceEnded): return .active
    case (.maintenancePaused, .maintenanceEnded): return .paused
    case (.active, .paused): return .paused
    case (.maintenance, .paused): return .maintenancePaused
    case (.paused, .resumed): return .active
    case (.maintenancePaused, .resumed): return .maintenance
    case (.unused, _): throw ServiceError(.rmg0092)
    default: throw ServiceError(.rmg0041, [cause.rawValue], impossible: .state(self))
    }
  }
}
