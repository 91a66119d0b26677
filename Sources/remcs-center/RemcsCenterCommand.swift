internal import ArgumentParser
internal import Glibc
internal import RemcsCenter

/// The reference center on the command line; what each command does is in `RemcsCenter`.
@main
struct RemcsCenterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remcs-center",
    abstract: "The reference center: receives, decrypts, checks and stores what devices report.",
    subcommands: [Initialize.self, Serve.self, Deliver.self, ListInbox.self, Show.self])

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
      exit(withError: error)
    }
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

  /// All of a text, however the other end of a pipe dawdles.
  static func write(_ text: String, to file: Int32) { write(Array(text.utf8), to: file) }

  /// All the bytes.
  static func write(_ bytes: [UInt8], to file: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR { return }
      if count > 0 { rest = rest.dropFirst(count) }
    }
  }
}
