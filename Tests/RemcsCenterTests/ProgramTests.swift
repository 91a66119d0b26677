import Foundation
import RemcsCore
import Testing

@testable import RemcsCenter

/// The program `remcs-center` itself.
struct ProgramTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  @Test func `init makes a center with private keys that nobody else can read, once`() throws {
    let path = folder.path + "/center"
    let first = try Tool.run(Tool.center, ["init", path])
    #expect(first.status == 0, "\(first.errors)")
    let keys = try FileManager.default.contentsOfDirectory(atPath: path + "/private")
    #expect(keys.count == 5)
    for key in keys {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/private/\(key)")
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }
    let before = try Data(contentsOf: URL(fileURLWithPath: path + "/ca.pem"))
    let second = try Tool.run(Tool.center, ["init", path])
    #expect(second.status == 1)
    #expect(second.errors.contains("is a center already"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: path + "/ca.pem")) == before)
  }

  @Test func `init takes names and addresses`() throws {
    let path = folder.path + "/center"
    let result = try Tool.run(Tool.center, ["init", path, "--center", "Tokyo=remcs@support.example.jp"])
    #expect(result.status == 0, "\(result.errors)")
    let centers = try CenterDirectory(opening: path).centers()
    #expect(centers.map(\.name) == ["Tokyo"])
    #expect(centers.map(\.mailAddress) == ["remcs@support.example.jp"])
    let wrong = try Tool.run(Tool.center, ["init", folder.path + "/other", "--center", "Tokyo"])
    #expect(wrong.status == 64)
  }

  @Test func `deliver exits as mail servers expect it`() throws {
    let center = try TestCenter()
    let mail = try SampleReport().mail(for: center.certificate)
    let stored = try Tool.run(Tool.center, ["deliver", center.path], input: mail)
    #expect(stored.status == 0)
    #expect(stored.text == "report 1 stored\n")
    #expect(try Tool.run(Tool.center, ["deliver", center.path], input: mail).status == 0)
    #expect(try Tool.run(Tool.center, ["deliver", center.path], input: Array("hello\n".utf8)).status == 65)
    #expect(try Tool.run(Tool.center, ["deliver", center.path], input: []).status == 65)
    #expect(try Tool.run(Tool.center, ["deliver", center.path], input: Array(mail.prefix(700))).status == 65)
    let large = try Tool.run(Tool.center, ["deliver", center.path, "--maximum-size", "100"], input: mail)
    #expect(large.status == 65)
    // A center that is not there may only not be mounted yet: the mail server keeps the mail.
    #expect(try Tool.run(Tool.center, ["deliver", folder.path + "/nowhere"], input: mail).status == 75)
    #expect(try Tool.run(Tool.center, ["deliver"]).status == 64)
  }

  @Test func `inbox and show print what came, for people and for programs`() throws {
    let center = try TestCenter()
    #expect(try Tool.run(Tool.center, ["inbox", center.path]).text == "Nothing was received yet.\n")
    #expect(try Tool.run(Tool.center, ["inbox", center.path, "--json"]).text == "[\n]\n")
    var report = SampleReport(extra: #", "note":"\u001b[31m red"# + "\"")
    report.files = [("a.bin", [1, 2, 3])]
    _ = try center.intake().accept(try report.mail(for: center.certificate))
    var second = SampleReport(sequence: 2)
    second.files = [("b.bin", [1, 2, 3, 4])]
    _ = try center.intake().accept(
      try second.mail(for: center.certificate, part: 2, of: 3, slices: [.init(file: 0, range: 1..<2)]))
    let json = try Tool.run(Tool.center, ["inbox", center.path, "--json"])
    let list = try #require(try JSONSerialization.jsonObject(with: Data(json.output)) as? [[String: Any]])
    #expect(list.count == 2)
    #expect(list[0]["number"] as? Int == 1)
    #expect(list[0]["device"] as? String == report.device)
    #expect(list[0]["sequence"] as? Int == 1)
    #expect(list[0]["kind"] as? String == "hardwareConfiguration")
    #expect(list[0]["complete"] as? Bool == true)
    #expect((list[0]["missing"] as? [Int]) == [])
    let received = try #require(list[0]["received"] as? String)
    #expect(ISO8601DateFormatter().date(from: received) != nil)
    #expect((list[0]["manifest"] as? [String: Any])?["note"] as? String == "\u{1B}[31m red")
    #expect(list[1]["complete"] as? Bool == false)
    #expect((list[1]["missing"] as? [Int]) == [1, 3])
    #expect(list[1]["total"] as? Int == 3)
    // The manifest stands in the document byte for byte.
    #expect(json.output.firstRange(of: report.manifest) != nil)
    let text = try Tool.run(Tool.center, ["inbox", center.path]).text
    #expect(text.split(separator: "\n").count == 2)
    #expect(text.contains("incomplete, missing: 1, 3 of 3"))
    let show = try Tool.run(Tool.center, ["show", center.path, "1"])
    #expect(show.text.contains("a.bin  3 bytes"))
    #expect(show.text.contains("\"sequence\": 1"))
    #expect(!show.output.contains(0x1B))
    let one = try Tool.run(Tool.center, ["show", center.path, "2", "--json"])
    #expect((try JSONSerialization.jsonObject(with: Data(one.output)) as? [String: Any])?["number"] as? Int == 2)
    let none = try Tool.run(Tool.center, ["show", center.path, "9"])
    #expect(none.status == 1)
    #expect(none.errors == "remcs-center: there is no report 9\n")
  }

  @Test func `a directory that is no center, and a port that is taken, are told apart`() throws {
    #expect(try Tool.run(Tool.center, ["inbox", folder.path]).status == 78)
    let center = try TestCenter()
    let server = try TestServer(center)
    let taken = try Tool.run(Tool.center, ["serve", center.path, "--smtp-port", String(server.ports.smtp)])
    #expect(taken.status == 69)
    #expect(taken.errors.contains(String(server.ports.smtp)))
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func `serve says its ports when it is ready and ends cleanly when asked`(signal: Int32) throws {
    let center = try TestCenter()
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: Tool.center)
    process.arguments = [
      "serve", center.path, "--smtp-port", "0", "--smtps-port", "0", "--pop-port", "0", "--starttls", "--user",
      "board:secret", "--pop-before-smtp",
    ]
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    defer { if process.isRunning { process.terminate() } }
    let line = pipe.fileHandleForReading.availableData
    let ready = try #require(try JSONSerialization.jsonObject(with: line) as? [String: Any])
    #expect(ready["address"] as? String == "127.0.0.1")
    #expect(ready["pid"] as? Int == Int(process.processIdentifier))
    let ports = try ["smtp", "smtps", "pop"].map { try #require(ready[$0] as? Int) }
    #expect(Set(ports).count == 3)
    let client = try MailClient(port: ports[0])
    #expect(try client.begin().hasPrefix("550 5.7.1"))
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(process.terminationReason == .exit)
    #expect(try client.reply().hasPrefix("421"))
  }

  @Test(arguments: [
    ["--smtp-port", "99999"], ["--smtp-port", "0", "--user", "nobody"], ["--smtp-port", "0", "--require-auth"],
    ["--smtp-port", "0", "--pop-before-smtp"], ["--smtp-port", "0", "--mechanism", "GSSAPI"], [],
  ])
  func `serve refuses options that cannot work`(options: [String]) throws {
    let center = try TestCenter()
    let result = try Tool.run(Tool.center, ["serve", center.path] + options)
    #expect(result.status != 0)
    #expect(!result.errors.isEmpty)
    #expect(result.output.isEmpty)
  }
}
