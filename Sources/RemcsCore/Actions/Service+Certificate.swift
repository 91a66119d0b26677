internal import FoundationEssentials
internal import RemcsCryptography

extension Service {
  /// The center's certificates: in use, before, and since when (manual 4.2.7, figures 4.7 to 4.9).
  ///
  /// - Parameter name: the center; the one that is set, or that a new device starts with, if nil.
  /// - Returns: its certificates.
  /// - Throws: RMG_0097 or RMG_0099 without the center.
  public func centerCertificate(of name: String? = nil) throws(ServiceError) -> CenterCertificates {
    let listed = try listedCenter(named: try chosenCenter(name))
    guard let record = try replacement(for: listed) else {
      return CenterCertificates(center: listed.name, inUse: CenterCertificate(pem: listed.certificate))
    }
    return CenterCertificates(center: listed.name, inUse: record.inUse.shown, previous: record.previous.shown)
  }

  /// Checks what a file holds, without changing anything: the certificate that would be taken (manual 3.5, 4.2.8).
  /// Files are PEM, DER or PKCS #7; several certificates in one file are the center's own and its chain.
  ///
  /// - Parameters:
  ///   - file: its bytes, as ``CertificateFile/read(_:)`` gives them.
  ///   - name: the center; the one that is set, or that a new device starts with, if nil.
  /// - Returns: the certificate with what is weak about it.
  /// - Throws: RMG_0211 if it is no certificate for encrypted mail, RMG_0224 if it is the one in use, RMG_0215 if no
  ///   trusted authority stands behind it or its time is not now, RMG_0212 if a sample cannot be encrypted for it;
  ///   RMG_0097 or RMG_0099 without the center.
  public func inspect(_ file: [UInt8], for name: String? = nil) throws(ServiceError) -> InspectedCertificate {
    let listed = try listedCenter(named: try chosenCenter(name))
    let (certificate, chain) = try CertificateCheck.open(file)
    let current = try replacement(for: listed)?.inUse ?? listed.placed
    guard certificate.thumbprint(.sha256) != current.thumbprint else { throw ServiceError(.rmg0224) }
    let warnings = try CertificateCheck(trusted: try authorities(), now: clock.now()).judge(certificate, chain: chain)
    do {
      return InspectedCertificate(
        center: listed.name, pem: try certificate.pem(), chain: try chain.map { try $0.pem() }, warnings: warnings)
    } catch {
      throw ServiceError(.rmg0212, [String(describing: error).harmless()])
    }
  }

  /// Encrypts for another certificate from now on (manual 3.5, 4.2.8). The one so far is kept; a registered device
  /// becomes 設定未完了, and what waits goes out after the next connection check.
  ///
  /// - Parameters:
  ///   - file: its bytes, as they were inspected.
  ///   - name: the center; the one that is set, or that a new device starts with, if nil.
  /// - Returns: the certificate that is in use now.
  /// - Throws: what ``inspect(_:for:)`` throws; RMG_0218 with the cause if it cannot be stored.
  @discardableResult
  public func replaceCenterCertificate(
    _ file: [UInt8], for name: String? = nil
  ) throws(ServiceError) -> InspectedCertificate {
    let inspected = try inspect(file, for: name)
    let listed = try listedCenter(named: inspected.center)
    let now = clock.now()
    let new = PlacedCertificate(pem: inspected.pem, chain: inspected.chain, seconds: now.timeIntervalSince1970)
    do throws(ServiceError) {
      try store.write { connection in
        var all = try Store.replacedCertificates(connection)
        let current = Self.valid(all[listed.name], for: listed)?.inUse ?? listed.placed
        // Another program may have been quicker.
        guard current.thumbprint != new.thumbprint else { throw ServiceError(.rmg0224) }
        all[listed.name] = ReplacedCertificate(base: listed.thumbprint, inUse: new, previous: current)
        try place(all, for: listed, "replaced", new, connection, at: now)
      }
    } catch {
      throw error.code == .rmg0224 ? error : ServiceError(.rmg0218, [error.code.rawValue], cause: error)
    }
    wakeAgent()
    return inspected
  }

  /// Puts the previous certificate in place again; the one in use becomes the previous one (manual 4.2.9).
  ///
  /// - Parameter name: the center; the one that is set, or that a new device starts with, if nil.
  /// - Returns: the certificates as they are now.
  /// - Throws: RMG_0221, with the cause if the previous one is no longer good; RMG_0097 or RMG_0099 without the center.
  @discardableResult
  public func restoreCenterCertificate(for name: String? = nil) throws(ServiceError) -> CenterCertificates {
    let listed = try listedCenter(named: try chosenCenter(name))
    let now = clock.now()
    let check = CertificateCheck(trusted: try authorities(), now: now)
    do throws(ServiceError) {
      try store.write { connection in
        var all = try Store.replacedCertificates(connection)
        guard let record = Self.valid(all[listed.name], for: listed) else {
          throw ServiceError(.rmg0221, CertificateFinding(.noPrevious))
        }
        let (certificate, chain) = try record.previous.opened()
        _ = try check.judge(certificate, chain: chain)
        let restored = PlacedCertificate(
          pem: record.previous.pem, chain: record.previous.chain, seconds: now.timeIntervalSince1970)
        all[listed.name] = ReplacedCertificate(base: record.base, inUse: restored, previous: record.inUse)
        try place(all, for: listed, "restored", restored, connection, at: now)
      }
    } catch {
      throw error.code == .rmg0221 ? error : ServiceError(.rmg0221, [error.code.rawValue], cause: error)
    }
    wakeAgent()
    return try centerCertificate(of: listed.name)
  }

  /// Writes the certificates, what happened, and the state that follows.
  private func place(
    _ all: [String: ReplacedCertificate], for listed: Center, _ what: String, _ new: PlacedCertificate,
    _ connection: SQLiteConnection, at now: Date
  ) throws {
    try Store.set(all, connection)
    try Store.note("certificate", detail: "\(what) \(listed.name) \(new.thumbprint)", at: now, connection)
    try Store.forgetContact(connection)
    try certificateChanged(of: listed.name, connection, at: now)
  }
}
