import Localization
import RemcsCore
import Testing

@testable import RemcsConsole

/// The units that are held back, by keys alone.
struct SuppressionFlowTests {
  private var list: Walk {
    var walk = Walk(registered: true, state: .active, answers: ScreenGallery.sample)
    walk.choose(.suppression)
    return walk
  }

  @Test func `each unit has a line: since, until, how many, and what is still sent`() {
    let lines = list.text.split(separator: "\n").map(String.init)
    let module = lines.first { $0.contains("DIMM-0A1") } ?? ""
    #expect(module.contains("11-24 10:00") && module.contains("11-25 10:00") && module.contains(" 12 "))
    #expect(module.contains(Words(.ja)(.faultLevelError)), "a higher level breaks through")
    let processor = lines.first { $0.contains("CPU-1 (P0)") } ?? ""
    #expect(processor.contains(Words(.ja)(.suppressionUntilCleared)) && processor.hasSuffix("-"))
    #expect(list.text.contains("1440"))
  }

  @Test func `a unit that works again is no longer held back, after a question whose safe answer has the cursor`() {
    var walk = list
    walk.press(.activate, .activate)
    #expect(walk.flow.screen.id == .suppression && walk.text.contains("DIMM-0A1"), "Enter twice changes nothing")
    walk.press(.activate, .left, .activate)
    #expect(walk.heldBack.units.map(\.unit) == ["CPU-1"])
    walk.press(.activate)
    #expect(walk.flow.screen.id == .suppression && !walk.text.contains("DIMM-0A1"))
    walk.press(.back)
    #expect(walk.flow.screen.id == .menu)
  }

  @Test func `without a unit Enter leads back`() {
    var walk = Walk(registered: true, state: .active, answers: ScreenGallery.sample)
    walk.heldBack = HeldBack(units: [], minutes: 60)
    walk.choose(.suppression)
    #expect(walk.text.contains(Words(.ja)(.suppressionNone)))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .menu)
  }
}
