import Foundation
import RemcsCore
import Testing

@testable import RemcsConsole

/// What is typed into the forms of the menus, and what others store meanwhile.
struct MenuDraftTests {
  private static let menu = Walk(registered: true, state: .active, answers: ScreenGallery.sample)

  @Test(arguments: [MenuItem.connectionInformation, .schedule])
  func `what was typed into a form of the menu is kept, and the next console goes on from there`(item: MenuItem) throws
  {
    var walk = Self.menu
    walk.choose(item)
    let screen = walk.flow.screen.id
    if item == .connectionInformation {
      walk.fill("new.example.co.jp")
    } else {
      walk.press(.left, .activate)
    }
    let draft = try #require(walk.flow.draft)
    #expect(walk.saved == draft)
    #expect(Set(draft.answers.fields).isSubset(of: FormID.internetEnvironment.fields + FormID.schedule.fields))
    var next = Walk(registered: true, state: .active, answers: ScreenGallery.sample, draft: draft)
    next.press(.activate)
    #expect(next.flow.screen.id == screen)
    for field in draft.answers.fields { #expect(next.flow.answers[field] == draft.answers[field]) }
    // Back leads to the menu, after the question about what was typed; then nothing is kept any more.
    next.press(.leave, .left, .activate)
    #expect(next.flow.screen.id == .menu)
    #expect(next.effects.contains(.discardDraft))
  }

  @Test func `a form of the CE menu is not kept in place of a walk that is not finished`() {
    let draft = Draft(screen: ScreenID.customer.rawValue, answers: ScreenGallery.sample)
    var walk = Walk(
      registered: true, state: .active, answers: ScreenGallery.sample, draft: draft, isCEMenu: true)
    walk.choose(.environmentDetail)
    walk.fill("90")
    #expect(walk.saved == draft)
  }

  @Test func `without a previous certificate its restoration is marked, and says why`() {
    var walk = Self.menu
    walk.flow.context.status.canRestoreCertificate = false
    #expect(walk.text.contains("-前証明書への復元"))
    walk.choose(.certificateRestoration)
    #expect(walk.text.contains("RMG_0221") && walk.flow.screen.id == .menu)
  }

  @Test func `what another program has stored meanwhile shows the next time a form is opened`() {
    var walk = Self.menu
    var stored = ScreenGallery.sample
    stored[.smtpServer] = "elsewhere.example.co.jp"
    _ = walk.flow.receive(.stored(stored))
    walk.choose(.connectionInformation)
    #expect(walk.text.contains("elsewhere.example.co.jp"))
  }

  @Test func `the connection check of the menu is kept too, and opening it is nothing to keep`() throws {
    var walk = Self.menu
    walk.choose(.connectionCheck)
    #expect(walk.flow.draft == nil)
    walk.press(.nextField, .up, .open)
    let draft = try #require(walk.flow.draft)
    var next = Walk(registered: true, state: .active, answers: ScreenGallery.sample, draft: draft, isCEMenu: true)
    next.press(.activate)
    #expect(next.flow.screen.id == .connectionCheck, "the CE menu offers to go on as well")
    #expect(next.flow.answers[.notifyEngineer] == walk.flow.answers[.notifyEngineer])
  }
}
