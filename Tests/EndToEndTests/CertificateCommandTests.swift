import Foundation
import RemcsCore
import TestSupport
import Testing

/// `remcs certificate`: show, replace, restore (manual 3.5, 4.2.7 to 4.2.9), up to a center that changes its key.
@Suite struct CertificateCommandTests {
  /// A folder with a center's authority, to issue from without changing the center that all tests share.
  private func authority(_ device: DeviceHome) throws -> String {
    let folder = device.path + "/authority"
    try FileManager.default.copyItem(atPath: PreparedCenter.folder(), toPath: folder)
    return folder
  }

  @Test func `a center that changes its key gets its reports under the new one, and restoring goes back`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome()
    try device.trust(center)
    let port = try #require(center.ports["smtp"])
    let registered = try device.remcs(
      "register", "--environment", try device.file("e.def", RegisterCommandTests.environment(port: port)),
      "--customer", try device.file("c.def", RegisterCommandTests.customer), "--agree")
    #expect(registered.status == 0, "\(registered.errors)")
    let file = try PreparedCenter.issue("renewed", in: center.folder)

    let replaced = try device.remcs("certificate", "replace", file)
    #expect(replaced.status == 0 && replaced.errors.isEmpty, "\(replaced.errors)")
    #expect(replaced.output.contains("RMG_0219") && replaced.output.contains("CN = renewed"))
    #expect(replaced.output.contains("remcs check"))
    #expect(try device.status()["state"] as? String == "unused")
    // The center has only its old key as yet, and the device does not call the check a success.
    #expect(try device.remcs("check").status != 0)
    #expect(try device.status()["state"] as? String == "unused")

    // The center changes its key.
    center.stop()
    let (certificate, key) = (center.folder + "/certificates/center-1.pem", center.folder + "/private/center-1.key")
    let old = try (Data(contentsOf: URL(fileURLWithPath: certificate)), Data(contentsOf: URL(fileURLWithPath: key)))
    try Data(contentsOf: URL(fileURLWithPath: file)).write(to: URL(fileURLWithPath: certificate))
    try Data(contentsOf: URL(fileURLWithPath: center.folder + "/renewed.key")).write(to: URL(fileURLWithPath: key))
    try center.restart()
    let checked = try device.remcs("check")
    #expect(checked.status == 0, "\(checked.errors)")
    #expect(try device.status()["state"] as? String == "active")
    #expect(try center.kinds() == ["registration", "connectionCheck", "connectionCheck"])

    let restored = try device.remcs("certificate", "restore")
    #expect(
      restored.status == 0 && restored.output.contains("RMG_0222") && restored.output.contains("REMCS center OSC"))
    #expect(try device.status()["state"] as? String == "unused")
    center.stop()
    try old.0.write(to: URL(fileURLWithPath: certificate))
    try old.1.write(to: URL(fileURLWithPath: key))
    try center.restart()
    #expect(try device.remcs("check").status == 0)
    #expect(try center.kinds().count == 4)
  }

  @Test func `show tells the one in use and the one before, for people and for programs`() throws {
    let device = try DeviceHome()
    try device.trust(PreparedCenter.folder())
    let plain = try device.remcs("certificate", "show")
    #expect(plain.status == 0 && plain.output.contains("《使用中の証明書》"))
    #expect(plain.output.contains("発行先: CN = REMCS center OSC") && plain.output.contains("公開キー: RSA(2048 Bits)"))
    #expect(!plain.output.contains("入替日"))
    let none = try device.remcs("certificate", "show", "--previous")
    #expect(none.status == 1 && none.output.isEmpty && none.errors.contains("前証明書はありません"))
    #expect(try device.remcs("certificate", "show", "--previous", "--server").status == 64)
    #expect(try device.remcs("certificate", "show", "--server").errors.contains("RMG_0229"))

    let file = try PreparedCenter.issue("renewed", in: authority(device))
    try device.mustDo("certificate", "replace", file)
    let shown = try #require(try device.remcs("certificate", "show", "--json").json() as? [String: Any])
    #expect(shown["center"] as? String == "OSC" && shown["which"] as? String == "inUse")
    #expect((shown["replaced"] as? String)?.count == 25)
    let facts = try #require(shown["certificate"] as? [String: String])
    #expect(facts["subject"] == "O = Example, CN = renewed" && facts["publicKey"] == "RSA(2048 Bits)")
    #expect(facts["sha256"]?.count == 64 && facts["sha1"]?.count == 40 && facts["md5"]?.count == 32)
    let pem = try String(contentsOfFile: file, encoding: .utf8)
    #expect(shown["pem"] as? String == pem)
    #expect(try device.remcs("certificate", "show", "--pem").output == pem)
    #expect(try device.remcs("certificate").output.contains("入替日: "))
    let before = try device.remcs("certificate", "show", "--previous", "--json").json() as? [String: Any]
    #expect(before?["which"] as? String == "previous" && before?["replaced"] == nil)
    #expect(try device.remcs("certificate", "show", "--previous").output.contains("《前証明書》"))
  }

  @Test func `each refusal has its code, its reason and its exit code, and changes nothing`() throws {
    let device = try DeviceHome()
    try device.trust(PreparedCenter.folder())
    let folder = try authority(device)
    let specimens = TestAuthority.shared.directory.path
    func refused(_ arguments: String..., code: String, status: Int32, words: String = "RMG_") throws {
      let result = try Programs.run(
        Programs.remcs, ["certificate"] + arguments + ["--home", device.path, "--lang", "en"])
      #expect(result.status == status && result.output.isEmpty, "\(arguments)")
      #expect(result.errors.hasPrefix("\(code): ") && result.errors.contains(words), "\(result.errors)")
    }
    try refused("restore", code: "RMG_0221", status: 1, words: "no previous certificate")
    try refused("replace", device.path + "/none.pem", code: "RMG_0142", status: 65)
    try refused("replace", device.path + "/none/none.pem", code: "RMG_0033", status: 65)
    try refused("replace", device.path, code: "RMG_0211", status: 65)
    try refused("replace", "/proc/self/mem", code: "RMG_0212", status: 1, words: "Input/output error")
    try refused("replace", folder + "/centers.p7m", code: "RMG_0211", status: 65)
    try refused("replace", folder + "/server.pem", code: "RMG_0211", status: 65, words: "not for encrypting mail")
    try refused("replace", specimens + "/center.pem", code: "RMG_0215", status: 65, words: "remcs center trust")
    try refused("replace", folder + "/certificates/center-1.pem", code: "RMG_0224", status: 65)
    let old = try PreparedCenter.issue("old", in: folder, days: -1)
    try refused("replace", old, code: "RMG_0215", status: 65, words: "expired at")
    #expect(try device.remcs("certificate", "show").output.contains("CN = REMCS center OSC"))
    let lost = try DeviceHome()
    #expect(try lost.remcs("certificate", "show").status == 78)
    #expect(try lost.remcs("certificate", "replace", old).status == 78)
  }

  @Test func `a weak key is taken, and told on standard error`() throws {
    let device = try DeviceHome()
    try device.trust(PreparedCenter.folder())
    let result = try device.remcs(
      "certificate", "replace", try PreparedCenter.issue("weak", in: authority(device), bits: 1024))
    #expect(result.status == 0 && result.output.contains("RMG_0219") && !result.output.contains("注意"))
    #expect(result.errors.hasPrefix("注意: ") && result.errors.contains("1024 ビット"))
    // A device that is not registered has no connection to prove again.
    #expect(!result.output.contains("remcs check"))
  }
}
