import Foundation
import RemcsCore
import TestSupport

/// The programs under measurement, and a center that they talk to on loopback.
final class Installation {
  /// What did not work.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  let folder: String
  private let place: TemporaryDirectory
  private let center: Process
  /// Where the center takes mail.
  let mailPort: Int
  private var homes = 0

  init(folder: String) throws {
    self.folder = folder
    place = try TemporaryDirectory("remcs-bench")
    let directory = place.path("center")
    center = Process()
    try Self.run(folder + "/remcs-center", ["init", directory])
    center.executableURL = URL(fileURLWithPath: folder + "/remcs-center")
    center.arguments = ["serve", directory, "--smtp-port", "0"]
    let output = Pipe()
    center.standardOutput = output
    try center.run()
    var line = Data()
    while !line.contains(0x0A) {
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { throw Failure(description: "the center did not start") }
      line += more
    }
    let ready = try JSONSerialization.jsonObject(with: line) as? [String: Any]
    mailPort = ready?["smtp"] as? Int ?? 0
  }

  deinit {
    center.terminate()
    center.waitUntilExit()
  }

  /// The path of one of our programs.
  func path(_ program: String) -> String { folder + "/" + program }

  /// Runs a program that must succeed, and gives what it printed.
  @discardableResult
  static func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let trouble = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: "\(program) \(arguments.joined(separator: " ")): \(trouble)")
    }
    return text
  }

  /// Runs `remcs` in a home.
  func remcs(_ arguments: [String], home: String) throws { try Self.run(path("remcs"), arguments + ["--home", home]) }

  /// The path of a home that is not there yet.
  func freshHome() -> String {
    homes += 1
    return place.path("home\(homes)")
  }

  /// A home that trusts the center and knows a mail server; with a language, the console begins at the welcome.
  func preparedHome(_ language: Language?, mailServer: String = "mail.example.co.jp", port: Int = 25) throws -> String {
    let home = freshHome()
    try remcs(["center", "trust", place.path("center/ca.pem")], home: home)
    try remcs(["center", "replace-list", place.path("center/centers.p7m")], home: home)
    try remcs(
      ["settings", "set", "smtpServer=\(mailServer)", "smtpPort=\(port)", "senderEmail=remcs@device.example"],
      home: home)
    if let language { try remcs(["language", language.rawValue], home: home) }
    return home
  }

  /// A home of a device that is registered: the console begins at the menu.
  func registeredHome() throws -> String {
    let home = try preparedHome(.en, mailServer: "127.0.0.1", port: mailPort)
    let environment = try place.write(
      """
      format=1
      kind=environment
      connectionType=internet
      center=OSC
      smtpServer=127.0.0.1
      smtpPort=\(mailPort)
      senderEmail=remcs@device.example

      """, to: "environment.def")
    let customer = Walk.customer.map { "\($0.0.rawValue)=\($0.1)\n" }.joined()
    let file = try place.write("format=1\nkind=customer\n" + customer, to: "customer.def")
    try remcs(["register", "--environment", environment, "--customer", file, "--agree"], home: home)
    return home
  }

  /// The same after the connection check: it sends.
  func activeHome() throws -> String {
    let home = try registeredHome()
    try remcs(["check"], home: home)
    return home
  }

  /// Starts the console of a home.
  func console(_ home: String, type: String = "xterm") throws -> PseudoTerminal {
    try PseudoTerminal(path("remcs"), arguments: ["--home", home], environment: ["TERM": type])
  }
}
