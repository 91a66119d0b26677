/// Reads one catalogue in the form of gettext: comments, `msgid`, `msgstr`, texts over several lines, escapes. What
/// gettext has and this program has no use for (contexts, plurals, fuzzy entries) is an error and not passed over.
struct CatalogueParser {
  private enum Part { case none, key, text }

  private let path: String
  private let language: String
  private var entries: [Entry] = []
  private var part = Part.none
  private var key: [UInt8] = []
  private var text: [UInt8] = []
  private var tables: String?
  private var keyLine = 0

  /// The catalogue in `bytes`, which came from the file `path`.
  static func parse(_ bytes: [UInt8], path: String) throws(CatalogueError) -> Catalogue {
    let name = path.split(separator: "/").last ?? ""
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[2] == "po", !parts[0].isEmpty, !parts[1].isEmpty else {
      throw CatalogueError(path: path, line: 1, reason: "the name of a catalogue is AREA.LANGUAGE.po")
    }
    var parser = CatalogueParser(path: path, language: String(parts[1]))
    var number = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      try parser.read(line.last == UInt8(ascii: "\r") ? line.dropLast() : line, number)
    }
    try parser.finishEntry(number)
    return Catalogue(path: path, area: String(parts[0]), language: parser.language, entries: parser.entries)
  }

  private init(path: String, language: String) {
    self.path = path
    self.language = language
  }

  private func failure(_ line: Int, _ reason: String) -> CatalogueError {
    CatalogueError(path: path, line: line, reason: reason)
  }

  private mutating func read(_ line: ArraySlice<UInt8>, _ number: Int) throws(CatalogueError) {
    let blank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    let line = line.drop(while: blank)
    switch line.first {
    case nil: try finishEntry(number)
    case UInt8(ascii: "#"): try readComment(line.dropFirst(), number)
    case UInt8(ascii: "\""): try append(line, number)
    default:
      let word = line.prefix { !blank($0) }
      let rest = line.dropFirst(word.count).drop(while: blank)
      switch String(decoding: word, as: UTF8.self) {
      case "msgid":
        try finishEntry(number)
        part = .key
        keyLine = number
      case "msgstr":
        guard part == .key else { throw failure(number, "msgstr without a msgid before it") }
        part = .text
      case let other: throw failure(number, "\(other) is not understood")
      }
      try append(rest, number)
    }
  }

  private mutating func readComment(_ comment: ArraySlice<UInt8>, _ number: Int) throws(CatalogueError) {
    if part != .none { try finishEntry(number) }
    let content = String(decoding: comment.dropFirst(), as: UTF8.self)
    switch comment.first {
    case UInt8(ascii: ","):
      if content.split(whereSeparator: { $0 == "," || $0 == " " }).contains("fuzzy") {
        throw failure(number, "a fuzzy entry: check the translation and take the mark away")
      }
    case UInt8(ascii: "."):
      let list = content.filter { $0 != " " }
      if !list.isEmpty, list.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == "." || $0 == ",") }) { tables = list }
    default: break
    }
  }

  /// Takes one quoted string into the part that is being read.
  private mutating func append(_ quoted: ArraySlice<UInt8>, _ number: Int) throws(CatalogueError) {
    var result: [UInt8] = []
    var rest = quoted
    guard rest.popFirst() == UInt8(ascii: "\"") else { throw failure(number, "a text in quotes was expected") }
    while true {
      guard let byte = rest.popFirst() else { throw failure(number, "the closing quote is missing") }
      if byte == UInt8(ascii: "\"") { break }
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        continue
      }
      switch rest.popFirst() {
      case UInt8(ascii: "n"): result.append(UInt8(ascii: "\n"))
      case UInt8(ascii: "t"): result.append(UInt8(ascii: "\t"))
      case UInt8(ascii: "\""): result.append(UInt8(ascii: "\""))
      case UInt8(ascii: "\\"): result.append(UInt8(ascii: "\\"))
      default: throw failure(number, "an escape other than \\n, \\t, \\\" and \\\\")
      }
    }
    guard rest.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) else {
      throw failure(number, "text after the closing quote")
    }
    switch part {
    case .none: throw failure(number, "a text without msgid or msgstr")
    case .key: key += result
    case .text: text += result
    }
  }

  private mutating func finishEntry(_ number: Int) throws(CatalogueError) {
    defer {
      if part != .none { tables = nil }
      part = .none
      key = []
      text = []
    }
    switch part {
    case .none: return
    case .key: throw failure(keyLine, "msgid without a msgstr after it")
    case .text: break
    }
    guard let key = String(validating: key, as: UTF8.self), let text = String(validating: text, as: UTF8.self) else {
      throw failure(keyLine, "not UTF-8")
    }
    if key.isEmpty {
      try checkHeader(text)
    } else if text.isEmpty {
      throw failure(keyLine, "\"\(key)\" has no text in \(language)")
    } else {
      entries.append(Entry(key: key, text: text, tables: tables, line: keyLine))
    }
  }

  /// The header is the entry with the empty key. A file copied from another language and not finished shows here.
  private func checkHeader(_ header: String) throws(CatalogueError) {
    guard entries.isEmpty else { throw failure(keyLine, "an entry with an empty msgid that is not the first") }
    for line in header.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":"), line[..<colon] == "Language" else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      guard value == language else {
        throw failure(keyLine, "the header says language \(value), the file name says \(language)")
      }
    }
  }
}
