import Foundation

/// The real programs, as they were built beside this test bundle.
enum Programs {
  static let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
  static let remcs = folder + "/remcs"
  static let center = folder + "/remcs-center"

  /// What a finished program left.
  struct Result {
    let status: Int32
    let output: String
    let errors: String

    /// The output as JSON.
    func json() throws -> Any { try JSONSerialization.jsonObject(with: Data(output.utf8)) }
  }

  /// Runs a program to its end.
  static func run(
    _ program: String, _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"].merging(environment) { $1 }
    let (inputPipe, output, errors) = (Pipe(), Pipe(), Pipe())
    process.standardInput = inputPipe
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    inputPipe.fileHandleForWriting.write(Data(input.utf8))
    try inputPipe.fileHandleForWriting.close()
    // Standard error is short; reading it second cannot fill the pipe.
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let trouble = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: trouble, as: UTF8.self))
  }
}

/// A rehearsal center of its own for one test: a folder, a server on loopback, ended with it.
final class RunningCenter {
  let folder: String
  let ports: [String: Int]
  private let options: [String]
  private var process: Process?

  struct Failed: Error { let text: String }

  /// Starts a center; `options` as `remcs-center serve` takes them.
  init(_ options: [String] = []) throws {
    folder = NSTemporaryDirectory() + "remcs-center-" + UUID().uuidString
    self.options = options
    try FileManager.default.copyItem(atPath: PreparedCenter.folder(), toPath: folder)
    (process, ports) = try Self.serve(folder, options, port: 0)
  }

  deinit {
    stop()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Ends the server; its port refuses connections from now on.
  func stop() {
    process?.terminate()
    process?.waitUntilExit()
    process = nil
  }

  /// Ends the server as a power cut would.
  func kill() {
    if let process { Foundation.kill(process.processIdentifier, SIGKILL) }
    process?.waitUntilExit()
    process = nil
  }

  /// Lets it stand still, as behind a line that was pulled, until ``resume()``.
  func hold() { if let process { Foundation.kill(process.processIdentifier, SIGSTOP) } }

  /// See ``hold()``.
  func resume() { if let process { Foundation.kill(process.processIdentifier, SIGCONT) } }

  /// Starts the server again, on the port that it had.
  func restart() throws { process = try Self.serve(folder, options, port: ports["smtp"] ?? 0).0 }

  private static func serve(_ folder: String, _ options: [String], port: Int) throws -> (Process, [String: Int]) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Programs.center)
    process.arguments = ["serve", folder, "--smtp-port", String(port)] + options
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    var line = Data()
    while !line.contains(0x0A) {
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { throw Failed(text: "the center did not start") }
      line += more
    }
    let ready = try JSONSerialization.jsonObject(with: line) as? [String: Any] ?? [:]
    return (process, ready.compactMapValues { $0 as? Int })
  }

  /// What it received, as `inbox --json` lists it.
  func inbox() throws -> [[String: Any]] {
    try Programs.run(Programs.center, ["inbox", folder, "--json"]).json() as? [[String: Any]] ?? []
  }

  /// The mails it would send to people.
  func outbox() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder + "/outbox").sorted()
      .map { try String(contentsOfFile: folder + "/outbox/" + $0, encoding: .utf8) }
  }
}

/// A device of its own for one test.
final class DeviceHome: Sendable {
  let path = NSTemporaryDirectory() + "remcs-home-" + UUID().uuidString

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

  /// A device that is what another is now.
  init(copying other: DeviceHome) throws { try FileManager.default.copyItem(atPath: other.path, toPath: path) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Runs `remcs` in this home.
  func remcs(_ arguments: String..., input: String = "") throws -> Programs.Result {
    try Programs.run(Programs.remcs, arguments + ["--home", path, "--lang", "ja"], input: input)
  }

  /// Trusts a center, by the commands that an administrator uses.
  func trust(_ center: RunningCenter) throws { try trust(center.folder) }

  /// Trusts a center by its folder.
  func trust(_ folder: String) throws {
    for arguments in [["trust", folder + "/ca.pem"], ["replace-list", folder + "/centers.p7m"]] {
      let result = try Programs.run(Programs.remcs, ["center"] + arguments + ["--home", path])
      struct Failed: Error { let text: String }
      guard result.status == 0 else { throw Failed(text: result.errors) }
    }
  }

  /// Writes a file into the home and gives its path.
  func file(_ name: String, _ text: String) throws -> String {
    let file = path + "/" + name
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }

  /// `remcs status --json`.
  func status() throws -> [String: Any] { try remcs("status", "--json").json() as? [String: Any] ?? [:] }
}
