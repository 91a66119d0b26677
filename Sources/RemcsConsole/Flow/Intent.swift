public import RemcsCore

/// What a screen wants to happen outside of itself.
public enum Intent: Sendable, Equatable {
  /// Nothing: only the screen changed.
  case stay
  /// A field was left: what was typed is worth saving.
  case keep
  /// On to what follows; the screen has checked its answers.
  case next
  /// To the screen before.
  case back
  /// Out of the program, or out of what is running.
  case leave
  /// The help screen.
  case help
  /// This language.
  case setLanguage(Language)
  /// The person agrees to the text that is shown.
  case agree
  /// The person does not agree.
  case refuse
  /// Once more what failed.
  case retry
  /// The staged check of what failed.
  case diagnose
  /// To the form of the mail server.
  case changeEnvironment
  /// The connection check is sent although the staged check failed.
  case sendCheck
  /// An item of the menu.
  case choose(MenuItem)
}

/// What the menu offers (figure 4.1, as far as it is built, and figure 5.7).
public enum MenuItem: String, Sendable, CaseIterable {
  /// 再レジストレーション (4.2.2).
  case register
  /// お客様情報の更新 (4.2.1).
  case customer
  /// 接続確認 (4.2.10).
  case connectionCheck = "connection-check"
  /// The staged check, which the manual does not have.
  case diagnosis
  /// SSL 証明書の表示 (5.7).
  case serverCertificate = "server-certificate"
  /// 個人情報削除 (5.6).
  case deletePersonalInformation = "delete-personal-information"
  /// 日本語/英語切替え (5.4).
  case language
  /// REMCS メニューの終了.
  case leave
}
