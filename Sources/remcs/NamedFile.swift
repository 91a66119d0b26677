internal import RemcsCore

/// Small files that a person named in a command.
enum NamedFile {
  /// Its bytes.
  /// - Throws: RMG_0142 if there is none, RMG_0032 if it cannot be read.
  static func bytes(of path: String) throws(ServiceError) -> [UInt8] {
    do { return try Files.read(path) } catch {
      let code: MessageCode = error.isMissing ? .rmg0142 : .rmg0032
      throw ServiceError(code, [], details: [.init(code: code, text: error.message)])
    }
  }

  /// The first line of a file that holds a secret.
  /// - Throws: as ``bytes(of:)``; RMG_0032 if it is no text in UTF-8.
  static func firstLine(_ path: String) throws(ServiceError) -> String {
    let line = try bytes(of: path).prefix { $0 != 0x0A && $0 != 0x0D }
    guard let text = String(validating: line, as: UTF8.self) else {
      throw ServiceError(.rmg0032, details: [.init(code: .rmg0032, reason: .file(FileRemark(.notText)))])
    }
    return text
  }
}
