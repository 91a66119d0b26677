import Foundation
import TestSupport
import Testing

/// Whatever is killed, and whenever: what a reporter was told is accepted arrives at the center, once.
@Suite struct SoakTests {
  /// `make soak` asks for many more.
  private static let kills = ProcessInfo.processInfo.environment["REMCS_SOAK_KILLS"].flatMap { Int($0) } ?? 20

  @Test func `agent, reporters and mail server are killed at random, and nothing is lost or doubled`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome(registeredAt: center)
    try device.mustDo("settings", "set", "retryCount=99", "retryInterval=1")
    let log = device.path + "/messages"
    try String(repeating: "kernel: broken\n", count: 5000).write(toFile: log, atomically: true, encoding: .utf8)

    var generator = SystemRandomNumberGenerator()
    func pause(upTo milliseconds: UInt32) { usleep(UInt32.random(in: 0...milliseconds * 1000, using: &generator)) }
    var accepted: Set<String> = []
    var killed: Set<String> = []
    var agent = try BackgroundProgram(Programs.remcs, ["agent", "--home", device.path])
    var isServed = true
    var count = 0
    var kills = 0
    while kills < Self.kills {
      count += 1
      let unit = "U\(count)"
      var arguments = [
        "report", "fault", "--unit", unit, "--level", "error", "--code", "E1", "--text", "broken", "--home",
        device.path,
      ]
      if count.isMultiple(of: 3) { arguments += ["--log", log] }
      let reporter = try BackgroundProgram(Programs.remcs, arguments)
      if Int.random(in: 0..<3, using: &generator) == 0 {
        pause(upTo: 60)
        reporter.kill()
        kills += 1
      }
      if reporter.wait() == 0 { accepted.insert(unit) } else { killed.insert(unit) }
      switch Int.random(in: 0..<5, using: &generator) {
      case 0:
        // As a power cut: the agent, and what it is doing.
        pause(upTo: 80)
        let passes = agent.children
        agent.kill()
        for pass in passes { kill(pass, SIGKILL) }
        kills += 1
        agent = try BackgroundProgram(Programs.remcs, ["agent", "--home", device.path])
      case 3:
        pause(upTo: 80)
        // A pass alone; the agent goes on.
        for pass in agent.children {
          kill(pass, SIGKILL)
          kills += 1
        }
      case 1 where isServed:
        center.kill()
        kills += 1
        isServed = false
      case 2 where !isServed:
        try center.restart()
        isServed = true
      default: break
      }
    }
    if !isServed { try center.restart() }
    // Not to wait for the next try of a server that was away.
    try device.mustDo("settings", "set", "senderEmail=soak@device.example")
    let deadline = ContinuousClock.now + .seconds(120)
    while try device.status()["waiting"] as? Int != 0 {
      let status = try device.remcs("status").output
      try #require(ContinuousClock.now < deadline, "\(status)")
      usleep(100_000)
    }
    agent.terminate()
    #expect(agent.wait() == 0)

    let manifests = try center.inbox().compactMap { $0["manifest"] as? [String: Any] }
    let units = manifests.compactMap { ($0["fault"] as? [String: Any])?["unit"] as? String }
    #expect(Set(units).count == units.count, "nothing arrives under two numbers")
    #expect(accepted.subtracting(units).isEmpty, "nothing that was accepted is lost")
    #expect(Set(units).subtracting(accepted).isSubset(of: killed), "and nothing arrives that nobody reported")
    let audit = try Programs.run(Programs.center, ["audit", center.folder])
    #expect(audit.status == 0, "\(audit.output)")
    print("soak: \(count) reporters, \(kills) kills, \(accepted.count) accepted, \(units.count) arrived")
  }
}
