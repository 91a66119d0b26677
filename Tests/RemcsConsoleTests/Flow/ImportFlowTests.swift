import Foundation
import Localization
import RemcsCore
import Testing

@testable import RemcsConsole

/// Settings from files and the automatic registration (manual 3.3), another certificate in the wizard (3.5).
struct ImportFlowTests {
  /// A new device at figure 3.22, the path typed.
  private func atImport(_ answers: Answers = Walk.initial) -> Walk {
    var walk = Walk(answers: answers)
    walk.press(.next, .next)
    #expect(walk.flow.screen.id == .initialSettings)
    walk.press(.nextField, .right, .right, .activate)
    return walk
  }

  /// Answers with a company typed already.
  private static let typed: Answers = {
    var answers = Walk.initial
    answers[.corporateName] = "試験"
    return answers
  }()

  private func imported(_ walk: inout Walk, by button: Button) {
    walk.fill("/media/usb")
    walk.press(.nextField, .nextField)
    if button == .registerAutomatically { walk.press(.right) }
    walk.press(.activate)
  }

  @Test func `the initial settings lead to the files, and Cancel leads back`() {
    var walk = atImport()
    #expect(walk.flow.screen.id == .importFiles)
    walk.press(.leave)
    #expect(walk.flow.screen.id == .initialSettings)
    #expect(walk.flow.popUp == nil, "nobody is asked whether to leave the program")
  }

  @Test func `an import shows before and after, asks, and ends at the initial settings with the new values`() {
    var walk = atImport()
    imported(&walk, by: .importFiles)
    #expect(
      walk.effects.last
        == .readDefinitionFiles(environment: "/media/usb", customer: "", passphrase: "", isAutomatic: false))
    #expect(walk.flow.screen.id == .importPreview)
    #expect(walk.text.contains("mail.example.co.jp -> relay.example.co.jp"))
    walk.press(.activate)
    #expect(!walk.effects.contains { if case .importSettings = $0 { true } else { false } }, "only asked so far")
    walk.press(.activate)
    #expect(walk.effects.contains(.importSettings(walk.preview)))
    #expect(walk.flow.screen.id == .initialSettings)
    walk.press(.activate)
    #expect(walk.flow.answers[.smtpServer] == "relay.example.co.jp")
    #expect(walk.flow.answers[.building] == "試験ビル三階")
    for field in FieldID.transient { #expect(!walk.flow.answers.contains(field)) }
    walk.press(.next)
    #expect(walk.flow.screen.id == .internetEnvironment)
    #expect(walk.text.contains("relay.example.co.jp"))
  }

  @Test func `what was typed for other screens stays when files are taken over`() {
    var walk = atImport(Self.typed)
    walk.preview = ImportPreview(
      sources: [], rows: [.init(.smtpServer, before: "", after: "relay.example.co.jp", change: .added)],
      stateBefore: .unused, stateAfter: .unused)
    imported(&walk, by: .importFiles)
    walk.press(.activate, .activate, .activate)
    #expect(walk.flow.answers[.corporateName] == "試験")
    #expect(walk.saved?.answers[.corporateName] == "試験", "and in the draft")
  }

  @Test func `files that say what is set already change nothing, and that is said`() {
    var walk = atImport()
    walk.preview = ImportPreview(
      sources: [], rows: [.init(.smtpServer, before: "a", after: "a", change: .unchanged)], stateBefore: .active,
      stateAfter: .active)
    imported(&walk, by: .importFiles)
    walk.press(.activate)
    #expect(!walk.effects.contains { if case .importSettings = $0 { true } else { false } })
    #expect(walk.flow.popUp != nil)
    walk.press(.activate)
    #expect(walk.flow.screen.id == .importPreview)
  }

  @Test func `neither file named is told under the form`() {
    var walk = atImport()
    walk.press(.next)
    #expect(walk.flow.screen.id == .importFiles)
    #expect(walk.text.contains("RMG_0036"))
  }

  @Test func `one reason comes over the form, many get a screen, and the paths stay`() {
    var walk = atImport()
    walk.importRefusal = ServiceError(.rmg0033, details: [.init(code: .rmg0033, text: "/media/usb: No such file")])
    imported(&walk, by: .importFiles)
    #expect(walk.flow.screen.id == .importFiles)
    #expect(walk.text.contains("RMG_0033"))
    walk.press(.activate)
    walk.importRefusal = SampleImport.refusal
    walk.press(.next)
    #expect(walk.flow.screen.id == .importRefused)
    #expect(walk.text.contains("smtpSever"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .importFiles)
    #expect(walk.text.contains("/media/usb"))
  }

  @Test(arguments: [true, false])
  func `an automatic registration asks, registers, checks, and ends with RMG_0039`(isDeleted: Bool) throws {
    var walk = atImport()
    imported(&walk, by: .registerAutomatically)
    #expect(walk.flow.screen.id == .importPreview)
    walk.press(.activate)
    // The safe answer has the focus (figure 3.23).
    if isDeleted { walk.press(.left) }
    walk.press(.activate)
    #expect(walk.flow.screen.id == .automaticCheck)
    #expect(walk.text.contains("yamada@example.co.jp"))
    walk.press(.next)
    #expect(walk.flow.screen.id == .automaticConsent)
    #expect(walk.registrations == 0, "nothing leaves before somebody agrees")
    walk.press(.right, .activate)
    #expect(walk.registrations == 1)
    let registered = walk.effects.compactMap { if case .register(let answers, _) = $0 { answers } else { nil } }
    #expect(registered.first?[.deletePersonalInformation] == (isDeleted ? "yes" : "no"))
    #expect(registered.first?[.corporateName] == ScreenGallery.sample[.corporateName])
    let checks = walk.effects.compactMap { if case .checkConnection(let answers) = $0 { answers } else { nil } }
    #expect(checks.first?[.administratorEmail] == "yamada@example.co.jp", "also after the deletion")
    #expect(walk.flow.screen.id == .automaticResult)
    #expect(walk.text.contains("RMG_0039"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .menu)
    #expect(walk.saved == nil)
  }

  @Test func `a failure says which part failed and why, and another try does not register twice`() throws {
    var walk = atImport()
    imported(&walk, by: .registerAutomatically)
    walk.press(.activate, .activate, .next)
    walk.isSlow = true
    walk.press(.right, .activate)
    #expect(walk.text.contains("RMG_0038"))
    // The registration goes through, the check does not.
    walk.checkFailure = .failed(
      ServiceError(.rmg0056, ["RMG_2003"], cause: ServiceError(.rmg2003)), temporary: true, isQueued: true)
    walk.finish()
    #expect(walk.flow.screen.id == .automaticResult)
    #expect(walk.text.contains("RMG_0040"))
    #expect(walk.text.contains("RMG_0056:RMG_2003"))
    #expect(walk.flow.draft?.screen == ScreenID.connectionCheck.rawValue)
    walk.checkFailure = nil
    walk.press(.activate)
    #expect(walk.registrations == 1)
    #expect(walk.text.contains("RMG_0039"))
  }

  @Test func `whoever turns back registers nothing of the files later`() {
    var walk = atImport()
    imported(&walk, by: .registerAutomatically)
    walk.press(.activate, .activate, .next)
    #expect(walk.flow.screen.id == .automaticConsent)
    walk.press(.back, .back, .back, .back)
    #expect(walk.flow.screen.id == .initialSettings)
    #expect(walk.flow.automatic == nil)
    #expect(walk.flow.answers[.corporateName] == "")
  }

  @Test func `while maintenance is on nothing is registered, and that is said before the questions`() {
    var walk = Walk(registered: true, state: .maintenance)
    walk.choose(.connectionType)
    walk.press(.nextField, .right, .activate)
    #expect(walk.flow.screen.id == .importFiles)
    imported(&walk, by: .registerAutomatically)
    #expect(walk.text.contains("RMG_0088"))
    #expect(!walk.effects.contains { if case .readDefinitionFiles = $0 { true } else { false } })
  }

  @Test func `a certificate can be replaced before the registration, and the walk goes on with what was typed`() {
    var walk = Walk(answers: Self.typed)
    walk.press(.next, .next)
    walk.press(.nextField, .right, .right, .right, .activate)
    #expect(walk.flow.screen.id == .certificateReplacement)
    walk.fill("/media/usb/osc.pem")
    walk.press(.next, .next)
    #expect(walk.text.contains("RMG_0216"))
    walk.press(.activate)
    #expect(walk.effects.contains(.replaceCertificate([1, 2, 3], center: "OSC")))
    #expect(walk.text.contains("RMG_0219"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .initialSettings)
    #expect(walk.flow.answers[.corporateName] == "試験")
    walk.press(.back)
    #expect(walk.flow.screen.id == .center)
  }
}
