import Foundation
import Testing

/// docs/man/remcs.8 and remcs-center.8.
struct ManualPageTests {
  private static let begin = #".\" commands: begin (make docs)"#
  private static let end = #".\" commands: end"#

  @Test(arguments: ["remcs", "remcs-center"])
  func `the commands of a manual page are those of the program`(_ program: String) throws {
    let path = "docs/man/\(program).8"
    let root = try ManualPage.Command(of: Programs.folder + "/" + program)
    let page = try DocumentFiles.replacing(
      between: Self.begin, and: Self.end, in: DocumentFiles.text(path), with: ManualPage.commands(of: root))
    try DocumentFiles.compare(path, with: try #require(page, "the marks are there"))
  }

  @Test(arguments: ["remcs", "remcs-center"])
  func `every command and every option stands in the page`(_ program: String) throws {
    let text = try DocumentFiles.text("docs/man/\(program).8")
    let root = try ManualPage.Command(of: Programs.folder + "/" + program)
    #expect(root.all.count > 5)
    for command in root.all where (command.subcommands ?? []).allSatisfy({ $0.commandName == "help" }) {
      let section = try #require(
        text.components(separatedBy: ".Ss ").first { $0.hasPrefix(command.name + "\n") }, "\(command.name)")
      for argument in command.own { #expect(section.contains(argument.macro), "\(command.name) \(argument.label)") }
    }
    for option in ManualPage.common where program == "remcs" {
      #expect(text.contains("Fl " + option.dropFirst()), "\(option)")
    }
  }

  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/mandoc")), arguments: ["remcs", "remcs-center"])
  func `the formatter has nothing to complain about`(_ program: String) throws {
    let page = DocumentFiles.root.appending(path: "docs/man/\(program).8").path
    let result = try Programs.run("/usr/bin/mandoc", ["-T", "lint", "-W", "warning", page])
    #expect(result.status == 0 && result.output.isEmpty, "\(result.output)")
  }
}
