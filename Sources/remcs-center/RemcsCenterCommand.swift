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
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let error as CenterError {
      complain(error)
      exit(withError: ExitCode(error.code == .alreadyACenter || error.code == .unknownReport ? 1 : error.exitCode))
    } catch {
      exit(withError: error)
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
