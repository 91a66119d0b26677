import Foundation
@testable import RemcsConsole
import RemcsCore
import TestSupport
import Testing

/// The items of the menus by keys, from the first key to the end, against a real center (chapters 4 and 5).
@Suite struct MenuWizardTests {
  private let center: RunningCenter
  private let device: DeviceHome

  init() throws {
    center = try RunningCenter()
    device = try DeviceHome(registeredAt: center)
  }

  private func person(_ command: String...) throws -> WizardDriver {
    try WizardDriver(command + ["--home", device.path], on: .vt220, language: .ja)
  }

  private func leave(_ person: WizardDriver) throws {
    try person.leave()
    #expect(person.end() == .code(0))
  }

  /// The check that follows a change of the way to the center.
  private func check(_ person: WizardDriver) throws {
    try person.see(.connectionCheck)
    try person.pressButton("check")
    try person.see("RMG_0053")
    try person.pressButton("ok")
    try person.see("RMG_0058")
    person.press(.enter)
    try person.see(.menu)
  }

  @Test func `other connection information is stored after a question, and checked at once`() throws {
    let person = try person()
    try person.choose(.connectionInformation)
    try person.see(.internetEnvironment)
    try person.enter("board@device.example", into: .senderEmail, in: .internetEnvironment)
    person.pressNext()
    try person.see("RMG_0189")
    try person.pressButton("ok")
    try person.see("RMG_0044")
    person.press(.enter)
    try check(person)
    try leave(person)
    #expect(try device.remcs("settings", "show").output.contains("senderEmail=board@device.example"))
    #expect(try center.kinds().last == "connectionCheck")
  }

  @Test func `a unit that was repaired is reported again, once its suppression is ended`() throws {
    func report() throws -> String? {
      let result = try device.remcs(
        "report", "fault", "--unit", "PSU-1", "--level", "warning", "--code", "E1", "--text", "broken", "--json")
      return (try result.json() as? [String: Any])?["result"] as? String
    }
    #expect(try report() == "queued")
    #expect(try report() == "held")
    let person = try person()
    try person.choose(.suppression)
    try person.see(.suppression)
    try person.see("PSU-1")
    person.press(.enter)
    try person.pressButton("ok")
    try person.see("PSU-1 の抑止を解除しました")
    person.press(.enter)
    try person.see("抑止しているユニットはありません")
    person.press(.enter)
    try person.see(.menu)
    try leave(person)
    #expect(try report() == "queued")
    #expect(try device.remcs("history").output.contains("PSU-1"))
  }

  @Test func `the customer is changed, reviewed, agreed to and sent`() throws {
    let person = try person()
    try person.choose(.customer)
    try person.see(.customer)
    try person.enter("西館８階", into: .building, in: .customer)
    try person.pressButton("next")
    try person.see(.review)
    try person.see("西館８階")
    person.press(.enter)
    try person.see(.consent)
    try person.pressButton("agree")
    try person.see("RMG_0089")
    person.press(.enter)
    try person.see(.menu)
    try leave(person)
    #expect(try center.customer(1)["building"] == "西館８階")
  }

  @Test func `both definition files are written, and overwritten only after another question`() throws {
    let folder = try TemporaryDirectory("remcs-export")
    let person = try person()
    for isSecond in [false, true] {
      try person.choose(.export)
      try person.see(.export)
      try person.enter(folder.path, into: .exportDirectory, in: .export)
      person.pressNext()
      try person.pressButton("ok")
      if isSecond {
        try person.see(person.word("popUp.overwrite"))
        try person.pressButton("ok")
      }
      try person.see("rm_bkenv.def")
      try person.see("RMG_0124")
      person.press(.enter)
    }
    try leave(person)
    for name in ["rm_bkenv.def", "rm_bkcus.def"] {
      #expect(FileManager.default.fileExists(atPath: folder.path + "/" + name))
    }
  }

  @Test func `another connection type is asked about twice, and leaves the device not set up`() throws {
    let person = try person()
    try person.choose(.connectionType)
    try person.see(.initialSettings)
    person.press(.down)
    person.press(.down)
    person.press(.space)
    person.pressNext()
    try person.see(person.word("popUp.connectionType").prefix(10).description)
    try person.pressButton("ok")
    try person.see("RMG_0026")
    person.press(.enter)
    try person.see(.pointToPointEnvironment)
    try person.wait(for: "設定未完了 on the status line") { $0.line(22).contains("設定未完了") }
    person.press(.control("X"))
    try person.see(.menu)
    try leave(person)
    #expect(try device.status()["state"] as? String == "unused")
    #expect(try device.status()["connectionType"] as? String == "vpn")
  }

  @Test func `a certificate is shown, replaced, checked in vain while the center has not got it, and restored`() throws
  {
    let file = try PreparedCenter.issue("renewed", in: center.folder)
    let person = try person()
    try person.choose(.certificate)
    try person.see(.certificate)
    person.press(.enter)
    try person.choose(.certificateReplacement)
    try person.enter(file, into: .certificateFile, in: .certificateReplacement)
    person.pressNext()
    try person.see(.certificateConfirmation)
    try person.see("CN = renewed")
    person.pressNext()
    try person.see("RMG_0216")
    try person.pressButton("ok")
    try person.see("RMG_0219")
    person.press(.enter)
    try person.see(.connectionCheck)
    #expect(try device.status()["state"] as? String == "unused")
    person.press(.control("X"))
    try person.choose(.certificateRestoration)
    try person.see(.certificateRestoration)
    person.pressNext()
    try person.see("RMG_0216")
    try person.pressButton("ok")
    try person.see("RMG_0222")
    person.press(.enter)
    try check(person)
    try leave(person)
    #expect(try device.status()["state"] as? String == "active")
  }

  // MARK: The CE menu

  @Test func `the detailed environment of the CE menu is stored and checked`() throws {
    let person = try person("ce")
    try person.choose(.environmentDetail, in: .ce)
    try person.see(.internetDetail)
    try person.enter("90", into: .timeout, in: .internetDetail)
    person.pressNext()
    try person.see("RMG_0189")
    try person.pressButton("ok")
    try person.see("RMG_0022")
    person.press(.enter)
    try person.see(.connectionCheck)
    person.press(.control("X"))
    try person.see(.ceMenu)
    try leave(person)
    #expect(try device.remcs("settings", "show").output.contains("timeout=90"))
  }

  @Test func `another language after a registration is asked about with RMG_0163, and asks for a new one`() throws {
    let person = try person("ce")
    try person.choose(.language, in: .ce)
    try person.see(.language)
    try person.move(.down)
    person.press(.enter)
    person.press(.enter)
    try person.see("RMG_0163")
    try person.pressButton("ok")
    person.language = .en
    try person.see("RMG_0167")
    person.press(.enter)
    try person.see(.ceMenu)
    try leave(person)
    #expect(try device.status()["state"] as? String == "unused")
  }

  @Test func `the unique name, the center, the server's certificate and the deletion, by the CE menu`() throws {
    let person = try person("ce")
    try person.choose(.displayName, in: .ce)
    try person.see(.displayName)
    try person.pressButton("uniqueName")
    try person.see("RMG_0104")
    try person.pressButton("ok")
    try person.see("RMG_0106")
    person.press(.enter)
    try person.wait(for: "the name on the status line") { $0.line(22).contains("SV-01") }
    try person.choose(.serverCertificate, in: .ce)
    // The server of this center shows none without encryption.
    try person.see("RMG_0229")
    person.press(.enter)
    try person.choose(.center, in: .ce)
    try person.see(.center)
    person.pressNext()
    try person.see("RMG_0103")
    try person.pressButton("ok")
    try person.see("RMG_0102")
    person.press(.enter)
    try person.choose(.deletePersonalInformation, in: .ce)
    try person.see("RMG_0195")
    try person.pressButton("ok")
    try person.see("RMG_0209")
    person.press(.enter)
    try leave(person)
    #expect(try !device.remcs("settings", "show").output.contains("taro@example.co.jp"))
  }
}
