internal import FoundationEssentials

extension Service {
  /// The REMCS port, if it is set (manual 3.1, `show maintenance_ip`).
  public func maintenancePort() throws(ServiceError) -> MaintenancePort? {
    guard let text = try store.setting(.maintenancePort) else { return nil }
    return try? JSONDecoder().decode(MaintenancePort.self, from: Data(text.utf8))
  }

  /// Sets the REMCS port (manual 3.1, `set maintenance_ip`): from now on mail leaves through it alone. nil gives the
  /// sending back to the system's own choice.
  ///
  /// - Throws: RMG_0015 if a server of the stored environment is a name, which the port could not call.
  public func setMaintenancePort(_ port: MaintenancePort?) throws(ServiceError) {
    if port != nil {
      let answers = try store.answers()
      let type = ConnectionType(rawValue: answers[.connectionType]) ?? .internet
      try MaintenancePort.check(answers, of: type.environmentForm)
    }
    let now = clock.now()
    try store.write { connection in
      if let port {
        try Store.set(.maintenancePort, String(decoding: try Store.json(port), as: UTF8.self), connection)
      } else {
        try connection.run("DELETE FROM setting WHERE key = ?", [.text(SettingKey.maintenancePort.rawValue)])
      }
      try Store.note("maintenance-port", detail: port?.address ?? "cleared", at: now, connection)
      try Store.forgetContact(connection)
    }
    wakeAgent()
  }
}
