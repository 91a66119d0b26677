import Foundation
import RemcsCore
import Testing

/// Files into settings (manual 3.3, 3.4).
@Suite struct ImportTests {
  static let header = "format=1\nkind=environment\nmodel=PRIMEQUEST 3800E\n"
  static let environment = header + "connectionType=internet\nsmtpServer=new.example.jp\nsenderEmail=new@example.jp\n"
  static let customer = """
    kind=customer
    corporateName=試験
    corporateNameKana=シケン
    address=東京
    administratorName=山田
    administratorNameKana=ヤマダ
    administratorEmail=a@b.jp
    telephone=1111

    """

  private func row(_ field: FieldID, _ preview: ImportPreview) -> ImportPreview.Row? {
    preview.rows.first { $0.field == field }
  }

  private func changes(_ values: KeyValuePairs<FieldID, String>) -> Answers {
    var answers = Answers()
    for (field, value) in values { answers[field] = value }
    return answers
  }

  // MARK: Preview

  @Test func `every field is shown before and after, and nothing changes`() throws {
    let exchange = try ExchangeHome()
    try exchange.target.set(sampleAnswers())
    let before = try exchange.target.answers()
    let source = try exchange.environment(Self.environment + "splitMethod=mail\ntimeout=60\nuserID=\n")
    let preview = try exchange.target.previewImport(from: source)
    #expect(preview.rows.map(\.field) == DefinitionFile.Kind.environment.fields)
    let server = row(.smtpServer, preview)
    #expect(server?.change == .changed && server?.before == "mail.example.co.jp" && server?.after == "new.example.jp")
    #expect(server?.line == 5)
    #expect(row(.timeout, preview)?.change == .unchanged && row(.smtpPort, preview)?.change == .absent)
    // Because the method changes, not because the file says so.
    let size = row(.splitSize, preview)
    #expect(size?.change == .changed && size?.after == "64" && size?.line == nil)
    #expect(preview.changesAnything && preview.stateBefore == .unused && preview.stateAfter == .unused)
    #expect(preview.sources.map(\.kind) == [.environment] && preview.sources.map(\.model) == ["PRIMEQUEST 3800E"])
    #expect(try exchange.target.answers() == before)
  }

  @Test func `on a new device fields are added, and what is still missing is told`() throws {
    let exchange = try ExchangeHome()
    let preview = try exchange.target.previewImport(
      from: .files(
        environment: try exchange.write(Self.header + "authenticationType=auth\n", to: .environment),
        customer: try exchange.write("kind=customer\ncorporateName=試験\n", to: .customer)))
    #expect(row(.corporateName, preview)?.change == .added && row(.corporateName, preview)?.before == "")
    #expect(Set(preview.missing).isSuperset(of: [.smtpServer, .userID, .password, .address, .telephone]))
    #expect(!preview.missing.contains(.corporateName) && !preview.missing.contains(.connectionWeekday))
    let result = try exchange.target.importSettings(preview)
    #expect(result.missing == preview.missing && result.changedFields == 2)
    #expect(try exchange.target.answers()[.authenticationType] == "auth")
  }

  @Test func `an optional field that the file leaves empty is removed`() throws {
    let exchange = try ExchangeHome()
    try exchange.target.set(changes([.department: "総務部"]))
    let path = try exchange.write("kind=customer\ndepartment=\n", to: .customer)
    let preview = try exchange.target.previewImport(from: .files(environment: nil, customer: path))
    #expect(row(.department, preview)?.change == .removed)
    _ = try exchange.target.importSettings(preview)
    #expect(try exchange.target.answers()[.department].isEmpty)
  }

  @Test func `secrets are masked, and where authentication ends they are removed`() throws {
    let exchange = try ExchangeHome()
    var answers = sampleAnswers()
    answers.merge(changes([.authenticationType: "auth", .userID: "user", .password: "old-secret"]))
    try exchange.target.set(answers)
    let changed = try exchange.target.previewImport(
      from: try exchange.environment(Self.header + "password=new-secret\n"))
    let password = row(.password, changed)
    #expect(password?.change == .changed && password?.before == "********" && password?.after == "********")
    #expect(!"\(changed.rows)\(changed.repairs)\(changed.remarks)".contains("secret"))
    let ended = try exchange.target.previewImport(
      from: try exchange.environment(Self.header + "authenticationType=none\n"))
    #expect(row(.password, ended)?.change == .removed && row(.userID, ended)?.change == .removed)
    _ = try exchange.target.importSettings(ended)
    #expect(try !exchange.target.answers().contains(.password))
  }

  @Test(arguments: [("smtpServer=elsewhere.jp", true), ("userID=other", true), ("timeout=90", false)])
  func `a password never goes to a server or a user that the file names without it`(line: String, goes: Bool) throws {
    let exchange = try ExchangeHome()
    var answers = sampleAnswers()
    answers.merge(changes([.authenticationType: "auth", .userID: "user", .password: "old-secret"]))
    try exchange.target.set(answers)
    let preview = try exchange.target.previewImport(from: try exchange.environment(Self.header + line + "\n"))
    #expect(preview.remarks.contains { $0.code == .passwordForgotten } == goes)
    #expect(row(.password, preview)?.change == (goes ? .removed : .absent))
    #expect(preview.missing.contains(.password) == goes)
  }

  @Test func `another connection type throws away what the one before held`() throws {
    let exchange = try ExchangeHome()
    var answers = sampleAnswers()
    answers.merge(changes([.authenticationType: "auth", .userID: "user", .password: "old-secret"]))
    try exchange.target.set(answers)
    let preview = try exchange.target.previewImport(
      from: try exchange.environment(Self.header + "connectionType=isdn\n"))
    _ = try exchange.target.importSettings(preview)
    let after = try exchange.target.answers()
    for field in [FieldID.password, .userID, .authenticationType] { #expect(!after.contains(field)) }
    #expect(after[.connectionType] == "isdn" && after[.smtpServer] == "mail.example.co.jp")
  }

  // MARK: Encryption

  @Test func `a file without the encryption says so, and keeps it only with a word`() throws {
    let exchange = try ExchangeHome()
    var answers = sampleAnswers()
    answers[.encryption] = "starttls"
    try exchange.target.set(answers)
    let kept = try exchange.target.previewImport(from: try exchange.environment(Self.environment))
    #expect(kept.admission == .byHand && kept.remarks == [FileRemark(.encryptionKept, "starttls")])
    #expect(row(.encryption, kept)?.change == .absent)
    // Never set there: none, as the note of case 2 has it.
    let never = try exchange.target.previewImport(
      from: try exchange.environment(Self.environment + "encryptionWasSet=no\n"))
    #expect(never.admission == .byHand && never.remarks == [FileRemark(.encryptionTurnedOff, "starttls")])
    #expect(row(.encryption, never)?.after == "none" && row(.encryption, never)?.change == .changed)
    #expect(try exchange.target.importSettings(never).remarks == never.remarks)
    #expect(try exchange.target.answers()[.encryption] == "none")
  }

  @Test(arguments: ["", "encryption=none\n", "encryptionWasSet=no\n"])
  func `automatic registration stops where the table has a triangle, and nothing is stored`(more: String) throws {
    let exchange = try ExchangeHome()
    var answers = sampleAnswers()
    answers[.encryption] = "tls"
    try exchange.target.set(answers)
    let before = try exchange.target.answers()
    let source = try exchange.environment(Self.environment + more)
    let error = #expect(throws: ServiceError.self) { try exchange.target.registrationAnswers(from: source) }
    #expect(error?.code == .rmg0118 && error?.details.first?.fileRemark == FileRemark(.registrationByHand, "tls"))
    #expect(try exchange.target.answers() == before)
    let stated = try exchange.environment(Self.environment + "encryption=starttls\n")
    #expect(try exchange.target.registrationAnswers(from: stated).answers[.encryption] == "starttls")
  }

  @Test func `a file of an old ESAT is refused on a device that encrypts, and remarked on elsewhere`() throws {
    let exchange = try ExchangeHome()
    let text = "model=REMCS ESAT\nversion=V03L01\nsmtpServer=new.example.jp\n"
    let source = try exchange.environment(text)
    #expect(try exchange.target.previewImport(from: source).remarks == [FileRemark(.toolOld, "V03L01")])
    try exchange.target.set(changes([.encryption: "tls", .smtpServer: "old.example.jp"]))
    let error = #expect(throws: ServiceError.self) { try exchange.target.previewImport(from: source) }
    #expect(error?.code == .rmg0032 && error?.details.first?.fileRemark == FileRemark(.toolTooOld, "V03L01", "tls"))
    // For P-P the tool fixes none, so leaving it out means none.
    let pointToPoint = try exchange.environment(text + "connectionType=vpn\n")
    let preview = try exchange.target.previewImport(from: pointToPoint)
    #expect(preview.admission == .possible && row(.encryption, preview)?.after == "none")
    #expect(preview.remarks.map(\.code) == [.encryptionTurnedOff, .toolOld])
  }

  // MARK: Storing

  @Test func `an import is all or nothing, and only what was shown`() throws {
    let exchange = try ExchangeHome()
    try exchange.target.set(sampleAnswers())
    let preview = try exchange.target.previewImport(from: try exchange.environment(Self.environment))
    try exchange.target.set(changes([.timeout: "120"]))
    let between = try exchange.target.answers()
    let error = #expect(throws: ServiceError.self) { try exchange.target.importSettings(preview) }
    #expect(error?.code == .rmg0118 && error?.details.first?.fileRemark?.code == .changedMeanwhile)
    #expect(try exchange.target.answers() == between)
  }

  @Test func `an active device becomes unused if anything changes, and only then`() throws {
    let exchange = try ExchangeHome()
    let consent = agreement()
    try exchange.target.register(sampleAnswers(), consent: consent, observer: { _ in }, cancellation: Cancellation())
    try exchange.target.checkConnection(sampleAnswers(), observer: { _ in }, cancellation: Cancellation())
    #expect(try exchange.target.state() == .active)
    _ = try exchange.target.export(to: exchange.directory)
    let same = try exchange.target.previewImport(from: .directory(exchange.directory))
    #expect(same.rows.filter { ![.unchanged, .absent].contains($0.change) } == [])
    #expect(!same.changesAnything && same.stateAfter == .active)
    #expect(try exchange.target.importSettings(same).state == .active)
    let other = try exchange.target.previewImport(from: try exchange.environment(Self.environment))
    #expect(other.stateAfter == .unused)
    #expect(try exchange.target.importSettings(other).state == .unused)
    #expect(try exchange.target.state() == .unused)
    #expect(try exchange.target.store.history().contains { $0.event == "settingsImported" })
  }

  @Test func `an unfinished walk goes on with the imported values`() throws {
    let exchange = try ExchangeHome()
    try exchange.target.save(Draft(screen: "customer", answers: sampleAnswers()))
    _ = try exchange.target.importSettings(
      try exchange.target.previewImport(from: try exchange.environment(Self.environment)))
    let draft = try #require(try exchange.target.draft())
    #expect(draft.answers[.smtpServer] == "new.example.jp" && draft.answers[.corporateName] == "株式会社高島屋")
    #expect(draft.screen == "customer")
  }

  @Test func `what is wrong only beside the settings that stay names its line`() throws {
    let exchange = try ExchangeHome()
    try exchange.target.set(changes([.startTime: "10:00", .endTime: "15:00"]))
    let source = try exchange.environment(Self.header + "startTime=16:00\n")
    let error = #expect(throws: ServiceError.self) { try exchange.target.previewImport(from: source) }
    #expect(error?.code == .rmg0143 && error?.details.map(\.code) == [.rmg0048])
  }

  // MARK: Automatic registration

  @Test func `a customer file that only lacks something is RMG_0194 for a registration and none for an import`() throws
  {
    let exchange = try ExchangeHome()
    let short = Self.customer.replacingOccurrences(of: "telephone=1111\n", with: "")
    let source = DefinitionSource.files(environment: nil, customer: try exchange.write(short, to: .customer))
    let error = #expect(throws: ServiceError.self) { try exchange.target.registrationAnswers(from: source) }
    #expect(error?.code == .rmg0194 && error?.details.map(\.field) == [.telephone])
    #expect(try exchange.target.previewImport(from: source).missing == [.telephone])
    let wrong = DefinitionSource.files(
      environment: nil, customer: try exchange.write(short + "country=QQ\n", to: .customer))
    let both = #expect(throws: ServiceError.self) { try exchange.target.registrationAnswers(from: wrong) }
    #expect(both?.code == .rmg0144 && both?.details.map(\.field) == [.country, .telephone])
  }

  @Test func `files alone are enough for a registration, on top of what is stored`() throws {
    let exchange = try ExchangeHome()
    let source = DefinitionSource.files(
      environment: try exchange.write(Self.environment, to: .environment),
      customer: try exchange.write(Self.customer, to: .customer))
    let answers = try exchange.target.registrationAnswers(from: source).answers
    #expect(answers[.center] == "OSC" && answers[.timeout] == "60" && answers[.corporateName] == "試験")
    try exchange.target.register(answers, consent: agreement(), observer: { _ in }, cancellation: Cancellation())
    #expect(try exchange.target.isRegistered())
  }

  @Test func `a password from elsewhere is enough`() throws {
    let exchange = try ExchangeHome()
    let source = try exchange.environment(Self.environment + "authenticationType=auth\nuserID=user\n")
    let error = #expect(throws: ServiceError.self) { try exchange.target.registrationAnswers(from: source) }
    #expect(error?.code == .rmg0143 && error?.details.map(\.field) == [.password])
    let result = try exchange.target.registrationAnswers(from: source, supplied: changes([.password: "word"]))
    #expect(result.answers[.password] == "word")
  }
}
