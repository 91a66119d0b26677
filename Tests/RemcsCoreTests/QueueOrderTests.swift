import Foundation
import Testing

@testable import RemcsCore

/// What is sent next, of few reports that are due and of many.
struct QueueOrderTests {
  private let home: TestHome
  private let clock = TestClock()

  init() throws { home = try TestHome() }

  /// Reports of two kinds in turns, due, put off, or left behind by a clock that was set back.
  private func fill(_ service: Service, due: Int, later: Int) throws {
    let now = clock.now.timeIntervalSince1970
    try service.store.write { connection in
      for number in 1...due + later {
        let kind = number.isMultiple(of: 2) ? ReportKind.fault : .periodic
        let next = number > due ? now + 3600 : number.isMultiple(of: 3) ? now + 100 * 86400 : now
        try connection.run(
          """
          INSERT INTO report(sequence, id, kind, created, manifest, fingerprint, state, importance, next_try)
          VALUES(?1, ?1, ?2, 0, x'', '', 'waiting', ?3, ?4)
          """, [.integer(number), .text(kind.rawValue), .integer(kind.importance), .real(next)])
      }
    }
  }

  @Test(arguments: [(0, 40), (7, 40), (999, 40), (1000, 40), (1500, 0)])
  func `the most important come first, by their numbers, however many are due`(due: Int, later: Int) throws {
    let service = try home.service(clock: clock.clock)
    try fill(service, due: due, later: later)
    let expected =
      (1...max(due, 1)).filter { $0 <= due && $0.isMultiple(of: 2) }
      + (1...max(due, 1)).filter { $0 <= due && !$0.isMultiple(of: 2) }
    #expect(try service.store.dueReports(limit: 600, at: clock.now).map(\.sequence) == Array(expected.prefix(600)))
    #expect(try service.store.isDue(at: clock.now) == (due > 0))
  }

  @Test func `who looks sees the newest, and what waits for a person however old it is`() throws {
    let service = try home.service(clock: clock.clock)
    try fill(service, due: 30, later: 0)
    try service.store.mark(4, .failed, at: clock.now)
    #expect(try service.store.reportsToLookAt(3).map(\.sequence) == [4, 28, 29, 30])
  }
}
