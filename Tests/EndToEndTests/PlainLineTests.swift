import ArgumentParser
import Foundation
import RemcsCore
import TestSupport
import Testing

@testable import remcs

/// Command lines that are read without the parser where they are plain: those of `remcs report fault` and of the console.
struct PlainLineTests {
  /// What the parser makes of a line; nil if it refuses it.
  private func parsed(_ words: [String]) -> FaultRequest? {
    (try? ReportCommand.FaultEvent.parseAsRoot(Array(words.dropFirst(2))) as? ReportCommand.FaultEvent)?.request
  }

  private func words(_ line: String) -> [String] {
    line.split(separator: " ").map { $0 == "''" ? "" : $0.replacingOccurrences(of: "~", with: " ") }
  }

  @Test(arguments: [
    "report fault --unit U1 --level error --code E1 --text broken",
    "report fault --text two~words --code 0x1F --level info --unit /PSU#1",
    "report fault --unit 部品 --level warning --code E1 --text 壊れた --partition 2 --home /x --lang ja --json",
    "report fault --json --log /a --unit U1 --log /b --level error --code E1 --text a=b --lang en",
  ])
  func `a plain line means what the parser makes of it`(_ line: String) throws {
    let plain = try #require(FaultRequest(plain: words(line)))
    #expect(plain == parsed(words(line)))
  }

  @Test(arguments: [
    "report fault --unit U1 --level error --code E1",
    "report fault --unit U1 --level fatal --code E1 --text broken",
    "report fault --unit U1 --level error --code E1 --text broken --lang fr",
    "report fault --unit U1 --level error --code E1 --text broken --unit U2",
    "report fault --unit U1 --level error --code E1 --text",
    "report fault --unit --level error --code E1 --text broken",
    "report fault --unit U1 --level error --code E1 --text -3",
    "report fault --unit U1 --level error --code E1 --text ''",
    "report fault --unit=U1 --level error --code E1 --text broken",
    "report fault --unit U1 --level error --code E1 --text broken more",
    "report fault --unit U1 --level error --code E1 --text broken --help",
    "report fault --unit U1 --level error --code E1 --text broken --unknown x",
    "report fault --unit U1 --level error --code E1 --text broken --lang en --lang ja",
    "report recovery --unit U1", "report fault", "report", "",
  ])
  func `every other line is left to the parser`(_ line: String) {
    #expect(FaultRequest(plain: words(line)) == nil)
  }

  @Test func `the console is asked for by a home and a language alone`() throws {
    let lines: [(line: String, isPlain: Bool)] = [
      ("", true), ("--home /x", true), ("--lang ja --home /x", true), ("--lang fr", false), ("--home", false),
      ("--home ''", false), ("--home -x", false), ("--home /x --home /y", false), ("--home=/x", false),
      ("--help", false),
      ("setup", false), ("setup --home /x", false), ("--home /x status", false), ("--version", false),
      ("--lang", false),
    ]
    for (line, isPlain) in lines {
      let context = ServiceContext(plain: words(line))
      #expect((context != nil) == isPlain, "\(line)")
      guard let context else { continue }
      let parsed = try #require(try SetupCommand.parseAsRoot(words(line)) as? SetupCommand).options.context
      #expect(context.home == parsed.home && context.asked == parsed.asked, "\(line)")
    }
  }

  @Test func `both ways store the same, and refuse with the same words`() throws {
    let device = try DeviceHome()
    try device.mustDo("suppression", "time", "0")
    let plain = ["report", "fault", "--unit", "U1", "--level", "error", "--code", "E1", "--text", "broken"]
    let other = ["report", "fault", "--unit=U1", "--level", "error", "--code", "E1", "--text", "broken"]
    #expect(FaultRequest(plain: plain) != nil && FaultRequest(plain: other) == nil)
    for lines in [[plain, other], [plain + ["--json"], other + ["--json"]]] {
      let said = try lines.map { try Programs.run(Programs.remcs, $0 + ["--home", device.path]) }
      #expect(said.allSatisfy { $0.status == 0 && $0.errors.isEmpty }, "\(said)")
      let shapes = said.map { $0.output.filter { !$0.isNumber } }
      #expect(shapes[0] == shapes[1] && !shapes[0].isEmpty)
    }
    let refused = try [plain, other].map { try Programs.run(Programs.remcs, $0 + ["--home", "/dev/null/home"]) }
    #expect(refused[0].status == 77 && refused[0].errors == refused[1].errors)
    #expect(refused[0].status == refused[1].status && refused[0].output == refused[1].output)
  }

  @Test func `an event is stored without OpenSSL, whose loading would be a quarter of its time`() throws {
    let device = try DeviceHome()
    func libraries(_ arguments: String...) throws -> String {
      let result = try Programs.run(
        Programs.remcs, arguments + ["--home", device.path], environment: ["LD_DEBUG": "files"])
      #expect(result.status == 0)
      return result.errors
    }
    let event = try libraries("report", "fault", "--unit", "U1", "--level", "error", "--code", "E1", "--text", "broken")
    #expect(event.contains("libsqlite3") && !event.contains("libcrypto") && !event.contains("libssl"))
    let log = device.path + "/log"
    try "something\n".write(toFile: log, atomically: true, encoding: .utf8)
    let sums = try libraries(
      "report", "fault", "--unit", "U2", "--level", "error", "--code", "E1", "--text", "broken", "--log", log)
    #expect(sums.contains("libcrypto"), "and with it where a sum is needed")
  }

  @Test(.enabled(if: TestDisk.canMountFiles, "only root may mount over a file, and not everywhere"))
  func `without OpenSSL an event is stored all the same, and a command that needs it says which file is missing`()
    throws
  {
    let device = try DeviceHome()
    let log = try device.file("log", "something\n")
    let hide = """
      for file in $(/sbin/ldconfig -p | awk '/libcrypto[.]so/ { print $NF }'); do mount --bind /dev/null $file; done
      exec "$0" "$@"
      """
    func withoutOpenSSL(_ arguments: String...) throws -> Programs.Result {
      try Programs.run(
        "/usr/bin/unshare", ["--mount", "sh", "-c", hide, Programs.remcs] + arguments + ["--home", device.path])
    }
    let event = try withoutOpenSSL(
      "report", "fault", "--unit", "U1", "--level", "error", "--code", "E1", "--text", "broken", "--log", log, "--lang",
      "en")
    #expect(event.status == 0 && event.output.contains("1") && event.errors.contains(log), "\(event)")
    #expect(try device.status()["waiting"] as? Int == 1)
    let other = try withoutOpenSSL("center", "trust", log)
    #expect(other.status == 127 && other.errors.contains("remcs: ") && other.errors.contains("libcrypto"), "\(other)")
  }
}
