import Foundation
import RemcsCore
import Testing

/// `remcs validate` over every worked case of what people type, through the real program.
@Suite struct ValidateCommandTests {
  /// One line of the table.
  struct Worked: Sendable {
    let typed: String
    let outcome: String
    let repaired: String?
    let suggestions: [String]
    let maximum: Int?
    let reason: String
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  /// The lines of a table, without those that begin with `#`.
  static func rows(_ path: String) throws -> [[String]] {
    let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
    return text.unicodeScalars.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
  }

  static func cases() throws -> [(characterClass: String, worked: Worked)] {
    try rows("RemcsCoreTests/Fixtures/typed_cases.tsv").map { columns in
      try #require(columns.count >= 6)
      let verdict = columns[2].split(separator: " ", maxSplits: 1).map(String.init)
      return (
        columns[1],
        Worked(
          typed: text(columns[0]), outcome: verdict[0] == "repair-to" ? "repair" : verdict[0],
          repaired: verdict.count > 1 ? text(verdict[1]) : nil,
          suggestions: columns[4].split(separator: "|").map(String.init), maximum: Int(columns[5]), reason: columns[3])
      )
    }
  }

  /// `U+3042 U+3044` as text.
  private static func text(_ codes: String) -> String {
    var scalars = String.UnicodeScalarView()
    for code in codes.split(separator: " ") {
      if let scalar = UInt32(code.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init) { scalars.append(scalar) }
    }
    return String(scalars)
  }

  static let fields: [(String, FieldID)] = [
    ("A", .corporateName), ("B", .corporateNameKana), ("ascii", .uniqueName), ("email", .administratorEmail),
    ("phone", .telephone), ("zip", .postalCode), ("country", .country),
  ]

  @Test(arguments: fields)
  func `every worked case comes out of the program as worked`(_ characterClass: String, _ field: FieldID) throws {
    // A line feed ends a line, so a case with one inside cannot be given to this command.
    let cases = try Self.cases().filter { $0.characterClass == characterClass }.map(\.worked)
      .filter { !$0.typed.unicodeScalars.contains("\n") }
    #expect(!cases.isEmpty)
    let result = try Programs.run(
      Programs.remcs, ["validate", field.rawValue], input: cases.map { $0.typed + "\n" }.joined())
    #expect(result.status == 0 && result.errors.isEmpty)
    let lines = result.output.split(separator: "\n").map(String.init)
    try #require(lines.count == cases.count)
    for (line, example) in zip(lines, cases) {
      let verdict = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(Set(verdict.keys) == ["verdict", "value", "suggestions", "code", "problems", "notes"])
      #expect(verdict["verdict"] as? String == example.outcome, "\(example.reason): \(line)")
      let value = try #require(verdict["value"] as? String)
      switch example.outcome {
      case "accept": #expect(value.unicodeScalars.elementsEqual(example.typed.unicodeScalars), "\(line)")
      case "repair":
        #expect(value.unicodeScalars.elementsEqual((example.repaired ?? "").unicodeScalars), "\(line)")
      default: #expect((verdict["code"] as? String)?.hasPrefix("RMG_") ?? false, "\(line)")
      }
      if !example.suggestions.isEmpty {
        let made = try #require(verdict["suggestions"] as? [String])
        #expect(
          made.contains { one in example.suggestions.contains { $0.unicodeScalars.elementsEqual(one.unicodeScalars) } },
          "\(line)")
      }
      if let maximum = example.maximum { #expect(maximum == Field.of(field).maximum) }
    }
  }

  @Test func `no worked case is left out`() throws {
    let cases = try Self.cases()
    #expect(cases.count == 157)
    #expect(Set(cases.map(\.characterClass)) == Set(Self.fields.map(\.0)))
    #expect(cases.filter { $0.worked.typed.unicodeScalars.contains("\n") }.count <= 1)
  }

  @Test func `bytes that are no UTF-8 and a line without an end are answered too`() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Programs.remcs)
    process.arguments = ["validate", "corporateName"]
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    input.fileHandleForWriting.write(Data([0x82, 0xA0, 0x0A, 0xFF, 0x0A, 0xE6, 0xA0, 0xAA]))
    try input.fileHandleForWriting.close()
    let lines = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).split(
      separator: "\n")
    process.waitUntilExit()
    #expect(process.terminationStatus == 0 && lines.count == 3)
    #expect(lines.first?.contains("reject") ?? false)
    #expect(lines.last?.contains("accept") ?? false)
  }

  @Test func `a secret is checked but not repeated`() throws {
    let result = try Programs.run(Programs.remcs, ["validate", "password"], input: "very-secret\n")
    #expect(result.status == 0 && result.output.contains("accept") && !result.output.contains("very-secret"))
  }
}
