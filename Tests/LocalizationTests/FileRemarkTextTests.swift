import Localization
import RemcsCore
import Testing

/// What a definition file's findings read like.
struct FileRemarkTextTests {
  @Test(arguments: Language.allCases)
  func `every remark and every change has its words`(language: Language) {
    for code in FileRemark.Code.allCases {
      #expect(TextKey(rawValue: "file.remark.\(code.rawValue)") != nil, "\(code)")
      #expect(!FileRemark(code, "1", "2").text(in: language).contains("%"))
    }
    for change in ImportPreview.Change.allCases {
      #expect(change.name(in: language) != change.rawValue || language == .en)
    }
    #expect(FileRemark(.encryptionKept, "tls").text(in: language).contains("(SSL/TLS)"))
  }

  @Test func `a remark stands behind its line and field, without the message that is said above`() {
    let error = ServiceError(
      .rmg0143,
      details: [
        .init(line: 3, field: .password, code: .rmg0143, reason: .file(FileRemark(.passphraseWrong))),
        .init(line: 4, code: .rmg0032, reason: .file(FileRemark(.unknownKey, "colour"))),
      ])
    #expect(
      error.report(in: .en).suffix(2) == [
        "  line 3: Password (password): The passphrase does not fit, or the encrypted text was changed.",
        "  line 4: RMG_0032: This file cannot be imported. Such a file has no such key (colour).",
      ])
  }
}
