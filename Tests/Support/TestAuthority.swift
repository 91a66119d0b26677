public import Foundation

/// A certificate authority of the tests' own, made once a run by the `openssl` program, an implementation that is not
/// ours.
public final class TestAuthority: Sendable {
  /// Where the files lie.
  public let directory: URL

  /// The one that all tests of a process share.
  public static let shared = TestAuthority()

  private init() {
    directory = (try? TestDirectory.make()) ?? FileManager.default.temporaryDirectory
    key("ca")
    openssl(
      "req", "-x509", "-new", "-key", "ca.key", "-out", "ca.pem", "-days", "3650", "-subj", "/O=Test/CN=Test Authority",
      "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign")
    issue("center", "/C=JP/O=試験センター/CN=Test Center", "keyUsage=keyEncipherment\nextendedKeyUsage=emailProtection")
    issue("signer", "/CN=Test Signer", "keyUsage=digitalSignature\nextendedKeyUsage=emailProtection")
    let server = "keyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth\nsubjectAltName="
    issue("server", "/CN=localhost", server + "DNS:localhost,IP:127.0.0.1,IP:::1")
    issue("other", "/CN=other.test", server + "DNS:other.test")
    issue("expired", "/CN=localhost", server + "DNS:localhost,IP:127.0.0.1", days: -1)
  }

  /// The text of one of the files: `ca.pem`, and `center`, `signer`, `server`, `other` (wrong name) and `expired`, each
  /// as `.pem` and `.key`.
  public func text(_ name: String) -> String {
    (try? String(contentsOf: directory.appendingPathComponent(name), encoding: .utf8)) ?? ""
  }

  /// Runs `openssl` in the directory.
  /// - Parameters:
  ///   - arguments: what follows the program's name.
  ///   - input: what it reads.
  /// - Returns: what it printed, and its exit status.
  @discardableResult
  public func openssl(_ arguments: String..., input: Data? = nil) -> (output: Data, status: Int32) {
    run("openssl", arguments, input: input)
  }

  /// Runs a program in the directory.
  /// - Parameters:
  ///   - program: found along PATH.
  ///   - arguments: what follows its name.
  ///   - input: what it reads.
  /// - Returns: what it printed, and its exit status.
  public func run(_ program: String, _ arguments: [String], input: Data? = nil) -> (output: Data, status: Int32) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.currentDirectoryURL = directory
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    if let input {
      let file = directory.appendingPathComponent("input-\(UUID().uuidString)")
      try? input.write(to: file)
      process.standardInput = try? FileHandle(forReadingFrom: file)
    } else {
      process.standardInput = FileHandle.nullDevice
    }
    guard (try? process.run()) != nil else { return (Data(), -1) }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (data, process.terminationStatus)
  }

  private func key(_ name: String) {
    openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "\(name).key")
  }

  private func issue(_ name: String, _ subject: String, _ extensions: String, days: Int = 3650) {
    key(name)
    let file = directory.appendingPathComponent("\(name).ext")
    try? extensions.write(to: file, atomically: true, encoding: .utf8)
    openssl("req", "-new", "-utf8", "-key", "\(name).key", "-out", "\(name).csr", "-subj", subject)
    openssl(
      "x509", "-req", "-in", "\(name).csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "\(days)",
      "-extfile", "\(name).ext", "-out", "\(name).pem")
  }
}
