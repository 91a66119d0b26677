import Foundation
import RemcsConsole
import RemcsCore
import TestSupport
import Testing

/// The line goes away, the power goes, a person goes: what was typed is there again.
@Suite struct LostLineTests {
  /// How the program is taken from the person.
  enum Loss: String, CaseIterable, Sendable {
    case hangUp, terminate, kill

    func happen(to person: WizardDriver) {
      switch self {
      case .hangUp: person.terminal.hangUp()
      case .terminate: person.terminal.signal(SIGTERM)
      case .kill: person.terminal.signal(SIGKILL)
      }
    }

    var ending: PseudoTerminal.Ending { self == .kill ? .signal(SIGKILL) : .code(1) }
  }

  @Test(arguments: Loss.allCases)
  func `in the middle of the customer form`(_ loss: Loss) throws {
    let center = try RunningCenter()
    let device = try DeviceHome()
    try device.prepare(for: center)
    let person = try WizardDriver(device)
    try person.goOn(to: .customer)
    try person.fill(.corporateName, in: .customer, with: "日本橋製作所")
    // Half typed, and not right yet.
    try person.enter("ニホンバシ製", into: .corporateNameKana, in: .customer)
    loss.happen(to: person)
    #expect(person.end() == loss.ending)
    // A program that spins on a lost line would have used all the time that it took.
    #expect(person.terminal.processorTime < .seconds(5))
    if loss == .terminate { try expectRestored(person) }

    let next = try WizardDriver(device, on: .vt100)
    try next.resume()
    try next.see(.customer)
    try next.see("日本橋製作所", in: .corporateName)
    if loss != .kill {
      try next.see("ニホンバシ製", in: .corporateNameKana)
      try next.see(focusIn: .corporateNameKana, of: .customer)
    }
    // Back leads to where the walk came from.
    next.pressBack()
    try next.see(.schedule)
    try next.leave()
    #expect(next.end() == .code(0))
    try expectRestored(next)
  }

  @Test(arguments: Loss.allCases)
  func `while a mail server keeps the registration waiting`(_ loss: Loss) throws {
    let center = try RunningCenter()
    let device = try DeviceHome()
    let silent = try SilentServer()
    try device.prepare(for: center, port: silent.port)
    let person = try WizardDriver(device)
    try person.goOn(to: .customer)
    for (field, value) in SampleCustomer.short { try person.fill(field, in: .customer, with: value) }
    person.pressNext()
    try person.see(.review)
    person.press(.enter)
    try person.see(.consent)
    try person.pressButton("agree")
    try person.see(.registering)
    try person.see("[>] " + person.word("progress.connecting"))
    loss.happen(to: person)
    #expect(person.end() == loss.ending)
    #expect(person.terminal.processorTime < .seconds(5))

    var status = try device.status()
    #expect(status["state"] as? String == "unused")
    #expect(status["isRegistered"] as? Bool == false)
    #expect(status["waiting"] as? Int == 1)

    let next = try WizardDriver(device)
    try next.resume()
    try next.see(.consent)
    // Back to the environment, to name the server that answers.
    for id in [ScreenID.review, .customer, .schedule, .internetEnvironment] {
      next.pressBack()
      try next.see(id)
    }
    try next.enter(String(try #require(center.ports["smtp"])), into: .smtpPort, in: .internetEnvironment)
    for id in [ScreenID.schedule, .customer, .review] {
      next.pressNext()
      try next.see(id)
    }
    try next.registerFromReview()
    try next.checkConnection()
    #expect(try center.kinds() == ["registration", "connectionCheck"])
    #expect(try center.customer()["corporateName"] == "日本橋製作所")
    status = try device.status()
    #expect(status["state"] as? String == "active")
    #expect(status["waiting"] as? Int == 0)
  }

  @Test func `starting over forgets what was typed for good`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome()
    try device.prepare(for: center)
    let person = try WizardDriver(device)
    try person.goOn(to: .customer)
    try person.fill(.corporateName, in: .customer, with: "日本橋製作所")
    person.terminal.hangUp()
    #expect(person.end() == .code(1))
    let next = try WizardDriver(device)
    try next.see(next.word("popUp.resume"))
    try next.pressButton("startOver")
    try next.goOn(to: .customer)
    try next.see("", in: .corporateName)
    try next.leave()
    #expect(next.end() == .code(0))
    #expect(try !device.bytes().contains(Data("日本橋製作所".utf8)))
  }

  @Test func `a registration can be stopped and tried again`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome()
    let silent = try SilentServer()
    try device.prepare(for: center, port: silent.port)
    try device.mustDo(["settings", "set"] + SampleCustomer.settings)
    let person = try WizardDriver(device)
    try person.goOn(to: .consent)
    try person.pressButton("agree")
    try person.see("[>] " + person.word("progress.connecting"))
    person.press(.control("X"))
    try person.see(person.word("popUp.cancelAction"))
    try person.pressButton("ok")
    try person.see(.registrationResult)
    try person.see(String(person.word("result.canceled").prefix(10)))
    #expect(try device.status()["waiting"] as? Int == 1)
    try person.pressButton("retry")
    try person.see("[>] " + person.word("progress.connecting"))
    // Ctrl-C is a key like Ctrl-X here, and asks too.
    person.press(.control("C"))
    try person.see(person.word("popUp.cancelAction"))
    try person.pressButton("ok")
    try person.see(.registrationResult)
    #expect(try device.status()["waiting"] as? Int == 1)
  }

  /// The terminal is as it was before the program: a pty that nobody changed shows how that is.
  private func expectRestored(_ person: WizardDriver) throws {
    let untouched = try PseudoTerminal("/bin/true")
    _ = untouched.waitForEnd()
    let (now, before) = (person.terminal.settings, untouched.settings)
    #expect(now.c_iflag == before.c_iflag && now.c_oflag == before.c_oflag)
    #expect(now.c_cflag == before.c_cflag && now.c_lflag == before.c_lflag)
    #expect(withUnsafeBytes(of: now.c_cc) { Array($0) } == withUnsafeBytes(of: before.c_cc) { Array($0) })
    #expect(!person.screen.isAlternate && person.screen.isCursorVisible && !person.screen.isKeypadActive)
  }
}
