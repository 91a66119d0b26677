import Foundation
import Localization
import RemcsConsole
import RemcsCore
import TestSupport
import Testing

/// What cannot be stored gets its message under the form, the cursor stays in the field, and nothing is lost.
@Suite struct BadInputTests {
  /// A text that a field must refuse, and with which message.
  struct Case: Sendable, CustomTestStringConvertible {
    let form: FormID
    let field: FieldID
    let typed: String
    let code: String
    /// What must be chosen before the field can be reached.
    var choices: [FieldID: String] = [:]

    var testDescription: String { "\(form) \(field) \(typed)" }
  }

  static let customer: [Case] = [
    Case(form: .customer, field: .corporateName, typed: "髙島屋", code: "RMG_0068"),
    Case(form: .customer, field: .corporateNameKana, typed: "漢字", code: "RMG_0075"),
    Case(form: .customer, field: .department, typed: "第①部", code: "RMG_0069"),
    Case(form: .customer, field: .address, typed: String(repeating: "東", count: 31), code: "RMG_0029"),
    Case(form: .customer, field: .address, typed: "東京\u{1F600}", code: "RMG_0070"),
    Case(form: .customer, field: .building, typed: "鄧ビル", code: "RMG_0071"),
    Case(form: .customer, field: .administratorName, typed: "山﨑", code: "RMG_0072"),
    Case(form: .customer, field: .administratorNameKana, typed: "山サキ", code: "RMG_0076"),
    Case(form: .customer, field: .administratorEmail, typed: "taro.example.co.jp", code: "RMG_0181"),
    Case(form: .customer, field: .postalCode, typed: "12-34", code: "RMG_0029"),
    Case(form: .customer, field: .telephone, typed: "03-CALL-ME", code: "RMG_0015"),
    Case(form: .customer, field: .fax, typed: "03a", code: "RMG_0015"),
    Case(form: .customer, field: .uniqueName, typed: "SV 01", code: "RMG_0015"),
    Case(form: .customer, field: .country, typed: "XX", code: "RMG_0015"),
    Case(form: .customer, field: .installationSite, typed: "神奈川県㈱", code: "RMG_0073"),
    Case(form: .customer, field: .installationBuilding, typed: "第Ⅱ棟", code: "RMG_0074"),
    Case(form: .customer, field: .engineerEmail, typed: "ce@", code: "RMG_0181"),
  ]

  static let internet: [Case] = {
    let mechanism: [FieldID: String] = [.authenticationType: "auth"]
    let pop: [FieldID: String] = [.authenticationType: "pop"]
    return [
      Case(form: .internetEnvironment, field: .smtpServer, typed: "mail server", code: "RMG_0015"),
      Case(form: .internetEnvironment, field: .smtpPort, typed: "99999", code: "RMG_0016"),
      Case(form: .internetEnvironment, field: .smtpPort, typed: "smtp", code: "RMG_0015"),
      Case(form: .internetEnvironment, field: .senderEmail, typed: "mmb", code: "RMG_0181"),
      Case(form: .internetEnvironment, field: .userID, typed: "a b", code: "RMG_0015", choices: mechanism),
      Case(form: .internetEnvironment, field: .password, typed: "あいう", code: "RMG_0015", choices: mechanism),
      Case(form: .internetEnvironment, field: .popServer, typed: "-pop-", code: "RMG_0015", choices: pop),
      Case(form: .internetEnvironment, field: .popPort, typed: "0", code: "RMG_0016", choices: pop),
      Case(form: .internetEnvironment, field: .splitSize, typed: "63", code: "RMG_0208"),
      Case(
        form: .internetEnvironment, field: .splitSize, typed: "101", code: "RMG_0207", choices: [.splitMethod: "mail"]),
    ]
  }()

  static let pointToPoint: [Case] = [
    Case(form: .pointToPointEnvironment, field: .smtpServer, typed: "[127.0.0.1", code: "RMG_0015"),
    Case(form: .pointToPointEnvironment, field: .senderEmail, typed: "a@.jp", code: "RMG_0181"),
    Case(form: .pointToPointEnvironment, field: .splitSize, typed: "513", code: "RMG_0208"),
  ]

  /// A device where every form is right, made once; each test has a copy.
  private static let home: Result<DeviceHome, any Error> = Result {
    let device = try DeviceHome()
    try device.prepare(folder: PreparedCenter.folder(), port: 25)
    try device.mustDo(["settings", "set"] + SampleCustomer.settings)
    return device
  }

  private func open(_ form: FormID) throws -> (WizardDriver, DeviceHome) {
    let device = try DeviceHome(copying: Self.home.get())
    if form == .pointToPointEnvironment { try device.mustDo("settings", "set", "connectionType=isdn") }
    let person = try WizardDriver(device)
    let last: ScreenID =
      switch form {
      case .customer: .customer
      case .pointToPointEnvironment: .pointToPointEnvironment
      default: .internetEnvironment
      }
    try person.goOn(to: last)
    return (person, device)
  }

  @Test(arguments: customer + internet + pointToPoint)
  func `a wrong text is answered in its field and stays as it was typed`(_ example: Case) throws {
    let (person, _) = try open(example.form)
    for (field, option) in example.choices { try person.choose(option, of: field, in: example.form) }
    if !example.choices.isEmpty {
      // What these choices ask for besides the field itself.
      for (field, text) in [(FieldID.userID, "user"), (.password, "word"), (.popServer, "127.0.0.1")]
      where field != example.field && example.form.requirement(of: field, in: answers(example)) == .required {
        try person.fill(field, in: example.form, with: text)
      }
    }
    try person.enter(example.typed, into: example.field, in: example.form)
    let row = person.screen.row
    person.press(.down)
    try person.wait(for: example.code) { Self.messages($0).contains(example.code) }
    try expectInField(person, example)
    #expect(person.screen.row == row)

    // Whoever insists may go on, and sees a mark; Next leads back with the same text.
    try person.move(.down)
    #expect(WizardDriver.focusedLabel(person.screen) != person.label(example.field, in: example.form))
    person.pressNext()
    try person.see(focusIn: example.field, of: example.form)
    try person.wait(for: example.code) { Self.messages($0).contains(example.code) }
    try expectInField(person, example)
    #expect(person.screen.unknown.isEmpty)
  }

  @Test(arguments: [FormID.customer, .pointToPointEnvironment])
  func `what is missing is asked for where it belongs`(_ form: FormID) throws {
    let (person, _) = try open(form)
    let first = form.fields[0]
    try person.go(to: first, in: form)
    person.press(.control("U"))
    person.pressNext()
    let code = form == .customer ? "RMG_0036" : "RMG_0028"
    try person.wait(for: code) { Self.messages($0).contains(code) }
    try person.see(focusIn: first, of: form)
    // What was taken away comes back.
    person.press(.control("_"))
    try person.wait(for: "the text again") { _ in !(person.shown(first) ?? "").isEmpty }
    person.pressNext()
    try person.see(form == .customer ? .review : .schedule)
  }

  private func answers(_ example: Case) -> Answers {
    var answers = Answers()
    for (field, option) in example.choices { answers[field] = option }
    return answers
  }

  private func expectInField(_ person: WizardDriver, _ example: Case) throws {
    try person.see(focusIn: example.field, of: example.form)
    let shown = try #require(person.shown(example.field))
    #expect(WizardDriver.shows(shown, WizardDriver.asShown(example.typed, in: example.field)))
    let line = person.screen.lines[person.screen.row]
    let open = try #require(line.firstIndex { "[<".contains($0) })
    // Labels may be wide, so the cell is not the index.
    #expect(person.screen.column > line[..<open].count && person.screen.isCursorVisible)
  }

  /// The message lines, between the two lower rules.
  private static func messages(_ screen: ScreenEmulator) -> String {
    let rules = screen.lines.indices.filter { screen.lines[$0].hasPrefix("-----") }
    guard rules.count == 3 else { return "" }
    return screen.lines[rules[1]..<rules[2]].joined()
  }
}
