import Foundation
import RemcsConsole
import RemcsCore
import TestSupport
import Testing

/// Saying no, and trying again.
@Suite struct ConsentAndRetryTests {
  /// A device where only the customer is left to type, and a person at the consent.
  private func atConsent(_ device: DeviceHome) throws -> WizardDriver {
    let person = try WizardDriver(device)
    try person.goOn(to: .customer)
    for (field, value) in SampleCustomer.short { try person.fill(field, in: .customer, with: value) }
    person.pressNext()
    try person.see(.review)
    person.pressNext()
    try person.see(.consent)
    return person
  }

  @Test func `who does not agree leaves nothing behind`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome()
    try device.prepare(for: center)
    let person = try atConsent(device)
    // Ctrl-N leads to the button, and no further: nothing is agreed to by accident.
    person.pressNext()
    person.terminal.settle()
    try person.see(.consent)
    try person.pressButton("cancel")
    try person.see(String(person.word("popUp.refuse").prefix(12)))
    try person.pressButton("ok")
    try person.see(.welcome)
    // The forms are empty again.
    try person.goOn(to: .customer)
    try person.see("", in: .corporateName)
    person.terminal.signal(SIGKILL)
    _ = person.end()

    #expect(try center.inbox().isEmpty)
    let status = try device.status()
    #expect(status["state"] as? String == "unused" && status["waiting"] as? Int == 0)
    #expect(try !device.bytes().contains(Data("日本橋製作所".utf8)))
    #expect(try device.remcs("settings", "show").output.contains("smtpServer=127.0.0.1"))
  }

  @Test func `a server that comes back takes the registration on retry`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome()
    try device.prepare(for: center)
    center.stop()
    let person = try atConsent(device)
    try person.pressButton("agree")
    try person.see(.registrationResult)
    try person.see("RMG_0085")
    try person.see("RMG_2006")
    #expect(try device.status()["waiting"] as? Int == 1)
    try center.restart()
    try person.pressButton("retry")
    try person.checkConnection()
    #expect(try center.kinds() == ["registration", "connectionCheck"])
    let numbers = try center.inbox().compactMap { ($0["manifest"] as? [String: Any])?["sequence"] as? Int }
    #expect(numbers == [1, 2])
    #expect(try device.status()["waiting"] as? Int == 0)
  }

  @Test func `a wrong port is put right by going back`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome()
    try device.prepare(for: center, port: 1)
    let person = try atConsent(device)
    try person.pressButton("agree")
    try person.see("RMG_2006")
    for id in [ScreenID.consent, .review, .customer, .schedule, .internetEnvironment] {
      person.pressBack()
      try person.see(id)
    }
    try person.enter(String(try #require(center.ports["smtp"])), into: .smtpPort, in: .internetEnvironment)
    for id in [ScreenID.schedule, .customer, .review] {
      person.pressNext()
      try person.see(id)
    }
    try person.registerFromReview()
    try person.checkConnection()
    #expect(try center.kinds() == ["registration", "connectionCheck"])
    // The report that failed says another port, so the center is told that its number will not come.
    let manifest = try #require(try center.inbox().first?["manifest"] as? [String: Any])
    #expect((manifest["registration"] as? [String: Any])?["connectionType"] as? String == "internet")
    #expect(try device.status()["waiting"] as? Int == 0)
  }

  @Test func `a device that is registered begins at the menu, and can leave it`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome()
    try device.prepare(for: center)
    let person = try atConsent(device)
    try person.pressButton("agree")
    try person.see(.registrationResult)
    try person.checkConnection()
    try person.leave()
    #expect(person.end() == .code(0))

    let next = try WizardDriver(device, on: .linux)
    try next.see(.menu)
    try next.wait(for: "運用中") { $0.line(22).contains("運用中") }
    try next.see(next.word("menu.customer"))
    try next.move(.down)
    next.press(.enter)
    try next.see(.customer)
    try next.see("日本橋製作所", in: .corporateName)
    try next.fill(.department, in: .customer, with: "総務部")
    next.pressNext()
    try next.see(.review)
    next.pressNext()
    try next.see(.consent)
    try next.pressButton("agree")
    try next.see("RMG_0089")
    #expect(try center.customer(1)["department"] == "総務部")
  }
}
