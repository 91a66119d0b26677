import Foundation

/// Programs of a test's own, as shell scripts.
public enum ScriptFile {
  /// Why a script could not be put in place.
  struct Failed: Error {}

  /// Puts a script in place, through another process: a file that this one had open for writing could be handed on to
  /// whatever another test starts at that moment, and the system does not run what is open for writing ("Text file busy").
  public static func write(_ script: String, to path: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", #"cat > "$0.new" && chmod 755 "$0.new" && mv "$0.new" "$0""#, path]
    let input = Pipe()
    process.standardInput = input
    try process.run()
    input.fileHandleForWriting.write(Data(("#!/bin/sh\n" + script + "\n").utf8))
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed() }
  }
}
