@testable import RemcsConsole
import RemcsCore
import Testing

extension Walk {
  /// From the welcome to the customer form, with an environment filled in.
  mutating func atCustomer() {
    press(.activate)
    #expect(flow.screen.id == .center)
    press(.next)
    #expect(flow.screen.id == .initialSettings)
    press(.next)
    #expect(flow.screen.id == .internetEnvironment)
    fill("mail.example.co.jp")
    press(.activate, .activate)
    fill("mmb@example.co.jp")
    press(.next)
    #expect(flow.screen.id == .schedule)
    press(.next)
    #expect(flow.screen.id == .customer)
  }

  /// Fills in the customer, field by field.
  mutating func fillCustomer() {
    for text in [
      "試験株式会社", "シケン", "情報部", "東京都港区", "", "山田太郎", "ヤマダタロウ", "yamada@example.co.jp", "105-0011",
      "03-1234-5678", "", "SV-01", "JP", "", "", "engineer@example.com",
    ] {
      if text.isEmpty { press(.activate) } else { fill(text) }
    }
  }
}
