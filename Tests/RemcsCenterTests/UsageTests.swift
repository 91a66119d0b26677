import Foundation
import RemcsCore
import Testing

@testable import RemcsCenter

/// What `remcs-center` refuses before it does anything, and what it says when its output is lost.
struct UsageTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    (["センター=a@b.c"], "cannot be the name of a center"), (["My Center=a@b.c"], "\"My Center\" cannot be the name"),
    (["=a@b.c"], "cannot be the name of a center"), (["X\u{1B}=a@b.c"], "cannot be the name of a center"),
    ([String(repeating: "x", count: 33) + "=a@b.c"], "1 to 32"),
    (["X=a@b.c", "X=d@e.f"], "the center X is named twice"),
    (["X=a@b.c", "X=a@b.c"], "the center X is named twice"),
    (["X=nobody"], "cannot be the mail address of the center X"),
    (["X="], "cannot be the mail address"), (["X"], "needs NAME=ADDRESS"),
  ])
  func `a center that no device could select is refused in a plain sentence`(centers: [String], words: String) throws {
    let path = folder.path + "/center"
    let result = try Tool.run(Tool.center, ["init", path] + centers.flatMap { ["--center", $0] })
    #expect(result.status == 64)
    #expect(result.errors.contains(words), "\(result.errors)")
    #expect(!result.errors.contains("\u{1B}"))
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `the longest name that a device takes is a center's`() throws {
    let name = String(repeating: "x", count: 31) + "~"
    let result = try Tool.run(Tool.center, ["init", folder.path + "/center", "--center", "\(name)=a@b.c"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(try CenterDirectory(opening: folder.path + "/center").centers().map(\.name) == [name])
    // The field of the device says the same.
    #expect(Field.of(.center).kind == .text(.ascii, maximum: 32))
  }

  @Test(arguments: [
    ["--smtp-port", "70000"], ["--smtp-port=-1"], ["--smtp-port", "0", "--smtps-port", "65536"],
    ["--smtp-port", "0", "--pop-port", "99999"],
  ])
  func `a port that cannot be is wrong use`(options: [String]) throws {
    // Wrong use comes before a center that is not there.
    let result = try Tool.run(Tool.center, ["serve", folder.path] + options)
    #expect(result.status == 64)
    #expect(result.errors.contains("is 0 to 65535"))
  }

  @Test(arguments: [
    ["inbox", "*", "--json"], ["inbox", "*"], ["show", "*", "1"], ["show", "*", "1", "--json"], ["--help"],
  ])
  func `lost output is noticed`(arguments: [String]) throws {
    let center = try TestCenter()
    _ = try center.intake().accept(try SampleReport().mail(for: center.certificate))
    let result = try intoFull(arguments.map { $0 == "*" ? center.path : $0 })
    #expect(result.status == 1)
    #expect(result.errors == "remcs-center: the output could not be written: No space left on device\n")
  }

  @Test func `a mail that was stored is stored, whoever reads the receipt`() throws {
    let center = try TestCenter()
    let mail = folder.path + "/mail"
    try Data(try SampleReport().mail(for: center.certificate)).write(to: URL(fileURLWithPath: mail))
    let result = try intoFull(["deliver", center.path], input: mail)
    #expect(result.status == 0)
    #expect(result.errors.contains("the output could not be written"))
    #expect(try center.reports().count == 1)
  }

  private func intoFull(_ arguments: [String], input: String = "/dev/null") throws -> Tool {
    try Tool.run(
      "sh", ["-c", #"input=$1; shift; exec "$@" <"$input" >/dev/full"#, "sh", input, Tool.center] + arguments)
  }
}
