import Foundation
import RemcsConsole
import RemcsCore
import TestSupport
import Testing

/// A change of the system's time zone (manual chapter 8), by commands and at the console, against a real center.
struct TimeZoneTests {
  private func run(_ device: DeviceHome, in zone: String, _ arguments: String...) throws -> Programs.Result {
    try Programs.run(
      Programs.remcs, arguments + ["--home", device.path, "--lang", "ja"], environment: ["TZ": zone])
  }

  /// A device that was registered in Tokyo.
  private func device(_ center: RunningCenter) throws -> DeviceHome {
    let device = try DeviceHome()
    try device.prepare(for: center)
    let port = try #require(center.ports["smtp"])
    let result = try run(
      device, in: "Asia/Tokyo", "register", "--environment",
      try device.file("e.def", RegisterCommandTests.environment(port: port)), "--customer",
      try device.file("c.def", RegisterCommandTests.customer), "--agree")
    try #require(result.status == 0, "\(result.errors)")
    return device
  }

  /// The zone of the last report that the center received with one.
  private func zone(at center: RunningCenter) throws -> String? {
    try center.inbox().compactMap {
      (($0["manifest"] as? [String: Any])?["registration"] as? [String: Any])?["timeZone"] as? String
    }.last
  }

  @Test func `status says it, and schedule send tells the center`() throws {
    let center = try RunningCenter()
    let device = try device(center)
    #expect(try !run(device, in: "Asia/Tokyo", "status").output.contains("remcs schedule send"))
    let status = try run(device, in: "Europe/Berlin", "status")
    #expect(status.output.contains("Asia/Tokyo") && status.output.contains("remcs schedule send"))
    let json = try run(device, in: "Europe/Berlin", "status", "--json").json() as? [String: Any]
    #expect(json?["timeZone"] as? String == "Europe/Berlin")
    #expect((json?["timeZoneChange"] as? [String: Any])?["told"] as? String == "Asia/Tokyo")
    let sent = try run(device, in: "Europe/Berlin", "schedule", "send")
    #expect(sent.status == 0 && sent.output.hasPrefix("RMG_0054"))
    #expect(try zone(at: center) == "Europe/Berlin")
    let shown = try run(device, in: "Europe/Berlin", "schedule")
    #expect(shown.output.contains("Europe/Berlin") && !shown.output.contains("Asia/Tokyo"))
    #expect(shown.output.contains("開始時間"))
  }

  @Test func `a stopped device keeps it waiting, and says so with 75; before a registration there is nothing to tell`()
    throws
  {
    let center = try RunningCenter()
    let device = try device(center)
    #expect(try run(device, in: "Asia/Tokyo", "pause").status == 0)
    let sent = try run(device, in: "Europe/Berlin", "schedule", "send")
    #expect(sent.status == 75 && sent.output.isEmpty && sent.errors.contains("送信待ち"))
    #expect(try run(device, in: "Europe/Berlin", "status").output.contains("更新の通知は送信待ち"))
    #expect(try zone(at: center) == "Asia/Tokyo")
    let empty = try DeviceHome()
    let refused = try run(empty, in: "Asia/Tokyo", "schedule", "send")
    #expect(refused.status == 78 && refused.errors.contains("RMG_0092"))
  }

  @Test func `the console says it at the menu, and sends the schedule`() throws {
    let center = try RunningCenter()
    let device = try device(center)
    let person = try WizardDriver(["--home", device.path], environment: ["TZ": "Europe/Berlin"])
    try person.see("Asia/Tokyo")
    try person.see("Europe/Berlin")
    person.press(.enter)
    try person.see("RMG_0054")
    #expect(try zone(at: center) == "Europe/Berlin")
    person.press(.enter)
    try person.see(.menu)
    try person.leave()
    #expect(person.end() == .code(0))
  }

  @Test func `the console that is told Cancel leaves it, and does not ask again at the next return to the menu`() throws
  {
    let center = try RunningCenter()
    let device = try device(center)
    let person = try WizardDriver(["--home", device.path], environment: ["TZ": "Europe/Berlin"])
    try person.see("Europe/Berlin")
    try person.pressButton("cancel")
    try person.see(.menu)
    try person.wait(for: "no question") { !$0.contains("Europe/Berlin") }
    for _ in 0..<3 { person.press(.down) }
    person.press(.enter)
    try person.see(.schedule)
    person.press(.control("X"))
    try person.see(.menu)
    #expect(!person.screen.contains("Europe/Berlin"))
    try person.leave()
    #expect(person.end() == .code(0))
    #expect(try zone(at: center) == "Asia/Tokyo")
  }
}
