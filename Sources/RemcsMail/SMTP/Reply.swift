internal import RemcsCore

/// A server's reply: code and all its lines.
struct Reply: Equatable {
  /// Three digits, 200 to 599.
  let code: Int
  /// What follows the code in each line.
  let lines: [String]

  /// Code and lines on one line, not yet harmless.
  var text: String { "\(code) " + lines.joined(separator: " ") }

  /// Reads one reply; its lines share one time limit and one bound.
  /// - Throws: a failure at `stage`.
  static func read(from link: Link, at stage: TransportStage) throws(TransportFailure) -> Reply {
    let deadline = link.replyDeadline
    var left = Link.longestReply
    var lines: [String] = []
    while true {
      let line: [UInt8]
      do throws(LinkFailure) {
        line = try link.line(until: deadline, limit: left)
      } catch .closed {
        // A last word without a line's end is still worth showing.
        throw TransportFailure(
          .lost, at: stage,
          text: (lines + [String(decoding: link.rest.prefix(2000), as: UTF8.self)]).joined(separator: " "),
          TransportRemark(.closed))
      } catch {
        throw TransportFailure(error, at: stage)
      }
      left -= line.count + 2
      guard let (code, isLast) = Self.head(of: line), left >= 0 else {
        let all = lines + [String(decoding: line.prefix(2000), as: UTF8.self)]
        throw TransportFailure(.garbage, at: stage, text: all.joined(separator: " "), TransportRemark(.noReply))
      }
      lines.append(String(decoding: line.dropFirst(4), as: UTF8.self))
      if isLast { return Reply(code: code, lines: lines) }
    }
  }

  /// The code of a line and whether it is the reply's last; nil if it is no line of a reply.
  private static func head(of line: [UInt8]) -> (Int, Bool)? {
    guard line.count >= 3, (0x32...0x35).contains(line[0]), line[1...2].allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    let code = line[..<3].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    guard line.count > 3 else { return (code, true) }
    switch line[3] {
    case 0x20: return (code, true)
    case 0x2D: return (code, false)
    default: return nil
    }
  }
}

/// What a server said it can do: the lines after the first of its reply to EHLO.
struct Capabilities: Equatable {
  /// Keyword in upper case, and its parameters as they came.
  private(set) var keywords: [String: [String]] = [:]
  /// The mechanisms of AUTH in upper case.
  private(set) var mechanisms: [String] = []

  /// Nothing known.
  init() {}

  init(_ reply: Reply) {
    for line in reply.lines.dropFirst() {
      // Some old servers write AUTH=LOGIN.
      let words = line.split { $0 == " " || $0 == "\t" || $0 == "=" }.map(String.init)
      guard let keyword = words.first?.uppercased() else { continue }
      let parameters = Array(words.dropFirst())
      keywords[keyword, default: []] += parameters
      if keyword == "AUTH" {
        for mechanism in parameters.map({ $0.uppercased() }) where !mechanisms.contains(mechanism) {
          mechanisms.append(mechanism)
        }
      }
    }
  }

  /// Whether a keyword was offered.
  func offers(_ keyword: String) -> Bool { keywords[keyword] != nil }

  /// The largest mail in bytes; nil if the server named none.
  var largestMail: Int? { keywords["SIZE"]?.first.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } }
}
