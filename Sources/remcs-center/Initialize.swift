internal import ArgumentParser
internal import Glibc
internal import RemcsCenter
internal import RemcsCore

/// `remcs-center init DIR`.
struct Initialize: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make a center: authority, certificates, keys, signed center list.")

  @Argument(help: "A directory that is empty or not there.", completion: .directory)
  var directory: String

  @Option(
    name: .customLong("center"),
    help: "NAME=ADDRESS of a center; may be given more than once. OSC and LGWAN at center.example without it.")
  var centers: [String] = []

  @Option(name: .customLong("host"), help: "Another name or address for the certificate of the mail server.")
  var hosts: [String] = []

  func run() throws {
    var plan = CenterDirectory.Plan()
    plan.hosts += hosts
    if !centers.isEmpty {
      plan.mailboxes = try centers.map { text in
        let pair = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard pair.count == 2 else {
          throw ValidationError("--center needs NAME=ADDRESS, not \(text.harmless(maximum: 300))")
        }
        return (pair[0], pair[1])
      }
      if let problem = plan.problem { throw ValidationError(problem) }
    }
    let center = try CenterDirectory.create(at: directory, plan)
    RemcsCenterCommand.write(
      """
      The center is ready in \(center.path).
      Devices need \(center.centerListPath) (remcs center replace-list) and
      \(center.authorityPath) (remcs center trust). Keep \(center.path)/private to yourself.

      """, to: STDOUT_FILENO)
  }
}
