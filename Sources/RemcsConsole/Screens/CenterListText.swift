internal import Localization
public import RemcsCore

/// What another center list changes, in lines, for screens and commands.
public enum CenterListText {
  /// The centers before and after, each with what becomes of it; what matters for this device comes first.
  public static func lines(of preview: CenterListPreview, in language: Language) -> [String] {
    var lines = warning(about: preview, in: language).map { [text(.certificateWarning, in: language, $0)] } ?? []
    for row in preview.rows {
      let mark = row.name == preview.selected ? text(.centerListSelected, in: language) : ""
      lines += ["", text(becomes(row), in: language, row.name, mark)]
      lines += changes(row, in: language).map { "  " + $0 }
    }
    return lines
  }

  /// That the list is in place, and what has to be done now.
  static func result(of preview: CenterListPreview, in language: Language) -> String {
    let done = text(.commandCenterListReplaced, in: language, String(preview.names.count))
    return [done, warning(about: preview, in: language) ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
  }

  private static func warning(about preview: CenterListPreview, in language: Language) -> String? {
    if preview.losesSelected { return text(.centerListLost, in: language, preview.selected ?? "") }
    return preview.needsCheck ? text(.centerListNeedsCheck, in: language, preview.selected ?? "") : nil
  }

  private static func becomes(_ row: CenterListPreview.Row) -> TextKey {
    switch (row.before, row.after) {
    case (nil, _): .centerListAdded
    case (_, nil): .centerListRemoved
    case (let before, let after): before == after ? .centerListUnchanged : .centerListChanged
    }
  }

  /// Both sides of what changes, one side of what does not. A thumbprint has a line of its own, so that two stand one
  /// below the other.
  private static func changes(_ row: CenterListPreview.Row, in language: Language) -> [String] {
    func line(_ side: TextKey?, _ content: String) -> String { side.map { text($0, in: language, content) } ?? content }
    let address = sides(row) { $0.mailAddress }.map { side, value in
      line(side, text(.centerListMailAddress, in: language, value))
    }
    let certificate = sides(row) { CertificateText.grouped($0.thumbprint) }.flatMap { side, value in
      [line(side, text(.centerListCertificate, in: language)), "  " + value]
    }
    return address + certificate
  }

  private static func sides(
    _ row: CenterListPreview.Row, _ value: (CenterListPreview.Entry) -> String
  ) -> [(side: TextKey?, value: String)] {
    let before = row.before.map(value)
    let after = row.after.map(value)
    guard let before, let after, before != after else { return [(nil, after ?? before ?? "")] }
    return [(.centerListBefore, before), (.centerListAfter, after)]
  }
}
