internal import FoundationEssentials

extension Service {
  /// Removes personal information for good (table 3.5, manual 5.6): from the settings, the draft, every report that is
  /// kept as history, and the free pages of the file. A report that still waits and holds some is taken out.
  /// - Throws: RMG_0196.
  public func deletePersonalInformation() throws(ServiceError) {
    do {
      let now = clock.now()
      let reports = try store.reports()
      var draft = try store.draft()
      let personal = FieldID.allCases.filter { Field.of($0).isPersonal }
      for field in personal { draft?.answers.remove(field) }
      try store.write { connection in
        try Store.replace(personal, with: Answers(), connection)
        if let draft { try Store.save(draft, connection) }
        for report in reports where [.registration, .agentInformation, .connectionCheck].contains(report.kind) {
          let kept = (try? Manifest(report.manifest).withoutPersonalInformation().encoded()) ?? []
          guard kept != report.manifest else { continue }
          try connection.run(
            "UPDATE report SET manifest = ? WHERE sequence = ?", [.blob(kept), .integer(report.sequence)])
          if report.state != .relayed, report.state != .canceled {
            try Store.cancel(report.sequence, reason: "personal information deleted", at: now, connection)
          }
        }
        try Store.note("personalInformationDeleted", at: now, connection)
      }
      try store.shred()
      store.removeDamagedCopies()
    } catch {
      throw ServiceError(.rmg0196, [error.root.code.rawValue], cause: error)
    }
  }
}
