import Foundation
import RemcsCore
import TestSupport
import Testing

/// `remcs export`, `remcs import`, and what they leave on the disk (manual 3.3, 3.4, 4.2.5).
@Suite struct DefinitionFileCommandTests {
  private static let secret = "Secret-Word-77"

  /// A device with a password, and a directory to write into.
  private func prepared() throws -> (device: DeviceHome, directory: TemporaryDirectory) {
    let device = try DeviceHome()
    try device.prepare(folder: PreparedCenter.folder(), port: 587)
    try device.mustDo(
      ["settings", "set", "authenticationType=auth", "userID=a=#b", "password=\(Self.secret)"]
        + SampleCustomer.settings)
    return (device, try TemporaryDirectory("remcs-exchange"))
  }

  private func newDevice() throws -> DeviceHome {
    let device = try DeviceHome()
    try device.trust(PreparedCenter.folder())
    return device
  }

  private func settings(_ device: DeviceHome) throws -> [String: String] {
    try #require(try device.remcs("settings", "show", "--json").json() as? [String: String])
  }

  @Test func `settings go from a device to another, with the password and without it in the clear`() throws {
    let (device, directory) = try prepared()
    let passphrase = try device.file("passphrase", "correct horse\n")
    let result = try device.remcs("export", "--directory", directory.path, "--passphrase-file", passphrase)
    #expect(result.status == 0 && result.output.contains("RMG_0123") && result.output.contains("RMG_0124"))
    #expect(result.errors.isEmpty)
    for name in ["rm_bkenv.def", "rm_bkcus.def"] {
      #expect(!(directory.text(name) ?? Self.secret).contains(Self.secret))
      let mode = try FileManager.default.attributesOfItem(atPath: directory.path(name))[.posixPermissions]
      #expect(mode as? Int == 0o600)
    }
    let other = try newDevice()
    let without = try other.remcs("import", "--directory", directory.path)
    #expect(without.status == 65 && without.errors.contains("--passphrase-file"))
    let wrong = try other.remcs(
      "import", "--directory", directory.path, "--passphrase-file", try other.file("p", "correct house"))
    #expect(wrong.status == 65 && wrong.errors.contains("RMG_0143"))
    #expect(try settings(other).isEmpty)
    let right = try other.remcs("import", "--directory", directory.path, "--passphrase-file", passphrase)
    #expect(right.status == 0, "\(right.errors)")
    for text in [result, without, wrong, right].map({ $0.output + $0.errors }) {
      #expect(!text.contains(Self.secret) && !text.contains("correct h"))
    }
    #expect(try other.bytes().contains(Data(Self.secret.utf8)))
    let before = try settings(device)
    let after = try settings(other)
    for (field, value) in before { #expect(after[field] == value, "\(field)") }
    #expect(after["userID"] == "a=#b" && after["password"] == "********")
    #expect(try other.status()["state"] as? String == "unused")
  }

  @Test func `files that are there stay unless asked for, and all that is missing is told`() throws {
    let (device, directory) = try prepared()
    try directory.write("mine", to: "rm_bkcus.def")
    let refused = try device.remcs("export", "--directory", directory.path)
    #expect(refused.status == 1 && refused.errors.contains("RMG_0122") && refused.errors.contains("--overwrite"))
    #expect(directory.text("rm_bkcus.def") == "mine" && directory.text("rm_bkenv.def") == nil)
    let done = try device.remcs("export", "--directory", directory.path, "--overwrite")
    #expect(done.status == 0 && done.errors.contains("パスワード"))
    #expect(directory.text("rm_bkcus.def")?.contains("corporateName=日本橋製作所") == true)
    #expect(try device.remcs("export", "--directory", directory.path("none")).status == 65)
    #expect(try device.remcs("export").status == 64)
    #expect(try newDevice().remcs("export", "--directory", directory.path, "--overwrite").status == 78)
  }

  @Test func `a preview shows every field and changes nothing`() throws {
    let (device, directory) = try prepared()
    try device.mustDo("export", "--directory", directory.path)
    let other = try newDevice()
    try other.mustDo("settings", "set", "department=総務部", "encryption=tls", "smtpServer=old.example.jp")
    let before = try settings(other)
    let shown = try other.remcs("import", "--directory", directory.path, "--preview")
    #expect(shown.status == 0)
    #expect(shown.output.contains("(smtpServer): old.example.jp -> 127.0.0.1"))
    #expect(shown.output.contains("削除: ") && shown.output.contains("(department): 総務部 -> (なし)"))
    #expect(shown.output.contains("(popServer): (なし)"))
    #expect(shown.errors.contains("SSL/TLS"))
    let json = try other.remcs("import", "--directory", directory.path, "--preview", "--json")
    let document = try #require(try json.json() as? [String: Any])
    let rows = try #require(document["rows"] as? [[String: Any]])
    let fields = DefinitionFile.Kind.allCases.flatMap(\.fields).map(\.rawValue)
    #expect(rows.compactMap { $0["field"] as? String } == fields)
    #expect(
      Set(rows.compactMap { $0["change"] as? String }).isSubset(of: [
        "unchanged", "changed", "added", "removed", "absent",
      ]))
    #expect(document["registration"] as? String == "byHand")
    #expect((document["remarks"] as? [[String: Any]])?.first?["code"] as? String == "encryptionTurnedOff")
    #expect(document["missing"] as? [String] == ["password"])
    #expect(try settings(other) == before)
    #expect(try other.remcs("import", "--directory", directory.path, "--json").status == 64)
    #expect(try other.remcs("import", "--directory", "x", "--customer", "y").status == 64)
  }

  @Test func `registration from files stops where the table says by hand, and goes on after an import`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome()
    try device.trust(center)
    let port = try #require(center.ports["smtp"])
    try device.mustDo("settings", "set", "encryption=starttls")
    let environment = try device.file("e.def", RegisterCommandTests.environment(port: port))
    let customer = try device.file("c.def", RegisterCommandTests.customer)
    let files = ["--environment", environment, "--customer", customer, "--home", device.path, "--lang", "en"]
    let stopped = try Programs.run(Programs.remcs, ["register", "--agree"] + files)
    #expect(stopped.status == 65 && stopped.errors.contains("RMG_0118") && stopped.errors.contains("table 3.6"))
    let imported = try Programs.run(Programs.remcs, ["import"] + files)
    #expect(imported.status == 0 && imported.errors.contains("STARTTLS"))
    #expect(try settings(device)["encryption"] == "starttls")
    try device.mustDo("settings", "set", "encryption=none")
    let done = try device.remcs("register", "--agree")
    #expect(done.status == 0, "\(done.errors)")
    #expect(try device.status()["state"] as? String == "active")
  }

  @Test func `registration from a directory opens the password`() throws {
    let center = try RunningCenter(["--user", "engineer:\(Self.secret)", "--require-auth"])
    let device = try DeviceHome()
    try device.prepare(for: center)
    let passphrase = try device.file("passphrase", "correct horse")
    let directory = try TemporaryDirectory("remcs-exchange")
    try device.mustDo(
      ["settings", "set", "authenticationType=auth", "userID=engineer", "password=\(Self.secret)"]
        + SampleCustomer.settings)
    try device.mustDo("export", "--directory", directory.path, "--passphrase-file", passphrase)
    let other = try DeviceHome()
    try other.trust(center)
    let result = try other.remcs(
      "register", "--directory", directory.path, "--passphrase-file", passphrase, "--agree")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try center.customer()["corporateName"] == "日本橋製作所")
  }

  @Test(arguments: [("telephone=03-3211-4111\n", "RMG_0194"), ("country=JP\n", "RMG_0144")])
  func `what a customer file lacks has a code of its own`(line: String, code: String) throws {
    let device = try newDevice()
    let wrong = RegisterCommandTests.customer.replacingOccurrences(
      of: line, with: code == "RMG_0144" ? "country=QQ\n" : "")
    let environment = try device.file("e.def", RegisterCommandTests.environment(port: 1))
    let result = try device.remcs(
      "register", "--environment", environment, "--customer", try device.file("c.def", wrong), "--agree")
    #expect(result.status == 65 && result.errors.hasPrefix(code), "\(result.errors)")
    #expect(try device.remcs("settings", "show").output.isEmpty)
  }

  // MARK: Disks

  @Test(.enabled(if: TestDisk.isPossible))
  func `a full disk leaves neither file, nor a piece of one`() throws {
    let (device, _) = try prepared()
    try TestDisk.withMemory(size: "4096") { path in
      // One page: the first file fits, the second does not.
      let result = try device.remcs("export", "--directory", path)
      #expect(result.status == 1 && result.errors.contains("RMG_0122"), "\(result.errors)")
      #expect(result.errors.contains("No space left"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
    }
  }

  @Test(.enabled(if: TestDisk.isPossible))
  func `a directory that cannot be written is 77`() throws {
    let (device, _) = try prepared()
    try TestDisk.withMemory(size: "64k", readOnly: true) { path in
      let result = try device.remcs("export", "--directory", path)
      #expect(result.status == 77 && result.errors.contains("RMG_0121"), "\(result.errors)")
      #expect(result.errors.contains("Read-only"))
    }
  }
}
