import Foundation
import RemcsConsole
import RemcsCore
import TestSupport
import Testing

/// What the menus do, by commands and by keys, against a real center.
struct MenuCommandTests {
  @Test func `commands pause, resume and maintain, and the center is told in order`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome(registeredAt: center)
    #expect(try device.remcs("resume").status == 1)
    let paused = try device.remcs("pause")
    #expect(paused.status == 0 && paused.output.contains("RMG_0061"))
    #expect(try device.status()["state"] as? String == "paused")
    #expect(try device.remcs("maintenance", "on").output == "保守中・接続停止中\n")
    let again = try device.remcs("pause")
    #expect(again.status == 1 && again.errors.contains("RMG_0041"))
    #expect(try device.remcs("resume").output.contains("RMG_0060"))
    #expect(try device.status()["state"] as? String == "maintenance")
    #expect(try device.remcs("maintenance", "off").status == 0)
    #expect(try center.kinds() == ["registration", "connectionCheck", "pause", "resume"])
  }

  /// A pause is taken back, and 75 would promise that it waits; a registration does wait.
  @Test(arguments: [("pause", Int32(1), "command.stopped"), ("check", 75, "command.canceled")])
  func `stopping a command says truly whether something waits`(command: String, status: Int32, key: String) throws {
    let center = try RunningCenter()
    let device = try DeviceHome(registeredAt: center)
    let silent = try SilentServer()
    try device.mustDo("settings", "set", "smtpPort=\(silent.port)")
    let person = try WizardDriver([command, "--home", device.path, "--lang", "ja"])
    try person.see(person.word("progress.connecting"))
    person.terminal.signal(SIGINT)
    #expect(person.end() == .code(status))
    #expect(person.screen.contains(String(person.word(key).prefix(20))))
    let waiting = try #require(try device.remcs("queue", "--json").json() as? [[String: Any]])
    #expect(waiting.isEmpty == (status == 1))
  }

  @Test func `a schedule that was changed by keys is what shows and what is registered again`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome(registeredAt: center)
    let person = try WizardDriver(device)
    try person.see(.menu)
    for _ in 0..<3 { person.press(.down) }
    person.press(.enter)
    try person.see(.schedule)
    try person.fill(.startTime, in: .schedule, with: "11:30")
    person.pressNext()
    try person.see("RMG_0049")
    person.press(.enter)
    try person.see("RMG_0054")
    person.press(.enter)
    person.press(.enter)
    try person.see(.schedule)
    try person.see("11:30", in: .startTime)
    person.press(.control("X"))
    try person.see(.menu)
    try person.leave()
    #expect(try device.remcs("settings", "show").output.contains("startTime=11:30"))
    #expect(try center.kinds().last == "agentInformation")
  }

  @Test func `before a registration they say so`() throws {
    let device = try DeviceHome()
    for arguments in [["pause"], ["resume"], ["maintenance", "on"], ["maintenance", "off"]] {
      let result = try Programs.run(Programs.remcs, arguments + ["--home", device.path])
      #expect(result.status == 78, "\(arguments)")
      #expect(result.errors.contains("RMG_0092"))
    }
  }

  @Test func `the queue and the history tell what happened, for people and for programs`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome(registeredAt: center)
    center.stop()
    #expect(try device.remcs("pause").status == 69)
    let all = try #require(try device.remcs("queue", "--all", "--json").json() as? [[String: Any]])
    #expect(all.map { $0["kind"] as? String } == ["registration", "connectionCheck", "pause"])
    #expect(all.map { $0["state"] as? String } == ["relayed", "relayed", "canceled"])
    #expect(all.last?["lastError"] as? String == "RMG_2006")
    #expect(try device.remcs("queue").output.isEmpty)
    let shown = try device.remcs("queue", "show", "1")
    let manifest = try JSONSerialization.jsonObject(with: Data(shown.output.utf8)) as? [String: Any]
    #expect(manifest?["kind"] as? String == "registration")
    #expect(try device.remcs("queue", "show", "99").status == 65)
    let history = try #require(try device.remcs("history", "--json").json() as? [[String: Any]])
    #expect(history.first?["event"] as? String == "canceled")
    #expect(history.contains { ($0["detail"] as? String)?.contains("RMG_2006 connection nobodyListens") == true })
    #expect(try device.remcs("history", "--limit", "1").output.split(separator: "\n").count == 1)
  }

  @Test func `the name of the device can be its unique name`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome(registeredAt: center)
    #expect(try device.remcs("display-name", "unique").output == "SV-01\n")
    #expect(try device.remcs("display-name", "id").output.hasPrefix("00-"))
  }

  @Test func `the menu pauses and resumes by keys, and the CE menu opens by its command`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome(registeredAt: center)
    let person = try WizardDriver(device, on: .vt220)
    try person.see(.menu)
    // The second column, third item.
    person.press(.right)
    person.press(.down)
    person.press(.down)
    person.press(.enter)
    try person.see(.pause)
    person.press(.enter)
    try person.see("RMG_0059")
    person.press(.enter)
    try person.see("RMG_0061")
    try person.wait(for: "接続停止中") { $0.line(22).contains("接続停止中") }
    #expect(try center.kinds().last == "pause")
    person.press(.enter)
    try person.see(.menu)
    try person.leave()
    #expect(person.end() == .code(0))
    #expect(try device.remcs("ce").status == 1, "without a terminal it says so")
  }
}
