/// A text with holes `%1` to `%9`, as a catalogue has it. A percent sign before anything else stands for itself.
///
/// An argument that is missing or empty leaves nothing odd behind:
/// - brackets in which every hole is empty disappear, with the space before them;
/// - a line after the first in which every hole is empty disappears;
/// - an empty hole takes one of the two spaces around it along, and a colon on its side inside brackets.
struct Template {
  private let bytes: [UInt8]

  /// The template in a table.
  init(_ text: StaticString) {
    bytes = text.withUTF8Buffer(Array.init)
  }

  /// The template as it stands, holes and all.
  var raw: String { String(decoding: bytes, as: UTF8.self) }

  /// The text with its holes filled.
  func filled(with arguments: [String]) -> String {
    guard bytes.contains(UInt8(ascii: "%")) else { return raw }
    return lines(with: arguments).map(\.text).joined(separator: "\n")
  }

  /// The lines that remain, each with whether it has holes.
  func lines(with arguments: [String]) -> [(text: String, hasHoles: Bool)] {
    var result: [(text: String, hasHoles: Bool)] = []
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let holes = Self.holes(in: line)
      if !result.isEmpty, !holes.isEmpty, holes.allSatisfy({ Self.isEmpty($0, arguments) }) { continue }
      result.append((Self.filled(line, arguments), !holes.isEmpty))
    }
    return result
  }

  /// The numbers of the holes, from 0.
  private static func holes(in bytes: ArraySlice<UInt8>) -> [Int] {
    zip(bytes, bytes.dropFirst()).compactMap { $0 == UInt8(ascii: "%") ? number($1) : nil }
  }

  private static func number(_ digit: UInt8) -> Int? {
    (0x31...0x39).contains(digit) ? Int(digit) - 0x31 : nil
  }

  private static func isEmpty(_ hole: Int, _ arguments: [String]) -> Bool {
    hole >= arguments.count || arguments[hole].isEmpty
  }

  private static func filled(_ line: ArraySlice<UInt8>, _ arguments: [String]) -> String {
    var output: [UInt8] = []
    var index = line.startIndex
    while index < line.endIndex {
      let byte = line[index]
      let next = index + 1
      if byte == UInt8(ascii: "("), let end = line[next...].firstIndex(of: UInt8(ascii: ")")) {
        let group = line[next..<end]
        let holes = holes(in: group)
        if !holes.isEmpty, holes.allSatisfy({ isEmpty($0, arguments) }) {
          if output.last == UInt8(ascii: " ") { output.removeLast() }
          index = end + 1
          continue
        }
        if !holes.isEmpty {
          output.append(byte)
          output += trimmedColons(filledHoles(group, arguments), group, arguments)
          index = end
          continue
        }
      }
      if byte == UInt8(ascii: "%"), next < line.endIndex, let hole = number(line[next]) {
        index = next + 1
        if isEmpty(hole, arguments) {
          let spaceBefore = output.isEmpty || output.last == UInt8(ascii: " ")
          if spaceBefore, index < line.endIndex, line[index] == UInt8(ascii: " ") { index += 1 }
        } else {
          output += arguments[hole].utf8
        }
        continue
      }
      output.append(byte)
      index = next
    }
    return String(decoding: output, as: UTF8.self)
  }

  private static func filledHoles(_ group: ArraySlice<UInt8>, _ arguments: [String]) -> [UInt8] {
    var output: [UInt8] = []
    var index = group.startIndex
    while index < group.endIndex {
      let next = index + 1
      if group[index] == UInt8(ascii: "%"), next < group.endIndex, let hole = number(group[next]) {
        if !isEmpty(hole, arguments) { output += arguments[hole].utf8 }
        index = next + 1
      } else {
        output.append(group[index])
        index = next
      }
    }
    return output
  }

  /// `(%1:%2)` with one of the two is `(5)`, not `(5:)`; a colon that an argument brought stays.
  private static func trimmedColons(
    _ text: [UInt8], _ group: ArraySlice<UInt8>, _ arguments: [String]
  ) -> ArraySlice<UInt8> {
    var result = text[...]
    let holes = holes(in: group)
    if let first = holes.first, isEmpty(first, arguments), result.first == UInt8(ascii: ":") { result.removeFirst() }
    if let last = holes.last, isEmpty(last, arguments), result.last == UInt8(ascii: ":") { result.removeLast() }
    return result
  }
}
