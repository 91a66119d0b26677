import Foundation
import Localization
import RemcsConsole
import RemcsCore
import TestSupport
import Testing

/// Where the program cannot show its console, or not as it should: a plain sentence and an exit code, and never a trap.
@Suite struct StartFailureTests {
  /// Words of the runtime that nobody should have to see.
  static let horrors = [
    "Fatal error", "Stack dump", "*** Signal", "Swift runtime", "Current stack trace", "ServiceError(",
  ]

  private func expectPlain(_ text: String, _ words: String...) {
    for word in words { #expect(text.contains(word), "\(text)") }
    for horror in Self.horrors { #expect(!text.contains(horror)) }
  }

  /// Runs the console on a terminal to its end; what it wrote comes back without line breaks.
  private func run(
    _ arguments: [String], columns: Int = 80, rows: Int = 24, environment: [String: String] = [:]
  ) throws -> (text: String, ending: PseudoTerminal.Ending?) {
    let terminal = try PseudoTerminal(
      Programs.remcs, arguments: arguments, environment: environment, columns: columns, rows: rows)
    let ending = terminal.waitForEnd(within: WizardDriver.patience)
    return (terminal.screen.lines.joined(), ending)
  }

  @Test func `without a terminal the commands are named`() throws {
    let device = try DeviceHome()
    let result = try Programs.run(Programs.remcs, ["--home", device.path, "--lang", "en"])
    #expect(result.status == 1 && result.output.isEmpty)
    expectPlain(result.errors, "not a terminal", "--help")
    let japanese = try Programs.run(Programs.remcs, ["setup", "--home", device.path, "--lang", "ja"])
    #expect(japanese.status == 1)
    expectPlain(japanese.errors, "端末")
  }

  @Test(arguments: ["79x23", "80x23", "79x24", "1x1"])
  func `a terminal that is too small is told its size`(_ size: String) throws {
    let device = try DeviceHome()
    let numbers = size.split(separator: "x").compactMap { Int($0) }
    let end = try run(["--home", device.path, "--lang", "en"], columns: numbers[0], rows: numbers[1])
    #expect(end.ending == .code(1))
    if size != "1x1" { expectPlain(end.text, size, "80x24") }
  }

  @Test func `a terminal that tells no size is taken for 80x24`() throws {
    let device = try DeviceHome()
    let terminal = try PseudoTerminal(Programs.remcs, arguments: ["--home", device.path], columns: 0, rows: 0)
    // The key line is the last that is painted, in the last row.
    #expect(terminal.wait(within: WizardDriver.patience) { $0.line(23).hasPrefix("F1 Help") })
    #expect(terminal.screen.line(2) == text(.screenLanguageTitle, in: .en))
  }

  @Test(arguments: ["no-such-terminal", ""])
  func `an unknown terminal is taken for a vt100, which is said first`(_ type: String) throws {
    let device = try DeviceHome()
    let person = try WizardDriver(["--home", device.path], on: .vt100, language: .en, environment: ["TERM": type])
    try person.see(type.isEmpty ? "TERM" : type)
    try person.see("vt100")
    try person.pressButton("ok")
    try person.see(.language)
    try person.move(.down)
    try person.leave()
    #expect(person.end() == .code(0))
    #expect(person.screen.unknown.isEmpty)
  }

  @Test func `a terminal that cannot move its cursor gets a sentence`() throws {
    let device = try DeviceHome()
    let end = try run(["--home", device.path, "--lang", "en"], environment: ["TERM": "dumb"])
    #expect(end.ending == .code(1))
    expectPlain(end.text, "dumb", "cannot show screens")
  }

  static let commands: [[String]] = [
    [], ["status"], ["register", "--agree"], ["check"], ["settings", "show"], ["settings", "set", "country=JP"],
    ["language", "ja"], ["center", "show"], ["center", "select", "OSC"], ["personal-information", "delete"],
  ]

  @Test(arguments: commands, ["/proc/remcs", "/dev/null/remcs"])
  func `a home that cannot be written is RMG_0150`(_ command: [String], _ home: String) throws {
    let result = try Programs.run(Programs.remcs, command + ["--home", home, "--lang", "en"])
    #expect(result.status == 77)
    expectPlain(result.errors, "RMG_0150", home)
  }

  @Test func `on a terminal too, an unwritable home ends with RMG_0150`() throws {
    let end = try run(["--home", "/dev/null/remcs", "--lang", "ja"])
    #expect(end.ending == .code(77))
    expectPlain(end.text, "RMG_0150")
  }

  @Test func `without a list of centers the console says how to get one`() throws {
    let device = try DeviceHome()
    try device.mustDo("language", "en")
    let person = try WizardDriver(device, language: .en)
    try person.see(.welcome)
    person.press(.enter)
    try person.see("RMG_0097")
    try person.pressButton("ok")
    try person.see(.center)
    try person.leave()
    #expect(person.end() == .code(0))
    let result = try device.remcs("center", "show")
    #expect(result.status == 78)
    expectPlain(result.errors, "RMG_0097", "remcs center trust")
  }

  @Test func `a list that nobody trusted signed is refused and the old one stays`() throws {
    let device = try DeviceHome()
    let center = try PreparedCenter.folder()
    try device.trust(center)
    let before = try device.remcs("center", "show").output
    let forged = try device.file("forged.p7m", "no list at all")
    let result = try device.remcs("center", "replace-list", forged)
    #expect(result.status != 0)
    expectPlain(result.errors, "RMG_0")
    #expect(try device.remcs("center", "show").output == before && before.contains("OSC"))
  }

  @Test(arguments: ["garbage", "cut", "torn"])
  func `a damaged store is put aside, told, and begun again`(_ damage: String) throws {
    let device = try DeviceHome()
    try device.mustDo("settings", "set", "country=JP", "corporateName=日本橋製作所")
    let path = device.path + "/remcs.sqlite"
    var bytes = try #require(FileManager.default.contents(atPath: path))
    switch damage {
    case "garbage": bytes = Data("not a database at all, but long enough to be read as one\n".utf8)
    case "cut": bytes = bytes.prefix(bytes.count / 2)
    default: bytes.replaceSubrange(4096..<8192, with: Data(repeating: 0xA5, count: 4096))
    }
    try bytes.write(to: URL(fileURLWithPath: path))
    for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }

    let person = try WizardDriver(device, language: .en)
    try person.see("RMG_0188")
    try person.pressButton("ok")
    try person.see(.language)
    try person.leave()
    #expect(person.end() == .code(0))
    let kept = try FileManager.default.contentsOfDirectory(atPath: device.path).filter { $0.contains("damaged") }
    #expect(kept.contains { FileManager.default.contents(atPath: device.path + "/" + $0) == bytes })
    let status = try device.remcs("status", "--json")
    #expect(status.status == 0 && status.errors.isEmpty)
  }

  @Test func `a command tells the damaged store and where it is kept`() throws {
    let device = try DeviceHome()
    _ = try device.file("remcs.sqlite", "garbage, garbage and garbage\n")
    let result = try device.remcs("status")
    #expect(result.status == 0)
    expectPlain(result.errors, "RMG_0188", "remcs.sqlite.damaged-")
  }

  @Test(arguments: [
    ["frobnicate"], ["--frobnicate"], ["settings", "set", "nothing=1"], ["validate", "nothing"], ["language", "fr"],
  ])
  func `what is no command is usage, exit 64`(_ arguments: [String]) throws {
    let device = try DeviceHome()
    let result = try Programs.run(Programs.remcs, arguments, environment: ["REMCS_HOME": device.path])
    #expect(result.status == 64)
    expectPlain(result.errors)
    #expect(!result.errors.isEmpty)
  }
}
