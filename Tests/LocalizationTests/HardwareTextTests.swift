import Localization
import RemcsCore
import Testing

/// What is shown about the hardware.
struct HardwareTextTests {
  @Test(arguments: Language.allCases)
  func `every part, property, change, reason and remark has its words`(language: Language) {
    for part in HardwarePart.allCases { #expect(part.name(in: language) != part.rawValue, "\(part)") }
    for property in HardwareText.allCases.map(\.rawValue) + HardwareNumber.allCases.map(\.rawValue) {
      #expect(TextKey(rawValue: "hardware.property.\(property)") != nil, "\(property)")
    }
    for kind in HardwareChange.Kind.allCases {
      #expect(TextKey(rawValue: "hardware.change.\(kind.rawValue)") != nil, "\(kind)")
    }
    for reason in HardwareInventory.Reason.allCases { #expect(reason.text(in: language) != reason.rawValue) }
    for code in HardwareRemark.Code.allCases {
      let text = HardwareRemark(code, "1", "2").text(in: language)
      #expect(text != code.rawValue && !text.contains("%"), "\(code)")
    }
  }

  @Test(arguments: [
    (17_179_869_184, "16 GiB"), (960_197_124_096, "960.1 GB"), (1_099_511_627_776, "1 TiB"), (512, "512 B"),
    (4_000_787_030_016, "4.0 TB"), (8_000_000_000_000, "8.0 TB"), (98_304 << 20, "96 GiB"), (0, "0 B"),
  ])
  func `sizes are read by people`(bytes: Int, text: String) {
    #expect(HardwareNumber.capacityBytes.shown(bytes) == text)
    #expect(HardwareNumber.cores.shown(bytes) == String(bytes))
  }

  @Test func `a change and a failure are told in a line`() {
    var before = HardwareInventory(source: .redfish)
    var now = before
    var module = HardwareItem("DIMM A1")
    module[.capacityBytes] = 16 << 30
    before.set(.memoryModules, [module])
    module[.capacityBytes] = 32 << 30
    module[.manufacturer] = "Samsung"
    now.set(.memoryModules, [module, HardwareItem("DIMM B1")])
    #expect(
      now.changes(since: before).map { $0.text(in: .en) } == [
        "changed: Memory module DIMM A1: manufacturer none -> Samsung, capacity 16 GiB -> 32 GiB",
        "added: Memory module DIMM B1",
      ])
    let error = ServiceError(
      .rmg0133, ["notAllowed"],
      details: [.init(code: .rmg0133, reason: .hardware(HardwareRemark(.notAllowed, "https://bmc")))])
    #expect(
      error.report(in: .en).contains("  The Redfish service https://bmc refused the login. Check user and password."))
  }
}
