import RemcsCore
import Testing

@testable import RemcsConsole

/// The CE menu of chapter 5, by keys alone.
struct CEMenuFlowTests {
  private let ce = Walk(registered: true, state: .active, answers: ScreenGallery.sample, isCEMenu: true)

  @Test func `the detailed environment has every limit, and is stored after a question`() {
    var walk = ce
    #expect(walk.flow.screen.id == .ceMenu)
    walk.choose(.environmentDetail)
    #expect(walk.flow.screen.id == .internetDetail)
    walk.fill("59")
    #expect(walk.text.contains("RMG_0016"))
    walk.fill("120")
    walk.press(.next)
    #expect(walk.text.contains("RMG_0189"))
    walk.press(.activate)
    #expect(walk.text.contains("RMG_0022"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .connectionCheck)
    walk.press(.leave)
    #expect(walk.flow.screen.id == .ceMenu)
  }

  @Test func `center, name and language are changed after a question, and personal information goes for good`() {
    var walk = ce
    walk.choose(.center)
    walk.press(.next)
    #expect(walk.text.contains("RMG_0103"))
    walk.press(.activate)
    #expect(walk.text.contains("RMG_0102"))
    walk.press(.activate)
    walk.choose(.displayName)
    #expect(walk.text.contains("rack7-node3"))
    walk.press(.right, .activate)
    #expect(walk.text.contains("RMG_0104"))
    walk.press(.activate)
    #expect(walk.text.contains("RMG_0106"))
    #expect(walk.effects.contains(.setDisplayName(isUniqueName: true)))
    walk.press(.activate)
    walk.choose(.language)
    walk.press(.down, .open, .next)
    #expect(walk.text.contains("RMG_0163"))
    walk.press(.activate)
    #expect(walk.text.contains("RMG_0167"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .ceMenu)
    walk.choose(.deletePersonalInformation)
    #expect(walk.text.contains("RMG_0195"))
    walk.press(.left, .activate)
    #expect(walk.text.contains("RMG_0209"))
    #expect(walk.flow.answers[.administratorName] == "")
    walk.press(.activate)
    #expect(walk.flow.screen.id == .ceMenu)
  }

  @Test func `what was deleted does not come back, in a form or on the disk`() {
    var walk = ce
    walk.choose(.deletePersonalInformation)
    walk.press(.left, .activate, .activate)
    for var walk in [walk, deletedByRegistration()] {
      walk.choose(walk.flow.screen.id == .ceMenu ? .center : .customer)
      for field in FieldID.allCases where Field.of(field).isPersonal {
        #expect(walk.flow.answers[field].isEmpty, "\(field)")
        #expect(walk.saved?.answers[field].isEmpty != false, "\(field)")
      }
    }
  }

  /// The menu after a registration that deleted them.
  private func deletedByRegistration() -> Walk {
    var answers = ScreenGallery.sample
    answers[.deletePersonalInformation] = "yes"
    var walk = Walk(registered: true, state: .active, answers: answers)
    walk.choose(.register)
    walk.press(.next, .activate, .next)
    #expect(walk.flow.screen.id == .menu)
    return walk
  }
}
