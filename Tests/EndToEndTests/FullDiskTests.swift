import Foundation
import TestSupport
import Testing

/// A device whose home lies on a disk of its own, with a center, in a network of their own. All of it is used from one
/// thread, within ``run(size:_:)``.
struct DeviceOnDisk {
  let center: RunningCenter
  let device: DeviceHome
  let disk: TestDisk.Memory

  /// Runs `body` with a registered device on a disk in memory.
  static func run(size: String = "24m", _ body: @escaping @Sendable (DeviceOnDisk) throws -> Void) throws {
    try Isolation.run {
      let device = try DeviceHome()
      let disk = try TestDisk.Memory(at: device.path, size: size)
      defer { disk.remove() }
      let center = try RunningCenter()
      try device.register(at: center)
      try device.mustDo("settings", "set", "retryCount=0")
      try body(DeviceOnDisk(center: center, device: device, disk: disk))
    }
  }

  func report(_ unit: String, _ level: String = "error", logs: [String] = []) throws -> Programs.Result {
    try device.report(unit, level, logs: logs)
  }

  /// `remcs agent --once`.
  func agent() throws -> Programs.Result { try device.remcs("agent", "--once") }

  /// The units of the faults that the center has, in the order of their numbers.
  func units() throws -> [String] { try center.faults().compactMap { $0["unit"] as? String } }

  /// Proves from the center's side that nothing is missing or there twice.
  func audit() throws {
    let audit = try Programs.run(Programs.center, ["audit", center.folder])
    #expect(audit.status == 0, "\(audit.output)")
  }
}

extension RunningCenter {
  /// The faults that it has, in the order of their numbers.
  func faults() throws -> [[String: Any]] {
    try inbox().sorted { ($0["sequence"] as? Int ?? 0) < ($1["sequence"] as? Int ?? 0) }
      .compactMap { ($0["manifest"] as? [String: Any])?["fault"] as? [String: Any] }
  }
}

extension DeviceHome {
  /// `remcs report fault`.
  func report(_ unit: String, _ level: String = "error", logs: [String] = []) throws -> Programs.Result {
    try Programs.run(
      Programs.remcs,
      ["report", "fault", "--unit", unit, "--level", level, "--code", "E1", "--text", "broken", "--home", path]
        + ["--lang", "en"] + logs.flatMap { ["--log", $0] })
  }
}

/// The disk of the home is full, or cannot be written: what was accepted arrives, what was not is told.
@Suite(.enabled(if: TestDisk.isPossible, "only root may mount a disk"))
struct FullDiskTests {
  /// What every refusal for want of room says.
  private func expectRefused(_ result: Programs.Result) {
    #expect(result.status == 1 && result.output.isEmpty)
    #expect(result.errors.contains("RMG_0150") && result.errors.contains("Make room"), "\(result.errors)")
  }

  @Test func `on a disk that somebody fills again and again what was accepted arrives, and what was not is told`()
    throws
  {
    try DeviceOnDisk.run { place in
      let log = try TemporaryDirectory("remcs-log")
      let path = try log.write(String(repeating: "kernel: broken\n", count: 1000), to: "messages")
      #expect(try place.report("U0", logs: [path]).status == 0)
      var accepted = ["U0"]
      var refused: [String] = []
      for number in 1...40 where refused.count < 3 {
        // Every bit of room that is given up is taken away at once.
        try place.disk.fill(leaving: 0)
        let unit = "U\(number)"
        let result = try place.report(unit, logs: number.isMultiple(of: 2) ? [path] : [])
        if result.status == 0 {
          accepted.append(unit)
        } else {
          expectRefused(result)
          refused.append(unit)
        }
      }
      #expect(accepted.count >= 4, "the reserve is worth some events")
      #expect(refused.count == 3)
      place.disk.makeRoom()
      let waiting = try #require(try place.device.remcs("queue", "--json").json() as? [[String: Any]])
      #expect(waiting.count == accepted.count, "nothing half-written")
      #expect(try place.report("late").status == 0)
      #expect(try place.agent().status == 0)
      #expect(try place.units() == accepted + ["late"])
      // Copies of logs that nobody waits for would fill the disk again.
      #expect(try FileManager.default.contentsOfDirectory(atPath: place.device.path + "/spool").isEmpty)
      try place.audit()
    }
  }

  @Test func `the agent delivers from a full disk, once, and a report of then is accepted`() throws {
    try DeviceOnDisk.run { place in
      for unit in ["A", "B"] { #expect(try place.report(unit).status == 0) }
      try place.disk.fill(leaving: 0)
      let sent = try place.agent()
      #expect(sent.status == 0, "\(sent.errors)")
      #expect(try place.units() == ["A", "B"])
      #expect(try place.report("C").status == 0)
      #expect(try place.agent().status == 0)
      #expect(try place.units() == ["A", "B", "C"])
      try place.audit()
    }
  }

  @Test func `an agent that runs while the disk fills says so, stays, is not busy, and sends once there is room`()
    throws
  {
    try DeviceOnDisk.run { place in
      // Without a reserve.
      try place.disk.fill(leaving: 1 << 20)
      let agent = try BackgroundProgram(Programs.remcs, ["agent", "--home", place.device.path])
      try eventually { try place.device.agent()["isRunning"] as? Bool == true }
      #expect(try place.report("A").status == 0)
      try eventually { try place.units() == ["A"] }
      unlink(place.device.path + "/reserve")
      try place.disk.fill(leaving: 0)
      for unit in ["B", "C", "D"] { expectAcceptedOrRefused(try place.report(unit)) }
      let log = place.device.path + "/logs/agent.log"
      let before = FileManager.default.contents(atPath: log)?.count ?? 0
      usleep(700_000)
      #expect(agent.isRunning)
      #expect(try place.device.status()["isDiskFull"] as? Bool == true)
      #expect((FileManager.default.contents(atPath: log)?.count ?? 0) - before < 4096)
      place.disk.makeRoom()
      #expect(try place.report("E").status == 0)
      try eventually { try place.units().last == "E" }
      agent.terminate()
      #expect(agent.wait() == 0)
      #expect(try place.device.status()["waiting"] as? Int == 0)
      #expect(try place.device.status()["isDiskFull"] as? Bool == false)
      try place.audit()
    }
  }

  private func expectAcceptedOrRefused(_ result: Programs.Result) {
    if result.status != 0 { expectRefused(result) }
  }

  @Test func `status and queue tell a full disk where they cannot even read, and take nothing of the reserve`() throws {
    try DeviceOnDisk.run { place in
      #expect(try place.report("A").status == 0)
      try place.disk.fill(leaving: 0)
      let reserve = { try FileManager.default.attributesOfItem(atPath: place.device.path + "/reserve")[.size] as? Int }
      let before = try reserve()
      for command in [["status"], ["queue"]] {
        let result = try Programs.run(Programs.remcs, command + ["--home", place.device.path, "--lang", "en"])
        if result.status != 0 { expectRefused(result) }
      }
      #expect(try reserve() == before && before ?? 0 > 0)
    }
  }

  @Test func `where the room for logs is used up, those of a lesser event are given up, and the center hears of it`()
    throws
  {
    try DeviceOnDisk.run(size: "64m") { place in
      let log = try TemporaryDirectory("remcs-log")
      let random = try #require(FileHandle(forReadingAtPath: "/dev/urandom"))
      let noise = try #require(try random.read(upToCount: 2 << 20))
      for name in ["info", "warning"] { try noise.write(to: URL(fileURLWithPath: log.path(name))) }
      // With what is added to what cannot be made smaller, it fits where another one was.
      try noise.dropLast(100_000).write(to: URL(fileURLWithPath: log.path("error")))
      #expect(try place.report("I", "info", logs: [log.path("info")]).status == 0)
      #expect(try place.report("W", "warning", logs: [log.path("warning")]).status == 0)
      // A copy of an unknown report that takes all the room that is left of the bound; it is only said to be large.
      let other = place.device.path + "/spool/other.gz"
      _ = FileManager.default.createFile(atPath: other, contents: nil)
      truncate(other, 252 << 20)
      let shown = try place.report("E", "error", logs: [log.path("error")])
      #expect(shown.status == 0 && shown.errors.isEmpty, "\(shown.errors)")
      truncate(other, 255 << 20)
      // Of the same level nothing makes room: its own log is left out, which is said.
      let second = try place.report("W2", "info", logs: [log.path("info")])
      #expect(second.status == 0 && !second.errors.isEmpty)
      unlink(other)
      #expect(try place.agent().status == 0)
      let reports = try place.center.inbox().filter { $0["kind"] as? String == "fault" }
      let files = Dictionary(
        uniqueKeysWithValues: reports.map { report in
          let fault = (report["manifest"] as? [String: Any])?["fault"] as? [String: Any]
          return (
            fault?["unit"] as? String ?? "",
            (report["attachments"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
          )
        })
      #expect(files == ["I": [], "W": ["warning.gz"], "E": ["error.gz"], "W2": []])
      let audits =
        try Programs.run(Programs.center, ["audit", place.center.folder, "--json"]).json() as? [[String: Any]]
      #expect(audits?.first?["dropped"] as? Int == 2)
      try place.audit()
    }
  }

  // MARK: A disk that cannot be written

  @Test func `on a disk that cannot be written every command says so, and goes on once it can`() throws {
    try DeviceOnDisk.run { place in
      #expect(try place.report("A").status == 0)
      try place.disk.remount(readOnly: true)
      func expectReadOnly(_ arguments: [String]) throws {
        let result = try Programs.run(Programs.remcs, arguments + ["--home", place.device.path, "--lang", "en"])
        #expect(result.status == 77, "\(arguments): \(result.errors)")
        #expect(result.errors.contains("RMG_0150") && result.errors.contains("Make it writable"), "\(result.errors)")
      }
      let fault = ["report", "fault", "--unit", "B", "--level", "error", "--code", "E1", "--text", "broken"]
      for command in [fault, ["status"], ["queue"], ["agent", "--once"], ["check"]] { try expectReadOnly(command) }
      try place.disk.remount(readOnly: false)
      #expect(try place.report("C").status == 0)
      #expect(try place.agent().status == 0)
      #expect(try place.units() == ["A", "C"])
      try place.audit()
    }
  }
}

/// Waits until something is so.
func eventually(sourceLocation: SourceLocation = #_sourceLocation, _ isDone: () throws -> Bool) throws {
  let deadline = ContinuousClock.now + .seconds(30)
  while try !isDone() {
    try #require(ContinuousClock.now < deadline, sourceLocation: sourceLocation)
    usleep(50_000)
  }
}
