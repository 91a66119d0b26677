import Foundation
import RemcsCore
import TestSupport
import Testing

/// `remcs diagnose`: the real program in front of every scripted fault.
struct DiagnoseCommandTests {
  /// A home that trusts the authority of the tests and knows a center, made once and copied.
  private static let prepared = Result { () throws -> URL in
    let folder = try TestDirectory.make()
    let authority = TestAuthority.shared
    let center = Center(name: "OSC", mailAddress: "osc@center.test", certificate: authority.text("center.pem"))
    let list = folder.appendingPathComponent("centers.json")
    try JSONEncoder().encode([center]).write(to: list)
    let signed = folder.appendingPathComponent("centers.p7m").path
    let made = authority.openssl(
      "cms", "-sign", "-nodetach", "-binary", "-in", list.path, "-signer", "signer.pem", "-inkey", "signer.key",
      "-outform", "DER", "-out", signed)
    try #require(made.status == 0)
    let home = folder.appendingPathComponent("home")
    try run(["center", "trust", authority.directory.appendingPathComponent("ca.pem").path], home)
    try run(["center", "replace-list", signed], home)
    return home
  }

  /// A scripted server whose password is one that the settings take: they know no blanks.
  private func server(_ script: Script = Script()) throws -> MailServer {
    var script = script
    if script.password == "se cret" { script.password = Self.password }
    return try MailServer(script)
  }

  private static let password = "se-cret"

  static let remcs = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/remcs"

  private static func run(_ arguments: [String], _ home: URL) throws {
    let result = TestAuthority.shared.run(remcs, arguments + ["--home", home.path])
    try #require(result.status == 0, "\(arguments)")
  }

  /// A home of its own, set to an environment.
  private func home(_ environment: RemcsCore.Environment) throws -> URL {
    let home = try TestDirectory.make().appendingPathComponent("home")
    try FileManager.default.copyItem(at: Self.prepared.get(), to: home)
    var settings = [
      "connectionType=internet", "center=OSC", "smtpServer=\(environment.server)", "smtpPort=\(environment.port)",
      "senderEmail=\(environment.sender)", "encryption=\(environment.encryption.rawValue)", "splitMethod=none",
    ]
    // The table's login, as the settings take it.
    switch environment.authentication {
    case .none: break
    case .authSMTP(let mechanism, let user, let password):
      settings += [
        "authenticationType=auth", "authenticationMechanism=\(mechanism.rawValue)", "userID=\(user)",
        "password=\(password == "se cret" ? Self.password : password)",
      ]
    case .popBeforeSMTP(let server, let port, let user, let password, let wait):
      settings += [
        "authenticationType=pop", "popServer=\(server)", "popPort=\(port)", "userID=\(user)", "password=\(password)",
        "popWait=\(wait)",
      ]
    }
    try Self.run(["settings", "set"] + settings, home)
    return home
  }

  private func diagnose(
    _ environment: RemcsCore.Environment, timeout: Double = 5
  ) throws -> (status: Int32, document: [String: Any]) {
    let result = TestAuthority.shared.run(
      Self.remcs, ["diagnose", "--json", "--timeout", "\(timeout)", "--home", try home(environment).path])
    let document = try JSONSerialization.jsonObject(with: result.output) as? [String: Any]
    return (result.status, try #require(document))
  }

  private static let faults = (openingFaults + encryptionFaults + authenticationFaults + refusalFaults)
    .filter { ![.content, .confirmation].contains($0.stage) && $0.kind != 16 }

  @Test(arguments: faults)
  func `the failing stage and its code stand in the document`(fault: Fault) throws {
    let (server, status, document) = try fault.meet { timeout -> (MailServer, Int32, [String: Any]) in
      let server = try self.server(fault.script)
      defer { server.stop() }
      var environment = Sending.environment(server)
      fault.change(&environment)
      let (status, document) = try diagnose(environment, timeout: timeout)
      return (server, status, document)
    } stage: { outcome in
      (outcome.2["failure"] as? [String: Any])?["stage"] as? String
    }
    #expect(status != 0)
    #expect(document["passed"] as? Bool == false)
    let failure = try #require(document["failure"] as? [String: Any])
    #expect(failure["code"] as? String == fault.code.rawValue)
    #expect(failure["stage"] as? String == fault.stage.rawValue)
    #expect(failure["RL"] as? Int == fault.kind)
    #expect(failure["ML"] as? Int == fault.stage.number * 1000 + fault.reply)
    #expect(failure["temporary"] as? Bool == fault.isTemporary)
    #expect((failure["advice"] as? String)?.isEmpty == false)
    #expect((failure["reason"] as? [String: Any])?["remark"] as? String == fault.remark?.rawValue)
    let steps = try #require(document["steps"] as? [[String: Any]])
    let failed = try #require(steps.first { $0["result"] as? String == "failed" })
    #expect(failed["stage"] as? String == fault.stage.rawValue)
    #expect(failed["milliseconds"] as? Int != nil)
    let results = steps.compactMap { $0["result"] as? String }
    #expect(results.drop { $0 == "passed" }.dropFirst().allSatisfy { $0 == "waiting" })
    #expect(server.mails.isEmpty)
  }

  @Test func `every stage that passes has its time and what it found`() throws {
    let server = try server()
    defer { server.stop() }
    var environment = Sending.environment(server)
    environment.encryption = .startTLS
    environment.authentication = .authSMTP(.auto, user: "device", password: Self.password)
    let (status, document) = try diagnose(environment)
    #expect(status == 0)
    #expect(document["passed"] as? Bool == true && document["failure"] == nil)
    let steps = try #require(document["steps"] as? [[String: Any]])
    #expect(steps.compactMap { $0["stage"] as? String } == TransportStage.probing(environment).map(\.rawValue))
    #expect(steps.allSatisfy { $0["milliseconds"] is Int })
    let evidence = steps.map { $0["evidence"] as? [String: [String]] ?? [:] }
    #expect(evidence.contains { $0["subject"] == ["CN = localhost"] && $0["expires"]?.count == 1 })
    #expect(evidence.contains { $0["mechanism"] == ["CRAM-MD5"] })
  }

  @Test(arguments: [
    ("greeting refused", "RMG_2008", 4), ("greeting silent", "RMG_2009", 3), ("password wrong", "RMG_2007", 9),
    ("nobody listens", "RMG_2010", 7),
  ])
  func `a fault of the pop3 server stands at its own stage`(name: String, code: String, kind: Int) throws {
    var script = Script()
    script.isPOP = true
    script.greeting = name == "greeting refused" ? .say("-ERR no") : name == "greeting silent" ? .silence : .say("+OK")
    if name == "password wrong" { script.password = "other" }
    let pop = try server(script)
    defer { pop.stop() }
    if name == "nobody listens" { pop.stop() }
    let server = try server()
    defer { server.stop() }
    var environment = Sending.environment(server)
    environment.authentication = .popBeforeSMTP(
      server: "127.0.0.1", port: pop.port, user: "device", password: Self.password, wait: 0)
    // A listener that was shut down refuses only when its thread has closed it.
    if name == "nobody listens" { try #require(wait { !MailServer.connects(to: pop.port) }) }
    let (_, document) = try diagnose(environment, timeout: name == "greeting silent" ? 1 : 5)
    let failure = try #require(document["failure"] as? [String: Any])
    #expect(failure["code"] as? String == code)
    #expect(failure["stage"] as? String == "popLogin")
    #expect(failure["RL"] as? Int == kind && failure["ML"] as? Int == 2000)
    #expect(server.connections == 0)
  }

  private func wait(_ isDone: () -> Bool) -> Bool {
    for _ in 0..<100 where !isDone() { Thread.sleep(forTimeInterval: 0.05) }
    return isDone()
  }

  @Test func `people read each stage on a line, then the message, the advice and the stage`() throws {
    var script = Script()
    script.password = "other"
    let server = try server(script)
    defer { server.stop() }
    var environment = Sending.environment(server)
    environment.authentication = .authSMTP(.plain, user: "device", password: Self.password)
    let home = try home(environment)
    let result = TestAuthority.shared.run(
      "sh", ["-c", "\"$0\" diagnose --lang ja --home \"$1\" 2>&1", Self.remcs, home.path])
    let text = String(decoding: result.output, as: UTF8.self)
    #expect(result.status == 1)
    #expect(text.contains("[*] TCP 接続") && text.contains("[x] 認証"))
    #expect(text.contains("RMG_2011: ") && text.contains("535 5.7.8 wrong user or password RL:9,ML:9535"))
    #expect(text.contains("ユーザ ID とパスワードを入力し直します") && text.contains("段階: 認証"))
    #expect(!text.contains(Self.password))
  }

  @Test func `the certificate that was refused can be displayed, and before there is none that is said`() throws {
    var script = Script()
    script.certificate = "other"
    let server = try server(script)
    defer { server.stop() }
    var environment = Sending.environment(server)
    environment.encryption = .startTLS
    let home = try home(environment)
    func show(_ arguments: String...) -> (output: Data, status: Int32) {
      let words = ["certificate", "show", "--server", "--home", home.path, "--lang", "en"] + arguments
      return TestAuthority.shared.run(Self.remcs, words)
    }
    #expect(show().status == 1)
    _ = TestAuthority.shared.run(Self.remcs, ["diagnose", "--home", home.path])
    let text = String(decoding: show().output, as: UTF8.self)
    #expect(text.contains("is for another name than 127.0.0.1 (it is for: DNS:other.test)"))
    #expect(text.contains("Subject: CN = other.test") && text.contains("Names: DNS:other.test"))
    let wanted = TestAuthority.shared.openssl("x509", "-in", "other.pem", "-noout", "-fingerprint", "-sha256")
    let digits = String(decoding: wanted.output, as: UTF8.self).split(separator: "=").last?.filter(\.isHexDigit)
    #expect(text.filter { $0 != " " }.contains("sha256:\(digits ?? "?")"))
    #expect(String(decoding: show("--pem").output, as: UTF8.self) == TestAuthority.shared.text("other.pem"))
  }

  @Test func `the remcs port is set, shown, used and cleared by its own command`() throws {
    let server = try server()
    defer { server.stop() }
    let home = try home(Sending.environment(server))
    func remcs(_ arguments: String...) -> (output: Data, status: Int32) {
      TestAuthority.shared.run(Self.remcs, arguments + ["--home", home.path, "--lang", "en"])
    }
    #expect(remcs("maintenance-ip", "set", "127.0.0.5", "255.0.0.0", "0.0.0.0", "300.1.1.1").status == 65)
    #expect(remcs("maintenance-ip", "set", "127.0.0.5", "255.0.255.0", "0.0.0.0", "0.0.0.0").status == 65)
    #expect(remcs("maintenance-ip", "set", "127.0.0.5", "255.0.0.0", "0.0.0.0", "127.0.0.1").status == 0)
    let shown = String(decoding: remcs("maintenance-ip", "show").output, as: UTF8.self)
    #expect(
      shown == "ip address: 127.0.0.5\nnetmask: 255.0.0.0\ngateway address: 0.0.0.0\nSMTP address: 127.0.0.1\n")
    #expect(remcs("diagnose").status == 0)
    #expect(server.commands.first == "EHLO [127.0.0.5]")
    #expect(remcs("settings", "set", "smtpServer=localhost").status == 65)
    #expect(remcs("maintenance-ip", "clear").status == 0)
    #expect(remcs("settings", "set", "smtpServer=localhost").status == 0)
    #expect(remcs("diagnose").status == 0)
    #expect(server.commands.filter { $0.hasPrefix("EHLO") }.last == "EHLO [127.0.0.1]")
  }

  @Test func `nothing that is not queued is called so, and a wish to stop is no failure of a stage`() throws {
    var script = Script()
    script.actions["MAIL"] = [.say("451 4.3.0 later")]
    let server = try server(script)
    defer { server.stop() }
    let (status, document) = try diagnose(Sending.environment(server))
    #expect(status == 1)
    #expect((document["failure"] as? [String: Any])?["temporary"] as? Bool == true)
    script = Script()
    script.greeting = .silence
    let silent = try self.server(script)
    defer { silent.stop() }
    let home = try home(Sending.environment(silent))
    let result = TestAuthority.shared.run(
      "timeout", ["-s", "INT", "3", Self.remcs, "diagnose", "--home", home.path, "--lang", "en"])
    let text = String(decoding: result.output, as: UTF8.self)
    #expect(text.contains("[-] Greeting") && !text.contains("[x]"))
    #expect(!text.contains("queued"))
  }

  @Test func `what may fail later comes with what to do`() throws {
    var script = Script()
    script.capabilities = ["SIZE 100000"]
    let server = try server(script)
    defer { server.stop() }
    let home = try home(Sending.environment(server))
    try Self.run(["settings", "set", "splitMethod=event", "splitSize=512"], home)
    let result = TestAuthority.shared.run(Self.remcs, ["diagnose", "--home", home.path, "--lang", "en"])
    let text = String(decoding: result.output, as: UTF8.self)
    #expect(result.status == 0)
    #expect(text.contains("[!] Capabilities") && text.contains("above the server's limit of 100000"))
    #expect(text.contains("Choose the event split with a size below the server's limit."))
    #expect(!text.contains("Every stage passed. No mail was sent."))
  }
}
