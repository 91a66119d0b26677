import Foundation
import RemcsConsole
import RemcsCore
import TestSupport
import Testing

/// The registration wizard as the real program on a real pty, by keys alone.
@Suite struct WizardTests {
  @Test(arguments: TerminalType.allCases)
  func `the wizard leads from the first screen to an active device`(_ type: TerminalType) throws {
    let center = try RunningCenter()
    let device = try DeviceHome()
    try device.trust(center)
    let person = try WizardDriver(device, on: type)
    try person.chooseLanguage(.ja)
    try person.goToEnvironment()
    try person.fillEnvironment(port: try #require(center.ports["smtp"]))
    try person.pressButton("next")
    try person.fillCustomer(SampleCustomer.japanese)
    #expect(person.statusLine.contains("設定未完了"))
    try person.registerFromReview()
    try person.checkConnection()
    try person.wait(for: "運用中 on the status line") { $0.line(22).contains("運用中") }
    try person.leave()
    #expect(person.end() == .code(0))
    #expect(person.screen.unknown.isEmpty)
    #expect(!person.screen.isAlternate && person.screen.isCursorVisible)

    #expect(try center.kinds() == ["registration", "connectionCheck"])
    let received = try center.customer()
    for (field, typed) in SampleCustomer.japanese {
      #expect(received[field.rawValue].map { Array($0.utf8) } == Array(typed.utf8), "\(field)")
    }
    #expect(try device.status()["state"] as? String == "active")
    #expect(try center.outbox().contains { $0.contains("taro@example.co.jp") })
  }

  @Test func `the wizard does the same in English`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome()
    try device.trust(center)
    let person = try WizardDriver(device, language: .en)
    try person.chooseLanguage(.en)
    try person.goToEnvironment()
    try person.fillEnvironment(port: try #require(center.ports["smtp"]))
    person.pressNext()
    try person.fillCustomer(SampleCustomer.short)
    try person.registerFromReview()
    try person.checkConnection()
    try person.wait(for: "the state") { $0.line(22).contains("ACTIVE") }
    try person.leave()
    #expect(person.end() == .code(0))
    #expect(try center.customer()["corporateName"] == "日本橋製作所")
    let report = try #require(try center.inbox().first?["manifest"] as? [String: Any])
    #expect(report["language"] as? String == "en")
  }

  @Test func `a rehearsal that is kept holds what was typed`() throws {
    let folder = try TemporaryDirectory("remcs-rehearsal")
    let kept = folder.path("kept")
    let person = try WizardDriver(["rehearse", "--keep", kept], on: .vt220)
    try person.chooseLanguage(.ja)
    try person.goToEnvironment()
    // The rehearsal knows its own mail server.
    try person.see("127.0.0.1", in: .smtpServer)
    person.pressNext()
    try person.see(.schedule)
    person.pressNext()
    try person.fillCustomer(SampleCustomer.short)
    try person.registerFromReview()
    try person.checkConnection()
    try person.wait(for: "運用中 on the status line") { $0.line(22).contains("運用中") }
    try person.leave()
    #expect(person.end() == .code(0))
    #expect(person.screen.text.contains(kept))

    let listed = try Programs.run(Programs.center, ["inbox", kept + "/center", "--json"])
    let inbox = try #require(try listed.json() as? [[String: Any]])
    #expect(inbox.map { $0["kind"] as? String } == ["registration", "connectionCheck"])
    let registration = (inbox.first?["manifest"] as? [String: Any])?["registration"] as? [String: Any]
    let customer = try #require(registration?["customer"] as? [String: String])
    for (field, typed) in SampleCustomer.short { #expect(customer[field.rawValue] == typed) }
  }
}
