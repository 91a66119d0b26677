internal import ArgumentParser
internal import Glibc
internal import RemcsCenter

/// `remcs-center deliver DIR`: what a real mail server calls for each mail. Exit codes are those of sysexits.h, as
/// mail servers read them: 0 stored, 65 refused for good, 75 to be tried again.
struct Deliver: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Store one mail from stdin: exits with 0 stored, 65 not for us or damaged, 75 try again.")

  @Argument(help: "The center.", completion: .directory)
  var directory: String
  @Option(help: "The largest mail in bytes.")
  var maximumSize: Int?

  func run() throws {
    var limits = Limits()
    if let maximumSize, maximumSize > 0 { limits.mailSize = maximumSize }
    let intake = try Intake(CenterDirectory(opening: directory), limits: limits)
    let receipt = try intake.accept(try Self.read(maximum: limits.mailSize))
    RemcsCenterCommand.write("\(receipt.summary)\n", to: STDOUT_FILENO)
  }

  private static func read(maximum: Int) throws(CenterError) -> [UInt8] {
    var mail: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(STDIN_FILENO, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw CenterError(.storage, "the mail cannot be read from stdin") }
      if count == 0 { return mail }
      mail.append(contentsOf: chunk[..<count])
      guard mail.count <= maximum else { throw CenterError(.tooLarge, "the mail is larger than \(maximum) bytes") }
    }
  }
}
