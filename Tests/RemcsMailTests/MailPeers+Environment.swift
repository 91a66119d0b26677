import RemcsCore
import TestSupport

extension MailPeers {
  /// How to log in, in words that a test shows.
  enum Login: String, CaseIterable, Sendable {
    case none, pop, auto, cramMD5, plain, login
  }

  /// The settings that lead to one of the servers.
  func environment(
    _ kind: Kind, host: String = "127.0.0.1", _ encryption: Encryption = .none,
    _ login: Login = .none, password: String = MailPeers.password
  ) -> RemcsCore.Environment {
    var environment = Environment(
      server: host, port: port(kind), encryption: encryption, sender: "board@device.example", split: .none,
      timeout: 20)
    switch login {
    case .none: break
    case .pop:
      environment.authentication = .popBeforeSMTP(
        server: host, port: port(.pop3), user: MailPeers.user, password: password, wait: 0)
    case .auto, .cramMD5, .plain, .login:
      let mechanism: AuthenticationMechanism =
        switch login {
        case .cramMD5: .cramMD5
        case .plain: .plain
        case .login: .login
        default: .auto
        }
      environment.authentication = .authSMTP(mechanism, user: MailPeers.user, password: password)
    }
    return environment
  }
}
