import Localization
import RemcsCore
import Testing

/// What a failed connection reads like.
struct TransportFailureTextTests {
  @Test(arguments: Language.allCases)
  func `every stage, remark, advice and fact has its words`(language: Language) {
    for stage in TransportStage.allCases { #expect(stage.name(in: language) != stage.rawValue) }
    for code in TransportRemark.Code.allCases {
      #expect(TextKey(rawValue: "remark.\(code.rawValue)") != nil)
      #expect(!TransportRemark(code, "1", "2").text(in: language).contains("%"))
    }
    for advice in FailureAdvice.allCases { #expect(advice.text(in: language) != advice.rawValue) }
    for kind in Evidence.Kind.allCases { #expect(kind.label(in: language) != kind.rawValue) }
  }

  @Test func `a report tells what happened, what to do, and where`() {
    let failure = TransportFailure(
      .certificate, at: .encryption, TransportRemark(.certificateExpired, "CN = a", "2026-01-01T00:00:00Z"))
    let error = ServiceError(.rmg0085, ["RMG_2013"], cause: failure.serviceError)
    let lines = error.report(in: .en)
    #expect(lines[0] == "RMG_0085: New registration failed. (RMG_2013)")
    #expect(lines[1].hasPrefix("If the date of this machine is right, ask the mail server's administrator"))
    #expect(lines[2].hasPrefix("Cause: RMG_2013: ") && lines[2].hasSuffix("RL:13,ML:7000"))
    #expect(lines[3] == "  Stage: Encryption  The certificate (CN = a) expired at 2026-01-01T00:00:00Z.")
    #expect(error.sentence(in: .ja).hasSuffix("段階: 暗号化接続  証明書 (CN = a) の有効期限 2026-01-01T00:00:00Z が過ぎています。"))
  }

  @Test func `the server's words stand in the message, or behind the stage where the message has no place for them`() {
    let refused = TransportFailure(.refused, at: .recipient, reply: 550, text: "550 no").serviceError
    #expect(refused?.report(in: .en).last == "  Stage: Recipient")
    #expect(refused?.report(in: .en).first?.contains("550 no") == true)
    let encryption = TransportFailure(.encryption, at: .encryption, reply: 454, text: "454 later").serviceError
    #expect(encryption?.report(in: .en).last == "  Stage: Encryption  (454 later)")
  }
}
