import Foundation
import Localization
import RemcsCore
import Testing

@testable import RemcsConsole

/// The screens of the menu that take a path: export and the certificates of the center (manual 4.2.5 to 4.2.7).
struct MenuFileTests {
  private var menu: Walk { Walk(registered: true, state: .active, answers: ScreenGallery.sample) }

  @Test func `definition files are written after a question, and what they leave out is told`() {
    var walk = menu
    walk.choose(.export)
    #expect(walk.flow.screen.id == .export)
    walk.fill("/media/usb")
    walk.press(.next)
    #expect(walk.text.contains("RMG_0126") && walk.text.contains("RMG_0125"))
    walk.press(.activate)
    #expect(walk.effects.last == .export(directory: "/media/usb", passphrase: "", overwriting: false))
    #expect(walk.flow.screen.id == .menu)
    #expect(walk.text.contains("/media/usb/rm_bkenv.def"))
    #expect(walk.text.contains(FileRemark(.passwordLeftOut).text(in: .ja).prefix(3)))
  }

  @Test func `files that lie there are overwritten only after a second question, whose safe answer has the focus`() {
    var walk = menu
    walk.filesExist = true
    walk.choose(.export)
    walk.fill("/media/usb")
    walk.press(.next, .activate)
    let first = walk.effects.count
    walk.press(.activate)
    #expect(walk.flow.screen.id == .export, "nothing is written, and the path stays")
    #expect(!walk.effects[first...].contains { if case .export = $0 { true } else { false } })
    walk.press(.next, .activate, .left, .activate)
    #expect(walk.effects.last == .export(directory: "/media/usb", passphrase: "", overwriting: true))
  }

  @Test func `a path that is none is told under the field`() {
    var walk = menu
    walk.choose(.export)
    walk.fill("media/usb")
    walk.press(.next)
    #expect(walk.flow.screen.id == .export)
    #expect(!walk.effects.contains { if case .export = $0 { true } else { false } })
    #expect(walk.text.contains("RMG_"))
  }

  @Test func `neither the path nor the passphrase stays behind, in the draft or in the next form`() {
    var walk = menu
    walk.choose(.export)
    walk.fill("/media/usb")
    walk.type("long-enough-secret")
    #expect(!walk.text.contains("long-enough-secret"))
    walk.press(.leave)
    #expect(walk.flow.screen.id == .menu)
    #expect(walk.flow.answers == menu.flow.answers, "nor has anything else gone")
    for field in FieldID.transient { #expect(!walk.flow.answers.contains(field)) }
    #expect(walk.saved.map { FieldID.transient.contains(where: $0.answers.contains) } != true)
  }

  @Test func `a certificate is shown, read, asked about, put in place, and the check is offered`() {
    var walk = menu
    walk.choose(.certificate)
    #expect(walk.flow.screen.id == .certificate)
    walk.press(.activate)
    walk.choose(.certificateReplacement)
    walk.fill("/media/usb/osc.pem")
    walk.press(.next)
    #expect(walk.flow.screen.id == .certificateConfirmation)
    #expect(!walk.effects.contains { if case .replaceCertificate = $0 { true } else { false } })
    walk.press(.next)
    #expect(walk.text.contains("RMG_0216"))
    walk.press(.activate)
    #expect(walk.effects.contains(.replaceCertificate([1, 2, 3], center: "OSC")))
    #expect(walk.text.contains("RMG_0219"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .connectionCheck)
    // What the check begins with is what it would begin with from the menu.
    for field in FormID.connectionCheck.fields { #expect(walk.flow.answers[field] == menu.flow.answers[field]) }
    #expect(walk.text.contains("yamada@example.co.jp"))
    for field in FieldID.transient { #expect(!walk.flow.answers.contains(field)) }
  }

  @Test func `a file that is no certificate keeps the path for another try`() {
    var walk = menu
    walk.choose(.certificateReplacement)
    walk.fill("/media/usb/holiday.jpg")
    walk.press(.next)
    #expect(walk.text.contains("RMG_0077"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .certificateReplacement)
    #expect(walk.text.contains("/media/usb/holiday.jpg"))
  }

  @Test func `the previous certificate comes back after the same question`() {
    var walk = menu
    walk.choose(.certificateRestoration)
    #expect(walk.flow.screen.id == .certificateRestoration)
    walk.press(.next)
    #expect(walk.text.contains("RMG_0216"))
    walk.press(.activate)
    #expect(walk.effects.contains(.restoreCertificate))
    #expect(walk.text.contains("RMG_0222"))
  }
}
