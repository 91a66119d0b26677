/// How the settings of files and those of a device become one (manual 3.3, 3.4): the one place that decides.
struct ImportPlan {
  /// Every stored answer afterwards.
  private(set) var after: Answers
  private(set) var remarks: [FileRemark] = []
  /// What is required and still missing.
  private(set) var missing: [FieldID] = []
  private(set) var admission = EncryptionRuling.Admission.possible
  /// The encryption of the device before.
  let device: Encryption
  private let before: Answers
  private var changes = Answers()

  /// - Parameters:
  ///   - files: what was read.
  ///   - before: every stored answer.
  ///   - supplied: what comes from elsewhere and is taken over with it.
  /// - Throws: RMG_0032 where table 3.6 forbids it; RMG_0143 or RMG_0144 for what is wrong only beside the settings
  ///   that stay.
  init(_ files: [DefinitionFile], before: Answers, supplied: Answers) throws(ServiceError) {
    let kinds = files.map(\.kind)
    self.before = Self.meaningful(before, kinds)
    after = before
    device = Encryption(rawValue: before[.encryption]) ?? .none
    for file in files { changes.merge(file.answers) }
    changes.merge(supplied)
    after.adopt(changes)
    let environment = files.first { $0.kind == .environment }
    let type = ConnectionType(rawValue: after[.connectionType]) ?? .internet
    if let environment {
      try rule(environment, type)
      completeSplitSize(type)
    }
    let forms = files.flatMap { $0.kind.forms(connectionType: type) }
    try check(forms, files)
    after = Self.meaningful(after, kinds)
    forgetPassword()
    missing = forms.flatMap { form in form.problems(in: form.completed(after)).map(\.field) }
      // The device draws the weekday, and knows a center (table 3.3, figure 3.11).
      .filter { after[$0].isEmpty && ![.connectionWeekday, .center].contains($0) }
  }

  /// Table 3.6. A file that leaves the encryption out never leaves the old one in place without a word.
  private mutating func rule(_ file: DefinitionFile, _ type: ConnectionType) throws(ServiceError) {
    let stated = file.answers[.encryption].nonEmpty.flatMap(Encryption.init)
    let ruling = EncryptionRuling(
      of: file.origin, connectionType: type, stated: stated, wasSet: file.encryptionWasSet, device: device)
    admission = ruling.admission
    if ruling.admission == .forbidden {
      throw ServiceError(.rmg0032, details: [.init(code: .rmg0032, reason: ruling.remark.map { .file($0) })])
    }
    if device != .none {
      switch ruling.meant {
      case nil: remarks.append(FileRemark(.encryptionKept, device.rawValue))
      case Encryption.none?:
        after[.encryption] = Encryption.none.rawValue
        remarks.append(FileRemark(.encryptionTurnedOff, device.rawValue))
      default: break
      }
    }
    if let remark = ruling.remark { remarks.append(remark) }
  }

  /// A new split method without a size has that method's own size (table 3.1), to be seen before it is stored.
  private mutating func completeSplitSize(_ type: ConnectionType) {
    guard before.contains(.splitSize), !after.contains(.splitSize) else { return }
    let completed = type.environmentForm.completed(after)
    if completed.contains(.splitSize) { after[.splitSize] = completed[.splitSize] }
  }

  /// The answers without those that have no meaning in these files' forms, as a user without an authentication. What
  /// the environment of another connection type held is thrown away too (manual 4.2.6).
  private static func meaningful(_ answers: Answers, _ kinds: [DefinitionFile.Kind]) -> Answers {
    let type = ConnectionType(rawValue: answers[.connectionType]) ?? .internet
    var result = answers
    for kind in kinds {
      let forms = kind.forms(connectionType: type)
      for form in forms { result = form.repaired(result) }
      let kept = Set(forms.flatMap(\.fields))
      for field in kind.fields where !kept.contains(field) { result.remove(field) }
    }
    return result
  }

  /// The password belongs to a server and a user: a file that names others and brings none must not send it there.
  private mutating func forgetPassword() {
    guard !changes.contains(.password), !after[.password].isEmpty else { return }
    let owners: [FieldID] = [.smtpServer, .popServer, .userID, .authenticationType]
    guard owners.contains(where: { before[$0] != after[$0] }) else { return }
    after.remove(.password)
    remarks.append(FileRemark(.passwordForgotten))
  }

  /// What the files make wrong. What is only missing may stay so for now; what was wrong before may too.
  private func check(_ forms: [FormID], _ files: [DefinitionFile]) throws(ServiceError) {
    for file in files {
      var details: [ServiceError.Detail] = []
      for form in forms where form.fields.contains(where: file.kind.fields.contains) {
        let known = Set(form.problems(in: form.completed(before)).map(\.field))
        let complete = form.completed(after)
        for problem in form.problems(in: complete)
        where !complete[problem.field].isEmpty && (changes.contains(problem.field) || !known.contains(problem.field)) {
          details.append(
            .init(
              line: file.line(of: problem.field), field: problem.field, code: problem.code, text: problem.summary))
        }
      }
      if !details.isEmpty { throw ServiceError(file.kind.errorCode, details: details) }
    }
  }

  /// The rows of a preview.
  func rows(of files: [DefinitionFile]) -> [ImportPreview.Row] {
    files.flatMap { file in
      file.kind.fields.map { field in
        let declared = Field.of(field)
        let change: ImportPreview.Change =
          switch (before[field], after[field]) {
          case let (old, new) where old == new:
            file.line(of: field) == nil && !changes.contains(field) ? .absent : .unchanged
          case ("", _): .added
          case (_, ""): .removed
          default: .changed
          }
        return ImportPreview.Row(
          field, before: declared.shown(before[field]), after: declared.shown(after[field]), change: change,
          line: file.line(of: field))
      }
    }
  }
}
