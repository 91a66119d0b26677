internal import ArgumentParser
internal import FoundationEssentials
internal import Glibc
internal import RemcsCenter

/// `remcs-center audit DIR`.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Prove that nothing of any device is missing.",
    discussion: """
      Each number of a device has arrived, or the device has said that it never will. Exit code 0 if so, 75 if \
      something is still on its way as the device has said, 1 if something is lost.
      """)

  @Argument(help: "The center.")
  var directory: String
  @Flag(help: "One JSON array.")
  var json = false

  func run() throws {
    let (reports, unreadable) = Inbox(try CenterDirectory(opening: directory)).contents()
    let audits = Audit.all(reports)
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      RemcsCenterCommand.write(String(decoding: try encoder.encode(audits), as: UTF8.self) + "\n", to: STDOUT_FILENO)
    } else {
      for audit in audits { RemcsCenterCommand.write(audit.text + "\n", to: STDOUT_FILENO) }
    }
    for path in unreadable { RemcsCenterCommand.complain(CenterError(.storage, "\(path) cannot be read")) }
    guard unreadable.isEmpty, audits.allSatisfy({ $0.missing.isEmpty && $0.doubled.isEmpty }) else {
      throw ExitCode(1)
    }
    if !audits.allSatisfy(\.isClean) { throw ExitCode(EX_TEMPFAIL) }
  }
}

extension Audit {
  /// One line for people.
  fileprivate var text: String {
    var parts = ["\(device): \(received) received, highest number \(highest)"]
    if canceled > 0 { parts.append("\(canceled) canceled by the device") }
    if suppressed > 0 { parts.append("\(suppressed) events held back") }
    if dropped > 0 { parts.append("\(dropped) files left out") }
    if !late.isEmpty { parts.append("on their way: \(late.joined(separator: " "))") }
    if !missing.isEmpty { parts.append("MISSING: \(missing.joined(separator: " "))") }
    if !doubled.isEmpty { parts.append("DOUBLED: \(doubled.map(String.init).joined(separator: " "))") }
    if isClean { parts.append("nothing is missing") }
    return parts.joined(separator: ", ")
  }
}
