import Foundation
import Testing

@testable import RemcsCore

/// What one pass of the agent hands to the next, as a line.
struct AgentPassTests {
  private let now = Date(timeIntervalSince1970: 1_764_170_000)

  @Test func `a pass comes back from its line as it was`() throws {
    var duties = DutyTimes()
    duties["hardwareChange"] = .init(next: now + 3600.5, since: now)
    duties["kernelCrash"] = .init(next: nil, since: now)
    for pass in [AgentPass(next: now + 60, duties: duties), AgentPass(next: nil, duties: DutyTimes())] {
      #expect(AgentPass(pass.line) == pass)
      #expect(pass.line.filter { $0 == "\n" }.count == 1 && pass.line.hasSuffix("\n"))
    }
  }

  @Test(arguments: ["", "1.0 a=1/2", "x\n", "1.0\n", "soon a=1/2\n", "1.0 a=1/2 b\n"])
  func `half a line, or another, is no pass`(line: String) { #expect(AgentPass(line) == nil) }

  @Test func `what cannot be understood is due`() {
    #expect(DutyTimes("first") == DutyTimes())
    let times = DutyTimes("a=1/2,b=x/2,c,d=1,e=3/-")
    #expect(times["a"] != nil && times["e"]?.next == nil && times["e"] != nil)
    for name in ["b", "c", "d"] { #expect(times[name] == nil, "\(name)") }
  }

  @Test func `a clock that was set back makes a duty due`() {
    let time = DutyTimes.Time(next: now + 3600, since: now)
    #expect(time.isAhead(of: now + 1800) && !time.isAhead(of: now + 3600) && !time.isAhead(of: now - 1))
    #expect(DutyTimes.Time(next: nil, since: now).isAhead(of: now + 86400 * 365))
  }
}
