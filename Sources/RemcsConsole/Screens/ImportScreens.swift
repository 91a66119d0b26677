internal import Localization
internal import RemcsCore

extension FormScreen {
  /// Figure 3.22: the two definition files, taken over by hand or registered at once.
  static func importFiles(answers: Answers) -> FormScreen {
    FormScreen(
      id: .importFiles, step: .connectionType, primary: .importFiles,
      ways: [.init(button: .registerAutomatically, intent: .registerAutomatically, needsForm: true)],
      form: Form(
        .importFiles, design: FormDesign(intro: [.importFilesIntro]), answers: answers,
        buttons: [.importFiles, .registerAutomatically, .cancel]))
  }
}

extension TextScreen {
  /// What files would change, before anything does: what to know first, then every field before and after; what the
  /// files do not name is a group of its own.
  static func importPreview(_ preview: ImportPreview) -> TextScreen {
    var screen = TextScreen(
      .importPreview, step: .connectionType, buttons: [.next, .cancel], primary: .next
    ) { words, columns in
      let language = words.language
      var rows = preview.sources.flatMap { source in
        BodyRow.paragraph(
          words(.filePreviewSource, source.kind.fileName, source.model, source.version), columns: columns)
      }
      let states = [preview.stateBefore, preview.stateAfter].map { text($0.key, in: language) }
      rows += BodyRow.paragraph(words(.filePreviewState, states[0], states[1]), columns: columns)
      for remark in preview.remarks { rows += note(remark.text(in: language), columns) }
      for repair in preview.repairs {
        let words = words(
          .importRepaired, repair.kind.fileName, String(repair.line), repair.field.label(in: language),
          repair.before.harmless(), repair.after.harmless())
        rows += note(words, columns)
      }
      if !preview.missing.isEmpty {
        let names = preview.missing.map { $0.label(in: language) }.joined(separator: ", ")
        rows += note(words(.fileMissing, names), columns)
      }
      return rows + group(.importGroupChanged, [.changed, .added, .removed])
        + group(.importGroupAbsent, [.absent]) + group(.importGroupSame, [.unchanged])

      func group(_ heading: TextKey, _ changes: Set<ImportPreview.Change>) -> [BodyRow] {
        let members = preview.rows.filter { changes.contains($0.change) }
        guard !members.isEmpty else { return [] }
        return [BodyRow(), BodyRow(words(heading, String(members.count)))]
          + members.flatMap { line($0, words, columns) }
      }
    }
    screen.cancelIntent = .back
    return screen
  }

  /// Why files cannot be taken over: all of their errors, each with its line.
  static func importRefused(_ error: ServiceError) -> TextScreen {
    var screen = TextScreen(
      .importRefused, step: .connectionType, buttons: [.back], primary: .back
    ) { words, columns in
      words.report(error).flatMap { BodyRow.paragraph($0, columns: columns) }
    }
    screen.cancelIntent = .back
    return screen
  }

  private static func note(_ text: String, _ columns: Int) -> [BodyRow] {
    BodyRow.paragraph("! " + text, columns: columns)
  }

  /// `label   before -> after`; only one value where there is only one.
  private static func line(_ row: ImportPreview.Row, _ words: Words, _ columns: Int) -> [BodyRow] {
    let column = 38
    func shown(_ value: String) -> String {
      if value.isEmpty { return words(.filePreviewNothing) }
      return if case .choice = Field.of(row.field).kind { words.option(row.field, value) } else { words.typed(value) }
    }
    let isSame = [.absent, .unchanged].contains(row.change)
    let value = isSame ? shown(row.after) : "\(shown(row.before)) -> \(shown(row.after))"
    return value.wrapped(columns: columns - column - 1).enumerated().map { index, line in
      var row = BodyRow(index == 0 ? words.label(row.field) : "", column: 4)
      row.put(line, at: column)
      return row
    }
  }
}
