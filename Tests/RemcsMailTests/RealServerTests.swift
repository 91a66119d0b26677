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

  /// How to log in, in words that a test shows.
  enum Login: String, CaseIterable, Sendable {
    case none, pop, auto, cramMD5, plain, login
  }

  private func environment(
    _ kind: MailPeers.Kind, host: String = "127.0.0.1", _ encryption: Encryption = .none,
    _ login: Login = .none, password: String = MailPeers.password
  ) -> RemcsCore.Environment {
    var environment = Environment(
      server: host, port: peers.port(kind), encryption: encryption, sender: "board@device.example", split: .none,
      timeout: 20)
    switch login {
    case .none: break
    case .pop:
      environment.authentication = .popBeforeSMTP(
        server: host, port: peers.port(.pop3), user: MailPeers.user, password: password, wait: 0)
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

  private func send(_ report: Report, _ environment: RemcsCore.Environment) throws -> Sending {
    try Sending.run([report], through: environment)
  }

  /// The server that takes mail only after that login, over that encryption.
  private func kind(_ encryption: Encryption, _ login: Login) -> MailPeers.Kind {
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

  @Test(arguments: Encryption.allCases, Login.allCases)
  func `every encryption goes with every login, over both kinds of address`(
    encryption: Encryption, login: Login
  ) throws {
    for host in ["127.0.0.1", "::1"] {
      guard host == "127.0.0.1" || FileManager.default.contents(atPath: "/proc/net/if_inet6")?.isEmpty == false else {
        continue
      }
      let report = Sending.report("\(encryption) \(login) \(host)")
      let result = try send(report, environment(kind(encryption, login), host: host, encryption, login))
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

  @Test(arguments: Encryption.allCases, Login.allCases)
  func `the staged check passes where mail passes, and leaves no mail`(encryption: Encryption, login: Login) throws {
    let environment = environment(kind(encryption, login), encryption, login)
    let result = try Sending.probe(through: environment)
    #expect(result.failure == nil)
    #expect(result.stages == TransportStage.probing(environment))
    #expect(result.found(.size).last == "300000000")
  }

  @Test(arguments: [AuthenticationMechanism.auto, .cramMD5, .plain, .login], [MailPeers.Kind.auth, .authTLS])
  func `a wrong password is told by the server's own words`(
    mechanism: AuthenticationMechanism, kind: MailPeers.Kind
  ) throws {
    var environment = environment(kind, kind == .authTLS ? .tls : .none)
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
    let noLogin = try failure(environment(.auth))
    #expect(noLogin.code == .rmg2004 && noLogin.stage == .recipient && noLogin.advice == .recipientRefused)
    let noEncryption = try failure(environment(.encrypted))
    #expect(noEncryption.code == .rmg2004 && noEncryption.reply == 530 && noEncryption.advice == .chooseEncryption)
    let tooEarly = try failure(environment(.encrypted, .none, .plain))
    #expect(tooEarly.code == .rmg2012 && tooEarly.remark?.code == .authNotOffered)
    let noSTARTTLS = try failure(environment(.bare, .startTLS))
    #expect(noSTARTTLS.code == .rmg2013 && noSTARTTLS.remark?.code == .startTLSNotOffered)
    let noAUTH = try failure(environment(.bare, .none, .auto))
    #expect(noAUTH.code == .rmg2012 && noAUTH.remark?.code == .authNotOffered)
    let otherMechanism = try failure(environment(.plainOnly, .none, .cramMD5))
    #expect(otherMechanism.code == .rmg2012)
    #expect(otherMechanism.remark == TransportRemark(.mechanismNotOffered, "CRAM-MD5", "PLAIN"))
    let notTLS = try failure(environment(.open, .tls))
    #expect(notTLS.code == .rmg2013 && notTLS.remark?.code == .noTLS && notTLS.advice == .noTLSHere)
    var plainly = environment(.openTLS)
    plainly.timeout = 1
    let silent = try failure(plainly)
    #expect(silent.code == .rmg2003 && silent.stage == .greeting && silent.advice == .tryImplicitTLS)
    #expect(try Sending.probe(through: environment(.encrypted, .startTLS, .auto)).failure == nil)
    #expect(try Sending.probe(through: environment(.plainOnly, .none, .auto)).found(.mechanism) == ["PLAIN"])
    let stranger = try Sending.probe(through: environment(.open, .startTLS), trusted: [])
    #expect(stranger.failure?.remark?.code == .issuerUnknown)
  }

  @Test(arguments: [ConnectionType.isdn, .vpn])
  func `a point-to-point connection sends through its proxy, which may take no login`(type: ConnectionType) throws {
    let report = Sending.report("\(type)")
    var environment = environment(.bare)
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
    var shut = environment(kind, encryption)
    shut.maintenancePort = port
    let before = try #require(try send(Sending.report(), shut).failure)
    #expect(before.stage == .recipient && before.reply == 554 && !before.isTemporary)
    var wrong = environment(kind, encryption, .pop, password: "wrong")
    wrong.maintenancePort = port
    let refused = try #require(try send(Sending.report(), wrong).failure)
    #expect(refused.code == .rmg2007 && refused.stage == .popLogin && refused.serverText.hasPrefix("-ERR [AUTH]"))
    var right = environment(kind, encryption, .pop)
    right.maintenancePort = port
    let report = Sending.report()
    #expect(try send(report, right).failure == nil)
    let mail = try #require(try peers.mails(id: report.id).first)
    #expect(String(decoding: mail.prefix(2000), as: UTF8.self).contains("[\(port.address)]"))
  }

  @Test func `a pop3 server behind tls is believed only with its certificate`() throws {
    var environment = environment(.popTLS, .tls, .pop)
    // 995 alone means TLS from the first byte; on other ports STLS protects the password.
    #expect(try Sending.probe(through: environment).remarks.isEmpty)
    environment.authentication = .popBeforeSMTP(
      server: "localhost", port: peers.port(.pop3), user: MailPeers.user, password: MailPeers.password, wait: 0)
    let stranger = try #require(try Sending.probe(through: environment, trusted: []).failure)
    #expect(stranger.code == .rmg2008 && stranger.stage == .popLogin && stranger.remark?.code == .issuerUnknown)
  }

  // MARK: - Splits

  @Test func `the pieces of a mail split are put together by munpack in any order, and opened by openssl`() throws {
    let log = try Sending.attachment("log.gz", size: 120_000, in: Sending.directory())
    let report = Sending.report("pieces", attachments: [log])
    var environment = environment(.auth, .startTLS, .auto)
    environment.split = .mail(kilobytes: 20)
    #expect(try send(report, environment).failure == nil)
    let mails = try peers.mails(id: report.id)
    #expect(mails.count > 5)
    let folder = try TestDirectory.make()
    var names: [String] = []
    for (index, mail) in mails.shuffled().enumerated() {
      let file = folder.appendingPathComponent("\(index).eml")
      // munpack reads files of this system, whose lines end in a line feed.
      try mail.filter { $0 != 0x0D }.write(to: file)
      names.append(file.path)
    }
    // munpack keeps what is not whole yet in a folder of its own.
    let unpacked = TestAuthority.shared.run(
      "env", ["TMPDIR=\(folder.path)", "munpack", "-q", "-f", "-C", folder.path] + names)
    #expect(unpacked.status == 0)
    let opened = TestAuthority.shared.openssl(
      "cms", "-decrypt", "-inform", "DER", "-in", folder.appendingPathComponent("smime.p7m").path, "-recip",
      "center.pem", "-inkey", "center.key")
    let inside = ReceivedMail(opened.output)
    try #require(inside.parts.count == 3)
    #expect(Digest.sha256(Array(inside.parts[2].body)) == log.sha256)
  }

  @Test func `each mail of an event split is opened by openssl alone`() throws {
    let log = try Sending.attachment("log.gz", size: 150_000, in: Sending.directory())
    let report = Sending.report("event", attachments: [log])
    var environment = environment(.open, .startTLS)
    environment.split = .event(kilobytes: 64)
    #expect(try send(report, environment).failure == nil)
    let mails = try peers.mails(id: report.id)
    var pieces: [Int: Data] = [:]
    for mail in mails {
      let inside = try #require(ReceivedMail.decrypt(mail))
      let header = try inside.partHeader()
      for (file, part) in zip(header.files, inside.parts.dropFirst(2)) { pieces[file.offset] = part.body }
    }
    let whole = pieces.sorted { $0.key < $1.key }.reduce(Data()) { $0 + $1.value }
    #expect(Digest.sha256(Array(whole)) == log.sha256)
  }

  @Test func `a gateway that refuses message/partial is told as such, and takes the event split`() throws {
    let log = try Sending.attachment("log.gz", size: 60_000, in: Sending.directory())
    let report = Sending.report(attachments: [log])
    var environment = environment(.gateway)
    environment.split = .mail(kilobytes: 20)
    let failure = try #require(try send(report, environment).failure)
    #expect(failure.code == .rmg2004 && failure.stage == .confirmation && failure.reply == 554)
    #expect(failure.serverText.contains("message/partial"))
    #expect(failure.advice == .useEventSplit && !failure.isTemporary)
    environment.split = .event(kilobytes: 64)
    #expect(try send(report, environment).failure == nil)
  }

  @Test func `what the server will not take is not begun, and what fits goes`() throws {
    let log = try Sending.attachment("log.gz", size: 90_000, in: Sending.directory())
    let report = Sending.report(attachments: [log])
    var environment = environment(.small)
    environment.split = .event(kilobytes: 512)
    let result = try send(report, environment)
    #expect(result.failure?.remark?.code == .mailTooLarge && result.failure?.advice == .splitSmaller)
    #expect(result.remarks == [.splitAboveLimit])
    environment.split = .event(kilobytes: 64)
    let second = try send(report, environment)
    #expect(second.failure == nil && second.remarks.isEmpty)
  }

  // MARK: - To the center

  @Test(arguments: [RemcsCore.Environment.Split.mail(kilobytes: 16), .event(kilobytes: 64)])
  func `mails in any order, doubled and with one lost, make a report only when the lost one comes`(
    split: RemcsCore.Environment.Split
  ) throws {
    let folder = NSTemporaryDirectory() + "remcs-real-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let directory = try CenterDirectory.create(at: folder)
    let authority = try Certificate(pem: String(contentsOfFile: directory.authorityPath, encoding: .utf8))
    let list = [UInt8](try Data(contentsOf: URL(fileURLWithPath: directory.centerListPath)))
    let centers = try JSONDecoder().decode([Center].self, from: Data(SignedData.verify(list, trusted: [authority])))
    let log = try Sending.attachment("log.gz", size: 150_000, in: Sending.directory())
    let id = UUID().uuidString.lowercased()
    let manifest = """
      {"format":"remcs-report","version":1,"id":"\(id)","sequence":1,"kind":"log","device":{"id":"\(Sending.device.id)"},
      "language":"en","attachments":[{"name":"log.gz","size":\(log.size),"sha256":"\(log.sha256)"}]}
      """
    let report = Report(
      id: id, sequence: 1, kind: .log, created: Date(), manifest: Array(manifest.utf8), attachments: [log])
    var environment = environment(.open)
    environment.split = split
    let center = Center(
      name: "OSC", mailAddress: "osc@center.test", certificate: try #require(centers.first).certificate)
    #expect(try Sending.run([report], through: environment, center: center).failure == nil)
    let mails = try peers.mails(id: id).shuffled()
    let intake = try Intake(directory)
    for mail in (mails.dropLast() + mails.dropLast()).shuffled() { _ = try intake.accept(Array(mail)) }
    let incomplete = try #require(try Inbox(directory).list().first)
    #expect(!incomplete.isComplete)
    // Which number is lost nobody can say before the last piece of a mail split has come.
    #expect(incomplete.missing.count == 1 || incomplete.total == nil)
    let lost = try #require(mails.last)
    #expect(try intake.accept(Array(lost)).outcome == .complete)
    #expect(try intake.accept(Array(mails[0])).outcome == .duplicate)
    let stored = try Inbox(directory).list()
    #expect(stored.map(\.id) == [id] && stored.allSatisfy(\.isComplete))
    let path = try #require(Inbox(directory).path(of: "log.gz", in: stored[0]))
    #expect(Digest.sha256(Array(try Data(contentsOf: URL(fileURLWithPath: path)))) == log.sha256)
  }

  @Test func `two hundred reports go over one connection`() throws {
    let reports = (1...200).map { Sending.report("n\($0)", sequence: $0) }
    let result = try Sending.run(reports, through: environment(.auth, .startTLS, .auto))
    #expect(result.failure == nil)
    #expect(result.relayed == reports.map(\.id))
    #expect(result.stages.filter { $0 == .connection }.count == 1)
    for report in [reports[0], reports[199]] { #expect(try peers.mails(id: report.id).count == 1) }
  }
}
