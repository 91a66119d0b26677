internal import ArgumentParser
internal import FoundationEssentials
internal import Glibc
internal import Localization
internal import RemcsCore

/// `remcs validate FIELD`: what becomes of each line of standard input in that field, as JSON, one verdict a line.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: abstract(.commandValidateAbstract),
    discussion: text(.commandValidateFields, in: .ofHelp()) + " "
      + FieldID.allCases.map(\.rawValue).joined(separator: " "))

  @OptionGroup var options: ServiceOptions

  @Argument(help: help(.commandValidateField), transform: Self.field)
  var field: FieldID

  private static func field(_ name: String) throws -> FieldID {
    guard let field = FieldID(rawValue: name) else {
      let names = FieldID.allCases.map(\.rawValue).joined(separator: " ")
      throw ValidationError("There is no field '\(name.harmless(maximum: 40))'. Fields: \(names)")
    }
    return field
  }

  func run() throws {
    let declaration = Field.of(field)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try forEachLine { line in
      // Bytes that are not UTF-8 become U+FFFD, which no field takes.
      let verdict = declaration.verdict(String(decoding: line, as: UTF8.self))
      var output = try encoder.encode(Report(verdict, isSecret: declaration.isSecret))
      output.append(UInt8(ascii: "\n"))
      try write(Array(output))
    }
  }

  /// Calls `body` with each line of standard input as soon as it is there, without its line feed; a last line without
  /// one counts.
  private func forEachLine(_ body: (ArraySlice<UInt8>) throws -> Void) throws {
    var pending: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(STDIN_FILENO, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        if count < 0 {
          CommandOutput.printError("standard input: \(String(cString: strerror(errno)))")
          throw ExitCode(65)
        }
        break
      }
      var rest = chunk[..<count]
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        pending += rest[..<end]
        rest = rest[(end + 1)...]
        try body(pending[...])
        pending = []
      }
      pending += rest
    }
    if !pending.isEmpty { try body(pending[...]) }
  }

  private func write(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { throw ExitCode.failure }
      rest = rest.dropFirst(count)
    }
  }
}

/// A verdict as the command contract has it (README).
private struct Report: Encodable {
  struct Problem: Encodable {
    let column: Int
    let character: String
  }

  let verdict: Verdict.Outcome
  let value: String
  let suggestions: [String]
  let code: MessageCode?
  let problems: [Problem]
  let notes: [Verdict.Note]

  init(_ verdict: Verdict, isSecret: Bool) {
    self.verdict = verdict.outcome
    value = isSecret ? String(repeating: "*", count: verdict.value.unicodeScalars.count) : verdict.value
    suggestions = verdict.suggestions
    code = verdict.code
    problems = verdict.problems.map { Problem(column: $0.column, character: $0.name) }
    notes = verdict.notes
  }

  private enum Key: String, CodingKey { case verdict, value, suggestions, code, problems, notes }

  /// Every key is always there, the code as null if there is none.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(verdict, forKey: .verdict)
    try container.encode(value, forKey: .value)
    try container.encode(suggestions, forKey: .suggestions)
    try container.encode(code, forKey: .code)
    try container.encode(problems, forKey: .problems)
    try container.encode(notes, forKey: .notes)
  }
}
