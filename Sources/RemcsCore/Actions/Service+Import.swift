extension Service {
  /// Reads definition files and tells what importing them would do; nothing changes (manual 3.3).
  ///
  /// - Parameters:
  ///   - source: where the files are.
  ///   - passphrase: opens an encrypted password.
  /// - Returns: every field before and after, and what to know.
  /// - Throws: the codes of table 6.9: RMG_0036 (nothing named), RMG_0015 (control characters in a name), RMG_0033 (no
  ///   such directory), RMG_0142 (no such file in it), RMG_0032 (no definition file, or forbidden by table 3.6),
  ///   RMG_0096 (a connection type that we do not have), RMG_0143 and RMG_0144 (errors in a file, all of them as
  ///   details), RMG_0118 (the system refuses); RMG_0097 if a file names a center and there is no list of centers.
  public func previewImport(
    from source: DefinitionSource, passphrase: Passphrase? = nil
  ) throws(ServiceError) -> ImportPreview {
    try preview(source, .settings, passphrase, Answers())
  }

  /// Stores what a preview showed, all of it in one transaction or nothing. The state becomes 設定未完了 if anything
  /// changes: the initial settings, the registration and the connection check follow (manual 3.3). A walk through the
  /// wizard that is not finished goes on with the imported values.
  ///
  /// - Throws: RMG_0118 with the cause, also if the settings are no longer those of the preview.
  public func importSettings(_ preview: ImportPreview) throws(ServiceError) -> ImportResult {
    let isChange = preview.changesAnything
    do {
      let now = clock.now()
      var draft = try store.draft()
      for field in preview.fields {
        if preview.after.contains(field) {
          draft?.answers[field] = preview.after[field]
        } else {
          draft?.answers.remove(field)
        }
      }
      let before = try state()
      let next = try store.write { connection in
        guard try Store.answers(connection) == preview.before else {
          throw ServiceError(.rmg0118, details: [.init(code: .rmg0118, reason: .file(FileRemark(.changedMeanwhile)))])
        }
        try Store.replace(preview.fields, with: preview.after, connection)
        if let draft { try Store.save(draft, connection) }
        let names = preview.sources.map { "\($0.kind.fileName) (\($0.model))" }.joined(separator: ", ")
        try Store.note("settingsImported", detail: names, at: now, connection)
        return isChange ? try move(.settingsImported, connection, at: now) : before
      }
      return ImportResult(
        changedFields: preview.rows.count { ![.unchanged, .absent].contains($0.change) }, state: next,
        remarks: preview.remarks, missing: preview.missing)
    } catch {
      if error.code == .rmg0118 { throw error }
      throw ServiceError(.rmg0118, [error.root.code.rawValue], cause: error, systemNumber: error.root.systemNumber)
    }
  }

  /// Everything that a registration without a screen registers (manual 3.3, 自動レジストレーション): what is stored, with
  /// the settings of the files in its place. Nothing changes yet; ``register(_:consent:observer:cancellation:)``
  /// stores and sends it.
  ///
  /// - Parameters:
  ///   - source: where the files are.
  ///   - passphrase: opens an encrypted password.
  ///   - supplied: answers that come from elsewhere, as a password from a file of its own; they go before the files'.
  /// - Returns: the answers, and the preview of what will be stored.
  /// - Throws: as ``previewImport(from:passphrase:)``; besides RMG_0194 if the customer file only lacks required
  ///   fields, RMG_0143 if the environment file lacks some, and RMG_0118 where table 3.6 asks for a registration by
  ///   hand.
  public func registrationAnswers(
    from source: DefinitionSource, passphrase: Passphrase? = nil, supplied: Answers = Answers()
  ) throws(ServiceError) -> (answers: Answers, preview: ImportPreview) {
    let preview = try preview(source, .registration, passphrase, supplied)
    guard preview.admission == .possible else {
      let encryption = preview.before[.encryption]
      throw ServiceError(
        .rmg0118, details: [.init(code: .rmg0118, reason: .file(FileRemark(.registrationByHand, encryption)))])
    }
    var answers = try startingAnswers(centers: try centers().map(\.name))
    for field in preview.fields {
      if preview.after.contains(field) {
        answers[field] = preview.after[field]
      } else if preview.before.contains(field) {
        answers.remove(field)
      }
    }
    answers.merge(supplied)
    return (answers, preview)
  }

  private func preview(
    _ source: DefinitionSource, _ purpose: DefinitionFile.Purpose, _ passphrase: Passphrase?, _ supplied: Answers
  ) throws(ServiceError) -> ImportPreview {
    var files: [DefinitionFile] = []
    for (kind, bytes) in try source.read() {
      let file = try DefinitionFile(kind, bytes: bytes, purpose: purpose, passphrase: passphrase, supplied: supplied)
      try checkCenter(of: file)
      files.append(file)
    }
    let before = try store.answers()
    let plan = try ImportPlan(files, before: before, supplied: supplied)
    try checkMaintenancePort(plan.after, files)
    let rows = plan.rows(of: files)
    let state = try state()
    let isChange = rows.contains { ![.unchanged, .absent].contains($0.change) }
    return ImportPreview(
      sources: files.map { .init(kind: $0.kind, model: $0.model, version: $0.version) }, rows: rows,
      repairs: files.flatMap { file in file.repairs.map { ImportPreview.Repair(file.kind, $0) } },
      remarks: plan.remarks,
      missing: plan.missing, admission: plan.admission, stateBefore: state,
      stateAfter: isChange ? try state.after(.settingsImported) : state, before: before, after: plan.after,
      fields: files.flatMap(\.kind.fields))
  }

  /// Refuses a file whose center is not in the list, with the line that names it.
  private func checkCenter(of file: DefinitionFile) throws(ServiceError) {
    let name = file.answers[.center]
    guard !name.isEmpty, try !centers().contains(where: { $0.name == name }) else { return }
    throw ServiceError(
      file.kind.errorCode,
      details: [
        .init(line: file.line(of: .center), field: .center, code: .rmg0099, text: name.harmless(maximum: 40))
      ])
  }

  /// With a REMCS port servers are addresses in digits (manual 2.2.1).
  private func checkMaintenancePort(_ answers: Answers, _ files: [DefinitionFile]) throws(ServiceError) {
    guard let file = files.first(where: { $0.kind == .environment }), try maintenancePort() != nil else { return }
    let type = ConnectionType(rawValue: answers[.connectionType]) ?? .internet
    do { try MaintenancePort.check(answers, of: type.environmentForm) } catch {
      let details = error.details.map { detail in
        ServiceError.Detail(
          line: detail.field.flatMap(file.line), field: detail.field, code: detail.code, text: detail.text)
      }
      throw ServiceError(file.kind.errorCode, details: details)
    }
  }
}
