import Localization
import RemcsCore
import Testing

/// What was found out about a certificate, in words.
@Suite struct CertificateFindingTextTests {
  @Test(arguments: CertificateFinding.Code.allCases, Language.allCases)
  func `every finding has a sentence`(code: CertificateFinding.Code, language: Language) {
    let text = CertificateFinding(code, "first", "second").text(in: language)
    #expect(!text.hasPrefix(code.rawValue) && text.count > 10)
    #expect(!text.contains("%"))
  }

  @Test func `a refusal tells the finding once, behind the manual's message and remedy`() {
    let error = ServiceError(
      .rmg0215, details: [.init(code: .rmg0215, reason: .certificate(CertificateFinding(.selfSigned, "CN = x")))])
    let lines = error.report(in: .en)
    #expect(lines.count == 3 && lines[0].hasPrefix("RMG_0215: "))
    #expect(lines[2].hasPrefix("  The certificate (CN = x) is self-signed") && lines[2].contains("remcs center trust"))
  }

  @Test func `control characters of a certificate end in no text`() {
    let finding = CertificateFinding(.selfSigned, "CN = \u{1B}[2J\u{07}evil")
    #expect(!finding.text(in: .ja).unicodeScalars.contains { $0.properties.generalCategory == .control })
  }
}
