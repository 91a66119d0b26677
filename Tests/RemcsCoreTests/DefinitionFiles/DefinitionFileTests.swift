import RemcsCore
import Testing

/// The files that carry settings from device to device (manual 3.3).
@Suite struct DefinitionFileTests {
  static let environment = """
    # written by hand
    format=1
    kind=environment
    model=PRIMEQUEST 3800E
    connectionType=internet
    smtpServer=mail.example.co.jp
    senderEmail=remcs@example.co.jp
    """

  @Test func `a short file takes the manual's defaults for the rest`() throws {
    let file = try DefinitionFile(.environment, bytes: Array(Self.environment.utf8))
    #expect(file.model == "PRIMEQUEST 3800E")
    #expect(file.answers[.smtpServer] == "mail.example.co.jp")
    #expect(!file.answers.contains(.smtpPort))
    #expect(file.repairs.isEmpty)
  }

  @Test func `every error is listed with its line and field`() throws {
    let bytes = Array((Self.environment + "\nsmtpPort=70000\nnonsense\ncolour=red\nsmtpServer=twice\n").utf8)
    let error = #expect(throws: ServiceError.self) { try DefinitionFile(.environment, bytes: bytes) }
    #expect(error?.code == .rmg0143)
    #expect(error?.details.map(\.line) == [8, 9, 10, 11])
    #expect(error?.details.map(\.field) == [.smtpPort, nil, nil, .smtpServer])
    #expect(error?.details.first?.code == .rmg0016)
  }

  @Test func `typed text is repaired and shown`() throws {
    let text = """
      corporateName=ﾌｼﾞﾂｳ
      corporateNameKana=ふじつう
      address=東京都１−１
      administratorName=山田
      administratorNameKana=ヤマダ
      administratorEmail=ｔａｒｏ@example.jp
      telephone=03-1234-5678
      country=jp
      """
    let file = try DefinitionFile(
      .customer, bytes: [0xEF, 0xBB, 0xBF] + Array(text.replacing("\n", with: "\r\n").utf8))
    #expect(file.answers[.corporateName] == "フジツウ")
    #expect(file.answers[.country] == "JP")
    #expect(file.repairs.map(\.field) == [.corporateName, .corporateNameKana, .administratorEmail, .country])
    #expect(file.repairs.first?.line == 1)
  }

  @Test func `for a registration required fields that are missing are named`() throws {
    let error = #expect(throws: ServiceError.self) {
      try DefinitionFile(.customer, bytes: Array("country=JP".utf8), purpose: .registration)
    }
    #expect(error?.code == .rmg0194)
    #expect(error?.details.compactMap(\.field).contains(.corporateName) == true)
    #expect(error?.details.allSatisfy { $0.code == .rmg0036 } == true)
  }

  @Test func `a file that is no text is refused, not read`() {
    let error = #expect(throws: ServiceError.self) { try DefinitionFile(.customer, bytes: [0xFF, 0xFE, 0, 1]) }
    #expect(error?.code == .rmg0032)
  }

  @Test func `a postal code is judged by the country of the same file, in either order`() throws {
    let lines = [
      "corporateName=試験", "corporateNameKana=シケン", "address=ＮＹ", "administratorName=山田",
      "administratorNameKana=ヤマダ", "administratorEmail=a@b.jp", "telephone=1111", "postalCode=90210", "country=US",
    ]
    for order in [lines, lines.reversed()] {
      let file = try DefinitionFile(.customer, bytes: Array(order.joined(separator: "\n").utf8))
      #expect(file.answers[.postalCode] == "90210")
    }
    let japanese = lines.map { $0 == "country=US" ? "country=JP" : $0 }.joined(separator: "\n")
    let error = #expect(throws: ServiceError.self) { try DefinitionFile(.customer, bytes: Array(japanese.utf8)) }
    #expect(error?.details.map(\.line) == [8])
  }

  @Test(arguments: ["password hunter2secret", "password: hunter2secret", "password　hunter2secret"])
  func `a line that cannot be read does not give away what may be a password`(line: String) {
    let error = #expect(throws: ServiceError.self) {
      try DefinitionFile(.environment, bytes: Array((Self.environment + "\n" + line).utf8))
    }
    #expect(error?.details.first?.line == 8)
    #expect(error.map { "\($0)" }?.contains("hunter2") == false)
  }

  @Test func `blanks around a value are no repair, and marks beside the equals sign do not hide it`() throws {
    let file = try DefinitionFile(
      .environment, bytes: Array((Self.environment + "\n  smtpPort  =  2525  \nuserID=\u{200D}abc\n").utf8))
    #expect(file.answers[.smtpPort] == "2525")
    #expect(file.repairs.map(\.field) == [.userID])
  }

  @Test func `a header that stands twice is an error`() {
    let error = #expect(throws: ServiceError.self) {
      try DefinitionFile(.environment, bytes: Array((Self.environment + "\nformat=1\n").utf8))
    }
    #expect(error?.details.map(\.line) == [8])
  }
}
