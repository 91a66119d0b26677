import Foundation
import Testing

@testable import RemcsCore

/// The ledger of losses: told until a report that tells it has arrived.
struct LedgerTests {
  private let home: TestHome
  private let clock = TestClock()

  init() throws { home = try TestHome() }

  private func add(_ service: Service) throws -> Report {
    let new = try service.newReport(.periodic, fingerprint: UUID().uuidString)
    return try service.store.write { try Store.enqueue(new, at: clock.now, $0) }
  }

  private func cancel(_ report: Report, in service: Service) throws {
    try service.store.write { try Store.cancel(report.sequence, reason: "test", at: clock.now, $0) }
  }

  private func arrived(_ report: Report, in service: Service) throws {
    try service.store.mark(report.sequence, .relayed, tried: true, at: clock.now)
  }

  @Test func `a number canceled after a later report was made is told by the one after it`() throws {
    let service = try home.service(clock: clock.clock)
    let first = try add(service)
    let second = try add(service)
    try cancel(first, in: service)
    // The second one knew nothing of it.
    try arrived(second, in: service)
    let third = try add(service)
    #expect(try Manifest(second.manifest).canceled == [])
    #expect(try Manifest(third.manifest).canceled == [1])
  }

  @Test func `it is told again until one that tells it has arrived, and then no more`() throws {
    let service = try home.service(clock: clock.clock)
    try cancel(try add(service), in: service)
    let second = try add(service)
    let third = try add(service)
    #expect(try Manifest(second.manifest).canceled == [1])
    #expect(try Manifest(third.manifest).canceled == [1])
    try cancel(second, in: service)
    try arrived(third, in: service)
    #expect(try Manifest(try add(service).manifest).canceled == [2])
  }

  @Test func `a report names the numbers before it that are still to be sent`() throws {
    let service = try home.service(clock: clock.clock)
    let reports = try (0..<5).map { _ in try add(service) }
    try arrived(reports[1], in: service)
    let last = try Manifest(try add(service).manifest)
    #expect(last.late == ["1", "3-5"])
    #expect(try Manifest(reports[0].manifest).late == nil)
  }

  @Test func `of very many that are late the last range reaches up to the report itself`() throws {
    let service = try home.service(clock: clock.clock)
    for number in 0..<420 {
      let report = try add(service)
      if number.isMultiple(of: 2) { try arrived(report, in: service) }
    }
    let late = try #require(try Manifest(try add(service).manifest).late)
    #expect(late.count == 200)
    #expect(late.last == "400-420")
  }

  @Test func `ranges of numbers`() {
    #expect([Int]().numberRanges == [])
    #expect([1, 2, 3, 7, 9, 10].numberRanges == ["1-3", "7", "9-10"])
  }
}
