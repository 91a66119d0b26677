import Foundation
import Localization
import RemcsCore
import TestSupport
import Testing

/// The agent and fault reports as programs.
@Suite struct AgentCommandTests {
  private let center: RunningCenter
  private let device: DeviceHome

  init() throws {
    center = try RunningCenter()
    device = try DeviceHome(registeredAt: center)
    // One try a connection.
    try device.mustDo("settings", "set", "retryCount=0")
  }

  private func report(_ unit: String, _ level: String = "error", _ more: String...) throws -> Programs.Result {
    try Programs.run(
      Programs.remcs,
      ["report", "fault", "--unit", unit, "--level", level, "--code", "E1", "--text", "broken", "--home", device.path]
        + more)
  }

  private func faults() throws -> [[String: Any]] {
    try center.inbox().filter { $0["kind"] as? String == "fault" }
  }

  @Test func `a fault waits on the disk until the agent sends it, with its log`() throws {
    let log = device.path + "/messages"
    try "Nov 26 kernel: broken\n".write(toFile: log, atomically: true, encoding: .utf8)
    let result = try report("DIMM-3", "error", "--log", log)
    #expect(result.status == 0)
    #expect(result.output.contains("3"))
    #expect(try device.status()["waiting"] as? Int == 1)
    #expect(try device.remcs("agent", "--once").status == 0)
    #expect(try device.status()["waiting"] as? Int == 0)
    let received = try #require(try faults().first)
    let fault = (received["manifest"] as? [String: Any])?["fault"] as? [String: Any]
    #expect(fault?["unit"] as? String == "DIMM-3")
    #expect((received["attachments"] as? [[String: Any]])?.first?["name"] as? String == "messages.gz")
    let audit = try Programs.run(Programs.center, ["audit", center.folder])
    #expect(audit.status == 0, "\(audit.output)")
  }

  @Test func `the same unit is held back, and the center hears how often`() throws {
    #expect(try report("PSU-1").status == 0)
    let held = try report("PSU-1", "error", "--json")
    #expect((try held.json() as? [String: Any])?["result"] as? String == "held")
    #expect(try report("PSU-2").status == 0)
    #expect(try device.remcs("agent", "--once").status == 0)
    let ledger = try faults().compactMap { ($0["manifest"] as? [String: Any])?["suppressed"] as? [[String: Any]] }
    #expect(ledger.first?.first?["count"] as? Int == 1)
    let shown = try device.remcs("suppression", "--json")
    #expect((try shown.json() as? [[String: Any]])?.map { $0["unit"] as? String } == ["PSU-1", "PSU-2"])
    #expect(try device.remcs("report", "recovery", "--unit", "PSU-1").status == 0)
    #expect((try report("PSU-1", "error", "--json").json() as? [String: Any])?["result"] as? String == "queued")
  }

  @Test func `a running agent is woken by a report, and there is only one`() throws {
    let agent = try BackgroundProgram(Programs.remcs, ["agent", "--home", device.path])
    try wait { try device.agent()["isRunning"] as? Bool == true }
    #expect(try device.remcs("agent").status == 75)
    #expect(try report("FAN-1").status == 0)
    try wait { try faults().count == 1 && device.status()["waiting"] as? Int == 0 }
    // A timer beside it is content: it was asked, and nothing is left.
    let beside = try device.remcs("agent", "--once")
    #expect(beside.status == 0 && beside.errors.contains(text(.commandAgentRunning, in: .ja)))
    agent.terminate()
    #expect(agent.wait() == 0)
    #expect(try device.agent()["isRunning"] as? Bool == false)
  }

  @Test func `a pass that is killed is made up for, and none outlives its agent`() throws {
    center.hold()
    defer { center.resume() }
    #expect(try report("FAN-1").status == 0)
    let agent = try BackgroundProgram(Programs.remcs, ["agent", "--home", device.path])
    try wait { agent.children.count == 1 }
    for pass in agent.children { kill(pass, SIGKILL) }
    try wait { agent.children.isEmpty }
    #expect(agent.isRunning)
    #expect(try device.status()["waiting"] as? Int == 1)
    // Somebody rings: no need to wait for the next time.
    #expect(try report("FAN-2").status == 0)
    try wait { agent.children.count == 1 }
    let pass = try #require(agent.children.first)
    agent.kill()
    try wait { kill(pass, 0) != 0 }
    center.resume()
    #expect(try device.remcs("agent", "--once").status == 0)
    #expect(try faults().count == 2)
  }

  @Test func `a pass that somebody else stops does not say that nothing is due`() throws {
    center.hold()
    defer { center.resume() }
    #expect(try report("FAN-1").status == 0)
    let pass = try BackgroundProgram(Programs.remcs, ["agent", "--pass=first", "--home", device.path], isFed: true)
    try wait { try device.remcs("queue").output.contains("送信中") }
    pass.terminate()
    #expect(pass.wait() == 128 + SIGTERM)
  }

  @Test func `programs that meet a damaged store at once lose nothing, and give no number twice`() throws {
    try device.mustDo("suppression", "time", "0")
    for number in 1...5 { #expect(try report("OLD-\(number)").status == 0) }
    // Whatever is not a report: it brings what is in the log into the file, too.
    try device.mustDo("settings", "set", "timeout=90")
    let path = device.path + "/remcs.sqlite"
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let place = try #require(bytes.range(of: Data("smtpServer".utf8))?.lowerBound) / 4096 * 4096
    bytes.replaceSubrange(place..<place + 4096, with: Data(repeating: 0xA5, count: 4096))
    try bytes.write(to: URL(fileURLWithPath: path))
    let reporters = try (1...4).map { number in
      try BackgroundProgram(
        Programs.remcs,
        [
          "report", "fault", "--unit", "NEW-\(number)", "--level", "error", "--code", "E1", "--text", "broken",
          "--home",
          device.path,
        ])
    }
    for reporter in reporters { #expect(reporter.wait() == 0) }
    let queue = try #require(try device.remcs("queue", "--json").json() as? [[String: Any]])
    // Two are of the registration and the check.
    #expect(queue.compactMap { $0["sequence"] as? Int }.sorted() == Array(3...11))
  }

  @Test func `a fault is taken whatever the file of the authorities is like, and leaves once it is replaced`() throws {
    let file = device.path + "/ca.pem"
    let authorities = try Data(contentsOf: URL(fileURLWithPath: file))
    try Data(repeating: 0xA5, count: 4096).write(to: URL(fileURLWithPath: file))
    #expect(try report("FAN-1").status == 0)
    #expect(try device.remcs("agent", "--once").status == 75)
    #expect((try device.status()["trouble"] as? [String: Any])?["code"] as? String == "RMG_0097")
    let copy = device.path + "/copy.pem"
    try authorities.write(to: URL(fileURLWithPath: copy))
    try device.mustDo("center", "trust", copy)
    // Who mends the way need not wait for the next hour.
    #expect(try device.remcs("agent", "--once").status == 0)
    #expect(try faults().count == 1)
  }

  @Test func `systemd hears that the agent is ready, that it lives, and that it stops`() throws {
    let listener = try DatagramListener(device.path + "/notify")
    let agent = try BackgroundProgram(
      Programs.remcs, ["agent", "--home", device.path],
      environment: ["NOTIFY_SOCKET": listener.path, "WATCHDOG_USEC": "400000"])
    #expect(listener.next() == "READY=1")
    for _ in 1...5 { #expect(listener.next() == "WATCHDOG=1") }
    agent.terminate()
    #expect(agent.wait() == 0)
    var last = listener.next()
    while last == "WATCHDOG=1" { last = listener.next() }
    #expect(last == "STOPPING=1")
  }

  @Test func `without a server reports wait, the status says why, and they arrive once it is back`() throws {
    center.stop()
    #expect(try report("FAN-1").status == 0)
    #expect(try device.remcs("agent", "--once").status == 75)
    let trouble = try device.status()["trouble"] as? [String: Any]
    #expect(trouble?["code"] as? String == "RMG_2006")
    // Who is called, and what the system says.
    let shown = try device.remcs("status").output
    #expect(shown.contains("RMG_2006") && shown.contains("127.0.0.1"), "\(shown)")
    try center.restart()
    // A timer may call the agent every minute: it keeps to the times. A person says when it is mended.
    #expect(try device.remcs("agent", "--once").status == 75)
    #expect(shown.contains("remcs diagnose"))
    try device.mustDo("diagnose")
    #expect(try device.remcs("agent", "--once").status == 0)
    #expect(try faults().count == 1)
    #expect(try device.status()["trouble"] == nil)
  }

  @Test func `an event of the management controller arrives, once, and a program that fails shows in the status`()
    throws
  {
    let folder = try TestDirectory.make()
    let program = folder.path + "/ipmitool"
    func agent(_ script: String) throws -> Programs.Result {
      try ScriptFile.write(script, to: program)
      return try Programs.run(
        Programs.remcs, ["agent", "--once", "--home", device.path],
        environment: ["PATH": folder.path + ":/usr/bin:/bin"])
    }
    let old = "echo ' 1 | 11/24/2026 | 10:00:00 | Fan FAN1 | Lower Critical going low | Asserted'"
    let new = "echo ' 2 | 11/24/2026 | 10:05:00 | Power Supply PSU2 | Power Supply AC lost | Asserted'"
    func events() throws -> [[String: Any]] {
      try faults().compactMap { ($0["manifest"] as? [String: Any])?["fault"] as? [String: Any] }
        .filter { ($0["code"] as? String)?.hasPrefix("IPMI") == true }
    }
    _ = try agent(old)
    #expect(try events().isEmpty)
    for _ in 1...2 { _ = try agent("\(old); \(new)") }
    let received = try events()
    #expect(received.map { $0["unit"] as? String } == ["Power Supply PSU2"])
    #expect(received.first?["level"] as? String == "error")
    let failed = try agent("echo 'no device' >&2; exit 1")
    #expect(failed.errors.contains("controllerLog"))
    #expect(try device.remcs("status").output.contains("! controllerLog: RMG_0150"))
    #expect(try device.remcs("status").output.contains("no device"))
  }

  private func wait(_ isDone: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while try !isDone() {
      try #require(ContinuousClock.now < deadline)
      usleep(50_000)
    }
  }
}

extension DeviceHome {
  /// What the status tells of the agent.
  func agent() throws -> [String: Any] { try status()["agent"] as? [String: Any] ?? [:] }
}

/// A socket that systemd would have, to hear what a service tells.
final class DatagramListener {
  let path: String
  private let descriptor: Int32

  init(_ path: String) throws {
    self.path = path
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    try #require(bytes.count < MemoryLayout.size(ofValue: address.sun_path))
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0)
    var limit = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(descriptor) }

  /// The next message; nil if none comes.
  func next() -> String? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
  }
}

/// A program that runs beside a test.
final class BackgroundProgram {
  private let process = Process()
  private let input = Pipe()

  init(_ path: String, _ arguments: [String], environment: [String: String] = [:], isFed: Bool = false) throws {
    // Something that does not end.
    process.standardInput = isFed ? input : FileHandle.nullDevice
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  deinit { kill() }

  var isRunning: Bool { process.isRunning }

  /// The processes that it started and that have not been waited for.
  var children: [pid_t] {
    let pid = process.processIdentifier
    let list = (try? String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)) ?? ""
    return list.split(separator: " ").compactMap { pid_t($0) }
  }

  /// SIGTERM.
  func terminate() { process.terminate() }

  /// As a power cut would.
  func kill() {
    guard process.isRunning else { return }
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// The exit status; nil if a signal ended it.
  func wait() -> Int32? {
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : nil
  }
}
