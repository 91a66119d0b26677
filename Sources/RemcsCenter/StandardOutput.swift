// `stdout` is a variable of C, which the compiler cannot know to be left alone.
@preconcurrency internal import Glibc

/// Whether what a program printed has arrived. Printing itself tells nobody: a full disk behind a redirection would
/// look like success. Both programs ask at their end.
public enum StandardOutput {
  /// Hands over bytes; whether they arrive is known at the next ``problem()``.
  public static func write(_ bytes: [UInt8]) {
    _ = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, stdout) }
  }

  /// Sends what is still held back.
  ///
  /// - Returns: nil if all of the program's output was taken; otherwise the system's reason, which may be empty.
  public static func problem() -> String? {
    errno = 0
    let isFlushed = fflush(stdout) == 0
    guard !isFlushed || ferror(stdout) != 0 else { return nil }
    return isFlushed ? "" : String(cString: strerror(errno))
  }
}
