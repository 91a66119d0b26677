import Foundation
import Testing

/// Output that nobody took is no success.
struct LostOutputTests {
  @Test(arguments: [
    ["messages", "--json"], ["messages"], ["messages", "36"], ["--help"], ["--version"], ["messages", "--help"],
    ["screens"],
  ])
  func `a full disk behind a redirection is told, and the exit code says so`(arguments: [String]) throws {
    let result = try Programs.run("/bin/sh", ["-c", #"exec "$@" >/dev/full"#, "sh", Programs.remcs] + arguments)
    #expect(result.status == 1)
    #expect(result.errors == "The output could not be written completely (No space left on device).\n")
    let closed = try Programs.run("/bin/sh", ["-c", #"exec "$@" >&-"#, "sh", Programs.remcs] + arguments)
    #expect(closed.status == 1)
    let fine = try Programs.run(Programs.remcs, arguments)
    #expect(fine.status == 0)
    #expect(fine.errors.isEmpty)
    #expect(fine.output.hasSuffix("\n"))
  }

  @Test func `the sentence speaks the language that was asked for`() throws {
    let arguments = ["-c", #"exec "$@" >/dev/full"#, "sh", Programs.remcs, "messages", "--lang", "ja"]
    let result = try Programs.run("/bin/sh", arguments)
    #expect(result.errors == "出力を最後まで書き込めませんでした (No space left on device)。\n")
  }

  @Test func `wrong use keeps its own exit code`() throws {
    let result = try Programs.run(
      "/bin/sh", ["-c", #"exec "$@" >/dev/full"#, "sh", Programs.remcs, "messages", "9999"])
    #expect(result.status == 64)
    #expect(!result.errors.contains("could not be written"))
  }
}
