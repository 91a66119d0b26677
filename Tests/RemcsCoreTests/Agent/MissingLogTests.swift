import Foundation
import Testing

@testable import RemcsCore

/// A copy of a log that is gone does not keep its report back, and the center hears of it.
struct MissingLogTests {
  private let home: TestHome
  private let clock = TestClock()
  private let service: Service

  init() throws {
    home = try TestHome()
    let service = try home.service(FakeTransport(), clock: clock.clock)
    try service.register(
      sampleAnswers(), consent: agreement(), observer: { _ in }, cancellation: Cancellation())
    try service.checkConnection(Answers(), observer: { _ in }, cancellation: Cancellation())
    self.service = try Service(
      home: home.home, transport: VanishingFiles(), device: try service.device(), clock: clock.clock)
  }

  /// A report with two logs, of which the first is gone; what the agent makes of it.
  private func reportAndLose(isBegun: Bool) throws -> [Report] {
    let logs = ["messages", "kernel"].map { home.path + "/" + $0 }
    for log in logs { try "log".write(toFile: log, atomically: true, encoding: .utf8) }
    let fault = try Fault(unit: "A", level: .error, code: "E1", text: "broken")
    _ = try service.report(fault, logs: logs)
    let report = try #require(try service.store.reports().last)
    if isBegun {
      _ = try service.store.beginSending([report])
      try service.store.release([report], begun: report.sequence)
    }
    try FileManager.default.removeItem(atPath: try #require(report.attachments.first).path)
    var agent = Agent(service)
    let rest = try agent.step()
    #expect(rest == nil)
    return try service.store.reports(of: [.fault], in: ReportState.allCases)
  }

  private func toldNext() throws -> Manifest {
    _ = try service.report(try Fault(unit: "B", level: .error, code: "E1", text: "broken"))
    return try Manifest(try #require(try service.store.reports().last).manifest)
  }

  @Test func `the report goes without it`() throws {
    let reports = try reportAndLose(isBegun: false)
    #expect(reports.map(\.sequence) == [3] && reports.map(\.state) == [.relayed])
    #expect(try Manifest(reports[0].manifest).attachments.map(\.name) == ["kernel.gz"])
    #expect(try toldNext().dropped == [.init(report: 3, count: 1)])
  }

  @Test func `one of which a piece may have arrived does not change, and goes under another number`() throws {
    let before = try reportAndLose(isBegun: true)
    #expect(before.map(\.sequence) == [3, 4] && before.map(\.state) == [.canceled, .relayed])
    let manifests = try before.map { try Manifest($0.manifest) }
    #expect(manifests[0].attachments.count == 2)
    #expect(manifests[1].attachments.map(\.name) == ["kernel.gz"] && manifests[1].fault == manifests[0].fault)
    #expect(manifests[1].id != manifests[0].id && manifests[1].canceled == [3])
    #expect(try toldNext().dropped == [.init(report: 4, count: 1)])
  }
}
