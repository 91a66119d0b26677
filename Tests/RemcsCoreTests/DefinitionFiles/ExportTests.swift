import Foundation
import RemcsCore
import Testing

/// Settings into files (manual 4.2.5).
@Suite struct ExportTests {
  private let passphrase = try? Passphrase("correct horse battery")

  /// The answers that count: without inactive fields, and without center and password where the test says so.
  private func effective(_ answers: Answers) -> [String: String] {
    let type = ConnectionType(rawValue: answers[.connectionType]) ?? .internet
    var result: [String: String] = [:]
    for form in FormID.storedForms(connectionType: type) {
      let complete = form.completed(answers)
      for field in form.fields where form.requirement(of: field, in: complete) != .inactive {
        result[field.rawValue] = complete[field]
      }
    }
    return result
  }

  @Test(arguments: ConnectionType.allCases, 0..<6)
  func `what is exported imports elsewhere to the same settings`(type: ConnectionType, seed: Int) throws {
    let exchange = try ExchangeHome()
    try exchange.source.set(oddAnswers(seed: seed, type: type))
    // The other device has everything, and everything is different.
    try exchange.target.set(oddAnswers(seed: seed + 1, type: seed % 2 == 0 ? .internet : .vpn))
    let result = try exchange.source.export(to: exchange.directory, passphrase: passphrase)
    #expect(result.remarks.isEmpty)
    let preview = try exchange.target.previewImport(from: .directory(exchange.directory), passphrase: passphrase)
    #expect(preview.repairs.isEmpty && preview.missing.isEmpty)
    _ = try exchange.target.importSettings(preview)
    let expected = effective(try exchange.source.answers())
    #expect(effective(try exchange.target.answers()) == expected)
    #expect(expected["corporateName"]?.isEmpty == false)
    // Nothing of the other device is left, not even where it has no meaning now.
    let kept = try exchange.target.answers().fields.filter { field in
      DefinitionFile.Kind.allCases.contains { $0.fields.contains(field) } && expected[field.rawValue] == nil
    }
    #expect(kept == [])
    // Again it changes nothing.
    let again = try exchange.target.previewImport(from: .directory(exchange.directory), passphrase: passphrase)
    #expect(!again.changesAnything)
  }

  @Test func `the header says format, kind, model, version and whether an encryption was ever set`() throws {
    let exchange = try ExchangeHome()
    try exchange.source.set(sampleAnswers())
    _ = try exchange.source.export(to: exchange.directory)
    let lines = try exchange.text(.environment).split(separator: "\n")
    #expect(
      lines.prefix(6).dropFirst() == [
        "format=1", "kind=environment", "model=TEST 3800E", "version=remcs \(RemcsVersion.current)",
        "encryptionWasSet=no",
      ])
    #expect(lines.contains("encryption=none"))
    #expect(try exchange.text(.customer).contains("kind=customer\n"))
    // Once is ever.
    for encryption in ["tls", "none"] {
      var change = Answers()
      change[.encryption] = encryption
      try exchange.source.set(change)
    }
    _ = try exchange.source.export(to: exchange.directory, overwriting: true)
    #expect(try exchange.text(.environment).contains("\nencryptionWasSet=yes\n"))
    #expect(try exchange.text(.environment).contains("\nencryption=none\n"))
  }

  @Test func `the password is nowhere in the clear, with a passphrase or without`() throws {
    let exchange = try ExchangeHome()
    var answers = oddAnswers(seed: 2, type: .internet)
    answers[.authenticationType] = "auth"
    answers[.password] = "Secret-Word-77"
    try exchange.source.set(answers)
    let first = try exchange.source.export(to: exchange.directory)
    #expect(first.remarks.map(\.code) == [.passwordLeftOut])
    #expect(try !exchange.text(.environment).contains("password="))
    _ = try exchange.source.export(to: exchange.directory, overwriting: true, passphrase: passphrase)
    let bytes = try exchange.bytes()
    for word in ["Secret-Word-77", "correct horse", Data("Secret-Word-77".utf8).base64EncodedString()] {
      #expect(bytes.range(of: Data(word.utf8)) == nil)
    }
    let line = try #require(try exchange.text(.environment).split(separator: "\n").first { $0.hasPrefix("password=") })
    #expect(line.hasPrefix("password=encrypted:1:") && line.utf8.allSatisfy { (0x21...0x7E).contains($0) })
    #expect("\(passphrase as Any)".contains("correct") == false)
    // Nor does the text tell how long it is.
    var short = Answers()
    short[.password] = "x"
    try exchange.source.set(short)
    _ = try exchange.source.export(to: exchange.directory, overwriting: true, passphrase: passphrase)
    let other = try exchange.text(.environment).split(separator: "\n").first { $0.hasPrefix("password=") }
    #expect(other?.utf8.count == line.utf8.count && other != line)
  }

  @Test func `personal information that was deleted is not in the file, and takes nothing away elsewhere`() throws {
    let exchange = try ExchangeHome()
    try exchange.source.set(sampleAnswers())
    try exchange.target.set(sampleAnswers())
    try exchange.source.deletePersonalInformation()
    let result = try exchange.source.export(to: exchange.directory)
    #expect(result.remarks.map(\.code) == [.personalInformationLeftOut])
    let text = try exchange.text(.customer)
    for field in FormID.customer.fields where Field.of(field).isPersonal {
      #expect(!text.contains(field.rawValue + "="))
    }
    #expect(!text.contains("山田") && text.contains("corporateName=株式会社高島屋"))
    let preview = try exchange.target.previewImport(from: .directory(exchange.directory))
    #expect(preview.rows.first { $0.field == .administratorName }?.change == .absent)
    _ = try exchange.target.importSettings(preview)
    #expect(try exchange.target.answers()[.administratorName] == "山田　太郎")
  }

  @Test func `a center that nobody chose is not passed on, what has an initial value is`() throws {
    let exchange = try ExchangeHome()
    var answers = Answers()
    answers[.smtpServer] = "mail.example.jp"
    try exchange.source.set(answers)
    _ = try exchange.source.export(to: exchange.directory)
    let lines = try exchange.text(.environment).split(separator: "\n")
    #expect(!lines.contains { $0.hasPrefix("center=") || $0.hasPrefix("senderEmail=") })
    #expect(lines.contains("timeout=60") && lines.contains("connectionType=internet"))
  }

  @Test func `both files are for their owner alone and nothing else is left`() throws {
    let exchange = try ExchangeHome()
    try exchange.source.set(sampleAnswers())
    _ = try exchange.source.export(to: exchange.directory)
    #expect(try exchange.names() == ["rm_bkcus.def", "rm_bkenv.def"])
    for name in try exchange.names() {
      let attributes = try FileManager.default.attributesOfItem(atPath: exchange.directory + "/" + name)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test(arguments: DefinitionFile.Kind.allCases)
  func `a file that is there stays, and its fellow is not written`(kind: DefinitionFile.Kind) throws {
    let exchange = try ExchangeHome()
    try exchange.source.set(sampleAnswers())
    try exchange.write("mine", to: kind)
    let error = #expect(throws: ServiceError.self) { try exchange.source.export(to: exchange.directory) }
    #expect(error?.code == (kind == .environment ? .rmg0121 : .rmg0122) && error?.systemNumber == EEXIST)
    #expect(error?.details.compactMap(\.fileRemark?.code) == [.exists])
    #expect(try exchange.names() == [kind.fileName] && exchange.text(kind) == "mine")
    _ = try exchange.source.export(to: exchange.directory, overwriting: true)
    #expect(try exchange.text(kind).hasPrefix("# remcs"))
  }

  @Test func `a symbolic link in the place of a file is not followed`() throws {
    let exchange = try ExchangeHome()
    try exchange.source.set(sampleAnswers())
    let victim = exchange.here.path + "/victim"
    try "victim".write(toFile: victim, atomically: true, encoding: .utf8)
    for name in ["rm_bkenv.def", "rm_bkcus.def.new"] {
      try FileManager.default.createSymbolicLink(
        atPath: exchange.directory + "/" + name, withDestinationPath: victim)
    }
    let error = #expect(throws: ServiceError.self) { try exchange.source.export(to: exchange.directory) }
    #expect(error?.code == .rmg0121)
    _ = try exchange.source.export(to: exchange.directory, overwriting: true)
    #expect(try String(contentsOfFile: victim, encoding: .utf8) == "victim")
    #expect(try exchange.names() == ["rm_bkcus.def", "rm_bkenv.def"])
    #expect(try exchange.text(.environment).contains("kind=environment"))
  }

  @Test func `a directory that is none, and settings that are none, have codes of their own`() throws {
    let exchange = try ExchangeHome()
    func code(_ directory: String) -> MessageCode? {
      #expect(throws: ServiceError.self) { try exchange.source.export(to: directory) }?.code
    }
    let file = try exchange.write("x", to: .customer)
    #expect(code("") == .rmg0036 && code(" ") == .rmg0036)
    #expect(code("/nowhere/at/all") == .rmg0033 && code(file) == .rmg0033)
    #expect(code("/tmp/a\u{0}b") == .rmg0015 && code("/tmp\n") == .rmg0015)
    #expect(code(exchange.directory) == .rmg0121)
    #expect(try exchange.names() == ["rm_bkcus.def"])
  }

  @Test func `a directory in the place of a file stops both`() throws {
    let exchange = try ExchangeHome()
    try exchange.source.set(sampleAnswers())
    try FileManager.default.createDirectory(
      atPath: exchange.directory + "/rm_bkcus.def", withIntermediateDirectories: false)
    let error = #expect(throws: ServiceError.self) {
      try exchange.source.export(to: exchange.directory, overwriting: true)
    }
    #expect(error?.code == .rmg0122)
    #expect(try !exchange.names().contains { $0.hasSuffix(".new") })
  }
}
