internal import ArgumentParser
internal import Glibc
internal import RemcsCenter
internal import RemcsCore

/// The reference center on the command line; what each command does is in `RemcsCenter`.
@main
struct RemcsCenterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remcs-center",
    abstract: "The reference center: receives, decrypts, checks and stores what devices report.",
    version: RemcsVersion.current,
    subcommands: [Initialize.self, Serve.self, Deliver.self, ListInbox.self, Show.self, AuditCommand.self])

  static func main() {
    var isDelivery = false
    do {
      var command = try parseAsRoot()
      isDelivery = command is Deliver
      try command.run()
    } catch let error as CenterError {
      complain(error)
      exit(withError: ExitCode(isDelivery ? error.exitCode : exitCode(error)))
    } catch {
      // Help and version come as errors too, and end in success.
      guard exitCode(for: error).isSuccess else { exit(withError: error) }
      write(fullMessage(for: error) + "\n", to: STDOUT_FILENO)
    }
    guard let reason = StandardOutput.problem() else { return }
    complain(CenterError(.storage, "the output could not be written" + (reason.isEmpty ? "" : ": \(reason)")))
    // The mail is stored, and its mail server must not send it again.
    if !isDelivery { exit(withError: ExitCode(1)) }
  }

  /// What people get who ran a command themselves: 78 settings missing, 69 no service, 1 anything else.
  private static func exitCode(_ error: CenterError) -> Int32 {
    switch error.code {
    case .notACenter: 78
    case .cannotListen: 69
    default: 1
    }
  }

  /// One sentence on stderr.
  static func complain(_ error: CenterError) { write("remcs-center: \(error.message)\n", to: STDERR_FILENO) }

  /// All of a text, however the other end of a pipe dawdles. What goes to stdout may wait for the end.
  static func write(_ text: String, to file: Int32) { write(Array(text.utf8), to: file) }

  /// All the bytes.
  static func write(_ bytes: [UInt8], to file: Int32) {
    if file == STDOUT_FILENO { return StandardOutput.write(bytes) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR { return }
      if count > 0 { rest = rest.dropFirst(count) }
    }
  }
}
