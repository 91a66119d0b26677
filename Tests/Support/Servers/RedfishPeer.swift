public import Foundation

/// A Redfish service that nobody here wrote, on loopback, from the Python packages that `make peers` installs. It stops
/// when the program that started it ends, however it ends.
public final class RedfishPeer {
  /// What it serves.
  public enum Kind {
    /// `sushy-static`: the documents of a folder, as the mock-ups of the DMTF are laid out: `PATH/index.json`.
    case mockUp(URL)
    /// `sushy-emulator`: a machine that the emulator makes up.
    case emulator
    /// The DMTF's own server with its own mock-up, ``dmtfMockUp``.
    case dmtf
  }

  /// Why it does not run.
  public struct Failure: Error, CustomStringConvertible {
    /// What it was, with the end of what it printed.
    public let description: String
  }

  /// Where `make peers` puts them.
  private static let place = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../.build/peers").standardizedFileURL

  /// Whether they are there; without them the tests that need them are left out, and say so.
  public static let canRun = FileManager.default.fileExists(atPath: place.appendingPathComponent("ready").path)

  private static let dmtf = place.appendingPathComponent("dmtf")
  /// Whether the DMTF's server is there.
  public static let canRunDMTF = FileManager.default.fileExists(atPath: dmtf.appendingPathComponent("ready").path)
  /// The documents that it serves.
  public static let dmtfMockUp = dmtf.appendingPathComponent("public-rackmount1")

  /// The folder of an installed package.
  public static func package(_ name: String) throws -> URL {
    let library = place.appendingPathComponent("lib")
    let pythons = try FileManager.default.contentsOfDirectory(atPath: library.path).sorted()
    return library.appendingPathComponent("\(pythons.last ?? "python3")/site-packages/\(name)")
  }

  private let script: Process
  /// Its end is the order to stop.
  private let leash: FileHandle
  /// Where it listens.
  public let port: Int
  /// `https://localhost:PORT`.
  public var url: String { "https://localhost:\(port)" }
  /// The authority that a client must trust.
  public static var authority: String { TestAuthority.shared.directory.appendingPathComponent("ca.pem").path }

  /// Starts it and waits until it answers.
  public init(_ kind: Kind) throws {
    port = try MailPeers.freePorts(1)[0]
    let folder = try TestDirectory.make()
    let files = TestAuthority.shared.directory
    let (certificate, key) = ("server.pem", "server.key")
    func program(_ name: String) -> String { Self.place.appendingPathComponent("bin/\(name)").path }
    let sushy = [
      "--ssl-certificate", files.appendingPathComponent(certificate).path, "--ssl-key",
      files.appendingPathComponent(key).path, "--interface", "127.0.0.1", "--port", String(port),
    ]
    let words =
      switch kind {
      case .mockUp(let documents): [program("sushy-static")] + sushy + ["--mockup-files", documents.path]
      case .emulator: [program("sushy-emulator")] + sushy + ["--fake"]
      case .dmtf:
        [
          program("python3"), Self.dmtf.appendingPathComponent("redfishMockupServer.py").path, "--short-form", "--dir",
          Self.dmtfMockUp.path, "--host", "127.0.0.1", "--port", String(port), "--ssl", "--cert",
          files.appendingPathComponent(certificate).path, "--key", files.appendingPathComponent(key).path,
        ]
      }
    script = Process()
    // A child of a test blocks signals as the test's thread does: only one of them cannot be blocked.
    script.executableURL = URL(fileURLWithPath: "/bin/sh")
    script.arguments = ["-c", #""$@" </dev/null >log 2>&1 & read end; kill -9 $!"#, "sh"] + words
    script.currentDirectoryURL = folder
    // Whatever it keeps is its own.
    script.environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TMPDIR": folder.path, "PYTHONUNBUFFERED": "1"]
    let input = Pipe()
    script.standardInput = input
    leash = input.fileHandleForWriting
    // Nobody else that is started meanwhile holds it as well.
    _ = fcntl(leash.fileDescriptor, F_SETFD, FD_CLOEXEC)
    try script.run()
    // Slow machines take their time to load Python.
    for _ in 0..<600 {
      if document("/redfish/v1/") != nil { return }
      Thread.sleep(forTimeInterval: 0.1)
    }
    let log = (try? String(contentsOf: folder.appendingPathComponent("log"), encoding: .utf8)) ?? ""
    stop()
    throw Failure(description: "the Redfish service did not start: \(log.suffix(2000))")
  }

  deinit { stop() }

  /// Ends it.
  public func stop() {
    guard script.isRunning else { return }
    try? leash.write(contentsOf: Data("\n".utf8))
    script.waitUntilExit()
  }

  /// What `curl` gets for a path; nil if that is no document.
  public func document(_ path: String) -> [String: Any]? {
    let answer = TestAuthority.shared.run(
      "curl", ["--silent", "--fail", "--max-time", "20", "--cacert", "ca.pem", url + path])
    return (try? JSONSerialization.jsonObject(with: answer.output)) as? [String: Any]
  }
}
