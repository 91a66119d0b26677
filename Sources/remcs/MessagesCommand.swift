internal import ArgumentParser
internal import FoundationEssentials
internal import Localization
internal import RemcsCore

/// `remcs messages [CODE...] [--json] [--markdown] [--lang ja|en]`: every message of chapter 6, and what to do about it.
struct MessagesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "messages", abstract: abstract(.commandMessages))

  @Argument(help: help(.commandMessagesCodes))
  var codes: [String] = []
  @Flag(name: .customLong("json"), help: help(.commandOptionJson))
  var isJSON = false
  @Flag(help: help(.commandMessagesMarkdown))
  var markdown = false
  @OptionGroup var options: ServiceOptions

  func validate() throws {
    if markdown, isJSON || !codes.isEmpty { throw ValidationError(text(.commandMessagesMarkdownAlone, in: .ofHelp())) }
  }

  func run() throws {
    if markdown { return print(MessageTable.markdown, terminator: "") }
    let rows = try selected().flatMap { code in code.variants.map { MessageRow(code, $0) } }
    if isJSON {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(rows), as: UTF8.self))
    } else {
      let language = options.language
      print(rows.map { $0.paragraph(in: language) }.joined(separator: "\n"))
    }
  }

  private func selected() throws -> [MessageCode] {
    if codes.isEmpty { return MessageCode.allCases }
    return try codes.map { name in
      guard let code = Self.code(named: name) else {
        throw ValidationError(text(.commandMessagesUnknown, in: options.language, name.harmless()))
      }
      return code
    }
  }

  /// `RMG_0036`, `rmg_36`, `0036` and `36` are the same; `-` is the message without a code.
  static func code(named name: String) -> MessageCode? {
    let upper = name.uppercased()
    if let code = MessageCode(rawValue: upper) { return code }
    let digits = upper.hasPrefix("RMG_") ? upper.dropFirst(4) : upper[...]
    guard (1...4).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    return MessageCode(rawValue: "RMG_" + String(repeating: "0", count: 4 - digits.count) + digits)
  }
}

/// One row of the list: the holes of the texts are still open.
struct MessageRow: Encodable {
  /// A text in both languages; empty where nothing is to be done.
  struct Pair: Encodable {
    let ja: String
    let en: String
  }

  let code: MessageCode
  let variant: MessageVariant
  let ja: String
  let en: String
  let remedy: Pair
  let tables: [String]

  init(_ code: MessageCode, _ variant: MessageVariant) {
    self.code = code
    self.variant = variant
    ja = code.pattern(in: .ja, variant: variant)
    en = code.pattern(in: .en, variant: variant)
    remedy = Pair(
      ja: code.remedy(in: .ja, variant: variant) ?? "", en: code.remedy(in: .en, variant: variant) ?? "")
    tables = code.tables(variant: variant)
  }

  /// The code, the message, and indented what to do.
  func paragraph(in language: Language) -> String {
    let label = code.label.isEmpty ? "-       " : code.label
    let message = (language == .ja ? ja : en).split(separator: "\n")
    let advice = language == .ja ? remedy.ja : remedy.en
    let lines = message + (advice.isEmpty ? [] : [advice[...]])
    return lines.enumerated().map { ($0.offset == 0 ? label : "        ") + "  " + $0.element }
      .joined(separator: "\n")
  }
}
