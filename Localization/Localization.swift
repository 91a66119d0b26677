public import RemcsCore

/// The text of `key` in `language`, its holes `%1` to `%9` filled with `arguments` in order.
///
/// Arguments that are missing or empty leave nothing odd behind: see ``Template``.
public func text(_ key: TextKey, in language: Language, _ arguments: String...) -> String {
  text(key, in: language, arguments: arguments)
}

/// The same for arguments that are already in an array.
public func text(_ key: TextKey, in language: Language, arguments: [String]) -> String {
  Template(Tables.text(key, in: language)).filled(with: arguments)
}
