internal import ArgumentParser
internal import FoundationEssentials
internal import Glibc
internal import Localization
internal import RemcsCore

/// How commands speak: results to standard output, errors with their code and remedy to standard error.
enum CommandOutput {
  /// Prints an error; what comes back is the exit code to throw (README).
  static func fail(
    _ error: ServiceError, temporary: Bool, isQueued: Bool = false, _ language: Language
  ) -> ExitCode {
    for line in error.report(in: language) { printError(line) }
    if isQueued { printError(text(.commandQueued, in: language)) }
    let status = status(of: error, temporary: temporary)
    // 75 promises that something waits.
    return ExitCode(status == EX_TEMPFAIL && !isQueued ? 1 : status)
  }

  /// Prints a notice that does not end the command.
  static func warn(_ error: ServiceError, _ language: Language) {
    for line in error.report(in: language) { printError(line) }
  }

  /// A line for standard error.
  static func printError(_ line: String) {
    var bytes = Array((line + "\n").utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else { return }
      bytes = bytes.dropFirst(max(count, 0))
    }
  }

  /// One JSON document.
  static func printJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// The exit status of an error, by the code that says what really happened.
  static func status(of error: ServiceError, temporary: Bool) -> Int32 {
    if let failure = error.root.failure, failure.kind == .refused, temporary { return EX_TEMPFAIL }
    if let remark = error.root.details.lazy.compactMap(\.hardwareRemark).first {
      switch remark.code {
      case .unreachable, .timedOut, .notTrusted: return EX_UNAVAILABLE
      case .notAllowed: return EX_NOPERM
      default: return 1
      }
    }
    switch error.root.code {
    // A login that cannot be protected is no matter of reaching the server.
    case .rmg2008 where !temporary: return 1
    case .rmg2003, .rmg2005, .rmg2006, .rmg2008, .rmg2009, .rmg2010: return EX_UNAVAILABLE
    case .rmg2004 where temporary: return EX_TEMPFAIL
    case .rmg0015, .rmg0016, .rmg0033, .rmg0099, .rmg0142, .rmg0028, .rmg0029, .rmg0030, .rmg0031, .rmg0032, .rmg0036,
      .rmg0048, .rmg0096, .rmg0143,
      .rmg0144, .rmg0181, .rmg0182, .rmg0183, .rmg0194, .rmg0207, .rmg0208, .rmg0211, .rmg0215, .rmg0224, .rmg0068,
      .rmg0069,
      .rmg0070, .rmg0071, .rmg0072, .rmg0073, .rmg0074, .rmg0075, .rmg0076:
      return EX_DATAERR
    // Without the system's number it is the files, not the system.
    case .rmg0118 where error.root.systemNumber == 0: return EX_DATAERR
    case .rmg0121 where error.root.details.contains { $0.fileRemark?.code == .nothingSet }: return EX_CONFIG
    case .rmg0118, .rmg0121, .rmg0122:
      return [EACCES, EPERM, EROFS].contains(error.root.systemNumber) ? EX_NOPERM : 1
    case .rmg0150: return [ENOSPC, EIO, EDQUOT, EEXIST].contains(error.root.systemNumber) ? 1 : EX_NOPERM
    case .rmg0212 where [EACCES, EPERM].contains(error.root.systemNumber): return EX_NOPERM
    case .rmg0092, .rmg0097: return EX_CONFIG
    default: return temporary ? EX_TEMPFAIL : 1
    }
  }
}
