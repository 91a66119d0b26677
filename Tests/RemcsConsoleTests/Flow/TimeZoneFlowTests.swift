import RemcsCore
import Testing

@testable import RemcsConsole

/// A change of the system's time zone at the console (manual chapter 8).
struct TimeZoneFlowTests {
  private let change = TimeZoneChange(told: "Asia/Tokyo", now: "Europe/Berlin", isQueued: false)

  private func menu(_ state: OperatingState = .active, draft: Draft? = nil) -> Walk {
    Walk(registered: true, state: state, answers: ScreenGallery.sample, draft: draft)
  }

  @Test func `it is said, and sent with the stored schedule if the person agrees`() {
    var walk = menu()
    walk.notice(change)
    #expect(walk.text.contains("Asia/Tokyo") && walk.text.contains("Europe/Berlin"))
    walk.isSlow = true
    walk.press(.activate)
    #expect(walk.flow.screen.id == .sending && walk.flow.isRunning)
    #expect(walk.effects.last == .sendSchedule)
    walk.finish()
    #expect(walk.flow.screen.id == .menu && walk.text.contains("RMG_0054"))
  }

  @Test func `on a stopped device it is said to wait`() {
    var walk = menu(.paused)
    walk.notice(change)
    walk.press(.activate)
    #expect(walk.text.contains("RMG_0054") && walk.text.contains("送信待ち"))
  }

  @Test func `who does not want it now is not asked again, unless it changes again`() {
    var walk = menu()
    walk.notice(change)
    walk.press(.dismiss)
    #expect(walk.effects.isEmpty && !walk.text.contains("Europe/Berlin"))
    walk.notice(change)
    #expect(!walk.text.contains("Europe/Berlin"))
    walk.notice(TimeZoneChange(told: "Asia/Tokyo", now: "America/Lima", isQueued: false))
    #expect(walk.text.contains("America/Lima"))
  }

  @Test(arguments: [Command.back, .leave])
  func `after a failure there is a way back to the menu`(command: Command) {
    var walk = menu()
    walk.failure = .failed(ServiceError(.rmg0187, ["RMG_2003"], cause: ServiceError(.rmg2003)), temporary: true)
    walk.notice(change)
    walk.press(.activate)
    #expect(walk.flow.screen.id == .actionFailed)
    walk.press(command)
    #expect(walk.flow.screen.id == .menu && walk.flow.popUp == nil)
  }

  @Test func `what waits to be sent already is no question`() {
    var walk = menu()
    walk.notice(TimeZoneChange(told: "Asia/Tokyo", now: "Europe/Berlin", isQueued: true))
    #expect(!walk.text.contains("Europe/Berlin"))
  }

  @Test func `it never comes over a form, and not before other questions`() {
    var walk = menu(draft: Draft(screen: "customer", answers: ScreenGallery.sample))
    walk.notice(change)
    #expect(!walk.text.contains("Europe/Berlin"), "the offer to go on is first")
    walk.press(.activate)
    #expect(walk.flow.screen.id == .customer && !walk.text.contains("Europe/Berlin"))
    walk.press(.leave)
    #expect(walk.flow.screen.id == .menu)
    walk.notice(change)
    #expect(walk.text.contains("Europe/Berlin"))
  }

  @Test func `a failure says why, and can be tried again`() {
    var walk = menu()
    walk.failure = .failed(ServiceError(.rmg0187, ["RMG_2003"]), temporary: true)
    walk.notice(change)
    walk.press(.activate)
    #expect(walk.flow.screen.id == .actionFailed && walk.text.contains("RMG_0187"))
    walk.failure = nil
    walk.press(.activate)
    #expect(walk.text.contains("RMG_0054"))
    #expect(walk.effects.filter { $0 == .sendSchedule }.count == 2)
  }
}
