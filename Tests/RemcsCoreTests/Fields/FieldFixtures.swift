import Foundation
import RemcsCore
import Testing

/// Reads the fixtures of the field tests.
enum FieldFixtures {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures")

  private static func lines(_ name: String) -> [String] {
    let text = (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? ""
    return text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: true).map { String($0) }
  }

  /// JIS X 0208 as it was measured: code point to row and cell.
  static let standard: [UInt32: JISX0208.Cell] = {
    var result: [UInt32: JISX0208.Cell] = [:]
    for line in lines("jisx0208_full.txt") {
      let parts = line.split(separator: " ")
      let place = parts.count == 2 ? parts[1].split(separator: "-").compactMap { Int($0) } : []
      guard place.count == 2, let code = UInt32(parts[0], radix: 16) else { continue }
      result[code] = JISX0208.Cell(row: place[0], cell: place[1])
    }
    return result
  }()

  /// The worked cases of typed text.
  static let cases: [TypedCase] = lines("typed_cases.tsv").compactMap(TypedCase.init)
}

/// One worked case: what is typed and what must become of it.
struct TypedCase: Sendable, CustomTestStringConvertible {
  let typed: String
  let characterClass: String
  let outcome: Verdict.Outcome
  let repaired: String?
  let reason: String
  let suggestions: [String]
  let maximum: Int?

  init?(_ line: String) {
    let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard columns.count >= 6, !line.hasPrefix("#") else { return nil }
    typed = Self.text(columns[0])
    characterClass = columns[1]
    let verdict = columns[2].split(separator: " ", maxSplits: 1).map(String.init)
    switch verdict.first {
    case "accept": outcome = .accept
    case "reject": outcome = .reject
    case "repair-to": outcome = .repair
    default: return nil
    }
    repaired = verdict.count > 1 ? Self.text(verdict[1]) : nil
    reason = columns[3]
    suggestions = columns[4].split(separator: "|").map(String.init)
    maximum = Int(columns[5])
  }

  /// `U+3042 U+3044` as text.
  private static func text(_ codes: String) -> String {
    var scalars = String.UnicodeScalarView()
    for code in codes.split(separator: " ") {
      if let scalar = UInt32(code.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init) { scalars.append(scalar) }
    }
    return String(scalars)
  }

  /// A field of that class.
  var field: FieldID {
    switch characterClass {
    case "A": .corporateName
    case "B": .corporateNameKana
    case "ascii": .uniqueName
    case "email": .administratorEmail
    case "phone": .telephone
    case "zip": .postalCode
    default: .country
    }
  }

  var testDescription: String { "\(characterClass) \(typed.unicodeScalars.map { String($0.value, radix: 16) })" }
}

extension String {
  /// The code points, which tell apart what `==` does not.
  var codes: [UInt32] { unicodeScalars.map(\.value) }
}
