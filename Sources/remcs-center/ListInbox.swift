internal import ArgumentParser
internal import Glibc
internal import RemcsCenter

/// `remcs-center inbox DIR`.
struct ListInbox: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inbox", abstract: "List what was received.")

  @Argument(help: "The center.", completion: .directory)
  var directory: String
  @Flag(help: "One JSON array.")
  var json = false

  func run() throws {
    let (reports, unreadable) = Inbox(try CenterDirectory(opening: directory)).contents()
    if json {
      RemcsCenterCommand.write(try Inbox.json(reports), to: STDOUT_FILENO)
    } else if reports.isEmpty, unreadable.isEmpty {
      RemcsCenterCommand.write("Nothing was received yet.\n", to: STDOUT_FILENO)
    } else {
      RemcsCenterCommand.write(reports.map { $0.line + "\n" }.joined(), to: STDOUT_FILENO)
      for gap in Inbox.gaps(in: reports).prefix(20) {
        let isOne = gap.numbers.count == 1
        let numbers = isOne ? "\(gap.numbers.lowerBound)" : "\(gap.numbers.lowerBound) to \(gap.numbers.upperBound)"
        RemcsCenterCommand.write(
          "\(gap.device): \(isOne ? "number" : "numbers") \(numbers) \(isOne ? "has" : "have") not come\n",
          to: STDOUT_FILENO)
      }
    }
    for path in unreadable { RemcsCenterCommand.complain(CenterError(.storage, "\(path) cannot be read")) }
    if !unreadable.isEmpty { throw ExitCode(1) }
  }
}
