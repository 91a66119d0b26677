import Foundation
import RemcsConsole
import RemcsCore
import TestSupport
import Testing

/// Settings from files in the wizard (manual 3.3), against a center, by keys alone.
@Suite struct ImportWizardTests {
  private let center: RunningCenter
  private let device: DeviceHome
  private let files: TemporaryDirectory

  init() throws {
    center = try RunningCenter()
    device = try DeviceHome()
    try device.trust(center)
    files = try TemporaryDirectory("remcs-files")
    let port = try #require(center.ports["smtp"])
    try RegisterCommandTests.environment(port: port)
      .write(toFile: files.path + "/rm_bkenv.def", atomically: true, encoding: .utf8)
    try RegisterCommandTests.customer
      .write(toFile: files.path + "/rm_bkcus.def", atomically: true, encoding: .utf8)
  }

  private func atImport() throws -> WizardDriver {
    let person = try WizardDriver(device, on: .vt220)
    try person.chooseLanguage(.ja)
    try person.goOn(to: .initialSettings)
    try person.pressButton("localFiles")
    try person.see(.importFiles)
    try person.fill(.environmentFile, in: .importFiles, with: files.path)
    return person
  }

  @Test func `automatic registration leads from two files to an active device`() throws {
    let person = try atImport()
    try person.pressButton("registerAutomatically")
    try person.see(.importPreview)
    try person.see("日本橋製作所")
    person.pressNext()
    try person.see(person.word("popUp.personalInformation"))
    // The safe answer has the focus: nothing is deleted.
    person.press(.enter)
    try person.see(.automaticCheck)
    #expect(try center.inbox().isEmpty)
    person.pressNext()
    try person.see(.automaticConsent)
    try person.pressButton("agree")
    try person.see("RMG_0039")
    person.press(.enter)
    try person.wait(for: "運用中 on the status line") { $0.line(22).contains("運用中") }
    try person.leave()
    #expect(person.end() == .code(0))
    #expect(try center.kinds() == ["registration", "connectionCheck"])
    #expect(try center.customer()["corporateName"] == "株式会社　日本橋製作所")
    #expect(try device.remcs("settings", "show").output.contains("日本橋製作所"))
  }

  @Test func `an import by hand changes nothing before it is agreed to, and leads through the filled screens`() throws {
    let person = try atImport()
    try person.pressButton("importFiles")
    try person.see(.importPreview)
    #expect(try device.remcs("settings", "show").output.isEmpty)
    person.pressNext()
    try person.see(person.word("popUp.importSettings").prefix(12).description)
    try person.pressButton("ok")
    person.press(.enter)
    try person.see(.initialSettings)
    #expect(try device.remcs("settings", "show").output.contains("日本橋製作所"))
    person.pressNext()
    try person.see(.internetEnvironment)
    try person.see("127.0.0.1", in: .smtpServer)
    person.pressNext()
    try person.see(.schedule)
    person.pressNext()
    try person.see(.customer)
    try person.see("株式会社　日本橋製作所", in: .corporateName)
    try person.pressButton("next")
    try person.registerFromReview()
    try person.checkConnection()
    try person.leave()
    #expect(person.end() == .code(0))
  }

  @Test func `a file with errors says all of them with their lines, and the paths stay`() throws {
    try RegisterCommandTests.customer.replacingOccurrences(of: "country=JP", with: "country=QQ\nnonsense\nfoo=1")
      .write(toFile: files.path + "/rm_bkcus.def", atomically: true, encoding: .utf8)
    let person = try atImport()
    try person.pressButton("importFiles")
    try person.see(.importRefused)
    try person.see("RMG_0144")
    person.press(.enter)
    try person.see(.importFiles)
    #expect(person.shown(.environmentFile)?.isEmpty == false)
    #expect(try device.remcs("settings", "show").output.isEmpty)
  }
}
