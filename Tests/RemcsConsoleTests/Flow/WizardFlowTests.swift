import Foundation
@testable import RemcsConsole
import RemcsCore
import RemcsCryptography
import Testing

struct WizardFlowTests {
  /// From the welcome to the customer form.
  private func atCustomer(_ walk: inout Walk) {
    walk.press(.activate)
    #expect(walk.flow.screen.id == .center)
    walk.press(.next)
    #expect(walk.flow.screen.id == .initialSettings)
    walk.press(.next)
    #expect(walk.flow.screen.id == .internetEnvironment)
    walk.fill("mail.example.co.jp")
    walk.press(.activate, .activate)
    walk.fill("mmb@example.co.jp")
    walk.press(.next)
    #expect(walk.flow.screen.id == .schedule)
    walk.press(.next)
    #expect(walk.flow.screen.id == .customer)
  }

  private func fillCustomer(_ walk: inout Walk) {
    for text in [
      "試験株式会社", "シケン", "情報部", "東京都港区", "", "山田太郎", "ヤマダタロウ", "yamada@example.co.jp", "105-0011",
      "03-1234-5678", "", "SV-01", "JP", "", "", "engineer@example.com",
    ] {
      if text.isEmpty { walk.press(.activate) } else { walk.fill(text) }
    }
  }

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
    atCustomer(&walk)
    fillCustomer(&walk)
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
    atCustomer(&walk)
    walk.press(.back, .back, .down)
    walk.fill("587")
    walk.press(.back, .down, .open, .next)
    #expect(walk.flow.screen.id == .pointToPointEnvironment)
    walk.press(.next, .next)
    #expect(walk.flow.screen.id == .customer)
    fillCustomer(&walk)
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
    atCustomer(&walk)
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
    atCustomer(&walk)
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
    atCustomer(&walk)
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

  @Test func `the menu registers again, checks, deletes and leaves`() {
    var walk = Walk(registered: true, state: .active, answers: ScreenGallery.sample)
    #expect(walk.flow.screen.id == .menu)
    walk.press(.activate)
    #expect(walk.flow.screen.id == .consent)
    walk.press(.next, .activate)
    #expect(walk.text.contains("RMG_0089"))
    walk.press(.next)
    #expect(walk.flow.screen.id == .menu)
    walk.press(.down, .down, .activate)
    #expect(walk.flow.screen.id == .connectionCheck)
    walk.press(.leave)
    #expect(walk.flow.screen.id == .menu)
    walk.press(.down, .down, .down, .activate)
    #expect(walk.text.contains("RMG_0195"))
    walk.press(.left, .activate)
    #expect(walk.text.contains("RMG_0209"))
    #expect(walk.effects.contains(.deletePersonalInformation))
    #expect(walk.flow.answers[.administratorName] == "")
  }

  @Test func `another language after the registration warns that it must be registered again`() {
    var walk = Walk(registered: true, state: .active, answers: ScreenGallery.sample)
    walk.press(.end, .up, .activate)
    #expect(walk.flow.screen.id == .language)
    walk.press(.down, .open, .next)
    #expect(walk.text.contains("RMG_0163"))
    walk.press(.activate)
    #expect(walk.text.contains("RMG_0167"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .menu)
    #expect(walk.text.contains("Re-register"))
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
    atCustomer(&walk)
    walk.type("試験")
    #expect(walk.saved?.answers[.corporateName] != "試験")
    walk.rest()
    #expect(walk.saved?.answers[.corporateName] == "試験")
    #expect(walk.text.contains("2/30"))
  }

  @Test func `something odd is shown once before Next goes on`() {
    var walk = Walk()
    atCustomer(&walk)
    fillCustomer(&walk)
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
    walk.press(.down, .down, .activate, .next, .activate)
    #expect(walk.flow.screen.id == .connectionCheckResult)
    #expect(walk.text.contains(words))
  }

  @Test func `the whole device id is worth more than the connection type`() {
    let status = ViewContext.Status(
      device: "00-PRIMEQUEST-MC3800E-AC-0123456789", state: .unused, connectionType: .internet, waiting: 12)
    #expect(status.line(Words(.ja), columns: 80).contains("00-PRIMEQUEST-MC3800E-AC-0123456789"))
  }
}
