internal import Glibc

/// The file that a person names for a replacement (figures 3.27 and 4.10).
public enum CertificateFile {
  /// Reads it as it is; ``Service/inspect(_:for:)`` tells what is in it.
  ///
  /// - Parameter path: where it lies.
  /// - Returns: its bytes.
  /// - Throws: RMG_0036 if nothing was typed, RMG_0033 if there is no such directory, RMG_0142 if the directory has no
  ///   such file, RMG_0211 if it is no file or too large for a certificate, RMG_0212 if the system refuses to read it.
  public static func read(_ path: String) throws(ServiceError) -> [UInt8] {
    guard !path.isEmpty else { throw ServiceError(.rmg0036) }
    var status = stat()
    // A pipe would wait for somebody who writes.
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { throw refusal(.rmg0211, path) }
    do throws(Files.Failure) {
      return try Files.read(path)
    } catch {
      let code: MessageCode =
        switch error.number {
        case ENOTDIR: .rmg0033
        case ENOENT: directoryExists(path) ? .rmg0142 : .rmg0033
        case EFBIG: .rmg0211
        default: .rmg0212
        }
      guard code != .rmg0212 else { throw ServiceError(.rmg0212, [error.message], systemNumber: error.number) }
      throw refusal(code, error.message)
    }
  }

  private static func refusal(_ code: MessageCode, _ reason: String) -> ServiceError {
    ServiceError(code, details: [.init(code: code, text: reason.harmless(maximum: 200))])
  }

  private static func directoryExists(_ path: String) -> Bool {
    guard let slash = path.lastIndex(of: "/") else { return true }
    var status = stat()
    let directory = String(path[..<slash])
    return stat(directory.isEmpty ? "/" : directory, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
