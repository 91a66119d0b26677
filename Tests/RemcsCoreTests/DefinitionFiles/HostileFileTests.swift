import Foundation
import RemcsCore
import Testing

/// Files that are not what they should be, and places that are not where they should be (table 6.9).
@Suite struct HostileFileTests {
  /// The error of an environment file.
  private func refusal(_ bytes: [UInt8], passphrase: Passphrase? = nil) -> ServiceError? {
    #expect(throws: ServiceError.self) { try DefinitionFile(.environment, bytes: bytes, passphrase: passphrase) }
  }

  @Test func `what is no text of a definition file is RMG_0032, and says why`() {
    let cases: [([UInt8], FileRemark.Code)] = [
      ([UInt8](repeating: 0x61, count: 70_000), .tooLarge), (Array("smtpPort=25\0\n".utf8), .notText),
      ([0x73, 0x3D, 0x83, 0x65, 0x83, 0x58], .notText), ([0xFE, 0xFF, 0, 0x61], .notText), ([], .nothingKnown),
      (Array("\n\n# nothing\n".utf8), .nothingKnown), (Array("hello\nworld=1\n".utf8), .nothingKnown),
      (Array("kind=customer\n".utf8), .otherKind), (Array("format=2\n".utf8), .unknownFormat),
      (Array("format=1.0\n".utf8), .unknownFormat),
    ]
    for (bytes, code) in cases {
      let error = refusal(bytes)
      #expect(error?.code == .rmg0032 && error?.details.first?.fileRemark?.code == code, "\(code)")
    }
  }

  @Test func `a byte order mark and CRLF are no matter`() throws {
    let text = "\u{FEFF}format=1\r\nkind=environment\r\nsmtpPort=26\r\n\r\n"
    let file = try DefinitionFile(.environment, bytes: Array(text.utf8))
    #expect(file.answers[.smtpPort] == "26" && file.repairs.isEmpty && file.line(of: .smtpPort) == 3)
  }

  @Test func `keys that are unknown or there twice are errors, and thousands of errors are not a flood`() {
    let error = refusal(Array("kind=environment\nsmtpPort=25\nsmtpPort=26\ncorporateName=x\n".utf8))
    #expect(error?.code == .rmg0143 && error?.details.map(\.line) == [3, 4])
    #expect(error?.details.map(\.fileRemark?.code) == [.twice, .unknownKey])
    let flood = refusal(Array(("kind=environment\n" + String(repeating: "a\n", count: 20_000)).utf8))
    #expect(flood?.details.count == 51)
    #expect(flood?.details.last?.fileRemark == FileRemark(.moreErrors, "19950"))
  }

  @Test func `what comes from a file cannot drive a terminal`() throws {
    let text = "kind=environment\nmodel=\u{1B}[31mred\u{7}\nsmtpServer=\u{1B}]0;x\u{7}\n\u{1B}[2J=1\n"
    let error = refusal(Array(text.utf8))
    let told = (error?.details ?? []).flatMap { [$0.text] + ($0.fileRemark?.arguments ?? []) }
    #expect(told.count > 1 && !told.joined().contains("\u{1B}"))
    let file = try DefinitionFile(.environment, bytes: Array("kind=environment\nmodel=\u{1B}[31mred\n".utf8))
    #expect(!file.model.contains("\u{1B}"))
  }

  @Test(arguments: ["modem", "internet-http", "ＤＩＡＬ"])
  func `a connection type that we do not have is RMG_0096`(type: String) {
    let error = refusal(Array("kind=environment\nconnectionType=\(type)\nsmtpPort=0\n".utf8))
    #expect(error?.code == .rmg0096)
    #expect(error?.details.map(\.line) == [2, 3])
  }

  @Test func `an encrypted password needs its passphrase, and nothing of it is told`() throws {
    let exchange = try ExchangeHome()
    var answers = sampleAnswers()
    answers[.authenticationType] = "auth"
    answers[.userID] = "user"
    answers[.password] = "Secret-Word-77"
    try exchange.source.set(answers)
    let right = try Passphrase("right one")
    _ = try exchange.source.export(to: exchange.directory, passphrase: right)
    let text = try exchange.text(.environment)
    let number = try #require(text.split(separator: "\n").firstIndex { $0.hasPrefix("password=") }) + 1
    let damaged = text.replacingOccurrences(of: "encrypted:1:600000:", with: "encrypted:1:1:")
    let cases: [(String, Passphrase?, FileRemark.Code)] = [
      (text, nil, .passphraseNeeded), (text, try Passphrase("wrong one"), .passphraseWrong),
      (damaged, right, .passwordDamaged),
      (text.replacingOccurrences(of: "encrypted:1", with: "encrypted:"), right, .passwordDamaged),
    ]
    for (text, passphrase, code) in cases {
      let error = refusal(Array(text.utf8), passphrase: passphrase)
      #expect(error?.code == .rmg0143 && error?.details.map(\.fileRemark?.code) == [code])
      #expect(error?.details.first?.line == number && error?.details.first?.field == .password)
      #expect(!"\(error as Any)".contains("Secret"))
    }
    #expect(
      try DefinitionFile(.environment, bytes: Array(text.utf8), passphrase: right).answers[.password]
        == "Secret-Word-77")
    // A password from elsewhere needs no passphrase.
    var supplied = Answers()
    supplied[.password] = "other"
    #expect(
      try DefinitionFile(.environment, bytes: Array(text.utf8), supplied: supplied).answers[.password] == "other")
  }

  @Test func `a passphrase is something, on one line`() {
    #expect(#expect(throws: ServiceError.self) { try Passphrase("") }?.code == .rmg0036)
    #expect(#expect(throws: ServiceError.self) { try Passphrase("a\nb") }?.code == .rmg0015)
  }

  // MARK: Places

  @Test func `every place that is wrong has the manual's code`() throws {
    let exchange = try ExchangeHome()
    func code(_ source: DefinitionSource) -> MessageCode? {
      #expect(throws: ServiceError.self) { try exchange.target.previewImport(from: source) }?.code
    }
    let directory = exchange.directory
    #expect(code(.directory("")) == .rmg0036 && code(.files(environment: " ", customer: nil)) == .rmg0036)
    #expect(code(.files(environment: nil, customer: nil)) == .rmg0036)
    #expect(code(.directory("/nowhere/at/all")) == .rmg0033)
    #expect(code(.files(environment: "/nowhere/at/all.def", customer: nil)) == .rmg0033)
    #expect(code(.directory(directory)) == .rmg0142)
    #expect(code(.files(environment: directory + "/none.def", customer: nil)) == .rmg0142)
    #expect(code(.files(environment: "/tmp/\u{0}x", customer: nil)) == .rmg0015)
    #expect(code(.files(environment: directory, customer: nil)) == .rmg0032)
    #expect(code(.files(environment: "/dev/zero", customer: nil)) == .rmg0032)
    #expect(code(.files(environment: "/proc/self/mem", customer: nil)) == .rmg0118)
    try exchange.write(ImportTests.environment, to: .environment)
    let error = #expect(throws: ServiceError.self) { try exchange.target.previewImport(from: .directory(directory)) }
    #expect(error?.code == .rmg0142 && error?.details.count == 1)
    #expect(error?.details.first?.text.contains("rm_bkcus.def") == true)
    try exchange.write(ImportTests.customer, to: .customer)
    #expect(try exchange.target.previewImport(from: .directory(directory + "/")).sources.count == 2)
  }

  @Test func `a center that is not in the list names its line`() throws {
    let exchange = try ExchangeHome()
    let source = try exchange.environment(ImportTests.environment + "center=NOPE\n")
    let error = #expect(throws: ServiceError.self) { try exchange.target.previewImport(from: source) }
    #expect(error?.code == .rmg0143 && error?.details.first?.code == .rmg0099 && error?.details.first?.line == 7)
  }
}
