internal import ArgumentParser
internal import Localization
internal import RemcsCore

/// `remcs import`: definition files into the settings, without registering (manual 3.3).
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: abstract(.commandImportAbstract))

  @OptionGroup var options: ServiceOptions
  @OptionGroup var files: DefinitionFileOptions
  @Flag(help: help(.fileOptionPreview)) var preview = false
  @Flag(help: help(.commandOptionJson)) var json = false

  func validate() throws {
    if files.source == nil { throw ValidationError(text(.fileOptionSource, in: .ofHelp())) }
    if json, !preview { throw ValidationError(text(.fileOptionJsonAlone, in: .ofHelp())) }
  }

  func run() throws {
    guard let source = files.source else { return }
    try options.run { service, language in
      let preview = try service.previewImport(from: source, passphrase: try files.passphrase())
      if self.preview {
        if json { return try CommandOutput.printJSON(PreviewDocument(preview, language)) }
        files.tell(preview, language)
        return show(preview, language)
      }
      files.tell(preview, language)
      let result = try service.importSettings(preview)
      print(text(.commandImportDone, in: language, String(result.changedFields)))
      showMissing(result.missing, language)
    }
  }

  private func show(_ preview: ImportPreview, _ language: Language) {
    for source in preview.sources {
      print(text(.filePreviewSource, in: language, source.kind.fileName, source.model, source.version))
    }
    for row in preview.rows { print(row.line(in: language)) }
    let states = [preview.stateBefore, preview.stateAfter].map { text($0.key, in: language) }
    print(text(.filePreviewState, in: language, arguments: states))
    showMissing(preview.missing, language)
    print(text(.filePreviewOnly, in: language))
  }

  private func showMissing(_ fields: [FieldID], _ language: Language) {
    guard !fields.isEmpty else { return }
    let names = fields.map { "\($0.label(in: language)) (\($0.rawValue))" }.joined(separator: ", ")
    print(text(.fileMissing, in: language, names))
  }
}

/// A preview for programs.
private struct PreviewDocument: Encodable {
  struct Remark: Encodable {
    let code: FileRemark.Code
    let arguments: [String]
    let text: String
  }

  let sources: [ImportPreview.Source]
  let rows: [ImportPreview.Row]
  let repairs: [ImportPreview.Repair]
  let remarks: [Remark]
  let missing: [FieldID]
  let registration: EncryptionRuling.Admission
  let stateBefore: OperatingState, stateAfter: OperatingState
  let changesAnything: Bool

  init(_ preview: ImportPreview, _ language: Language) {
    sources = preview.sources
    rows = preview.rows
    repairs = preview.repairs
    remarks = preview.remarks.map { Remark(code: $0.code, arguments: $0.arguments, text: $0.text(in: language)) }
    missing = preview.missing
    registration = preview.admission
    stateBefore = preview.stateBefore
    stateAfter = preview.stateAfter
    changesAnything = preview.changesAnything
  }
}
