/// What follows MAIL or RCPT: `FROM:<address> SIZE=1000` (RFC 5321 4.1.2).
struct SMTPPath {
  /// The address without its brackets; empty for the null sender.
  let address: String
  private let parameters: [String: String]

  /// Nil if it is not `keyword<address> parameters`.
  init?(_ argument: String, after keyword: String) {
    guard argument.uppercased().hasPrefix(keyword) else { return nil }
    let rest = argument.dropFirst(keyword.count).drop { $0 == " " }
    guard rest.first == "<", let end = rest.firstIndex(of: ">") else { return nil }
    let address = String(rest[rest.index(after: rest.startIndex)..<end])
    guard address.isEmpty || MailAddress.isUsable(address) else { return nil }
    self.address = address
    var parameters: [String: String] = [:]
    for word in rest[rest.index(after: end)...].split(separator: " ") {
      let pair = word.split(separator: "=", maxSplits: 1)
      if let name = pair.first { parameters[name.uppercased()] = pair.count > 1 ? String(pair[1]) : "" }
    }
    self.parameters = parameters
  }

  /// The value of a parameter, if it is there.
  func parameter(_ name: String) -> String? { parameters[name] }
}

/// A plain mail address: what may be mailed to and what may be mailed from here.
enum MailAddress {
  /// Whether it is `local@domain` in ASCII with nothing in it that could end a header or a command.
  static func isUsable(_ text: String) -> Bool {
    guard text.utf8.count <= 254 else { return false }
    let sides = text.split(separator: "@", omittingEmptySubsequences: false)
    guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else { return false }
    return text.utf8.allSatisfy { $0 > 32 && $0 < 127 && !"\"(),:;<>[\\]".utf8.contains($0) }
  }
}
