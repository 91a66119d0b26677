import Foundation
import RemcsConsole
import RemcsCore
import TestSupport
import Testing

/// Another center list, by keys in the CE menu and by command (in the menu of figure 5.4).
struct CenterListReplacementTests {
  /// A center with keys and an authority of its own.
  private func stranger() throws -> String {
    let folder = NSTemporaryDirectory() + "remcs-center-" + UUID().uuidString
    let result = try Programs.run(Programs.center, ["init", folder])
    try #require(result.status == 0, "\(result.errors)")
    return folder
  }

  private func openForm(_ device: DeviceHome) throws -> WizardDriver {
    let person = try WizardDriver(["ce", "--home", device.path, "--lang", "ja"])
    try person.see(.ceMenu)
    let label = person.word("menu.centerListReplacement")
    for _ in 0..<12 where !WizardDriver.focus(person.screen).contains(label) { try person.move(.down) }
    person.press(.enter)
    try person.see(.centerListReplacement)
    return person
  }

  @Test func `by keys a list is refused while nobody trusts its signer, then compared, asked about and put in place`()
    throws
  {
    let center = try RunningCenter()
    let device = try DeviceHome(registeredAt: center)
    let other = try stranger()
    defer { try? FileManager.default.removeItem(atPath: other) }
    let before = try device.remcs("center", "show", "--json").output
    let person = try openForm(device)
    person.type(other + "/centers.p7m")
    person.pressNext()
    try person.see("RMG_0215")
    person.press(.enter)
    try person.see(.centerListReplacement)
    #expect(try device.remcs("center", "show", "--json").output == before)
    // Both authorities are trusted now; what was typed is still there.
    let trusted = try ["\(center.folder)/ca.pem", "\(other)/ca.pem"].map {
      try String(contentsOfFile: $0, encoding: .utf8)
    }
    try device.mustDo("center", "trust", try device.file("both.pem", trusted.joined()))
    person.pressNext()
    try person.see(.centerListConfirmation)
    try person.see("OSC (選択中): 変更")
    #expect(try device.remcs("center", "show", "--json").output == before)
    #expect(try device.status()["state"] as? String == "active")
    person.pressNext()
    try person.see("RMG_0216")
    person.press(.enter)
    try person.see("接続先センターリストを入れ替えました")
    person.press(.enter)
    try person.see(.connectionCheck)
    #expect(try device.status()["state"] as? String == "unused")
    person.press(.control("X"))
    try person.see(.ceMenu)
    try person.leave()
    #expect(person.end() == .code(0))
    let shown = try device.remcs("certificate", "show")
    let pem = try #require(try device.remcs("center", "show").output.contains("OSC") ? shown.output : nil)
    #expect(!pem.isEmpty)
    #expect(
      FileManager.default.contents(atPath: device.path + "/centers.p7m")
        == FileManager.default.contents(atPath: other + "/centers.p7m"))
  }

  @Test func `by command the same comparison is printed`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome(registeredAt: center)
    let again = try device.remcs("center", "replace-list", center.folder + "/centers.p7m")
    #expect(again.status == 0 && again.output.contains("OSC (選択中): 変更なし"))
    #expect(try device.status()["state"] as? String == "active")
    let other = try stranger()
    defer { try? FileManager.default.removeItem(atPath: other) }
    let refused = try device.remcs("center", "replace-list", other + "/centers.p7m")
    #expect(refused.status == 65 && refused.errors.contains("RMG_0215"))
    #expect(refused.errors.contains("remcs center trust"))
    #expect(try device.status()["state"] as? String == "active")
  }
}
