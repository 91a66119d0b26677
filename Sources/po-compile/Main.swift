internal import Glibc

/// Compiles catalogues into Swift: `po-compile OUTPUT FILE...`. Whatever is wrong with them goes to standard error as
/// `file:line: error: reason`, all of it at once, and ends the build.
@main
struct Main {
  static func main() {
    guard CommandLine.arguments.count > 2 else { end("usage: po-compile OUTPUT FILE...", 64) }
    var catalogues: [Catalogue] = []
    var errors: [CatalogueError] = []
    for path in CommandLine.arguments.dropFirst(2) {
      guard let bytes = read(path) else {
        errors.append(CatalogueError(path: path, line: 1, reason: "cannot be read"))
        continue
      }
      do throws(CatalogueError) {
        catalogues.append(try CatalogueParser.parse(bytes, path: path))
      } catch {
        errors.append(error)
      }
    }
    let set = CatalogueSet(catalogues)
    // Comparing languages says little while one of the files could not be read.
    if errors.isEmpty { errors = set.errors }
    if !errors.isEmpty { end(errors.map(\.description).joined(separator: "\n"), 1) }
    guard write(SwiftWriter.source(of: set), to: CommandLine.arguments[1]) else {
      end("\(CommandLine.arguments[1]):1: error: cannot be written", 1)
    }
  }

  private static func end(_ message: String, _ status: Int32) -> Never {
    // By number: the C library's stderr is a variable, which strict concurrency does not let pass.
    let bytes = Array((message + "\n").utf8)
    _ = Glibc.write(2, bytes, bytes.count)
    exit(status)
  }

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return ferror(file) == 0 ? result : nil }
      result += buffer[..<count]
    }
  }

  private static func write(_ text: String, to path: String) -> Bool {
    guard let file = fopen(path, "wb") else { return false }
    let bytes = Array(text.utf8)
    let isWhole = fwrite(bytes, 1, bytes.count, file) == bytes.count
    return fclose(file) == 0 && isWhole
  }
}
