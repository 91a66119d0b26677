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
    self.service = service
  }

  /// How a piece of a report may have arrived.
  enum Begun: CaseIterable {
    /// The line broke in the middle.
    case lineBroke
    /// The server refused one of its mails, and it is tried again.
    case wasPutOff
    /// The file is missed while it is being sent.
    case inThisTry
  }

  /// A report with two logs, of which the first is gone; what the agent makes of it.
  private func reportAndLose(_ begun: Begun? = nil) throws -> [Report] {
    let logs = ["messages", "kernel"].map { home.path + "/" + $0 }
    for log in logs { try "log".write(toFile: log, atomically: true, encoding: .utf8) }
    let fault = try Fault(unit: "A", level: .error, code: "E1", text: "broken")
    _ = try service.report(fault, logs: logs)
    let report = try #require(try service.store.reports().last)
    _ = try service.store.beginSending([report])
    switch begun {
    case .lineBroke: try service.store.release([report], begun: report.sequence)
    case .wasPutOff: try service.store.postpone(report, until: clock.now, error: .rmg2004, detail: "", at: clock.now)
    case .inThisTry, nil: try service.store.release([report])
    }
    try FileManager.default.removeItem(atPath: try #require(report.attachments.first).path)
    let transport = VanishingFiles(at: begun == .inThisTry ? .content : .preparing)
    var agent = Agent(
      try Service(home: home.home, transport: transport, device: try service.device(), clock: clock.clock))
    let rest = try agent.step()
    #expect(rest == nil)
    return try service.store.reports(of: [.fault], in: ReportState.allCases)
  }

  private func toldNext() throws -> Manifest {
    _ = try service.report(try Fault(unit: "B", level: .error, code: "E1", text: "broken"))
    return try Manifest(try #require(try service.store.reports().last).manifest)
  }

  @Test func `the report goes without it`() throws {
    let reports = try reportAndLose()
    #expect(reports.map(\.sequence) == [3] && reports.map(\.state) == [.relayed])
    #expect(try Manifest(reports[0].manifest).attachments.map(\.name) == ["kernel.gz"])
    #expect(try toldNext().dropped == [.init(report: 3, count: 1)])
  }

  @Test(arguments: Begun.allCases)
  func `one of which a piece may have arrived does not change, and goes under another number`(begun: Begun) throws {
    let before = try reportAndLose(begun)
    #expect(before.map(\.sequence) == [3, 4] && before.map(\.state) == [.canceled, .relayed])
    let manifests = try before.map { try Manifest($0.manifest) }
    #expect(manifests[0].attachments.count == 2)
    #expect(manifests[1].attachments.map(\.name) == ["kernel.gz"] && manifests[1].fault == manifests[0].fault)
    #expect(manifests[1].id != manifests[0].id && manifests[1].canceled == [3])
    #expect(try toldNext().dropped == [.init(report: 4, count: 1)])
    #expect(try service.suppressions().first { $0.unit == "A" }?.report == 4)
  }

  @Test(arguments: [(TransportStage.connection, true), (.authentication, true), (.sender, false), (.content, false)])
  func `the logs of a report that the way stopped may be given up as long as nothing of it was sent`(
    stage: TransportStage, isFree: Bool
  ) throws {
    try "log".write(toFile: home.path + "/messages", atomically: true, encoding: .utf8)
    _ = try service.report(
      try Fault(unit: "A", level: .error, code: "E1", text: "broken"), logs: [home.path + "/messages"])
    let transport = FakeTransport([TransportFailure(.lost, at: stage)])
    var agent = Agent(
      try Service(home: home.home, transport: transport, device: try service.device(), clock: clock.clock))
    _ = try agent.step()
    #expect(try service.store.contactTrouble()?.failure?.stage == stage)
    #expect(try (service.store.giveUpLogs(1, at: clock.now) > 0) == isFree)
  }
}
