import Foundation
import RemcsCenter
import RemcsCore
import RemcsCryptography
import TestSupport
import Testing

@testable import RemcsMail

/// Every connection of the manual against servers that nobody here wrote: Postfix and Dovecot (tables 3.1, 3.2, 5.1).
@Suite(.enabled(if: MailPeers.canRun, "Postfix needs root")) struct RealServerTests {
  let peers: MailPeers

  init() throws { peers = try MailPeers.shared.get() }

  private func send(_ report: Report, _ environment: RemcsCore.Environment) throws -> Sending {
    try Sending.run([report], through: environment)
  }

  /// The server that takes mail only after that login, over that encryption.
  private func kind(_ encryption: Encryption, _ login: MailPeers.Login) -> MailPeers.Kind {
    switch (encryption, login) {
    case (.tls, .none): .openTLS
    case (_, .none): .open
    case (.tls, .pop): .popTLS
    case (_, .pop): .pop
    case (.tls, _): .authTLS
    default: .auth
    }
  }

  // MARK: - The matrix

  @Test(arguments: Encryption.allCases, MailPeers.Login.allCases)
  func `every encryption goes with every login, over both kinds of address`(
    encryption: Encryption, login: MailPeers.Login
  ) throws {
    for host in ["127.0.0.1", "::1"] {
      guard host == "127.0.0.1" || FileManager.default.contents(atPath: "/proc/net/if_inet6")?.isEmpty == false else {
        continue
      }
      let report = Sending.report("\(encryption) \(login) \(host)")
      let result = try send(report, peers.environment(kind(encryption, login), host: host, encryption, login))
      #expect(result.failure == nil)
      #expect(result.relayed == [report.id])
      let mail = try #require(try peers.mails(id: report.id).first)
      // What the server itself wrote down about how it came.
      let received = String(decoding: mail.prefix(2000), as: UTF8.self)
      let hasLogin = ![.none, .pop].contains(login)
      let how = "with ESMTP" + (encryption == .none ? "" : "S") + (hasLogin ? "A" : "")
      #expect(received.contains(how + " id"), "\(received)")
      #expect(received.contains("Authenticated sender: device") == hasLogin)
      #expect(received.contains(host == "::1" ? "[IPv6:::1]" : "[127.0.0.1]"))
      // And openssl reads it.
      let inside = try #require(ReceivedMail.decrypt(mail))
      #expect(inside.parts[1].body == Data(report.manifest))
      #expect(result.shown?.refusal == nil && (result.shown != nil) == (encryption != .none))
    }
  }

  @Test(arguments: Encryption.allCases, MailPeers.Login.allCases)
  func `the staged check passes where mail passes, and leaves no mail`(encryption: Encryption, login: MailPeers.Login)
    throws
  {
    let environment = peers.environment(kind(encryption, login), encryption, login)
    let result = try Sending.probe(through: environment)
    #expect(result.failure == nil)
    #expect(result.stages == TransportStage.probing(environment))
    #expect(result.found(.size).last == "300000000")
  }

  @Test(arguments: [AuthenticationMechanism.auto, .cramMD5, .plain, .login], [MailPeers.Kind.auth, .authTLS])
  func `a wrong password is told by the server's own words`(
    mechanism: AuthenticationMechanism, kind: MailPeers.Kind
  ) throws {
    var environment = peers.environment(kind, kind == .authTLS ? .tls : .none)
    environment.authentication = .authSMTP(mechanism, user: MailPeers.user, password: "wrong")
    let failure = try #require(try Sending.probe(through: environment).failure)
    #expect(failure.code == .rmg2011)
    #expect(failure.mailNumber == 9535)
    #expect(failure.serverText.hasPrefix("535 5.7.8 Error: authentication failed"))
    #expect(!failure.isTemporary && failure.advice == .checkLogin)
  }

  @Test func `the server's refusals lead to what helps`() throws {
    func failure(_ environment: RemcsCore.Environment) throws -> TransportFailure {
      try #require(try Sending.probe(through: environment).failure)
    }
    let noLogin = try failure(peers.environment(.auth))
    #expect(noLogin.code == .rmg2004 && noLogin.stage == .recipient && noLogin.advice == .recipientRefused)
    let noEncryption = try failure(peers.environment(.encrypted))
    #expect(noEncryption.code == .rmg2004 && noEncryption.reply == 530 && noEncryption.advice == .turnOnEncryption)
    let tooEarly = try failure(peers.environment(.encrypted, .none, .plain))
    #expect(tooEarly.code == .rmg2012 && tooEarly.remark?.code == .authNotOffered)
    let noSTARTTLS = try failure(peers.environment(.bare, .startTLS))
    #expect(noSTARTTLS.code == .rmg2013 && noSTARTTLS.remark?.code == .startTLSNotOffered)
    let noAUTH = try failure(peers.environment(.bare, .none, .auto))
    #expect(noAUTH.code == .rmg2012 && noAUTH.remark?.code == .authNotOffered)
    let otherMechanism = try failure(peers.environment(.plainOnly, .none, .cramMD5))
    #expect(otherMechanism.code == .rmg2012)
    #expect(otherMechanism.remark == TransportRemark(.mechanismNotOffered, "CRAM-MD5", "PLAIN"))
    let notTLS = try failure(peers.environment(.open, .tls))
    #expect(notTLS.code == .rmg2013 && notTLS.remark?.code == .noTLS && notTLS.advice == .noTLSHere)
    var plainly = peers.environment(.openTLS)
    plainly.timeout = 2
    let silent = try failure(plainly)
    #expect(silent.code == .rmg2003 && silent.stage == .greeting && silent.advice == .tryImplicitTLS)
    #expect(try Sending.probe(through: peers.environment(.encrypted, .startTLS, .auto)).failure == nil)
    #expect(try Sending.probe(through: peers.environment(.plainOnly, .none, .auto)).found(.mechanism) == ["PLAIN"])
    let stranger = try Sending.probe(through: peers.environment(.open, .startTLS), trusted: [])
    #expect(stranger.failure?.remark?.code == .issuerUnknown)
  }

  @Test(arguments: [ConnectionType.isdn, .vpn])
  func `a point-to-point connection sends through its proxy, which may take no login`(type: ConnectionType) throws {
    let report = Sending.report("\(type)")
    var environment = peers.environment(.bare)
    environment.connectionType = type
    #expect(try send(report, environment).failure == nil)
    #expect(try peers.mails(id: report.id).count == 1)
  }

  // MARK: - POP before SMTP

  @Test(arguments: Encryption.allCases)
  func `the gate is shut before the login at the pop3 server and open after it`(encryption: Encryption) throws {
    let kind = kind(encryption, .pop)
    // An address of our own on the loopback, so that no other test has opened the gate for it.
    let port = try MaintenancePort(
      address: "127.0.\(Int.random(in: 1...250)).\(Int.random(in: 1...250))", netmask: "255.0.0.0",
      gateway: "0.0.0.0", mailServer: "127.0.0.1")
    var shut = peers.environment(kind, encryption)
    shut.maintenancePort = port
    let before = try #require(try send(Sending.report(), shut).failure)
    #expect(before.stage == .recipient && before.reply == 554 && !before.isTemporary)
    var wrong = peers.environment(kind, encryption, .pop, password: "wrong")
    wrong.maintenancePort = port
    let refused = try #require(try send(Sending.report(), wrong).failure)
    #expect(refused.code == .rmg2007 && refused.stage == .popLogin && refused.serverText.hasPrefix("-ERR [AUTH]"))
    var right = peers.environment(kind, encryption, .pop)
    right.maintenancePort = port
    let report = Sending.report()
    #expect(try send(report, right).failure == nil)
    let mail = try #require(try peers.mails(id: report.id).first)
    #expect(String(decoding: mail.prefix(2000), as: UTF8.self).contains("[\(port.address)]"))
  }

  @Test func `a pop3 server behind tls is believed only with its certificate`() throws {
    var environment = peers.environment(.popTLS, .tls, .pop)
    // 995 alone means TLS from the first byte; on other ports STLS protects the password.
    #expect(try Sending.probe(through: environment).remarks.isEmpty)
    environment.authentication = .popBeforeSMTP(
      server: "localhost", port: peers.port(.pop3), user: MailPeers.user, password: MailPeers.password, wait: 0)
    let stranger = try #require(try Sending.probe(through: environment, trusted: []).failure)
    #expect(stranger.code == .rmg2008 && stranger.stage == .popLogin && stranger.remark?.code == .issuerUnknown)
  }
}
