import Foundation
@testable import RemcsConsole
import RemcsCore
import RemcsCryptography
import Testing

/// Registration, connection check and the menu: what runs, how it ends, and where that leads.
struct ActionFlowTests {
  @Test(arguments: ["registering", "registration-result"])
  func `a walk that stopped while sending goes on at the consent`(screen: String) {
    var walk = Walk(draft: Draft(screen: screen, answers: ScreenGallery.sample))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .consent)
  }

  @Test func `a line lost after success neither registers nor checks again`() {
    var walk = Walk(draft: Draft(screen: "consent", answers: ScreenGallery.sample))
    walk.press(.activate, .next, .activate)
    #expect(walk.flow.screen.id == .registrationResult)
    #expect(walk.flow.draft?.screen == "connection-check")
    #expect(walk.flow.draft?.consent == nil)
    #expect(walk.saved?.screen == "connection-check")
    walk.press(.next, .next, .activate)
    #expect(walk.flow.screen.id == .connectionCheckResult)
    #expect(walk.flow.draft == nil)
  }

  @Test func `a failed registration says why, and can be tried again without typing`() {
    let cause = ServiceError(.rmg2006, ["7", "12", "Connection refused"])
    var walk = Walk(draft: Draft(screen: "consent", answers: ScreenGallery.sample))
    walk.failure = .failed(ServiceError(.rmg0085, ["RMG_2006"], cause: cause), temporary: true)
    walk.press(.activate, .next, .activate)
    #expect(walk.flow.screen.id == .registrationResult)
    #expect(walk.text.contains("RMG_0085") && walk.text.contains("RMG_2006"))
    walk.failure = nil
    walk.press(.activate)
    #expect(walk.text.contains("RMG_0086"))
    #expect(walk.registrations == 2)
  }

  @Test func `after a failure Back leads to the screens where it can be mended`() {
    var walk = Walk(draft: Draft(screen: "consent", answers: ScreenGallery.sample))
    walk.failure = .failed(ServiceError(.rmg0085), temporary: false)
    walk.press(.activate, .next, .activate, .back)
    #expect(walk.flow.screen.id == .consent)
    walk.press(.back, .back, .back, .back)
    #expect(walk.flow.screen.id == .internetEnvironment)
  }

  @Test func `a running action is canceled only after a question`() {
    var walk = Walk(draft: Draft(screen: "consent", answers: ScreenGallery.sample))
    walk.isSlow = true
    walk.press(.activate, .next, .activate)
    #expect(walk.flow.screen.id == .registering && walk.flow.isRunning)
    #expect(walk.text.contains("50%"))
    walk.press(.dismiss, .back, .next)
    #expect(walk.flow.isRunning)
    walk.press(.leave, .activate)
    #expect(walk.flow.isRunning, "the safe answer has the focus")
    walk.press(.leave, .left, .activate)
    #expect(walk.effects.last == .cancelAction)
    #expect(walk.flow.screen.id == .registrationResult)
    #expect(walk.text.contains("中止しました"))
  }

  @Test func `help over a running action still sees its end`() {
    var walk = Walk(draft: Draft(screen: "consent", answers: ScreenGallery.sample))
    walk.isSlow = true
    walk.press(.activate, .next, .activate, .help)
    #expect(walk.flow.screen.id == .help)
    walk.finish()
    #expect(walk.flow.screen.id == .registrationResult)
  }

  @Test func `progress tells the retry and the last error`() {
    var walk = Walk(draft: Draft(screen: "consent", answers: ScreenGallery.sample))
    walk.isSlow = true
    walk.press(.activate, .next, .activate)
    let failure = ServiceError(.rmg2003, ["28", "0", ""])
    _ = walk.flow.receive(
      .progress(ActionProgress(.retrying(attempt: 1, of: 5, seconds: 30, failure: failure), percent: 0)))
    #expect(walk.text.contains("30 秒後") && walk.text.contains("(1/5)") && walk.text.contains("RMG_2003"))
  }

  @Test func `personal information is gone from the walk after the registration`() {
    var answers = ScreenGallery.sample
    answers[.deletePersonalInformation] = "yes"
    var walk = Walk(draft: Draft(screen: "consent", answers: answers))
    walk.press(.activate, .next, .activate, .next)
    #expect(walk.flow.screen.id == .connectionCheck)
    #expect(walk.flow.answers[.administratorEmail] == "")
    #expect(walk.saved?.answers[.administratorEmail] == "")
    #expect(walk.saved?.answers[.administratorName] == "")
    #expect(walk.text.contains("削除済み"))
  }

  @Test func `the connection check needs someone to tell, and an address`() {
    var walk = Walk(draft: Draft(screen: "connection-check", answers: ScreenGallery.sample))
    walk.press(.activate, .down, .open, .next)
    #expect(walk.text.contains("RMG_0182"))
    #expect(walk.flow.screen.id == .connectionCheck)
    var answers = ScreenGallery.sample
    answers[.notifyEngineer] = "normal"
    answers[.engineerEmail] = ""
    walk = Walk(draft: Draft(screen: "connection-check", answers: answers))
    walk.press(.activate, .next)
    #expect(walk.text.contains("RMG_0183"))
    #expect(walk.flow.screen.focusedField == .notifyEngineerEmail)
    walk.type("nobody")
    walk.press(.next)
    #expect(walk.text.contains("RMG_0181"))
  }

  @Test func `no center is a sentence, not a dead end`() {
    var walk = Walk(centers: [])
    walk.press(.next)
    #expect(walk.flow.screen.id == .center)
    #expect(walk.text.contains("RMG_0097"))
    walk.press(.activate, .next)
    #expect(walk.flow.screen.id == .center)
    walk.press(.back)
    #expect(walk.flow.screen.id == .welcome)
  }
}
