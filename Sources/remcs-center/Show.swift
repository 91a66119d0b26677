internal import ArgumentParser
internal import Glibc
internal import RemcsCenter

/// `remcs-center show DIR N`.
struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Show one report with its manifest.")

  @Argument(help: "The center.", completion: .directory)
  var directory: String
  @Argument(help: "The number of the report in the inbox.")
  var number: Int
  @Flag(help: "One JSON object.")
  var json = false

  func run() throws {
    let inbox = Inbox(try CenterDirectory(opening: directory))
    let report = try inbox.show(number)
    if json {
      RemcsCenterCommand.write(try report.json() + [10], to: STDOUT_FILENO)
      return
    }
    var text = report.line + "\n"
    for file in report.attachments {
      text += "  \(file.name)  \(file.size) bytes"
      if let path = inbox.path(of: file.name, in: report) { text += "  \(path)" }
      text += "\n"
    }
    // A manifest is text from outside: control characters in it must not reach a terminal.
    RemcsCenterCommand.write(text + report.readableManifest, to: STDOUT_FILENO)
  }
}
