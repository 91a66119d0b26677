import Localization
import RemcsCore
import Testing

@testable import RemcsConsole

/// What a person decides about a report of the event log, by keys alone.
struct EventLogFlowTests {
  /// The event log with one report of each state, number 1 to 5.
  private var log: Walk {
    var walk = Walk(registered: true, state: .active, answers: ScreenGallery.sample)
    walk.reports = ReportState.allCases.enumerated().map { index, state in
      Report(
        id: "id-\(index)", sequence: index + 1, kind: .fault, created: ScreenGallery.reports[0].created, manifest: [],
        state: state)
    }
    walk.choose(.eventLog)
    return walk
  }

  /// Opens a report by its number: the newest, with the highest, is on top.
  private func opened(_ state: ReportState) -> Walk {
    var walk = log
    let number = walk.reports.first { $0.state == state }?.sequence ?? 0
    for _ in 0..<(walk.reports.count - number) { walk.press(.down) }
    walk.press(.activate)
    return walk
  }

  @Test(arguments: ReportState.allCases)
  func `only what can be decided now has a button`(state: ReportState) {
    let walk = opened(state)
    #expect(walk.flow.screen.id == .report && walk.text.contains(Words(.ja)(state.key)))
    #expect(walk.text.contains("[再送]") == (state == .failed))
    #expect(walk.text.contains("[送信取消し]") == [.waiting, .failed].contains(state))
    // Who only looks presses Enter and is back where he was.
    var looked = walk
    looked.press(.activate)
    #expect(looked.flow.screen.id == .eventLog)
    #expect(!looked.effects.contains { if case .decideReport = $0 { true } else { false } })
  }

  @Test func `a failed report waits again after a question, and the list shows it`() {
    var walk = opened(.failed)
    walk.press(.left, .left, .activate)
    #expect(walk.text.contains("送信待ちに戻します") && walk.text.contains("障害通知"))
    #expect(walk.reports.contains { $0.state == .failed }, "not before the answer")
    walk.press(.activate)
    #expect(walk.effects.last == .decideReport(.retry, 4))
    #expect(walk.text.contains("4 番の通報を送信待ちに戻しました"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .eventLog && !walk.text.contains("失敗"))
    #expect(walk.flow.screen.place == "event-log.1", "the cursor stays on the report")
  }

  @Test(arguments: [ReportState.waiting, .failed])
  func `a report is taken out only if the person moves to OK`(state: ReportState) {
    var walk = opened(state)
    walk.press(.left, .activate)
    #expect(walk.text.contains("取り消します"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .report, "the safe answer has the focus")
    #expect(walk.reports.contains { $0.state == state })
    walk.press(.activate, .left, .activate)
    #expect(walk.text.contains("取り消しました"))
    walk.press(.activate)
    #expect(!walk.reports.contains { $0.state == state })
    walk.press(.back)
    #expect(walk.flow.screen.id == .menu)
  }

  @Test func `a report that was sent meanwhile is refused with its code, and the list is true again`() {
    var walk = opened(.failed)
    walk.reports[3].state = .relayed
    walk.press(.left, .left, .activate, .activate)
    #expect(walk.text.contains("RMG_0016"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .eventLog && !walk.text.contains("失敗"))
  }
}
