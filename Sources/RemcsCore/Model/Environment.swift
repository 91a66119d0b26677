/// How mail leaves the machine: tables 3.1, 3.2, 5.1 and 5.2, checked. A password without an authentication that
/// uses it, or a split size without a split, cannot be said.
public struct Environment: Sendable, Equatable {
  /// Who the mail server must think we are.
  public enum Authentication: Sendable, Equatable {
    /// 認証なし.
    case none
    /// POP Before SMTP: log in there, wait that many milliseconds (0 to 30000), then send.
    case popBeforeSMTP(server: String, port: Int, user: String, password: String, wait: Int)
    /// AUTH SMTP.
    case authSMTP(AuthenticationMechanism, user: String, password: String)
  }

  /// How large a mail may be on the wire, in KB of 1024 bytes.
  public enum Split: Sendable, Equatable {
    /// 分割なし.
    case none
    /// メール分割, 10 to 100 KB.
    case mail(kilobytes: Int)
    /// イベント分割, 64 to 512 KB.
    case event(kilobytes: Int)

    /// The largest mail on the wire in bytes; nil for 分割なし.
    public var limit: Int? {
      switch self {
      case .none: nil
      case .mail(let kilobytes), .event(let kilobytes): kilobytes * 1024
      }
    }
  }

  /// Internet, ISDN or VPN.
  public var connectionType: ConnectionType
  /// SMTP サーバ.
  public var server: String
  /// 1 to 65535.
  public var port: Int
  /// 暗号化接続の種類.
  public var encryption: Encryption
  /// 発信元 E-Mail.
  public var sender: String
  /// 認証設定.
  public var authentication: Authentication
  /// 分割方式 and 分割サイズ.
  public var split: Split
  /// IP バージョン優先順位.
  public var addressPreference: AddressPreference
  /// タイムアウト時間 in seconds, 60 to 3600; tests use less.
  public var timeout: Double
  /// リトライ回数, 0 to 99.
  public var retryCount: Int
  /// リトライ間隔 in seconds, 1 to 600; tests use less.
  public var retryInterval: Double
  /// The REMCS port, where mail leaves through it; nil for whatever way the system takes.
  public var maintenancePort: MaintenancePort?

  /// An environment.
  public init(
    connectionType: ConnectionType = .internet, server: String, port: Int = 25, encryption: Encryption = .none,
    sender: String, authentication: Authentication = .none, split: Split = .event(kilobytes: 512),
    addressPreference: AddressPreference = .ipv4, timeout: Double = 60, retryCount: Int = 5,
    retryInterval: Double = 30, maintenancePort: MaintenancePort? = nil
  ) {
    self.connectionType = connectionType
    self.server = server
    self.port = port
    self.encryption = encryption
    self.sender = sender
    self.authentication = authentication
    self.split = split
    self.addressPreference = addressPreference
    self.timeout = timeout
    self.retryCount = retryCount
    self.retryInterval = retryInterval
    self.maintenancePort = maintenancePort
  }

  /// From answers of an environment form, repaired and with the initial values of what its screen does not ask for
  /// (ports, times); every problem as a detail, the first as the code, if they were not checked. With a REMCS port a
  /// server that is a name is a problem (RMG_0015).
  public init(
    connectionType: ConnectionType, _ typed: Answers, maintenancePort: MaintenancePort? = nil
  ) throws(ServiceError) {
    let form = connectionType.environmentForm
    let completed = form.completed(typed)
    let problems = form.problems(in: completed)
    if let first = problems.first {
      throw ServiceError(first.code, details: problems.map { .init(field: $0.field, code: $0.code) })
    }
    let answers = form.repaired(completed)
    if maintenancePort != nil { try MaintenancePort.check(answers, of: form) }
    let authentication: Authentication
    switch AuthenticationType(rawValue: answers[.authenticationType]) ?? .none {
    case .none: authentication = .none
    case .popBeforeSMTP:
      authentication = .popBeforeSMTP(
        server: answers[.popServer], port: Int(answers[.popPort]) ?? 110, user: answers[.userID],
        password: answers[.password], wait: Int(answers[.popWait]) ?? 1000)
    case .authSMTP:
      authentication = .authSMTP(
        AuthenticationMechanism(rawValue: answers[.authenticationMechanism]) ?? .auto, user: answers[.userID],
        password: answers[.password])
    }
    let split: Split
    switch SplitMethod(rawValue: answers[.splitMethod]) ?? .event {
    case .none: split = .none
    case .mail: split = .mail(kilobytes: Int(answers[.splitSize]) ?? 64)
    case .event: split = .event(kilobytes: Int(answers[.splitSize]) ?? 512)
    }
    self.init(
      connectionType: connectionType, server: answers[.smtpServer], port: Int(answers[.smtpPort]) ?? 25,
      encryption: Encryption(rawValue: answers[.encryption]) ?? .none, sender: answers[.senderEmail],
      authentication: authentication, split: split,
      addressPreference: AddressPreference(rawValue: answers[.addressPreference]) ?? .ipv4,
      timeout: Double(answers[.timeout]) ?? 60, retryCount: Int(answers[.retryCount]) ?? 5,
      retryInterval: Double(answers[.retryInterval]) ?? 30, maintenancePort: maintenancePort)
  }
}
