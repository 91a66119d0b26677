internal import FoundationEssentials

/// What a report about the hardware tells the center: everything that is known now, and what is other than in the last
/// report that the mail server took. It is the member `hardwareConfiguration` of the manifest (docs/hardware.md).
public struct HardwareConfiguration: Sendable, Equatable, Codable {
  /// The last report about the hardware that left.
  public struct Earlier: Sendable, Equatable, Codable {
    /// Its number.
    public let sequence: Int
    /// When it was made, ISO 8601 with offset.
    public let created: String

    /// A report by number and time.
    public init(sequence: Int, created: String) {
      self.sequence = sequence
      self.created = created
    }
  }

  /// Everything that is known now.
  public let inventory: HardwareInventory
  /// What ``changes`` compares with; nil if no report about the hardware has left yet.
  public let since: Earlier?
  /// What is other; empty if nothing is, or if there is nothing to compare with.
  public let changes: [HardwareChange]

  /// What a report tells.
  public init(inventory: HardwareInventory, since: Earlier?, changes: [HardwareChange]) {
    self.inventory = inventory
    self.since = since
    self.changes = changes
  }
}

/// What became of a report about the hardware.
public enum HardwareDelivery: Sendable, Equatable {
  /// The mail server took it (RMG_0132).
  case sent
  /// It is in the queue, since the device does not send now (RMG_0138).
  case waiting
}

extension Service {
  /// Reads the hardware and says what a report about it would tell. Nothing is stored and nothing leaves.
  ///
  /// - Parameter cancellation: stops it.
  /// - Returns: what a report would tell now.
  /// - Throws: RMG_0133 with a ``HardwareRemark`` if nothing at all could be read.
  public func previewHardware(
    cancellation: Cancellation = Cancellation()
  ) throws(ActionFailure) -> HardwareConfiguration {
    let setting = try lift { () throws(ServiceError) in try hardwareSource() }
    let inventory: HardwareInventory
    do throws(HardwareFailure) {
      inventory = try hardware.inventory(from: setting, cancellation: cancellation)
    } catch {
      guard case .failed(let remark) = error else { throw .canceled(isQueued: false) }
      throw .failed(
        ServiceError(.rmg0133, [remark.code.rawValue], details: [.init(code: .rmg0133, reason: .hardware(remark))]),
        temporary: remark.isTemporary)
    }
    return try lift { () throws(ServiceError) in
      guard let last = try store.lastHardwareReport(), let manifest = try? Manifest(last.manifest),
        let before = manifest.hardwareConfiguration?.inventory
      else { return HardwareConfiguration(inventory: inventory, since: nil, changes: []) }
      return HardwareConfiguration(
        inventory: inventory, since: .init(sequence: last.sequence, created: manifest.created),
        changes: inventory.changes(since: before))
    }
  }

  /// Tells the center about the hardware (ハード構成情報送信, manual 4.2.13). On a device that is registered and does not
  /// send now, being stopped or not yet checked, the report waits. A waiting report that tells of other hardware is
  /// taken out, since this one tells all of it.
  ///
  /// - Parameters:
  ///   - configuration: what a person has seen and means to send; nil to read the hardware now.
  ///   - observer: is told the progress, on the calling thread.
  ///   - cancellation: stops it.
  /// - Returns: whether it left or waits.
  /// - Throws: RMG_0092 before a registration, RMG_0133 with what really happened.
  @discardableResult
  public func sendHardware(
    _ configuration: HardwareConfiguration? = nil, observer: (ActionProgress) -> Void, cancellation: Cancellation
  ) throws(ActionFailure) -> HardwareDelivery {
    let way = try lift { () throws(ServiceError) in
      guard try isRegistered() else { throw ServiceError(.rmg0092) }
      return try route()
    }
    let told: HardwareConfiguration
    if let configuration {
      told = configuration
    } else {
      observer(ActionProgress(.reading, percent: 1))
      told = try previewHardware(cancellation: cancellation)
    }
    let queue = { () throws(ServiceError) in try self.queue(told) }
    guard try lift({ () throws(ServiceError) in try state().sends }) else {
      _ = try lift(queue)
      return .waiting
    }
    try send(along: way, failing: .rmg0133, observer: observer, cancellation: cancellation, queue: queue)
    observer(ActionProgress(.finishing, percent: 100))
    return .sent
  }

  /// Puts a report about the hardware into the queue if it is other than the center knows (構成情報監視, manual 1.2.1).
  /// - Throws: RMG_0133 if it cannot be read.
  func reportHardwareChange(_ cancellation: Cancellation = Cancellation()) throws(ServiceError) {
    guard try isRegistered() else { return }
    let configuration: HardwareConfiguration
    do throws(ActionFailure) {
      configuration = try previewHardware(cancellation: cancellation)
    } catch {
      // Stopped by a person: another time.
      guard let error = error.error else { return }
      throw error
    }
    guard configuration.since == nil || !configuration.changes.isEmpty else { return }
    _ = try queue(configuration)
  }

  private func queue(_ told: HardwareConfiguration) throws(ServiceError) -> Report {
    let new = try newReport(.hardwareConfiguration, fingerprint: told.inventory.fingerprint) {
      $0.hardwareConfiguration = told
    }
    let now = clock.now()
    return try store.write { connection in try Store.enqueueReplacing(new, at: now, connection) }
  }

  // MARK: Whom to ask

  /// Whom the hardware is read from.
  public func hardwareSource() throws(ServiceError) -> HardwareSourceSetting {
    guard let text = try store.setting(.hardwareSource),
      let address = try? JSONDecoder().decode(RedfishAddress.self, from: Data(text.utf8))
    else { return .machine }
    return .redfish(address, password: try store.setting(.hardwarePassword) ?? "")
  }

  /// Sets whom the hardware is read from. The password of a source that is given up is gone from the file too.
  public func setHardwareSource(_ source: HardwareSourceSetting) throws(ServiceError) {
    let now = clock.now()
    try store.erase { connection in
      for key in [SettingKey.hardwareSource, .hardwarePassword] {
        try connection.run("DELETE FROM setting WHERE key = ?", [.text(key.rawValue)])
      }
      var detail = HardwareInventory.Source.machine.rawValue
      if case .redfish(let address, let password) = source {
        try Store.set(.hardwareSource, String(decoding: try Store.json(address), as: UTF8.self), connection)
        if !password.isEmpty { try Store.set(.hardwarePassword, password, connection) }
        detail = address.url
      }
      try Store.note("hardwareSource", detail: detail, at: now, connection)
    }
  }
}

/// The source of a service that was not given one: nothing tells about the hardware.
struct NoHardware: HardwareSource {
  func inventory(from: HardwareSourceSetting, cancellation: Cancellation) throws(HardwareFailure) -> HardwareInventory {
    throw .failed(HardwareRemark(.nothingTold, "-"))
  }
}

extension Store {
  /// The last report about the hardware that left this machine. The reports themselves are what remembers it: nothing
  /// beside them could say something else.
  func lastHardwareReport() throws(ServiceError) -> Report? {
    try lastRelayed(.hardwareConfiguration)
  }
}
