import Foundation
import Testing

/// The documents that are written by the program, and the folder of the package.
enum DocumentFiles {
  /// The top of the package.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// A file of the package.
  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// Holds a document against what it should be. `REMCS_UPDATE_DOCUMENTS=1` (`make docs`) writes it anew; then read the
  /// difference before it is committed.
  static func compare(_ path: String, with expected: String) throws {
    let file = root.appending(path: path)
    if ProcessInfo.processInfo.environment["REMCS_UPDATE_DOCUMENTS"] == "1" {
      return try expected.write(to: file, atomically: true, encoding: .utf8)
    }
    let found = try text(path)
    let difference = zip(found.split(separator: "\n"), expected.split(separator: "\n")).first { $0 != $1 }
    #expect(found == expected, "\(path) is out of date (make docs), first at: \(difference?.0 ?? "its end")")
  }

  /// The same document with what stands between two marked lines replaced; nil if a mark is missing.
  static func replacing(between begin: String, and end: String, in text: String, with content: String) -> String? {
    guard let first = text.range(of: begin + "\n"),
      let last = text.range(of: end, range: first.upperBound..<text.endIndex)
    else { return nil }
    return text[..<first.upperBound] + content + text[last.lowerBound...]
  }

  /// Every Swift file of a folder of the package, by its path.
  static func sources(in folders: String...) throws -> [String: String] {
    var result: [String: String] = [:]
    for folder in folders {
      let names = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
      while let name = names?.nextObject() as? String {
        if name.hasSuffix(".swift") { result[folder + "/" + name] = try text(folder + "/" + name) }
      }
    }
    return result
  }
}
