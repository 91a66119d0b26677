import Foundation
import RemcsCore
import TestSupport
import Testing

@testable import RemcsHardware

/// The event log of a management controller, by a program of the test in place of ipmitool.
final class ControllerLogTests {
  private let folder = NSTemporaryDirectory() + "remcs-ipmi-" + UUID().uuidString
  private var program: String { folder + "/ipmitool" }
  private var source: ControllerLogSource { ControllerLogSource(path: folder, seconds: 20) }

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// What the program does.
  private func install(_ script: String) throws { try ScriptFile.write(script, to: program) }

  private func install(lines: [String]) throws {
    try install(
      "[ \"$*\" = 'sel elist' ] && [ \"$TZ\" = UTC ] || exit 9\ncat <<'END'\n\(lines.joined(separator: "\n"))\nEND")
  }

  private func failure(_ script: String, source: ControllerLogSource? = nil) throws -> String? {
    try install(script)
    do {
      _ = try (source ?? self.source).events(after: nil)
      return nil
    } catch let failure as EventSourceFailure { return failure.reason }
  }

  private static let lines = [
    "   1 | 04/25/2021 | 15:21:05 | Event Logging Disabled SEL | Log area reset/cleared | Asserted",
    "   2 | 04/25/2021 | 15:22:06 | Power Supply PSU2 Status | Power Supply AC lost | Asserted",
    "   3 | 04/25/2021 | 15:22:06 | Memory DIMM_B1 | Correctable ECC | Asserted",
    "   a | 04/25/21 | 15:30:00 UTC | Memory DIMM_B2 | Uncorrectable ECC | Asserted",
    "   b | 04/25/2021 | 15:31:00 | Temperature CPU1 Temp | Upper Non-critical going high | Asserted | Reading 91 > Threshold 90 degrees C",
    "   c | 04/25/2021 | 15:32:00 | Power Supply PSU2 Status | Power Supply AC lost | Deasserted",
    "   d |  Pre-Init  |0000000012| Fan FAN3 | something new | Asserted",
  ]

  @Test func `the first look tells nothing, the next ones what came behind it, by sensor and level`() throws {
    try install(lines: Array(Self.lines.prefix(1)))
    let first = try source.events(after: nil)
    #expect(first.events.isEmpty)
    try install(lines: Self.lines)
    let second = try source.events(after: first.position)
    #expect(
      second.events.map { "\($0.fault.level.rawValue) \($0.fault.unit)" } == [
        "error Power Supply PSU2 Status", "warning Memory DIMM_B1", "error Memory DIMM_B2",
        "warning Temperature CPU1 Temp", "info Power Supply PSU2 Status", "warning Fan FAN3",
      ])
    let one = try #require(second.events.first)
    #expect(one.fault.code == "IPMI Power Supply AC lost")
    #expect(one.fault.time == Date(timeIntervalSince1970: 1_619_364_126))
    #expect(second.events[3].fault.text.contains("Reading 91"))
    #expect(try source.events(after: second.position).events.isEmpty)
    #expect(try source.events(after: one.position).events.count == 5, "stopped behind the first, it goes on there")
  }

  @Test func `another way of writing the date, and a log that was cleared, tell nothing twice and lose nothing`() throws
  {
    try install(lines: Array(Self.lines.prefix(3)))
    let first = try source.events(after: nil)
    try install(lines: Self.lines.prefix(4).map { $0.replacingOccurrences(of: "04/25/2021", with: "04/25/21") })
    #expect(try source.events(after: first.position).events.map(\.fault.unit) == ["Memory DIMM_B2"])
    // Cleared, and counted from 1 again.
    try install(lines: [
      "   1 | 04/26/2021 | 08:00:00 | Event Logging Disabled SEL | Log area reset/cleared | Asserted",
      "   2 | 04/26/2021 | 09:00:00 | Fan FAN1 | Lower Critical going low | Asserted",
    ])
    #expect(try source.events(after: first.position).events.map(\.fault.level) == [.info, .error])
    // Cleared, with a clock that was set back.
    try install(lines: ["   1 | 01/01/1970 | 00:00:09 | Fan FAN1 | Lower Critical going low | Asserted"])
    #expect(try source.events(after: first.position).events.count == 1)
    try install("echo 'SEL has no entries' >&2")
    let empty = try source.events(after: first.position)
    #expect(empty.events.isEmpty && empty.position == nil)
    // An empty log is a position too.
    let none = try source.events(after: nil)
    try install(lines: Array(Self.lines.prefix(1)))
    #expect(try source.events(after: none.position).events.count == 1)
  }

  @Test(arguments: [
    ("Redundancy Lost", FaultLevel.error), ("Power off/down", .info), ("Predictive failure", .warning),
    ("Transition to Non-critical from OK", .warning), ("Transition to OK", .info),
    ("Lower Non-recoverable going low", .error),
    ("Correctable ECC logging limit reached", .warning), ("Uncorrectable machine check exception", .error),
    ("S0/G0: working", .info), ("Timer expired", .warning),
  ])
  func `the level is of the words of the event`(event: String, level: FaultLevel) {
    #expect(ControllerLogEntry("1 | 01/01/2026 | 00:00:00 | X | \(event) | Asserted")?.fault.level == level)
  }

  @Test func `lines that are none, and control characters, do no harm`() throws {
    try install(lines: [])
    let first = try source.events(after: nil)
    try install(lines: [
      "Invalid command", "||||||", "zz | a | b | c | d", "  -1 | a | b | c | d",
      "1 | 99/99/9999 | 99:99:99 | \u{1B}[2JFan\u{7} | \u{9B}31mfail | Asserted", String(repeating: "|", count: 5000),
      "2 | 01/01/2026 | 00:00:00 | | | Asserted",
    ])
    let events = try source.events(after: first.position).events
    #expect(events.map(\.fault.unit) == ["[2JFan", "-"])
    #expect(events.map { $0.fault.time == nil } == [true, false])
    #expect(events.allSatisfy { !($0.fault.text + $0.fault.code).unicodeScalars.contains { $0.value < 32 } })
  }

  @Test func `a program that fails, hangs or never ends is told, and leaves nothing behind`() throws {
    #expect(
      try failure("echo 'Could not open device at /dev/ipmi0' >&2; exit 1")
        == "\(program) sel elist: 1 Could not open device at /dev/ipmi0")
    let pidFile = folder + "/pid"
    let begin = ContinuousClock.now
    let hangs = "sleep 600 & echo $! > \(pidFile); wait"
    #expect(
      try failure(hangs, source: ControllerLogSource(path: folder, seconds: 3))
        == "\(program) sel elist: no end after 3 s")
    #expect(ContinuousClock.now - begin < .seconds(30))
    let child = try #require(pid_t(try String(contentsOfFile: pidFile, encoding: .utf8).dropLast()))
    let deadline = ContinuousClock.now + .seconds(10)
    // Whoever takes in orphans may not have done so yet: a process that has ended counts as gone.
    while let state = try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8), !state.contains(") Z "),
      .now < deadline
    { usleep(10_000) }
    #expect(ContinuousClock.now < deadline)
    #expect(try failure("exec yes")?.contains("more than") == true)
    #expect(try failure("kill -9 $$")?.contains("137") == true)
    #expect(
      try failure("i=0; while [ $i -lt 3000 ]; do echo 0123456789012345678901234567890123456789 >&2; i=$((i+1)); done")
        == nil)
  }

  @Test func `a wish to stop ends it at once`() throws {
    try install("sleep 600")
    let wish = Cancellation()
    Thread.detachNewThread {
      usleep(200_000)
      wish.raise()
    }
    let begin = ContinuousClock.now
    let batch = try source.events(after: nil, hardware: .machine, cancellation: wish)
    #expect(batch == EventBatch())
    #expect(ContinuousClock.now - begin < .seconds(30))
  }

  @Test func `without the program, or beside a Redfish service, there is no such source`() throws {
    try install(lines: Self.lines)
    let address = try #require(RedfishAddress(url: "https://localhost"))
    #expect(try source.events(after: nil, hardware: .redfish(address, password: "")) == .absent)
    #expect(ChildProgram(named: "ipmitool", path: "relative:.:/nowhere") == nil)
    try FileManager.default.removeItem(atPath: program)
    #expect(try source.events(after: nil) == .absent)
  }
}
