import Foundation
import RemcsConsole
import RemcsCore
import TestSupport
import Testing

/// What a person decides about reports, by commands and by keys, against a real center.
struct QueueCommandTests {
  /// A registered device whose report 3, a connection check, the mail server refused for good.
  private func device(_ center: RunningCenter) throws -> DeviceHome {
    let device = try DeviceHome(registeredAt: center)
    try fail("check", device)
    return device
  }

  /// A login that the server does not offer fails for good.
  private func fail(_ command: String, _ device: DeviceHome) throws {
    try device.mustDo(
      "settings", "set", "authenticationType=auth", "authenticationMechanism=plain", "userID=u", "password=secret-word")
    #expect(try device.remcs(command).status == 1)
    try device.mustDo("settings", "set", "authenticationType=none")
  }

  private func states(_ device: DeviceHome) throws -> [String] {
    let rows = try device.remcs("queue", "--all", "--json").json() as? [[String: Any]]
    return try #require(rows).compactMap { $0["state"] as? String }
  }

  @Test func `a failed report is sent again by command, and the center gets it under its number`() throws {
    let center = try RunningCenter()
    let device = try device(center)
    #expect(try states(device) == ["relayed", "relayed", "failed"])
    let retried = try device.remcs("queue", "retry", "3")
    #expect(retried.status == 0 && retried.output == "3 番の通報を送信待ちに戻しました。\n")
    #expect(try states(device) == ["relayed", "relayed", "waiting"])
    #expect(try device.remcs("history", "--limit", "1").output.contains("#3 retried"))
    #expect(try device.remcs("check").status == 0)
    #expect(try states(device) == ["relayed", "relayed", "relayed"])
    #expect(try center.inbox().compactMap { $0["sequence"] as? Int } == [1, 2, 3])
  }

  @Test func `several that failed wait again at once, or none of them where one cannot`() throws {
    let center = try RunningCenter()
    let device = try device(center)
    try fail("send-hardware", device)
    let before = ["relayed", "relayed", "failed", "failed"]
    #expect(try states(device) == before)
    let refused = try device.remcs("queue", "retry", "3", "4", "2")
    #expect(refused.status == 65 && refused.errors.contains("2 番の通報") && refused.output.isEmpty)
    #expect(try device.remcs("queue", "retry").status == 64)
    #expect(try device.remcs("queue", "retry", "3", "--all").status == 64)
    #expect(try states(device) == before)
    let both = "3 番の通報を送信待ちに戻しました。\n4 番の通報を送信待ちに戻しました。\n"
    #expect(try device.remcs("queue", "retry", "4", "3", "4").output == both)
    #expect(try states(device) == ["relayed", "relayed", "waiting", "waiting"])
    #expect(try device.remcs("queue", "retry", "--all").output == "失敗した通報はありません。\n")
    try device.mustDo("agent", "--once")
    #expect(try center.inbox().compactMap { $0["sequence"] as? Int } == [1, 2, 3, 4])
  }

  @Test func `all that failed wait again`() throws {
    let device = try device(try RunningCenter())
    #expect(try device.remcs("queue", "retry", "--all").output == "3 番の通報を送信待ちに戻しました。\n")
    #expect(try states(device) == ["relayed", "relayed", "waiting"])
  }

  @Test func `wrong numbers and wrong states are refused with a code and 65, before anybody is asked`() throws {
    let center = try RunningCenter()
    let device = try device(center)
    for arguments in [["retry", "1"], ["cancel", "1"], ["cancel", "1", "--yes"]] {
      let result = try Programs.run(
        Programs.remcs, ["queue"] + arguments + ["--home", device.path, "--lang", "ja"])
      #expect(result.status == 65, "\(arguments)")
      #expect(result.errors.contains("RMG_0016") && result.errors.contains("送信済み"), "\(result.errors)")
    }
    for command in ["show", "retry", "cancel"] {
      let unknown = try device.remcs("queue", command, "99")
      #expect(unknown.status == 65 && unknown.errors.contains("99 番の通報はありません"), "\(command)")
    }
    #expect(try states(device) == ["relayed", "relayed", "failed"])
  }

  @Test func `without a terminal nothing is taken out unless --yes is said`() throws {
    let center = try RunningCenter()
    let device = try device(center)
    let asked = try device.remcs("queue", "cancel", "3", input: "y\n")
    #expect(asked.status == 64 && asked.errors.contains("--yes"))
    #expect(try states(device).last == "failed")
    #expect(try device.remcs("queue", "cancel", "3", "--yes").status == 0)
    #expect(try states(device).last == "canceled")
    #expect(try device.remcs("history", "--limit", "1").output.contains("#3 canceled by a person"))
  }

  @Test(arguments: [("n\r", Int32(1), "failed"), ("\r", 1, "failed"), ("y\r", 0, "canceled")])
  func `on a terminal it asks, and only a yes is one`(answer: String, status: Int32, state: String) throws {
    let center = try RunningCenter()
    let device = try device(center)
    let person = try WizardDriver(["queue", "cancel", "3", "--home", device.path, "--lang", "ja"])
    try person.see("[y/N]")
    person.type(answer)
    #expect(person.end() == .code(status))
    #expect(try states(device).last == state)
  }

  @Test func `the event log lets a report wait again and takes it out, by keys`() throws {
    let center = try RunningCenter()
    let device = try device(center)
    let person = try WizardDriver(device)
    try person.choose(.eventLog)
    try person.see(.eventLog)
    person.press(.enter)
    try person.see(.report)
    try person.pressButton("resend")
    try person.see("送信待ちに戻します")
    try person.pressButton("ok")
    try person.see("3 番の通報を送信待ちに戻しました")
    #expect(try states(device).last == "waiting")
    person.press(.enter)
    person.press(.enter)
    try person.see(.report)
    try person.pressButton("withdraw")
    try person.see("取り消します")
    try person.pressButton("ok")
    try person.see("3 番の通報を取り消しました")
    #expect(try states(device).last == "canceled")
    person.press(.enter)
    person.press(.control("P"))
    try person.see(.menu)
    try person.leave()
    #expect(person.end() == .code(0))
  }
}
