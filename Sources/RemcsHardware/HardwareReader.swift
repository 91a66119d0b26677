public import RemcsCore

/// The sources that this program knows, by what is set.
public struct HardwareReader: HardwareSource {
  private let machine: MachineSource

  /// A reader; `root` is where the files of this machine lie.
  public init(root: String = "/") { machine = MachineSource(root: root) }

  /// Asks whom the setting names.
  public func inventory(
    from setting: HardwareSourceSetting, cancellation: Cancellation
  ) throws(HardwareFailure) -> HardwareInventory {
    switch setting {
    case .machine: try machine.inventory()
    case .redfish(let address, let password):
      try RedfishSource().inventory(address, password: password, cancellation: cancellation)
    }
  }
}
