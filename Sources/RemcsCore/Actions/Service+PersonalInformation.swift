internal import FoundationEssentials

extension Service {
  /// Removes personal information for good (table 3.5, manual 5.6): from the settings, the draft, every report that is
  /// kept as history, the history's own words, and the free pages of the file. A report that still waits and holds some
  /// is taken out. If the program is stopped in the middle, the next one goes on.
  /// - Throws: RMG_0196 with the cause; while another program reads old pages, they cannot be overwritten yet.
  public func deletePersonalInformation() throws(ServiceError) {
    do {
      try forgetPersonalInformation()
      try store.shred()
    } catch {
      throw ServiceError(.rmg0196, [error.root.code.rawValue], cause: error)
    }
  }

  /// The first half: no query finds it any more, but its bytes are still in the log and in free pages.
  func forgetPersonalInformation() throws(ServiceError) {
    let now = clock.now()
    let reports = try store.reports().filter(\.kind.namesPeople)
    var draft = try store.draft()
    let texts = try personalTexts(reports, draft)
    for field in FieldID.personal { draft?.answers.remove(field) }
    try store.write { connection in
      try Store.markErasing(.personalInformation, connection)
      try Store.replace(FieldID.personal, with: Answers(), connection)
      if let draft {
        try Store.save(draft, connection)
      } else {
        // One of another version, which nobody can read or clean.
        try connection.run("DELETE FROM draft")
      }
      for report in reports { try clean(report, connection, at: now) }
      // What a mail server answered may name the person.
      for text in texts {
        try connection.run(
          "UPDATE history SET detail = replace(detail, ?1, '***') WHERE instr(detail, ?1) > 0", [.text(text)])
        for key in [SettingKey.contactTrouble, .lastDiagnosis] {
          try connection.run(
            "UPDATE setting SET value = replace(value, ?1, '***') WHERE key = ?2 AND instr(value, ?1) > 0",
            [.text(text), .text(key.rawValue)])
        }
      }
      try Store.note("personalInformationDeleted", at: now, connection)
    }
  }

  /// Takes the personal information out of a report, with the sum of its content, which could be tried out; the report
  /// itself out of the queue, if it holds some. What cannot be read goes as a whole.
  private func clean(_ report: Report, _ connection: SQLiteConnection, at now: Date) throws {
    let kept = (try? Manifest(report.manifest).withoutPersonalInformation().encoded()) ?? []
    guard kept != report.manifest else { return }
    try connection.run(
      "UPDATE report SET manifest = ?, fingerprint = '' WHERE sequence = ?",
      [.blob(kept), .integer(report.sequence)])
    if report.state != .relayed, report.state != .canceled {
      try Store.cancel(report.sequence, reason: "personal information deleted", at: now, connection)
    }
  }

  /// Every text that is personal information, wherever it stands now. A very short one could be a part of anything, and
  /// tells nothing.
  private func personalTexts(_ reports: [Report], _ draft: Draft?) throws(ServiceError) -> Set<String> {
    let stored = try store.answers()
    var texts = FieldID.personal.flatMap { [stored[$0], draft?.answers[$0] ?? ""] }
    for report in reports {
      guard let manifest = try? Manifest(report.manifest) else { continue }
      let customer = manifest.registration?.customer ?? [:]
      texts += FieldID.personal.compactMap { customer[$0.rawValue] }
      texts += [manifest.connectionCheck?.administrator.address, manifest.connectionCheck?.engineer.address]
        .compactMap { $0 }
    }
    return Set(texts.filter { $0.unicodeScalars.count >= 4 })
  }
}
