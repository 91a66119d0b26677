public import Foundation

/// Directories of the tests' own, all of them removed when the test program ends.
public enum TestDirectory {
  private static let root: URL = {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("remcs-tests-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
    atexit { TestDirectory.clear() }
    return path
  }()

  /// A new, empty directory.
  public static func make() throws -> URL {
    let path = root.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
    return path
  }

  private static func clear() { try? FileManager.default.removeItem(at: root) }
}
