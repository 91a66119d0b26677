import Foundation
import RemcsCore
import Testing

@testable import RemcsConsole

/// The staged check: where it begins by itself, where a person asks for it, and where it leads.
struct DiagnosisFlowTests {
  private static let silent = TransportFailure(.timeOut, at: .greeting, TransportRemark(.silence, "60"))
  private static let refused = TransportFailure(.authentication, at: .authentication, reply: 535, text: "535 no")

  /// A walk that stands at the connection check.
  private func atCheck(_ broken: TransportFailure? = nil) -> Walk {
    var walk = Walk(draft: Draft(screen: "connection-check", answers: ScreenGallery.sample))
    walk.press(.activate)
    walk.broken = broken
    return walk
  }

  @Test func `a connection check begins with the staged check and goes on by itself when all passed`() {
    var walk = atCheck()
    walk.press(.next, .activate)
    #expect(walk.flow.screen.id == .connectionCheckResult)
    let order = walk.effects.compactMap { effect -> String? in
      switch effect {
      case .diagnose: "diagnose"
      case .checkConnection: "check"
      default: nil
      }
    }
    #expect(order == ["diagnose", "check"])
  }

  @Test func `where it breaks nothing is sent, and the screen says what to do`() {
    var walk = atCheck(Self.refused)
    walk.press(.next, .activate)
    #expect(walk.flow.screen.id == .diagnosis)
    #expect(walk.text.contains("RMG_2011") && walk.text.contains("535 no") && walk.text.contains("パスワードを入力し直します"))
    #expect(!walk.effects.contains { if case .checkConnection = $0 { true } else { false } })
    // A login that is wrong will not become right by sending it again.
    #expect(!walk.text.contains("[接続確認]"))
    walk.broken = nil
    walk.press(.next)
    #expect(walk.flow.screen.id == .connectionCheckResult)
  }

  @Test func `what may pass can be sent all the same, with the retries that are set`() {
    var walk = atCheck(Self.silent)
    walk.press(.next, .activate)
    #expect(walk.text.contains("[接続確認]"))
    walk.press(.right, .right, .right, .activate)
    #expect(walk.flow.screen.id == .connectionCheckResult)
    #expect(walk.text.contains("RMG_0058"))
  }

  @Test func `the environment is one key away, and back leads to the check`() {
    var walk = atCheck(Self.refused)
    walk.press(.next, .activate, .back)
    #expect(walk.flow.screen.id == .connectionCheck)
    walk.press(.next, .activate, .right, .activate)
    #expect(walk.flow.screen.id == .internetEnvironment)
    walk.press(.next)
    #expect(walk.flow.screen.id == .schedule)
    walk.press(.back, .back)
    #expect(walk.flow.screen.id == .initialSettings)
  }

  @Test func `a failed registration offers it, and so does the menu`() {
    var walk = Walk(draft: Draft(screen: "consent", answers: ScreenGallery.sample))
    walk.failure = .failed(ServiceError(.rmg0085, ["RMG_2003"], cause: Self.silent.serviceError), temporary: true)
    walk.broken = Self.silent
    walk.press(.activate, .next, .activate)
    #expect(walk.text.contains("[診断]"))
    walk.press(.right, .activate)
    #expect(walk.flow.screen.id == .diagnosis)
    #expect(walk.text.contains("60 秒待ちましたが"))
    #expect(!walk.text.contains("[接続確認]"), "no check before a registration")

    walk = Walk(registered: true, state: .active, answers: ScreenGallery.sample)
    walk.choose(.diagnosis)
    #expect(walk.flow.screen.id == .diagnosis)
    #expect(walk.text.contains("すべての段階に問題はありません"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .menu)
  }

  @Test func `a failure that has nothing to do with the connection offers no diagnosis`() {
    var walk = Walk(draft: Draft(screen: "consent", answers: ScreenGallery.sample))
    walk.failure = .failed(ServiceError(.rmg0085, ["RMG_0150"], cause: ServiceError(.rmg0150)), temporary: false)
    walk.press(.activate, .next, .activate)
    #expect(!walk.text.contains("[診断]"))
  }

  @Test func `it can be stopped, help does not disturb it, and its end is seen behind the help`() {
    var walk = atCheck()
    walk.isSlow = true
    walk.press(.next, .activate)
    #expect(walk.flow.isRunning && walk.text.contains("[>] 認証"))
    walk.press(.back, .next, .activate)
    #expect(walk.flow.isRunning)
    walk.press(.help)
    #expect(walk.flow.screen.id == .help)
    walk.press(.dismiss, .leave, .left, .activate)
    #expect(walk.effects.last == .cancelAction)
    #expect(walk.flow.screen.id == .diagnosis && !walk.flow.isRunning)
    #expect(walk.text.contains("中止しました"))
  }

  @Test func `the details show everything that was found`() {
    var walk = Walk(registered: true, state: .active, answers: ScreenGallery.sample)
    walk.choose(.diagnosis)
    #expect(!walk.text.contains("TLS_AES_256_GCM_SHA384"))
    walk.press(.left, .activate, .pageDown)
    #expect(walk.text.contains("TLS_AES_256_GCM_SHA384"))
    walk.press(.activate)
    #expect(!walk.text.contains("TLS_AES_256_GCM_SHA384"))
  }

  @Test func `the certificate of the mail server is shown, or that there is none`() {
    var walk = Walk(registered: true, state: .active, answers: ScreenGallery.sample)
    walk.choose(.serverCertificate)
    #expect(walk.text.contains("RMG_0229"))
    walk.press(.activate)
    walk.certificate = ScreenGallery.certificate
    walk.choose(.serverCertificate)
    #expect(walk.flow.screen.id == .serverCertificate)
    #expect(walk.text.contains("発行者が信頼されてい") && walk.text.contains("82E68ADA"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .menu)
  }

  @Test func `a remark of the staged check stands on the result of the connection check`() {
    var walk = atCheck()
    walk.remark = TransportRemark(.splitAboveLimit, "524288", "100000")
    walk.press(.next, .activate)
    #expect(walk.flow.screen.id == .connectionCheckResult)
    #expect(walk.text.contains("RMG_0058") && walk.text.contains("! 分割サイズ 524288"))
    #expect(walk.text.contains("イベント分割にし"))
  }

  @Test func `a remark of a registration stands on its result, once`() {
    var walk = Walk(draft: Draft(screen: "consent", answers: ScreenGallery.sample))
    walk.remark = TransportRemark(.splitAboveLimit, "524288", "100000")
    walk.press(.activate, .next, .activate)
    #expect(walk.flow.screen.id == .registrationResult)
    #expect(walk.text.components(separatedBy: "! 分割サイズ 524288").count == 2)
  }

  @Test func `back from the diagnosis of a failed registration leads to its result`() {
    var walk = Walk(draft: Draft(screen: "consent", answers: ScreenGallery.sample))
    walk.failure = .failed(ServiceError(.rmg0085, ["RMG_2003"], cause: Self.silent.serviceError), temporary: true)
    walk.broken = Self.silent
    walk.press(.activate, .next, .activate, .right, .activate)
    #expect(walk.flow.screen.id == .diagnosis)
    walk.press(.back)
    #expect(walk.flow.screen.id == .registrationResult && walk.text.contains("RMG_0085"))
    walk.failure = nil
    walk.press(.left, .activate)
    #expect(walk.text.contains("RMG_0086"))
  }

  @Test func `from the menu the environment is changed within the menu`() {
    var walk = Walk(registered: true, state: .active, answers: ScreenGallery.sample)
    walk.broken = Self.refused
    walk.choose(.diagnosis)
    walk.press(.right, .activate)
    #expect(walk.flow.screen.id == .internetEnvironment)
    walk.press(.next)
    #expect(walk.text.contains("RMG_0189"))
    walk.press(.right, .activate, .leave)
    #expect(walk.flow.screen.id == .menu)
  }

  @Test func `to wait for another program is told as such`() {
    var walk = Walk(draft: Draft(screen: "consent", answers: ScreenGallery.sample))
    walk.isSlow = true
    walk.press(.activate, .next, .activate)
    _ = walk.flow.receive(.progress(ActionProgress(.waitingForAnother, percent: 2)))
    #expect(walk.text.contains("別の remcs が送信中です"))
  }
}
