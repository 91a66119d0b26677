import Testing

@testable import RemcsCore

/// When a failed try is followed by another.
struct RetryPlanTests {
  @Test func `the manual's retries come first, then the distances double up to four hours`() {
    let plan = RetryPlan(retryCount: 2, retryInterval: 30)
    #expect((1...9).map { plan.delay(afterTry: $0) } == [30, 30, 300, 600, 1200, 2400, 4800, 9600, 14400])
  }

  @Test(arguments: [(0, 1.0), (5, 30), (99, 600)])
  func `tries go on for at least five days and then end`(count: Int, interval: Double) throws {
    let plan = RetryPlan(retryCount: count, retryInterval: interval)
    var spent = 0.0
    var tries = 0
    while let delay = plan.delay(afterTry: tries + 1) {
      spent += delay
      tries += 1
      try #require(tries < 10_000)
    }
    #expect(spent >= RetryPlan.patience)
    #expect(spent < RetryPlan.patience + 6 * 3600)
    #expect(plan.delay(afterTry: tries + 50) == nil)
  }

  @Test func `chance makes a wait longer, never shorter, and leaves the manual's own alone`() throws {
    let plan = RetryPlan(retryCount: 1, retryInterval: 30)
    var generator = SystemRandomNumberGenerator()
    var seen: Set<Double> = []
    for _ in 0..<200 {
      let delay = try #require(plan.scattered(afterTry: 3, &generator))
      #expect((600...750).contains(delay))
      seen.insert(delay)
    }
    #expect(seen.count > 100)
    #expect(plan.scattered(afterTry: 1, &generator) == 30)
  }
}
