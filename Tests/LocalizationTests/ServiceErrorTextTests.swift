import Localization
import RemcsCore
import Testing

/// What an error looks like to people.
struct ServiceErrorTextTests {
  private let refused = ServiceError(.rmg2011, ["5", "535", "535 no such user"])

  @Test func `an error without a cause is its code and its message`() {
    #expect(ServiceError(.rmg0181).sentence(in: .en) == "RMG_0181: The e-mail address is wrong.")
    #expect(ServiceError(.rmg0181).sentence(in: .ja) == "RMG_0181: E-mail アドレスに誤りがあります。")
  }

  @Test func `the message without a code has no colon before it`() {
    #expect(ServiceError(.exportDone).sentence(in: .ja) == "エクスポート終了後、この画面を閉じてください")
  }

  @Test func `a sentence tells the root cause with the server's words and leaves its general advice out`() {
    let middle = ServiceError(.rmg0056, cause: refused)
    let error = ServiceError(.rmg0085, cause: middle)
    #expect(
      error.sentence(in: .en)
        == "RMG_0085: New registration failed. RMG_2011: (SMTP) An error occurred with the mail (SMTP) server. "
        + "(Message of the SMTP server) 535 no such user RL:5,ML:535")
    #expect(
      error.sentence(in: .ja)
        == "RMG_0085: 新規レジストレーション処理に失敗しました。 RMG_2011: (SMTP)メール(SMTP)サーバとの間でエラーが発生しました。 "
        + "(SMTP サーバのエラーメッセージ) 535 no such user RL:5,ML:535")
  }

  @Test func `no advice names a command that is not there`() {
    for code in MessageCode.allCases {
      for language in Language.allCases {
        for variant in code.variants {
          let advice = code.remedy(in: language, variant: variant) ?? ""
          #expect(!advice.contains("remcs history"))
        }
      }
    }
  }

  @Test func `a report begins with the message in one line and then what to do`() {
    #expect(ServiceError(.rmg0181).report(in: .ja) == ["RMG_0181: E-mail アドレスに誤りがあります。", "正しく入力します。"])
    #expect(ServiceError(.rmg0026, ["VPN"]).report(in: .en) == ["RMG_0026: The connection type was changed to VPN."])
    let lines = ServiceError(.rmg0163).report(in: .ja)
    #expect(
      lines == [
        "RMG_0163: 日本語/英語切替えを行います。切り替えを行うと再度レジストレーションが必要になります。よろしいですか。", "[OK]または[キャンセル]を選びます。",
      ])
  }

  @Test func `a report lists every finding with its line, field, code and text`() {
    let error = ServiceError(
      .rmg0144,
      details: [
        .init(line: 7, field: .corporateName, code: .rmg0068, text: "U+9AD9"), .init(code: .rmg0036),
      ])
    let lines = error.report(in: .en)
    #expect(lines.count == 4)
    #expect(lines[0] == "RMG_0144: The customer information file has errors.")
    #expect(lines[2].hasPrefix("  line 7: "))
    #expect(lines[2].contains("corporateName"))
    #expect(
      lines[2].hasSuffix(
        "RMG_0068: [Corporate name] of the customer information contains characters that are not allowed. U+9AD9"))
    #expect(lines[3] == "  RMG_0036: This item is required.")
  }

  @Test func `a report follows the chain of causes down to the root, whose advice stands on the second line`() throws {
    let error = ServiceError(.rmg0051, cause: ServiceError(.rmg0056, cause: refused))
    let lines = error.report(in: .en)
    try #require(lines.count == 4)
    #expect(lines[0] == "RMG_0051: Registering the periodic connection schedule failed.")
    #expect(lines[1].hasPrefix("Check the user ID and the password"))
    #expect(lines[2] == "Cause: RMG_0056: The connection check failed.")
    #expect(lines[3].hasPrefix("Cause: RMG_2011: (SMTP) An error occurred with the mail (SMTP) server. Authentication"))
    #expect(lines[3].hasSuffix("(Message of the SMTP server) 535 no such user RL:5,ML:535"))
  }

  @Test func `particulars of the message itself are told without the message again`() {
    let error = ServiceError(.rmg0188, details: [.init(code: .rmg0188, text: "/var/lib/remcs/old")])
    #expect(error.report(in: .en).last == "  /var/lib/remcs/old")
  }

  @Test func `the other text of a code is told when the error asks for it`() {
    let error = ServiceError(.rmg0215, variant: .alternate)
    #expect(error.report(in: .en) == ["RMG_0215: The screen to confirm the input was displayed."])
    #expect(ServiceError(.rmg0036, variant: .alternate).report(in: .en) == ServiceError(.rmg0036).report(in: .en))
  }
}
