import Foundation
import Localization
import RemcsCore
import Testing

@testable import RemcsConsole

/// The menus of chapters 4 and 5, by keys alone.
struct MenuFlowTests {
  private func menu(_ state: OperatingState = .active) -> Walk {
    Walk(registered: true, state: state, answers: ScreenGallery.sample)
  }

  @Test func `every item can be reached with the arrows, and with Tab alone`() {
    for page in [MenuPage.remcs, .ce] {
      var screen = MenuScreen(page)
      var seen: [MenuItem] = []
      let items = page.columns.flatMap { $0.flatMap(\.items) }
      for _ in items {
        seen.append(screen.selected)
        _ = screen.update(.nextField)
      }
      #expect(seen == items)
      #expect(screen.selected == items[0])
      _ = screen.update(.previousField)
      #expect(screen.selected == items.last)
    }
  }

  @Test func `coming back, the cursor stands where it was`() {
    var walk = menu()
    for item in [MenuItem.schedule, .pause, .eventLog, .certificateReplacement] {
      walk.choose(item)
      #expect(walk.flow.screen.id != .menu)
      walk.press(.leave)
      #expect((walk.flow.screen as? MenuScreen)?.selected == item)
    }
  }

  @Test func `it registers again, updates the customer, and leaves`() {
    var walk = menu()
    walk.choose(.register)
    #expect(walk.flow.screen.id == .consent)
    walk.press(.next, .activate)
    #expect(walk.text.contains("RMG_0089"))
    walk.press(.next)
    #expect(walk.flow.screen.id == .menu)
    walk.choose(.customer)
    #expect(walk.flow.screen.id == .customer)
    walk.press(.leave)
    #expect(walk.flow.screen.id == .menu)
    walk.choose(.leave)
    #expect(walk.text.contains("RMG_0035"))
    walk.press(.activate)
    #expect(walk.effects.last == .leave)
  }

  @Test func `Ctrl-X in a question is its Cancel, also where OK is under the cursor`() {
    var walk = menu()
    walk.choose(.pause)
    walk.press(.next)
    #expect(walk.text.contains("RMG_0059"))
    let before = walk.effects.count
    walk.press(.leave)
    #expect(!walk.text.contains("RMG_0059") && walk.flow.screen.id == .pause)
    #expect(walk.effects.count == before)
    walk.press(.leave)
    #expect(walk.flow.screen.id == .menu)
  }

  @Test func `a registered device that does not agree again stays as it is, and Ctrl-X leads back`() {
    var walk = menu()
    walk.choose(.register)
    walk.press(.leave)
    #expect(walk.flow.screen.id == .menu)
    walk.choose(.register)
    walk.press(.next, .right, .activate)
    #expect(walk.text.contains(Words(walk.flow.context.language)(.popUpRefuseAgain).prefix(20)))
  }

  @Test(arguments: [true, false]) func `what was stopped says what became of it`(isQueued: Bool) {
    var walk = menu()
    walk.failure = .canceled(isQueued: isQueued)
    walk.choose(.pause)
    walk.press(.next, .activate)
    let words = Words(walk.flow.context.language)
    #expect(walk.flow.screen.id == .menu)
    #expect(walk.text.contains(words(isQueued ? .popUpStoppedQueued : .popUpStopped)))
  }

  @Test func `without a unique name the device cannot be shown by it, and is told where to enter it`() {
    for name in ["", "SV-01"] {
      var answers = ScreenGallery.sample
      answers[.uniqueName] = name
      var walk = Walk(registered: true, state: .active, answers: answers, isCEMenu: true)
      walk.choose(.displayName)
      walk.press(.right, .activate)
      let words = Words(walk.flow.context.language)
      #expect(walk.text.contains("RMG_0104") == !name.isEmpty)
      #expect(walk.text.contains(words(.popUpNoUniqueName).prefix(16)) == name.isEmpty)
    }
  }

  @Test func `an item that is not possible says why, and tells of no failure`() {
    var walk = menu(.paused)
    let words = Words(walk.flow.context.language)
    walk.choose(.pause)
    #expect(walk.text.contains(Impossibility.state(.paused).text(in: words.language)))
    #expect(!walk.text.contains("失敗"))
    walk.press(.activate)
    #expect(!walk.text.contains("失敗"))
    #expect((walk.flow.screen as? MenuScreen)?.selected == .pause)
    let line = "RMG_0041: " + Impossibility.state(.paused).text(in: words.language)
    #expect(walk.text.contains(line))
  }

  @Test func `the connection information is stored after a question, and the check is offered`() {
    var walk = menu()
    walk.choose(.connectionInformation)
    #expect(walk.flow.screen.id == .internetEnvironment)
    walk.fill("mail2.example.co.jp")
    walk.press(.next)
    #expect(walk.text.contains("RMG_0189"))
    walk.press(.activate)
    #expect(walk.effects.contains { if case .changeEnvironment(_, .internetEnvironment) = $0 { true } else { false } })
    #expect(walk.text.contains("RMG_0044"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .connectionCheck)
    walk.press(.next, .activate)
    #expect(walk.text.contains("RMG_0058"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .menu)
    #expect(walk.flow.answers[.smtpServer] == "mail2.example.co.jp")
  }

  @Test func `what was typed and not stored is given up only after a question`() {
    var walk = menu()
    walk.choose(.connectionInformation)
    walk.fill("mail2.example.co.jp")
    walk.press(.leave)
    #expect(walk.text.contains("登録されていません"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .internetEnvironment, "the safe answer has the focus")
    walk.press(.leave, .left, .activate)
    #expect(walk.flow.screen.id == .menu)
    #expect(walk.flow.answers[.smtpServer] == "mail.example.co.jp")
    // Looking alone asks nothing.
    walk.choose(.schedule)
    walk.press(.leave)
    #expect(walk.flow.screen.id == .menu)
  }

  @Test func `a change of the schedule is sent, and its end is told over the menu`() {
    var walk = menu()
    walk.choose(.schedule)
    walk.press(.down, .down)
    walk.fill("11:30")
    walk.press(.next)
    #expect(walk.text.contains("RMG_0049"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .menu)
    #expect(walk.text.contains("RMG_0054") && !walk.text.contains("送信待ち"))
    walk.press(.activate)
    #expect(walk.flow.answers[.startTime] == "11:30", "it is what is set now")
    walk.choose(.schedule)
    #expect(walk.text.contains("11:30"))
  }

  @Test func `a schedule that a stopped device changes is said to wait`() {
    var walk = menu(.paused)
    walk.choose(.schedule)
    walk.press(.next, .activate)
    #expect(walk.text.contains("RMG_0054") && walk.text.contains("送信待ち"))
  }

  @Test func `a schedule that was stored and not sent is what is set`() {
    var walk = menu()
    walk.failure = .failed(ServiceError(.rmg0187), temporary: true)
    walk.choose(.schedule)
    walk.press(.down, .down)
    walk.fill("11:30")
    walk.press(.next, .activate, .back)
    #expect(walk.flow.screen.id == .menu)
    #expect(walk.flow.answers[.startTime] == "11:30")
  }

  @Test func `a field that was empty is empty again when what was typed is given up`() {
    var answers = ScreenGallery.sample
    answers.remove(.fax)
    var walk = Walk(registered: true, state: .active, answers: answers)
    walk.choose(.customer)
    while walk.flow.screen.focusedField != .fax { walk.press(.nextField) }
    walk.type("044-111-1111")
    walk.press(.leave, .left, .activate)
    #expect(walk.flow.screen.id == .menu)
    #expect(!walk.flow.answers.contains(.fax))
  }

  @Test(arguments: [
    (MenuItem.pause, OperatingState.active, "RMG_0059", "RMG_0061"), (.resume, .paused, "RMG_0064", "RMG_0060"),
  ])
  func `pause and resumption are asked for, sent and told`(
    item: MenuItem, state: OperatingState, question: String, result: String
  ) {
    var walk = menu(state)
    walk.choose(item)
    walk.press(.activate)
    #expect(walk.text.contains(question))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .menu)
    #expect(walk.text.contains(result))
  }

  @Test func `a pause that fails says why, can be tried again, and diagnosed`() {
    var walk = menu()
    let cause = TransportFailure(.timeOut, at: .greeting, TransportRemark(.silence, "60")).serviceError
    walk.failure = .failed(ServiceError(.rmg0041, ["RMG_2003"], cause: cause), temporary: true)
    walk.choose(.pause)
    walk.press(.activate, .activate)
    #expect(walk.flow.screen.id == .actionFailed)
    #expect(walk.text.contains("RMG_0041") && walk.text.contains("RMG_2003") && walk.text.contains("[診断]"))
    walk.failure = nil
    walk.press(.activate)
    #expect(walk.text.contains("RMG_0061"))
  }

  @Test func `a canceled pause leads back to the menu`() {
    var walk = menu()
    walk.isSlow = true
    walk.choose(.pause)
    walk.press(.activate, .activate)
    #expect(walk.flow.screen.id == .sending && walk.flow.isRunning)
    walk.press(.leave, .left, .activate)
    #expect(walk.flow.screen.id == .menu && !walk.flow.isRunning)
  }

  /// Every state, every item: what cannot be done is marked, says why with its code, and does nothing.
  @Test(arguments: OperatingState.allCases)
  func `what a state does not allow is shown and says why`(state: OperatingState) {
    let refused: [OperatingState: [MenuItem]] = [
      .unused: [.pause, .resume], .active: [.resume], .maintenance: [.register, .customer, .resume],
      .paused: [.pause], .maintenancePaused: [.register, .customer, .pause],
    ]
    for item in MenuPage.remcs.columns.flatMap({ $0.flatMap(\.items) }) {
      var walk = menu(state)
      let isRefused = refused[state]?.contains(item) == true
      #expect((item.refusal(in: state) != nil) == isRefused, "\(item)")
      guard isRefused else { continue }
      walk.choose(item)
      #expect(walk.text.contains("RMG_00"), "\(item)")
      walk.press(.activate)
      #expect(walk.flow.screen.id == .menu)
      #expect(walk.flow.view().lines.contains { $0.contains("-" + Words(.ja).menu(item)) })
    }
  }

  @Test func `another connection type asks first, and leads to the form of its environment`() {
    var walk = menu()
    walk.choose(.connectionType)
    #expect(walk.flow.screen.id == .initialSettings)
    walk.press(.down, .down, .open, .next)
    #expect(walk.text.contains("続けますか"))
    walk.press(.left, .activate)
    #expect(walk.text.contains("RMG_0026"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .pointToPointEnvironment)
    #expect(walk.flow.answers[.smtpServer] == "")
    #expect(walk.flow.answers[.administratorName] == "山田　太郎")
    #expect(walk.flow.context.status.state == .unused)
    // The same type is no change.
    walk = menu()
    walk.choose(.connectionType)
    walk.press(.next)
    #expect(walk.flow.screen.id == .menu)
  }

  @Test func `the event log lists every report, and Enter shows what one says`() {
    var walk = menu()
    walk.choose(.eventLog)
    #expect(walk.text.contains("#4") && walk.text.contains("RMG_2003") && walk.text.contains("取消し"))
    walk.press(.down, .activate)
    #expect(walk.flow.screen.id == .report)
    #expect(walk.text.contains("\"kind\":\"pause\""))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .eventLog)
    walk.press(.back)
    #expect(walk.flow.screen.id == .menu)
  }
}
