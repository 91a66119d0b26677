internal import Glibc
public import RemcsCore

extension DeviceIdentity {
  /// The identity that the machine's own tables tell (DMI through sysfs); a part that they do not tell is taken from
  /// the machine id, so that two machines never share one.
  public static func detected(dmi: String = "/sys/class/dmi/id", machineID: String = "/etc/machine-id")
    -> DeviceIdentity
  {
    func entry(_ name: String) -> String? {
      guard let bytes = try? Files.read("\(dmi)/\(name)") else { return nil }
      let text = String(decoding: bytes, as: UTF8.self).harmless(maximum: 64)
      // What boards say when their maker wrote nothing.
      let nothing = ["", "none", "not specified", "to be filled by o.e.m.", "default string", "system product name"]
      return nothing.contains(text.lowercased()) ? nil : text
    }
    let machine = (try? Files.read(machineID)).map { String(decoding: $0, as: UTF8.self).harmless(maximum: 64) } ?? ""
    return DeviceIdentity(
      series: entry("product_family") ?? entry("sys_vendor") ?? "LINUX",
      model: entry("product_name") ?? "GENERIC",
      checkCode: entry("product_sku") ?? "AC",
      serial: entry("product_serial") ?? String(machine.prefix(12)).uppercased())
  }
}
