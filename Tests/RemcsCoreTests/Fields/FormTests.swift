import RemcsCore
import Testing

@Suite("Forms") struct FormTests {
  private static func codes(_ form: FormID, _ answers: Answers) -> [String] {
    form.problems(in: answers).map { "\($0.field) \($0.code.rawValue)" }
  }

  private static let customer: Answers = {
    var answers = FormID.customer.initialAnswers(weekday: .monday)
    answers[.corporateName] = "株式会社サンプル"
    answers[.corporateNameKana] = "カブシキガイシャサンプル"
    answers[.address] = "東京都港区"
    answers[.administratorName] = "山田太郎"
    answers[.administratorNameKana] = "ヤマダタロウ"
    answers[.administratorEmail] = "taro@example.co.jp"
    answers[.telephone] = "03-1234-5678"
    return answers
  }()

  private static func environment(_ form: FormID) -> Answers {
    var answers = form.initialAnswers(weekday: .monday)
    answers[.smtpServer] = "mail.example.co.jp"
    answers[.senderEmail] = "server@example.co.jp"
    return answers
  }

  @Test(arguments: FormID.allCases)
  func `no form has a field twice, and each field is in a form`(_ form: FormID) {
    #expect(Set(form.fields).count == form.fields.count && !form.fields.isEmpty)
    #expect(Set(FormID.allCases.flatMap(\.fields)) == Set(FieldID.allCases))
  }

  @Test func `the initial values are the manual's`() {
    let detail = FormID.internetDetail.initialAnswers(weekday: .monday)
    let expected: [FieldID: String] = [
      .timeout: "60", .retryCount: "5", .retryInterval: "30", .smtpPort: "25", .encryption: "none",
      .authenticationType: "none", .authenticationMechanism: "auto", .popPort: "110", .popWait: "1000",
      .splitMethod: "event", .splitSize: "512", .addressPreference: "ipv4",
    ]
    #expect(Dictionary(uniqueKeysWithValues: detail.fields.map { ($0, detail[$0]) }) == expected)
    let schedule = FormID.schedule.initialAnswers(weekday: .thursday)
    #expect(schedule[.connectionCycle] == "weekly" && schedule[.connectionWeekday] == "thursday")
    #expect(schedule[.startTime] == "10:00" && schedule[.endTime] == "15:00")
    #expect(FormID.customer.initialAnswers(weekday: .monday)[.country] == "JP")
    #expect(FormID.connectionType.initialAnswers(weekday: .monday)[.connectionType] == "internet")
    for form in FormID.allCases where ![.customer, .internetEnvironment, .internetDetail].contains(form) {
      let blank: Set<FieldID> = [.smtpServer, .senderEmail, .certificateFile, .exportDirectory, .logDirectory]
      #expect(form.problems(in: form.initialAnswers(weekday: .friday)).allSatisfy { blank.contains($0.field) })
    }
  }

  @Test func `an empty customer lacks every required field, in order`() {
    #expect(
      Self.codes(.customer, FormID.customer.initialAnswers(weekday: .monday)) == [
        "corporateName RMG_0036", "corporateNameKana RMG_0036", "address RMG_0036", "administratorName RMG_0036",
        "administratorNameKana RMG_0036", "administratorEmail RMG_0036", "telephone RMG_0036",
      ])
    #expect(Self.codes(.customer, Self.customer).isEmpty)
  }

  @Test func `the postal code is that of the country`() {
    var answers = Self.customer
    answers[.postalCode] = "94103-1234"
    #expect(Self.codes(.customer, answers) == ["postalCode RMG_0029"])
    answers[.country] = "us"
    #expect(Self.codes(.customer, answers).isEmpty)
    answers[.postalCode] = "SW1A 1AA"
    #expect(Self.codes(.customer, answers) == ["postalCode RMG_0015"])
    answers[.postalCode] = "-123"
    #expect(Self.codes(.customer, answers) == ["postalCode RMG_0015"])
  }

  @Test func `the answers are stored repaired`() {
    var answers = Self.customer
    answers[.corporateName] = " ABC商事 "
    answers[.corporateNameKana] = "ｴｰﾋﾞｰｼｰ"
    answers[.country] = "jp"
    let stored = FormID.customer.repaired(answers)
    #expect(stored[.corporateName].codes == "ＡＢＣ商事".codes)
    #expect(stored[.corporateNameKana].codes == "エービーシー".codes && stored[.country] == "JP")
    #expect(FormID.customer.repaired(stored) == stored)
  }

  @Test(arguments: [FormID.internetEnvironment, .internetDetail])
  func `an authentication asks for what it needs`(_ form: FormID) {
    var answers = Self.environment(form)
    #expect(Self.codes(form, answers).isEmpty)
    #expect(form.requirement(of: .userID, in: answers) == .inactive)
    #expect(form.requirement(of: .authenticationMechanism, in: answers) == .inactive)
    answers[.authenticationType] = "pop"
    #expect(Self.codes(form, answers) == ["userID RMG_0030", "password RMG_0030", "popServer RMG_0030"])
    #expect(form.requirement(of: .popPort, in: answers) == .required)
    answers[.authenticationType] = "auth"
    #expect(Self.codes(form, answers) == ["userID RMG_0031", "password RMG_0031"])
    #expect(form.requirement(of: .popServer, in: answers) == .inactive)
    #expect(form.requirement(of: .authenticationMechanism, in: answers) == .required)
    answers[.userID] = "u"
    answers[.password] = "p"
    answers[.popServer] = "nonsense nonsense"
    #expect(Self.codes(form, answers).isEmpty)
    #expect(!form.repaired(answers).contains(.popServer))
    answers[.smtpServer] = ""
    answers[.senderEmail] = "nobody"
    answers[.smtpPort] = "0"
    #expect(
      Set(Self.codes(form, answers)) == ["smtpServer RMG_0036", "smtpPort RMG_0016", "senderEmail RMG_0181"])
  }

  @Test func `a POP wait belongs to the detail form`() {
    var answers = Self.environment(.internetDetail)
    answers[.authenticationType] = "pop"
    #expect(FormID.internetDetail.requirement(of: .popWait, in: answers) == .required)
    #expect(FormID.internetEnvironment.requirement(of: .popWait, in: answers) == .inactive)
    #expect(FormID.pointToPointDetail.requirement(of: .userID, in: answers) == .inactive)
  }

  @Test func `a point-to-point environment needs everything`() {
    var answers = FormID.pointToPointEnvironment.initialAnswers(weekday: .monday)
    answers[.splitSize] = ""
    #expect(
      Self.codes(.pointToPointEnvironment, answers) == [
        "smtpServer RMG_0028", "senderEmail RMG_0028", "splitSize RMG_0028",
      ])
    answers[.splitMethod] = "none"
    answers[.smtpServer] = "proxy"
    answers[.senderEmail] = "a@b"
    #expect(Self.codes(.pointToPointEnvironment, answers).isEmpty)
  }

  @Test(arguments: [
    ("mail", "9", "RMG_0207"), ("mail", "101", "RMG_0207"), ("event", "63", "RMG_0208"), ("event", "513", "RMG_0208"),
    ("mail", "10", nil), ("mail", "100", nil), ("event", "64", nil), ("event", "512", nil), ("none", "9999", nil),
  ])
  func `the split size is that of the method`(_ method: String, _ size: String, _ code: String?) {
    var answers = Self.environment(.internetEnvironment)
    answers[.splitMethod] = method
    answers[.splitSize] = size
    #expect(FormID.internetEnvironment.problems(in: answers).map(\.code.rawValue) == [code].compactMap(\.self))
  }

  @Test func `another split method brings its initial size`() {
    let answers = Self.environment(.internetEnvironment)
    let mail = FormID.internetEnvironment.choosing(.mail, in: answers)
    #expect(mail[.splitMethod] == "mail" && mail[.splitSize] == "64")
    var typed = mail
    typed[.splitSize] = "100"
    #expect(FormID.internetEnvironment.choosing(.mail, in: typed)[.splitSize] == "100")
    #expect(FormID.internetEnvironment.choosing(.event, in: typed)[.splitSize] == "512")
  }

  @Test(arguments: [
    ("10:00", "15:00", nil), ("15:00", "10:00", "RMG_0048"), ("10:00", "10:00", "RMG_0048"), ("9:00", "10:00", nil),
    ("00:00", "24:00", nil), ("10:00", "9:00", "RMG_0048"), ("10:00", "25:00", "RMG_0016"), ("10:00", "", "RMG_0036"),
  ])
  func `the operating time ends after it starts`(_ start: String, _ end: String, _ code: String?) {
    var answers = FormID.schedule.initialAnswers(weekday: .monday)
    answers[.startTime] = start
    answers[.endTime] = end
    let problems = FormID.schedule.problems(in: answers)
    #expect(problems.map(\.code.rawValue) == [code].compactMap(\.self))
    #expect(problems.allSatisfy { $0.field == .endTime })
  }

  @Test func `a weekday is asked for once a week only`() {
    var answers = FormID.schedule.initialAnswers(weekday: .monday)
    answers.remove(.connectionWeekday)
    #expect(Self.codes(.schedule, answers) == ["connectionWeekday RMG_0036"])
    answers[.connectionCycle] = "daily"
    #expect(Self.codes(.schedule, answers).isEmpty)
  }

  @Test func `somebody is told about the connection check`() {
    var answers = FormID.connectionCheck.initialAnswers(weekday: .monday)
    #expect(Self.codes(.connectionCheck, answers).isEmpty)
    answers[.notifyAdministrator] = "no"
    #expect(Self.codes(.connectionCheck, answers) == ["notifyAdministrator RMG_0182"])
    answers[.notifyEngineer] = "brief"
    #expect(Self.codes(.connectionCheck, answers) == ["notifyEngineerEmail RMG_0183"])
    answers[.notifyEngineerEmail] = "engineer"
    #expect(Self.codes(.connectionCheck, answers) == ["notifyEngineerEmail RMG_0181"])
    answers[.notifyEngineerEmail] = "engineer@example.co.jp"
    #expect(Self.codes(.connectionCheck, answers).isEmpty)
  }

  @Test func `an environment takes what the short form leaves out from the initial values`() throws {
    var answers = Answers()
    answers[.smtpServer] = "ｍａｉｌ"
    answers[.senderEmail] = "a@b.jp"
    answers[.splitMethod] = "mail"
    let environment = try Environment(connectionType: .vpn, answers)
    #expect(environment.server == "mail" && environment.port == 25 && environment.split == .mail(kilobytes: 64))
    #expect(environment.timeout == 60 && environment.retryCount == 5 && environment.addressPreference == .ipv4)
    answers[.smtpPort] = "0"
    answers.remove(.senderEmail)
    let error = #expect(throws: ServiceError.self) { try Environment(connectionType: .vpn, answers) }
    #expect(error?.details.map(\.field) == [.smtpPort, .senderEmail])
  }
}
