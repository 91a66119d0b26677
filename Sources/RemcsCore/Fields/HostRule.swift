/// The name or address of a server: a host name, IPv4, IPv6, or a link-local IPv6 address with `%interface`.
struct HostRule: TextRule {
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", ":", "%": true
    default: false
    }
  }

  func repair(_ draft: inout TextDraft) { draft.narrow() }

  func finding(in draft: TextDraft) -> Finding? {
    let problems = draft.problems(unless: Self.isAllowed)
    if !problems.isEmpty { return Finding(problems: problems) }
    let text = draft.text
    let isRight = text.utf8.contains(UInt8(ascii: ":")) ? Self.isIPv6(text) : Self.isName(text)
    guard isRight else { return Finding() }
    // Its characters are right, its value is not.
    return Self.isNobody(text) ? Finding(code: .rmg0016) : nil
  }

  /// The host of `smtp://host:25/`, `[::1]`, `host:25` and `host。example`.
  func suggestions(for draft: TextDraft) -> [String] {
    var scalars = draft.pieces.map { piece -> Unicode.Scalar in
      switch piece.scalar.value {
      case 0x3002, 0xFF61: "."
      case _ where Characters.isDash(piece.scalar): "-"
      default: piece.scalar
      }
    }
    let plain = String(String.UnicodeScalarView(scalars))
    if let slash = scalars.firstIndex(of: "/"), slash + 1 < scalars.count, scalars[slash + 1] == "/" {
      scalars.removeSubrange(...(slash + 1))
    }
    if let slash = scalars.firstIndex(of: "/") { scalars.removeSubrange(slash...) }
    if scalars.first == "[", let close = scalars.firstIndex(of: "]") {
      scalars = Array(scalars[1..<close])
    } else if scalars.filter({ $0 == ":" }).count == 1, let colon = scalars.firstIndex(of: ":") {
      scalars.removeSubrange(colon...)
    }
    return [plain, String(String.UnicodeScalarView(scalars))]
  }

  // MARK: Forms

  /// Labels of letters, digits, hyphens and underscores, none empty, none longer than 63, none with a hyphen at an
  /// end; if the last one is a number, four numbers of one byte.
  static func isName(_ text: String) -> Bool {
    var labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Array.init)
    if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
    let hyphen = UInt8(ascii: "-")
    for label in labels {
      guard (1...63).contains(label.count), label.first != hyphen, label.last != hyphen else { return false }
      guard label.allSatisfy(isNameByte) else { return false }
    }
    guard let last = labels.last else { return false }
    return last.allSatisfy(isDigit) ? isIPv4(text) : true
  }

  /// Four numbers from 0 to 255, without leading zeros, which some systems read as octal.
  static func isIPv4(_ text: String) -> Bool {
    let numbers = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return numbers.count == 4
      && numbers.allSatisfy { number in
        guard (1...3).contains(number.count), number.allSatisfy(isDigit) else { return false }
        if number.count > 1, number.first == UInt8(ascii: "0") { return false }
        return number.reduce(0) { $0 * 10 + Int($1) - 48 } <= 255
      }
  }

  /// Eight groups of up to four hexadecimal digits, one run of zeros shortened to `::`, the last two groups perhaps as
  /// IPv4. An interface may follow a link-local address (fe80::/10) only.
  static func isIPv6(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "%"), omittingEmptySubsequences: false)
    guard let address = parts.first, parts.count <= 2 else { return false }
    if parts.count == 2 {
      guard isLinkLocal(address), (1...15).contains(parts[1].count) else { return false }
      guard parts[1].allSatisfy({ isNameByte($0) || $0 == UInt8(ascii: ".") }) else { return false }
    }
    var groups = address.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map(Array.init)
    var length = 0
    if let last = groups.last, last.contains(UInt8(ascii: ".")) {
      guard isIPv4(String(decoding: last, as: UTF8.self)) else { return false }
      groups[groups.count - 1] = [UInt8(ascii: "0")]
      length += 1
    }
    // A `::` is an empty group, two of them where it stands at an end.
    var empty = groups.indices.filter { groups[$0].isEmpty }
    if empty.first == 0 {
      guard groups.count > 2, groups[1].isEmpty else { return false }
      empty.removeFirst()
    }
    if let last = empty.last, last == groups.count - 1 {
      guard groups.count > 2, groups[last - 1].isEmpty else { return false }
      empty.removeLast()
    }
    guard empty.count <= 1 else { return false }
    let full = groups.filter { !$0.isEmpty }
    guard full.allSatisfy({ $0.count <= 4 && $0.allSatisfy(isHexadecimal) }) else { return false }
    length += full.count
    return empty.isEmpty ? length == 8 : length <= 7
  }

  /// Whether an address belongs to no single host, so that nothing can be connected to: 0.0.0.0/8 and `::` (nobody, or
  /// oneself by accident), 224.0.0.0 and above, and ff00::/8 (groups, and everybody).
  private static func isNobody(_ text: String) -> Bool {
    if isIPv4(text) {
      let first = text.split(separator: ".").first.flatMap { UInt8($0) } ?? 0
      return first == 0 || first >= 224
    }
    guard isIPv6(text) else { return false }
    if text.utf8.allSatisfy({ $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }) {
      return true
    }
    let group = text.utf8.prefix { $0 != UInt8(ascii: ":") }
    return group.count == 4 && String(decoding: group.prefix(2), as: UTF8.self).lowercased() == "ff"
  }

  private static func isLinkLocal(_ address: Substring.UTF8View) -> Bool {
    guard let group = address.split(separator: UInt8(ascii: ":")).first else { return false }
    guard let value = UInt16(String(decoding: group, as: UTF8.self), radix: 16) else { return false }
    return value & 0xFFC0 == 0xFE80
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }
}
