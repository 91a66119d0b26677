import Foundation
import Localization
import RemcsConsole
import RemcsCore
import TestSupport
import Testing

/// One person at a time (manual chapter 8): real programs at real terminals.
@Suite struct SessionTests {
  @Test func `a second one sees who is there, and leaves him alone`() throws {
    let (device, first) = try typing()
    let second = try WizardDriver(device)
    try second.see(.consoleInUse)
    try second.see("/dev/pts/")
    try second.see(first.word("screen.customer.title"))
    let shown = try device.remcs("session", "show", "--json")
    #expect(shown.output.contains(#""screen""#) && shown.output.contains("customer"))
    // The safe answer has the focus.
    second.press(.enter)
    #expect(second.end() == .code(0))
    try first.see("日本橋製作所", in: .corporateName)
    try first.fill(.department, in: .customer, with: "開発部")
    try first.leave()
    #expect(first.end() == .code(0))
    #expect(try device.remcs("session").output.contains(text(.commandSessionNobody, in: .ja)))
  }

  @Test func `a second one takes over, and goes on where the first was typing`() throws {
    let (device, first) = try typing()
    let second = try WizardDriver(device)
    try second.see(.consoleInUse)
    try second.pressButton("takeOver")
    #expect(first.end() == .code(1))
    #expect(first.screen.contains("RMG_1123"))
    try second.resume()
    try second.see(.customer)
    try second.see("日本橋製作所", in: .corporateName)
    try second.see("ニホンバシ製", in: .corporateNameKana)
    try second.leave()
    #expect(second.end() == .code(0))
  }

  @Test func `a console that does not answer is not taken, and nobody is said to have it`() throws {
    let (device, first) = try typing()
    first.terminal.signal(SIGSTOP)
    let second = try WizardDriver(device)
    try second.see(.consoleInUse)
    try second.pressButton("takeOver")
    #expect(second.end() != .code(0))
    #expect(second.screen.contains("RMG_0150"))
    #expect(!FileManager.default.fileExists(atPath: device.path + "/console.takeover"))
    first.terminal.signal(SIGCONT)
    // It was told to go, and goes now.
    #expect(first.end() == .code(1))
    #expect(!first.screen.contains("RMG_1123"))
  }

  @Test func `a crash leaves the console free`() throws {
    let (device, first) = try typing()
    first.terminal.signal(SIGKILL)
    #expect(first.end() == .signal(SIGKILL))
    let next = try WizardDriver(device)
    try next.resume()
    try next.see(.customer)
    try next.leave()
    #expect(next.end() == .code(0))
  }

  @Test func `whoever does nothing is sent away after the time that was set, and loses nothing`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome()
    try device.prepare(for: center)
    for wrong in ["5", "86401", "-1", "ten"] {
      #expect(try device.remcs("session", "timeout", wrong).status == 64, "\(wrong)")
    }
    #expect(try device.remcs("session", "timeout").output == "600\n")
    try device.mustDo("session", "timeout", "10")
    let person = try type(at: device)
    #expect(person.end() == .code(1))
    #expect(person.screen.contains("RMG_1125"))
    try device.mustDo("session", "timeout", "0")
    let next = try WizardDriver(device)
    try next.resume()
    try next.see("ニホンバシ製", in: .corporateNameKana)
    try next.leave()
    #expect(next.end() == .code(0))
  }

  /// Somebody in the middle of the customer form.
  private func typing() throws -> (DeviceHome, WizardDriver) {
    let center = try RunningCenter()
    let device = try DeviceHome()
    try device.prepare(for: center)
    return (device, try type(at: device))
  }

  private func type(at device: DeviceHome) throws -> WizardDriver {
    let person = try WizardDriver(device)
    try person.goOn(to: .customer)
    try person.fill(.corporateName, in: .customer, with: "日本橋製作所")
    try person.enter("ニホンバシ製", into: .corporateNameKana, in: .customer)
    return person
  }
}
