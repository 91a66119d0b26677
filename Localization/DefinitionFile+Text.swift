public import RemcsCore

extension FileRemark {
  /// The remark in words. A choice among its arguments is called as on the screens.
  public func text(in language: Language) -> String {
    let words = arguments.map { argument in
      TextKey(rawValue: "choice.encryption.\(argument)").map { Localization.text($0, in: language) } ?? argument
    }
    // A catalogue without it is a defect that a test finds.
    return TextKey(rawValue: "file.remark.\(code.rawValue)").map {
      Localization.text($0, in: language, arguments: words)
    } ?? code.rawValue
  }
}

extension ImportPreview.Change {
  /// What becomes of a field, in a word.
  public func name(in language: Language) -> String {
    TextKey(rawValue: "file.change.\(rawValue)").map { text($0, in: language) } ?? rawValue
  }
}

extension ImportPreview.Row {
  /// One line: `changed: SMTP server (smtpServer): old -> new`.
  public func line(in language: Language) -> String {
    func shown(_ value: String) -> String {
      value.isEmpty ? text(.filePreviewNothing, in: language) : value.harmless()
    }
    let start = [change.name(in: language), field.label(in: language), field.rawValue]
    return before == after && change != .changed
      ? text(.filePreviewRowAlone, in: language, arguments: start + [shown(after)])
      : text(.filePreviewRow, in: language, arguments: start + [shown(before), shown(after)])
  }
}

extension FieldID {
  /// Its label on the screens; its name if it has none.
  public func label(in language: Language) -> String {
    TextKey(rawValue: "field." + rawValue).map { text($0, in: language) } ?? rawValue
  }
}
