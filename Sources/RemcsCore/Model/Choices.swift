/// How the device reaches the center (manual 1.2.3, figure 3.12).
public enum ConnectionType: String, Sendable, Codable, CaseIterable {
  /// インターネット接続（メールのみ）, the initial value.
  case internet
  /// P-P 接続（ISDN：メールのみ）.
  case isdn
  /// P-P 接続（VPN：メールのみ）.
  case vpn

  /// Whether it is one of the two point-to-point connections, which share one environment (table 3.2).
  public var isPointToPoint: Bool { self != .internet }
  /// The form of everything that its environment holds (tables 5.1 and 5.2).
  var environmentForm: FormID { isPointToPoint ? .pointToPointDetail : .internetDetail }
}

/// 暗号化接続の種類 (tables 5.1, 5.2).
public enum Encryption: String, Sendable, Codable, CaseIterable {
  /// なし.
  case none
  /// STARTTLS: the connection begins in the clear and is then protected.
  case startTLS = "starttls"
  /// SSL/TLS: protected from the first byte.
  case tls
}

/// 認証タイプ (table 3.1).
public enum AuthenticationType: String, Sendable, Codable, CaseIterable {
  /// 認証なし.
  case none
  /// POP Before SMTP.
  case popBeforeSMTP = "pop"
  /// AUTH SMTP.
  case authSMTP = "auth"
}

/// AUTH SMTP 認証機構 (table 3.1).
public enum AuthenticationMechanism: String, Sendable, Codable, CaseIterable {
  /// The strongest that the server offers.
  case auto
  /// CRAM-MD5 (RFC 2195).
  case cramMD5 = "cram-md5"
  /// PLAIN (RFC 4616).
  case plain
  /// LOGIN.
  case login
}

/// 分割方式 (table 3.1).
public enum SplitMethod: String, Sendable, Codable, CaseIterable {
  /// 分割なし.
  case none
  /// メール分割: one mail cut into message/partial pieces (RFC 2046 5.2.2).
  case mail
  /// イベント分割: one report in several mails that each stand alone; the initial value.
  case event
}

/// IP バージョン優先順位 (table 3.1): a preference, never an exclusion.
public enum AddressPreference: String, Sendable, Codable, CaseIterable {
  /// なし: the order that the resolver gives.
  case none
  /// IPv4 first, the initial value.
  case ipv4
  /// IPv6 first.
  case ipv6
}

/// 定期接続周期 (table 3.3).
public enum ConnectionCycle: String, Sendable, Codable, CaseIterable {
  /// 毎日.
  case daily
  /// 毎日（日曜以外）.
  case exceptSunday = "except-sunday"
  /// 毎日（土日以外）.
  case weekdays
  /// 週一回毎週, the initial value.
  case weekly
}

/// 接続曜日 (table 3.3).
public enum Weekday: String, Sendable, Codable, CaseIterable {
  case sunday, monday, tuesday, wednesday, thursday, friday, saturday
}

/// How the engineer is told the result of the connection check (figure 3.20).
public enum EngineerNotification: String, Sendable, Codable, CaseIterable {
  /// 通知する（通常形式）.
  case normal
  /// 通知する（携帯電話向け簡易形式）.
  case brief
  /// 通知しない, the initial value.
  case none
}
