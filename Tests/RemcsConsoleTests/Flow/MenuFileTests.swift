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

/// Another center list from the CE menu (in the menu of figure 5.4).
struct CenterListFlowTests {
  private var menu: Walk {
    Walk(registered: true, state: .active, answers: ScreenGallery.sample, isCEMenu: true)
  }

  private func read(_ walk: inout Walk, _ path: String = "/media/usb/centers.p7m") {
    walk.choose(.centerListReplacement)
    #expect(walk.flow.screen.id == .centerListReplacement)
    walk.fill(path)
    walk.press(.next)
  }

  @Test func `a list is read, shown before and after, asked about, put in place, and the check is offered`() {
    var walk = menu
    read(&walk)
    #expect(walk.flow.screen.id == .centerListConfirmation)
    #expect(walk.text.contains("OSC (選択中): 変更") && walk.text.contains("LGWAN: 追加"))
    #expect(!walk.effects.contains { if case .replaceCenterList = $0 { true } else { false } })
    walk.press(.next)
    #expect(walk.text.contains("RMG_0216"), "the certificate in use changes")
    walk.press(.activate)
    #expect(walk.effects.contains(.replaceCenterList([4, 5, 6])))
    #expect(walk.text.contains("接続先センターリストを入れ替えました(2件)"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .connectionCheck)
    for field in FieldID.transient { #expect(!walk.flow.answers.contains(field)) }
    #expect(walk.flow.material == nil)
    // The choice of the center offers the new list at once.
    walk.press(.leave)
    walk.choose(.center)
    walk.press(.open)
    #expect(walk.text.contains("LGWAN") && !walk.text.contains("OSC-TEST"))
  }

  @Test func `a list that changes nothing for this device leads back to the menu after a plain question`() {
    var walk = menu
    let rows = walk.centerList.rows.filter { $0.name != "OSC" } + [.init(name: "OSC", before: entry, after: entry)]
    walk.centerList = CenterListPreview(rows: rows, selected: "OSC", needsCheck: false)
    read(&walk)
    walk.press(.next)
    #expect(!walk.text.contains("RMG_") && walk.text.contains("よろしいですか"))
    walk.press(.activate, .activate)
    #expect(walk.flow.screen.id == .ceMenu)
  }

  private let entry = CenterListPreview.Entry(mailAddress: "osc@center.example", thumbprint: "00")

  @Test func `cancel changes nothing, on the question and on the confirmation`() {
    var walk = menu
    read(&walk)
    walk.press(.next, .right, .activate)
    #expect(walk.flow.screen.id == .centerListConfirmation)
    walk.press(.leave)
    #expect(walk.flow.screen.id == .centerListReplacement)
    #expect(walk.text.contains("/media/usb/centers.p7m"), "another path can be tried")
    walk.press(.leave)
    #expect(walk.flow.screen.id == .ceMenu && walk.flow.material == nil)
    #expect(!walk.effects.contains { if case .replaceCenterList = $0 { true } else { false } })
  }

  @Test func `a file that is no list is refused with its code and keeps the path`() {
    var walk = menu
    read(&walk, "/media/usb/holiday.jpg")
    #expect(walk.text.contains("RMG_0211"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .centerListReplacement && walk.text.contains("holiday.jpg"))
  }

  @Test func `a list without the center in use says that another has to be selected`() {
    var walk = menu
    walk.centerList = CenterListPreview(rows: walk.centerList.rows, selected: "OSC-TEST", needsCheck: false)
    read(&walk)
    #expect(walk.text.contains("選択中のセンター OSC-TEST は新しいリストにありません"))
    walk.press(.next, .activate)
    #expect(walk.flow.screen.id == .ceMenu && walk.text.contains("OSC-TEST"))
  }
}
