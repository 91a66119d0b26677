internal import Localization
internal import RemcsCore

/// Definition files, as commands read them.
enum DefinitionFiles {
  /// Reads one, and shows what was repaired in it.
  static func read(
    _ kind: DefinitionFile.Kind, _ path: String, _ language: Language, supplied: Answers = Answers()
  ) throws -> DefinitionFile {
    let bytes = try bytes(of: path)
    let file = try DefinitionFile(kind, bytes: bytes, supplied: supplied)
    for repair in file.repairs {
      CommandOutput.printError(
        text(
          .commandImportRepaired, in: language, path, String(repair.line), repair.field.rawValue,
          repair.before.harmless(), repair.after))
    }
    return file
  }

  /// Refuses a file whose center is not in the list, with the line that names it.
  static func checkCenter(of file: DefinitionFile, _ centers: [String]) throws(ServiceError) {
    guard file.answers.contains(.center), !centers.contains(file.answers[.center]) else { return }
    let name = file.answers[.center].harmless(maximum: 40)
    throw ServiceError(
      file.kind.errorCode,
      details: [.init(line: file.line(of: .center), field: .center, code: .rmg0099, text: name)])
  }

  /// The bytes of a file that a person named.
  static func bytes(of path: String) throws(ServiceError) -> [UInt8] {
    do { return try Files.read(path) } catch {
      let code: MessageCode = error.isMissing ? .rmg0142 : .rmg0032
      throw ServiceError(code, [], details: [.init(code: code, text: error.message)])
    }
  }

  /// The first line of a file that holds a secret.
  static func firstLine(_ path: String) throws -> String {
    let bytes = try bytes(of: path)
    return String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
  }
}
