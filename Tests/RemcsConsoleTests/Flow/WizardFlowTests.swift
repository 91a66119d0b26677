import Foundation
@testable import RemcsConsole
import RemcsCore
import RemcsCryptography
import Testing

struct WizardFlowTests {
  @Test func `the wizard goes from the first start to the end by commands only`() throws {
    var walk = Walk(language: .en, chosen: false, suggested: .ja)
    // First start: English, Japanese marked; the question in English, the answer in Japanese.
    #expect(walk.text.contains("Select language") && walk.text.contains("(*) Japanese"))
    walk.press(.activate, .activate)
    #expect(walk.text.contains("RMG_0190"))
    walk.press(.activate)
    #expect(walk.text.contains("RMG_0166: 日本語切替え処理を行いました。"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .welcome)
    walk.atCustomer()
    walk.fillCustomer()
    walk.press(.next)
    #expect(walk.flow.screen.id == .review)
    #expect(walk.text.contains("試験株式会社"))
    walk.press(.next)
    #expect(walk.flow.screen.id == .consent)
    walk.press(.next)
    #expect(walk.flow.screen.id == .consent, "nobody agrees with Ctrl-N")
    walk.press(.activate)
    #expect(walk.flow.screen.id == .registrationResult)
    #expect(walk.text.contains("RMG_0086: 新規レジストレーションを行いました。"))
    let registered = walk.effects.compactMap { effect -> (Answers, Consent)? in
      if case .register(let answers, let consent) = effect { (answers, consent) } else { nil }
    }
    let (answers, consent) = try #require(registered.first)
    #expect(registered.count == 1)
    #expect(answers[.corporateName] == "試験株式会社")
    #expect(answers[.smtpServer] == "mail.example.co.jp")
    #expect(consent.agreed && consent.language == .ja)
    #expect(consent.sha256 == Digest.sha256(Array(ConsentText.text(in: .ja).utf8)))
    walk.press(.next)
    #expect(walk.flow.screen.id == .connectionCheck)
    walk.press(.next)
    #expect(walk.text.contains("RMG_0053"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .connectionCheckResult)
    #expect(walk.text.contains("RMG_0058") && walk.text.contains("運用中"))
    #expect(walk.text.contains("[*]接続形態  [*]環境  [*]お客様情報  [*]登録  [*]接続確認"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .menu)
    #expect(walk.saved == nil)
    walk.press(.leave, .activate)
    #expect(walk.effects.last == .leave)
  }

  @Test func `the English speaker confirms nothing`() {
    var walk = Walk(language: .en, chosen: false, suggested: .en)
    walk.press(.next)
    #expect(walk.flow.screen.id == .welcome)
    #expect(walk.effects == [.setLanguage(.en)])
  }

  @Test(arguments: ["isdn", "vpn"])
  func `a point-to-point connection has its own environment`(type: String) {
    var walk = Walk()
    walk.press(.next, .next, .down)
    if type == "vpn" { walk.press(.down) }
    walk.press(.open, .next)
    #expect(walk.flow.answers[.connectionType] == type)
    #expect(walk.flow.screen.id == .pointToPointEnvironment)
    #expect(walk.text.contains("SMTP/PROXY"))
  }

  @Test func `what was typed for the internet is not used unseen for a point-to-point connection`() throws {
    var walk = Walk()
    walk.atCustomer()
    walk.press(.back, .back, .down)
    walk.fill("587")
    walk.press(.back, .down, .open, .next)
    #expect(walk.flow.screen.id == .pointToPointEnvironment)
    walk.press(.next, .next)
    #expect(walk.flow.screen.id == .customer)
    walk.fillCustomer()
    walk.press(.next, .next, .next, .activate)
    let answers = try #require(
      walk.effects.compactMap { effect -> Answers? in
        if case .register(let answers, _) = effect { answers } else { nil }
      }.first)
    #expect(answers[.connectionType] == "isdn")
    #expect(answers[.smtpPort] == "25")
    #expect(walk.flow.answers[.smtpPort] == "587", "it is still there for the way back")
  }

  @Test func `back and forth keeps what was typed, right or wrong`() {
    var walk = Walk()
    walk.atCustomer()
    walk.type("途中😀")
    walk.press(.back, .back)
    #expect(walk.flow.screen.id == .internetEnvironment)
    #expect(walk.text.contains("mail.example.co.jp"))
    walk.press(.next, .next)
    #expect(walk.flow.screen.id == .customer)
    #expect(walk.flow.answers[.corporateName] == "途中😀")
    #expect(walk.text.contains("途中😀"))
  }

  @Test func `back goes to the welcome and no further`() {
    var walk = Walk()
    walk.press(.next, .next, .back, .back, .back)
    #expect(walk.flow.screen.id == .welcome)
  }

  @Test func `Next with problems stays, and says code and field`() {
    var walk = Walk()
    walk.atCustomer()
    walk.press(.next)
    #expect(walk.flow.screen.id == .customer)
    #expect(walk.flow.screen.focusedField == .corporateName)
    #expect(walk.text.contains("RMG_0036: 入力必須項目です。"))
  }

  @Test func `an Enter too many does not agree`() {
    var walk = Walk(draft: Draft(screen: "review", answers: ScreenGallery.sample))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .review)
    walk.press(.activate)
    #expect(walk.flow.screen.id == .consent)
    walk.press(.activate)
    #expect(walk.flow.screen.id == .review)
    #expect(walk.registrations == 0)
  }

  @Test func `a refusal asks once and ends clean`() {
    var walk = Walk(draft: Draft(screen: "consent", answers: ScreenGallery.sample))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .consent)
    walk.press(.nextField, .nextField, .activate)
    #expect(walk.text.contains("よろしいですか"))
    // The safe answer has the focus.
    walk.press(.activate)
    #expect(walk.flow.screen.id == .consent)
    walk.press(.activate, .left, .activate)
    #expect(walk.flow.screen.id == .welcome)
    #expect(walk.saved == nil)
    #expect(walk.flow.draft == nil)
    #expect(walk.flow.answers[.corporateName] == "")
    #expect(walk.refusals == 1)
    #expect(walk.registrations == 0)
  }

  @Test func `the walk is saved when a field is left and when the screen changes`() {
    var walk = Walk()
    walk.atCustomer()
    #expect(walk.saved?.screen == "customer")
    walk.type("試験")
    #expect(walk.saved?.answers[.corporateName] == "")
    #expect(walk.flow.draft?.answers[.corporateName] == "試験", "a lost line keeps even half a field")
    walk.press(.activate)
    #expect(walk.saved?.answers[.corporateName] == "試験")
    #expect(walk.saved?.field == .corporateNameKana)
  }

  @Test func `a new start goes on at the same screen and field`() {
    var answers = Walk.initial
    answers[.connectionType] = "vpn"
    answers[.corporateName] = "半分😀"
    var walk = Walk(draft: Draft(screen: "customer", answers: answers, field: .address))
    #expect(walk.text.contains("途中で残って"))
    // Esc destroys nothing: it goes on.
    walk.press(.dismiss)
    #expect(walk.flow.screen.id == .customer)
    #expect(walk.flow.screen.focusedField == .address)
    #expect(walk.text.contains("半分😀"))
    walk.press(.back, .back)
    #expect(walk.flow.screen.id == .pointToPointEnvironment)
  }

  @Test func `starting over forgets the walk`() {
    var walk = Walk(draft: Draft(screen: "customer", answers: ScreenGallery.sample))
    walk.press(.right, .activate)
    #expect(walk.effects == [.discardDraft])
    #expect(walk.flow.screen.id == .welcome)
    #expect(walk.flow.answers[.corporateName] == "")
  }

  @Test func `another language after the registration warns that it must be registered again`() {
    var walk = Walk(registered: true, state: .active, answers: ScreenGallery.sample, isCEMenu: true)
    walk.choose(.language)
    #expect(walk.flow.screen.id == .language)
    walk.press(.down, .open, .next)
    #expect(walk.text.contains("RMG_0163"))
    walk.press(.activate)
    #expect(walk.text.contains("RMG_0167"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .ceMenu)
    #expect(walk.text.contains("Detailed environment"))
  }

  @Test(arguments: ScreenID.allCases)
  func `Esc alone changes nothing on any screen`(id: ScreenID) {
    var walk = Walk(draft: Draft(screen: id.rawValue, answers: ScreenGallery.sample))
    walk.press(.activate)
    let before = walk.text
    let effects = walk.effects.count
    walk.press(.dismiss, .dismiss)
    #expect(walk.text == before)
    #expect(walk.effects.count == effects)
  }

  @Test func `help names the screen, the field and every key, and goes back`() {
    var walk = Walk(draft: Draft(screen: "customer", answers: ScreenGallery.sample, field: .address))
    walk.press(.activate, .help)
    #expect(walk.flow.screen.id == .help)
    #expect(walk.text.contains("お客様情報の入力") && walk.text.contains("ご住所"))
    walk.press(.pageDown, .pageDown, .pageDown)
    #expect(walk.text.contains("Esc"))
    walk.press(.activate)
    #expect(walk.flow.screen.focusedField == .address)
  }

  @Test func `a person who rests has the half-typed text saved and the count brought up to date`() {
    var walk = Walk()
    walk.atCustomer()
    walk.type("試験")
    #expect(walk.saved?.answers[.corporateName] != "試験")
    walk.rest()
    #expect(walk.saved?.answers[.corporateName] == "試験")
    #expect(walk.text.contains("2/30"))
  }

  @Test func `something odd is shown once before Next goes on`() {
    var walk = Walk()
    walk.atCustomer()
    walk.fillCustomer()
    for _ in 0..<9 { walk.press(.previousField) }
    #expect(walk.flow.screen.focusedField == .administratorEmail)
    walk.press(.end, .clear)
    walk.type("a@@b.jp")
    walk.press(.next)
    #expect(walk.flow.screen.id == .customer && walk.text.contains("@"))
    walk.press(.next)
    #expect(walk.flow.screen.id == .review)
  }

  @Test(arguments: [("yes", "none", "管理者あて"), ("no", "brief", "実施者あて"), ("yes", "normal", "管理者と実施者あて")])
  func `the result names those who are told`(administrator: String, engineer: String, words: String) {
    var answers = Walk.initial
    answers[.administratorEmail] = "a@b.jp"
    answers[.notifyAdministrator] = administrator
    answers[.notifyEngineer] = engineer
    answers[.notifyEngineerEmail] = "e@b.jp"
    var walk = Walk(registered: true, state: .active, answers: answers)
    walk.choose(.connectionCheck)
    walk.press(.next, .activate)
    #expect(walk.flow.screen.id == .connectionCheckResult)
    #expect(walk.text.contains(words))
  }

  @Test func `the whole device id is worth more than the connection type`() {
    let status = ViewContext.Status(
      device: "00-PRIMEQUEST-MC3800E-AC-0123456789", state: .unused, connectionType: .internet, waiting: 12)
    #expect(status.line(Words(.ja), columns: 80).contains("00-PRIMEQUEST-MC3800E-AC-0123456789"))
  }
}
