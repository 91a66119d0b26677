internal import Glibc
internal import RemcsCryptography

/// What an export wrote.
public struct ExportResult: Sendable, Equatable {
  /// The paths of `rm_bkenv.def` and `rm_bkcus.def`.
  public let environment: String, customer: String
  /// What is not in them, to be told: the password, personal information.
  public let remarks: [FileRemark]

  /// An export into files at these paths.
  public init(environment: String, customer: String, remarks: [FileRemark]) {
    self.environment = environment
    self.customer = customer
    self.remarks = remarks
  }
}

extension Service {
  /// Writes the settings into two files that another device can import (manual 4.2.5): `rm_bkenv.def` and
  /// `rm_bkcus.def`, for their owner alone, both or none of them.
  ///
  /// - Parameters:
  ///   - directory: where.
  ///   - overwriting: whether files of these names may be replaced.
  ///   - passphrase: hides the password; without one the password is not written.
  /// - Returns: the paths, and what is not in the files.
  /// - Throws: RMG_0036 if no directory is named, RMG_0033 if there is none; RMG_0121 for the environment, RMG_0122 for
  ///   the customer, with the system's reason and a remark if a file is already there or there are no settings yet.
  public func export(
    to directory: String, overwriting: Bool = false, passphrase: Passphrase? = nil
  ) throws(ServiceError) -> ExportResult {
    try Directory.check(directory)
    let answers = try store.answers()
    guard !answers.fields.isEmpty else {
      throw ServiceError(.rmg0121, details: [.init(code: .rmg0121, reason: .file(FileRemark(.nothingSet)))])
    }
    let wasSet = try store.setting(.encryptionWasSet) == "yes"
    let isSet = answers.contains(.encryption) && answers[.encryption] != Encryption.none.rawValue
    let header = DefinitionFile.Header(try device(), encryptionWasSet: wasSet || isSet)
    try checkPlaces(directory, overwriting)
    var staged: [(kind: DefinitionFile.Kind, file: Files.Staged)] = []
    for kind in DefinitionFile.Kind.allCases {
      do {
        let bytes = try DefinitionFile.bytes(of: kind, answers, header: header, passphrase: passphrase)
        let path = Directory.path(of: kind.fileName, in: directory)
        staged.append((kind, try Files.Staged(bytes, for: path, mode: 0o600)))
      } catch {
        for (_, file) in staged { file.discard() }
        throw Self.failure(of: kind, error)
      }
    }
    try commit(staged, overwriting)
    let now = clock.now()
    try store.write { connection in
      try Store.note("settingsExported", detail: directory, at: now, connection)
    }
    var remarks: [FileRemark] = []
    if passphrase == nil, !answers[.password].isEmpty { remarks.append(FileRemark(.passwordLeftOut)) }
    if answers.hasNoPersonalInformation { remarks.append(FileRemark(.personalInformationLeftOut)) }
    return ExportResult(environment: staged[0].file.path, customer: staged[1].file.path, remarks: remarks)
  }

  /// Tells every file that is already there before anything is written.
  private func checkPlaces(_ directory: String, _ overwriting: Bool) throws(ServiceError) {
    guard !overwriting else { return }
    var details: [ServiceError.Detail] = []
    for kind in DefinitionFile.Kind.allCases {
      let path = Directory.path(of: kind.fileName, in: directory)
      var status = stat()
      guard lstat(path, &status) == 0 else { continue }
      details.append(.init(code: kind.exportErrorCode, reason: .file(FileRemark(.exists, path))))
    }
    guard let first = details.first else { return }
    errno = EEXIST
    throw ServiceError(first.code, [systemMessage()], details: details, systemNumber: EEXIST)
  }

  /// Puts both in place. If the second cannot be, the first is taken away again, unless it replaced another.
  private func commit(
    _ staged: [(kind: DefinitionFile.Kind, file: Files.Staged)], _ overwriting: Bool
  ) throws(ServiceError) {
    for (index, (kind, file)) in staged.enumerated() {
      do { try file.commit(replacing: overwriting) } catch {
        for (_, rest) in staged[index...] { rest.discard() }
        if !overwriting { for (_, done) in staged[..<index] { unlink(done.path) } }
        throw Self.failure(of: kind, error)
      }
    }
  }

  private static func failure(of kind: DefinitionFile.Kind, _ error: any Error) -> ServiceError {
    switch error {
    case let failure as Files.Failure:
      let details: [ServiceError.Detail] =
        failure.number == EEXIST
        ? [.init(code: kind.exportErrorCode, reason: .file(FileRemark(.exists, kind.fileName)))] : []
      return ServiceError(kind.exportErrorCode, [failure.message], details: details, systemNumber: failure.number)
    default: return ServiceError(kind.exportErrorCode, [String(describing: error).harmless()])
    }
  }
}
