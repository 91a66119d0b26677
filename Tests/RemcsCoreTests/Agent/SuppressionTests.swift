import Foundation
import Testing

@testable import RemcsCore

/// Fault reports and their suppression (manual 1.2.1).
struct SuppressionTests {
  private let home: TestHome
  private let clock = TestClock()
  private let service: Service

  init() throws {
    home = try TestHome()
    service = try home.service(clock: clock.clock)
  }

  private func report(
    _ unit: String = "DIMM-1", _ level: FaultLevel = .warning, partition: String? = nil, logs: [String] = []
  ) throws -> FaultOutcome {
    try service.report(
      Fault(unit: unit, level: level, code: "E1", text: "broken", partition: partition), logs: logs)
  }

  private func isQueued(_ outcome: FaultOutcome) -> Bool { reportNumber(outcome) != nil }

  private func reportNumber(_ outcome: FaultOutcome) -> Int? {
    if case .queued(let number, _, _) = outcome { number } else { nil }
  }

  @Test func `further events of a unit are held back for the time that is set, and counted`() throws {
    try service.setSuppressionTime(minutes: 60)
    #expect(try report() == .queued(1, dropped: 0, unreadable: []))
    clock.advance(by: 60)
    #expect(try report() == .held(count: 1, until: clock.now - 60 + 3600))
    #expect(try report() == .held(count: 2, until: clock.now - 60 + 3600))
    #expect(isQueued(try report("DIMM-2")), "another unit is another matter")
    clock.advance(by: 3600)
    #expect(isQueued(try report()))
    #expect(try service.store.reports().count == 3)
  }

  @Test func `a higher level breaks through at once, and the time begins anew with it`() throws {
    try service.setSuppressionTime(minutes: 60)
    _ = try report("A", .warning)
    clock.advance(by: 3000)
    #expect(isQueued(try report("A", .error)))
    clock.advance(by: 3000)
    #expect(!isQueued(try report("A", .error)), "3000 s after the higher one, not 6000 after the first")
    #expect(!isQueued(try report("A", .warning)))
    #expect(!isQueued(try report("A", .info)))
    #expect(try service.suppressions().first?.breaksThrough == [])
  }

  @Test func `what a partition saw is held back until it is cleared, or the partition starts anew`() throws {
    try service.setSuppressionTime(minutes: 1)
    _ = try report("HBA", partition: "P1")
    _ = try report("HBA", partition: "P2")
    clock.advance(by: 365 * 86400)
    #expect(try report("HBA", partition: "P1") == .held(count: 1, until: nil))
    #expect(try service.endSuppression(unit: nil, partition: "P1") == 1)
    #expect(isQueued(try report("HBA", partition: "P1")))
    #expect(!isQueued(try report("HBA", partition: "P2")), "another partition did not start anew")
    #expect(try service.endSuppression(unit: "HBA", partition: "P2") == 1)
    #expect(isQueued(try report("HBA", partition: "P2")))
  }

  @Test func `a recovery ends it, and a time of zero holds nothing back`() throws {
    _ = try report()
    #expect(!isQueued(try report()))
    #expect(try service.endSuppression(unit: "DIMM-1") == 1)
    #expect(isQueued(try report()))
    try service.setSuppressionTime(minutes: 0)
    #expect(isQueued(try report()), "what was held back before neither")
    #expect(isQueued(try report()))
    #expect(try service.suppressions().isEmpty)
  }

  @Test func `an empty name ends nothing, as of a script whose variable is empty`() throws {
    _ = try report()
    _ = try report("HBA", partition: "P1")
    for (unit, partition) in [("", nil), (nil, ""), ("DIMM-1", ""), (" ", "P1")] as [(String?, String?)] {
      let error = #expect(throws: ServiceError.self) {
        try service.endSuppression(unit: unit, partition: partition)
      }
      #expect(error?.code == .rmg0036)
    }
    #expect(try service.suppressions().count == 2)
  }

  @Test func `what is held back within a second is counted for each unit and partition`() throws {
    for partition in ["P1", "P2", "P3"] {
      for _ in 0...2 { _ = try report("PSU", partition: partition) }
    }
    let last = try report("FAN")
    let number = try #require(reportNumber(last))
    let told = try #require(Manifest(try service.report(number).manifest).suppressed)
    #expect(told.map(\.count) == [2, 2, 2] && Set(told.map(\.first)).count == 1)
    #expect(Set(told.compactMap(\.entry)).count == 3, "the center tells them apart")
  }

  @Test func `long names that begin alike stay two units, and it is said that they were shortened`() throws {
    let long = String(repeating: "u", count: 120)
    let faults = try ["A", "B"].map { try Fault(unit: long + $0, level: .error, code: "E", text: "x") }
    #expect(faults[0].unit != faults[1].unit && faults.allSatisfy { $0.unit.count <= Fault.mostShort })
    #expect(faults.allSatisfy { $0.shortened == ["unit"] })
    for fault in faults { #expect(isQueued(try service.report(fault))) }
    #expect(try service.endSuppression(unit: long + "A") == 1)
    let text = try Fault(unit: "U", level: .error, code: "E", text: String(repeating: "t", count: 4001))
    #expect(text.shortened == ["text"])
    let short = try Fault(unit: String(repeating: "単", count: 100), level: .error, code: "E", text: "x\n\n")
    #expect(short.shortened.isEmpty && short.unit.count == 100)
  }

  @Test func `a file that the kernel makes while it is read travels whole`() throws {
    let fault = try Fault(unit: "U", level: .error, code: "E", text: "x")
    let outcome = try service.report(fault, logs: ["/proc/self/maps", "/proc/cpuinfo"])
    let number = try #require(reportNumber(outcome))
    #expect(outcome == .queued(number, dropped: 0, unreadable: []))
    let attachments = try service.report(number).attachments
    #expect(attachments.map(\.name) == ["maps.gz", "cpuinfo.gz"])
    #expect(attachments.allSatisfy { $0.size > 100 })
  }

  @Test func `the number of what was held back travels with the next report, once it is known to have arrived no more`()
    throws
  {
    _ = try report("A")
    _ = try report("A")
    _ = try report("A")
    _ = try report("B")
    let told = try Manifest(try #require(try service.store.reports().last).manifest)
    #expect(told.suppressed?.map(\.unit) == ["A"])
    #expect(told.suppressed?.first?.count == 2)
    // Held back after that report was made: an entry of its own.
    _ = try report("A")
    try service.store.mark(told.sequence, .relayed, tried: true, at: clock.now)
    _ = try report("C")
    let next = try Manifest(try #require(try service.store.reports().last).manifest)
    #expect(next.suppressed?.map(\.count) == [1])
  }

  @Test func `a clock that was set back does not hold events back for years`() throws {
    _ = try report()
    clock.advance(by: -10 * 365 * 86400)
    #expect(isQueued(try report()))
  }

  @Test func `logs are copied, compressed and summed, and gone once the report has arrived`() throws {
    let text = String(repeating: "Nov 26 kernel: EDAC MC0: 1 CE memory read error\n", count: 20_000)
    try text.write(toFile: home.path + "/messages", atomically: true, encoding: .utf8)
    #expect(isQueued(try report(logs: [home.path + "/messages", home.path + "/messages"])))
    let report = try #require(try service.store.reports().last)
    #expect(report.attachments.map(\.name) == ["messages.gz", "messages-2.gz"])
    let file = try #require(report.attachments.first)
    #expect(file.size < text.utf8.count / 20)
    let packed = try #require(FileManager.default.contents(atPath: file.path))
    #expect(packed.count == file.size)
    try home.openssl("version")
    let unpacked = Process()
    unpacked.executableURL = URL(fileURLWithPath: "/bin/gzip")
    unpacked.arguments = ["-dc", file.path]
    let pipe = Pipe()
    unpacked.standardOutput = pipe
    try unpacked.run()
    #expect(String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) == text)
    unpacked.waitUntilExit()
    #expect(try Manifest(report.manifest).attachments.map(\.sha256) == report.attachments.map(\.sha256))
    try service.store.mark(report.sequence, .relayed, tried: true, at: clock.now)
    #expect(try FileManager.default.contentsOfDirectory(atPath: home.home.spool).isEmpty)
  }

  @Test func `a log that cannot be read does not keep the event from being reported`() throws {
    guard case .queued(1, 0, let unreadable) = try report(logs: ["/no/such/log", "/dev/zero"]) else {
      Issue.record("not queued")
      return
    }
    #expect(unreadable.count == 2)
    #expect(unreadable.first?.contains("/no/such/log") == true)
  }

  @Test func `of a log that is too large its end is taken`() throws {
    var bytes = (0..<400_000).map { _ in UInt8.random(in: 0...255) }
    bytes += Array("THE END".utf8)
    _ = FileManager.default.createFile(atPath: home.path + "/huge", contents: Data(bytes))
    let spooled = Spool(home.home).take([home.path + "/huge"], limit: 100_000)
    let file = try #require(spooled.attachments.first)
    #expect(file.name == "huge.end.gz")
    #expect(file.size <= 100_000)
    #expect(file.size > 50_000)
  }

  @Test func `without room the event is reported without its logs, and the center hears of the loss`() throws {
    _ = FileManager.default.createFile(atPath: home.path + "/a", contents: Data("log".utf8))
    let spooled = Spool(home.home).take([home.path + "/a"], room: 0)
    #expect(spooled.dropped == 1)
    #expect(spooled.attachments.isEmpty)
  }

  @Test func `a unit, a code and a text are needed, and what drives a terminal is taken out of them`() throws {
    #expect(throws: ServiceError.self) { try Fault(unit: " ", level: .info, code: "1", text: "x") }
    #expect(try Fault(unit: "A\u{1B}[2J", level: .info, code: "1", text: "x\r\ny").unit == "A [2J")
  }
}
