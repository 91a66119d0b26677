public import RemcsCore

extension MessageCode {
  /// The texts that this code has: one, or two (RMG_0001, RMG_0002, RMG_0210, RMG_0215).
  public var variants: [MessageVariant] {
    Tables.alternateTables(self) == nil ? [.standard] : [.standard, .alternate]
  }

  /// The code as people read it; empty for the one message that the manual prints without a code.
  public var label: String { self == .exportDone ? "" : rawValue }

  /// The tables of the manual that print this text, for example `6.12`; of a code without such a text, none.
  public func tables(variant: MessageVariant = .standard) -> [String] {
    let list = variant == .standard ? Tables.standardTables(self) : Tables.alternateTables(self)
    return Template(list ?? "").raw.split(separator: ",").map(String.init)
  }

  /// The message in `language`, of one line or several, its holes filled in order; what is missing leaves no odd
  /// brackets behind. A variant that the code does not have reads as the standard text.
  public func text(
    in language: Language, variant: MessageVariant = .standard, arguments: [String] = []
  ) -> String {
    template(in: language, variant: variant).filled(with: arguments)
  }

  /// The message with its holes `%1`, `%2` still open, for lists of messages.
  public func pattern(in language: Language, variant: MessageVariant = .standard) -> String {
    template(in: language, variant: variant).raw
  }

  /// What to do about it, or nil where the manual says that nothing is to be done.
  public func remedy(in language: Language, variant: MessageVariant = .standard) -> String? {
    let hasVariant = variant == .alternate && Tables.alternateTables(self) != nil
    let remedy =
      hasVariant ? Tables.alternateRemedy(self, in: language) : Tables.standardRemedy(self, in: language)
    return remedy.map { Template($0).raw }
  }

  func template(in language: Language, variant: MessageVariant) -> Template {
    if variant == .alternate, let text = Tables.alternateText(self, in: language) { return Template(text) }
    return Template(Tables.standardText(self, in: language))
  }
}
