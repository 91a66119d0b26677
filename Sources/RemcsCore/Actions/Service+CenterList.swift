internal import FoundationEssentials
internal import RemcsCryptography

/// Another center list (接続先センターリストの入れ替え, manual 5.3).
extension Service {
  /// Checks who signed a center list and what is in it, and tells what it would change, without changing anything.
  ///
  /// - Parameter file: its bytes, as ``CertificateFile/read(_:)`` gives them.
  /// - Returns: the centers before and after.
  /// - Throws: RMG_0211 if it is no center list, RMG_0215 if no trusted authority signed it or its signature is wrong;
  ///   each with its ``CertificateFinding``.
  public func inspectCenterList(_ file: [UInt8]) throws(ServiceError) -> CenterListPreview {
    let after = try openCenterList(file)
    // A list that is missing or not believed any more has no center that could be lost.
    let before = (try? centers()) ?? []
    let inUse = certificatesInUse()
    let replaced = try store.replacedCertificates()
    func row(_ name: String) -> CenterListPreview.Row {
      let old = before.first { $0.name == name }
      let new = after.first { $0.name == name }
      return CenterListPreview.Row(
        name: name.harmless(maximum: 60), before: old.map { Self.entry($0, inUse[name] ?? $0.thumbprint) },
        after: new.map { Self.entry($0, (Self.valid(replaced[name], for: $0)?.inUse ?? $0.placed).thumbprint) })
    }
    let names = after.map(\.name)
    let rows = (names + before.map(\.name).filter { !names.contains($0) }).map(row)
    let answers = try store.answers()
    let selected = answers.contains(.center) ? answers[.center].harmless(maximum: 60) : nil
    let changes = rows.contains { row in
      row.name == selected && row.before != nil && row.after != nil && row.before?.thumbprint != row.after?.thumbprint
    }
    return CenterListPreview(rows: rows, selected: selected, needsCheck: try isRegistered() && changes)
  }

  /// Puts another center list in place. Where it brings another certificate for the chosen center, a registered device
  /// becomes 設定未完了.
  ///
  /// - Parameter file: its bytes.
  /// - Returns: what it changed.
  /// - Throws: what ``inspectCenterList(_:)`` throws; RMG_0212 if it cannot be stored.
  @discardableResult
  public func replaceCenterList(_ file: [UInt8]) throws(ServiceError) -> CenterListPreview {
    let preview = try inspectCenterList(file)
    let before = certificatesInUse()
    do throws(Files.Failure) {
      try Files.write(file, to: store.home.centerList)
    } catch {
      throw ServiceError(.rmg0212, [error.message], systemNumber: error.number)
    }
    try centerListChanged(from: before)
    return preview
  }

  private static func entry(_ center: Center, _ thumbprint: String) -> CenterListPreview.Entry {
    CenterListPreview.Entry(mailAddress: center.mailAddress.harmless(maximum: 128), thumbprint: thumbprint)
  }

  private func openCenterList(_ file: [UInt8]) throws(ServiceError) -> [Center] {
    let trusted = try authorities()
    let document: [UInt8]
    do throws(CryptographyError) {
      document = try SignedData.verify(file, trusted: trusted)
    } catch {
      throw Self.refusal(error)
    }
    guard let centers = try? JSONDecoder().decode([Center].self, from: Data(document)) else {
      throw ServiceError(.rmg0211, CertificateFinding(.noCenterList, "JSON"))
    }
    if let defect = CenterList.defect(in: centers) {
      throw ServiceError(.rmg0211, CertificateFinding(.noCenterList, defect))
    }
    return centers
  }

  /// What the file is decides RMG_0211; who stands behind it and when, RMG_0215 (docs/decisions.md).
  private static func refusal(_ error: CryptographyError) -> ServiceError {
    switch error.code {
    case .malformed: ServiceError(.rmg0211, CertificateFinding(.noCenterList, error.reason))
    case .badSignature: ServiceError(.rmg0215, CertificateFinding(.listForged, error.reason))
    case .expired, .notYetValid: ServiceError(.rmg0215, CertificateFinding(.listOutOfDate, error.reason))
    default: ServiceError(.rmg0215, CertificateFinding(.listUntrusted, error.reason))
    }
  }
}
