import Foundation

/// Runs a program and waits for it.
struct Tool {
  let status: Int32
  let output: [UInt8]
  let errors: String
  var text: String { String(decoding: output, as: UTF8.self) }

  /// - Parameters:
  ///   - program: a name on the path or a path.
  ///   - arguments: its arguments.
  ///   - input: its stdin.
  /// - Returns: what it said.
  /// - Throws: if it cannot be started.
  @discardableResult
  static func run(_ program: String, _ arguments: [String], input: [UInt8] = []) throws -> Tool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program.hasPrefix("/") ? program : "/usr/bin/\(program)")
    process.arguments = arguments
    // Files instead of pipes: nobody has to read and write at the same time.
    let folder = try TemporaryFolder()
    let files = ["in", "out", "err"].map { "\(folder.path)/\($0)" }
    try Data(input).write(to: URL(fileURLWithPath: files[0]))
    for file in files.dropFirst() { try Data().write(to: URL(fileURLWithPath: file)) }
    process.standardInput = FileHandle(forReadingAtPath: files[0])
    process.standardOutput = FileHandle(forWritingAtPath: files[1])
    process.standardError = FileHandle(forWritingAtPath: files[2])
    try process.run()
    process.waitUntilExit()
    return Tool(
      status: process.terminationStatus, output: [UInt8](try Data(contentsOf: URL(fileURLWithPath: files[1]))),
      errors: String(decoding: try Data(contentsOf: URL(fileURLWithPath: files[2])), as: UTF8.self))
  }

  /// The program of this package beside the test bundle.
  static var center: String {
    let here = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let arguments = CommandLine.arguments.first ?? ""
    for place in [here, arguments] {
      let path = URL(fileURLWithPath: place).deletingLastPathComponent().appendingPathComponent("remcs-center").path
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return root.appendingPathComponent(".build/debug/remcs-center").path
  }
}

/// A directory that goes with its owner.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "remcs-center-\(UUID().uuidString.lowercased())"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
