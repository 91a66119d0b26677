internal import RemcsCore

/// Texts that must never be shown. Some servers answer a command that they do not understand by repeating it, and their
/// answers are shown to people and written to logs.
struct Secrets {
  private var texts: [[UInt8]] = []

  init(_ texts: [String] = []) {
    for text in texts { add(text) }
  }

  /// One more text. One of a letter or two would be found in every answer, and hides nothing.
  mutating func add(_ text: String) {
    for form in Set([text, text.harmless()]) where form.utf8.count > 2 {
      texts.append(Self.folded(Array(form.utf8)))
    }
  }

  /// The same text with `***` in place of every secret, whatever its case.
  func concealed(_ text: String) -> String {
    guard !texts.isEmpty else { return text }
    let bytes = Array(text.utf8)
    let folded = Self.folded(bytes)
    var result: [UInt8] = []
    var place = 0
    while place < bytes.count {
      let rest = folded[place...]
      // An answer that was cut may end in the middle of a secret.
      if let secret = texts.first(where: { rest.starts(with: $0) || (rest.count > 2 && $0.starts(with: rest)) }) {
        result += Array("***".utf8)
        place += min(secret.count, rest.count)
      } else {
        result.append(bytes[place])
        place += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  func concealed(_ reply: Reply) -> Reply { Reply(code: reply.code, lines: reply.lines.map(concealed)) }

  func concealed(_ failure: TransportFailure) -> TransportFailure {
    failure.rewording(concealed)
  }

  private static func folded(_ bytes: [UInt8]) -> [UInt8] {
    bytes.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }
  }
}
