internal import Localization
internal import RemcsCore

/// Definition files, as commands read them.
enum DefinitionFiles {
  /// Reads one, and shows what was repaired in it.
  static func read(
    _ kind: DefinitionFile.Kind, _ path: String, _ language: Language, supplied: Answers = Answers()
  ) throws -> DefinitionFile {
    let bytes: [UInt8]
    do { bytes = try Files.read(path) } catch {
      throw ServiceError(.rmg0142, [], details: [.init(code: .rmg0142, text: error.message)])
    }
    let file = try DefinitionFile(kind, bytes: bytes, supplied: supplied)
    for repair in file.repairs {
      CommandOutput.printError(
        text(
          .commandImportRepaired, in: language, path, String(repair.line), repair.field.rawValue,
          repair.before.harmless(), repair.after))
    }
    return file
  }

  /// The first line of a file that holds a secret.
  static func firstLine(_ path: String) throws -> String {
    let bytes: [UInt8]
    do { bytes = try Files.read(path) } catch {
      throw ServiceError(.rmg0142, [], details: [.init(code: .rmg0142, text: error.message)])
    }
    return String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
  }
}
