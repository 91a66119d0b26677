internal import FoundationEssentials
internal import RemcsCore

extension ReceivedReport {
  /// One line for people: number, time, device, number there, kind, what is missing.
  public var line: String {
    let time = received.formatted(Date.ISO8601FormatStyle())
    let place = "\(number)  \(time)  \((device ?? id).harmless(maximum: 200))"
    let what = "  \(sequence.map(String.init) ?? "-")  \((kind ?? "pieces of a mail").harmless(maximum: 40))"
    if isComplete { return place + what + (isDamaged ? "  damaged manifest" : "") }
    let named = missing.prefix(10).map(String.init).joined(separator: ", ") + (missing.count > 10 ? " ..." : "")
    let size = total.map { " of \($0)" } ?? ""
    return place + what + (missing.isEmpty ? "  incomplete" : "  incomplete, missing: \(named)\(size)")
  }

  /// The manifest as lines that are safe on a terminal, indented where JSON allows it; ends with a line end, or is
  /// empty.
  public var readableManifest: String {
    guard !manifest.isEmpty else { return "" }
    var lines: [String] = []
    for line in Self.indented(manifest).split(separator: 10, omittingEmptySubsequences: true) {
      let indent = line.prefix { $0 == 32 }.count
      let text = String(decoding: line, as: UTF8.self).harmless(maximum: 100_000)
      lines.append(String(repeating: " ", count: indent) + text + "\n")
    }
    return lines.joined()
  }

  /// Breaks JSON into lines without changing a token of it.
  private static func indented(_ json: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var depth = 0
    var isInText = false
    var isEscaped = false
    func newLine() { result += [10] + [UInt8](repeating: 32, count: 2 * min(max(depth, 0), 40)) }
    for byte in json {
      if isInText {
        result.append(byte)
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInText = false
        }
        continue
      }
      switch byte {
      case 9, 10, 13, 32: break
      case UInt8(ascii: "\""):
        isInText = true
        result.append(byte)
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        result.append(byte)
        depth += 1
        newLine()
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        newLine()
        result.append(byte)
      case UInt8(ascii: ","):
        result.append(byte)
        newLine()
      case UInt8(ascii: ":"): result += [byte, 32]
      default: result.append(byte)
      }
    }
    return result
  }
}
