/// Writes the Swift file. Every table is a `switch` that returns a `StaticString`: the compiler makes a jump table of
/// it, so nothing is set up when the program starts, and a message that has no text does not compile.
struct SwiftWriter {
  private let set: CatalogueSet

  /// The source text of the set.
  static func source(of set: CatalogueSet) -> String {
    let writer = SwiftWriter(set: set)
    return [
      "// Made by po-compile from Localization/po.", "import RemcsCore", "", writer.textKeys(), "",
      "/// The tables: internal, see Localization.swift for what the rest of the program uses.",
      "enum Tables {",
      writer.texts(),
      writer.messages(),
      "}", "",
    ].joined(separator: "\n")
  }

  private func textKeys() -> String {
    var lines = [
      "/// Every text that is not a message. The raw value is the key in the catalogues.",
      "public enum TextKey: String, Sendable, CaseIterable {",
    ]
    for key in set.textKeys {
      lines.append("  /// `\(key)`")
      lines.append("  case \(SwiftName.escaped(SwiftName.caseName(of: key))) = \(SwiftName.literal(key))")
    }
    return (lines + ["}"]).joined(separator: "\n")
  }

  private func texts() -> String {
    perLanguage("text", "TextKey", "StaticString") { language in
      set.textKeys.map { (SwiftName.caseName(of: $0), set.text($0, language)) }
    }
  }

  private func messages() -> String {
    let keys = set.messageKeys.compactMap { key in MessageKey(key).map { (key: key, parts: $0) } }
    var blocks: [String] = []
    for isAlternate in [false, true] {
      for isRemedy in [false, true] {
        let chosen = keys.filter { $0.parts.isAlternate == isAlternate && $0.parts.isRemedy == isRemedy }
        let name = (isAlternate ? "alternate" : "standard") + (isRemedy ? "Remedy" : "Text")
        // The standard text of each code has to exist, so that switch has no default.
        let isComplete = !isAlternate && !isRemedy && !chosen.isEmpty
        blocks.append(
          perLanguage(name, "MessageCode", isComplete ? "StaticString" : "StaticString?") { language in
            chosen.map { (Self.caseName(of: $0.parts.code), set.text($0.key, language)) }
          })
      }
      let chosen = keys.filter { $0.parts.isAlternate == isAlternate && !$0.parts.isRemedy }
      blocks.append(
        function(
          isAlternate ? "alternateTables" : "standardTables", "MessageCode",
          isAlternate || chosen.isEmpty ? "StaticString?" : "StaticString",
          chosen.map { (Self.caseName(of: $0.parts.code), set.tables($0.key) ?? "") }))
    }
    return blocks.joined(separator: "\n")
  }

  /// `RMG_0036` is the case `rmg0036` of `MessageCode`.
  private static func caseName(of code: String) -> String {
    code.hasPrefix("RMG_") ? "rmg" + code.dropFirst(4) : code
  }

  /// One table a language, and the function that chooses among them.
  private func perLanguage(
    _ name: String, _ keyType: String, _ result: String, _ rows: (String) -> [(String, String)]
  ) -> String {
    var lines = [
      "  static func \(name)(_ key: \(keyType), in language: Language) -> \(result) {", "    switch language {",
    ]
    for language in set.languages {
      lines.append("    case .\(SwiftName.escaped(language)): return \(name)_\(language)(key)")
    }
    lines += ["    }", "  }"]
    for language in set.languages {
      lines.append(function("\(name)_\(language)", keyType, result, rows(language), access: "private "))
    }
    return lines.joined(separator: "\n")
  }

  private func function(
    _ name: String, _ keyType: String, _ result: String, _ rows: [(name: String, text: String)], access: String = ""
  ) -> String {
    let isOptional = result.last == "?"
    if rows.isEmpty, isOptional { return "  \(access)static func \(name)(_ key: \(keyType)) -> \(result) { nil }" }
    var lines = ["  \(access)static func \(name)(_ key: \(keyType)) -> \(result) {", "    switch key {"]
    for row in rows {
      lines.append("    case .\(SwiftName.escaped(row.name)): return \(SwiftName.literal(row.text))")
    }
    if isOptional { lines.append("    default: return nil") }
    return (lines + ["    }", "  }"]).joined(separator: "\n")
  }
}
