internal import FoundationEssentials
internal import RemcsCryptography

/// Which certificate reports are encrypted for: the one of the center list, or the one that replaced it.
extension Service {
  /// The center of a name, with the certificate in use.
  /// - Throws: RMG_0097, RMG_0099 if the list has no such center, RMG_0215 if the authority behind a replaced
  ///   certificate is no longer trusted.
  public func center(named name: String) throws(ServiceError) -> Center {
    let listed = try listedCenter(named: name)
    guard let record = try replacement(for: listed) else { return listed }
    let placed = record.inUse
    let (certificate, chain) = try placed.opened()
    if let chain {
      // The trust of today, the dates of the day when it was taken: an old certificate still hides a report, and to
      // send none at all would be worse.
      let then = placed.seconds.map { Date(timeIntervalSince1970: $0) } ?? clock.now()
      try CertificateCheck(trusted: try authorities(), now: then).prove(certificate, chain: chain)
    }
    return Center(name: listed.name, mailAddress: listed.mailAddress, certificate: placed.pem)
  }

  /// The center of a name as the list has it.
  func listedCenter(named name: String) throws(ServiceError) -> Center {
    guard let center = try centers().first(where: { $0.name == name }) else {
      throw ServiceError(.rmg0099, [name.harmless(maximum: 60)])
    }
    return center
  }

  /// A name that was given, else the center that is set, else the one that a new device starts with.
  func chosenCenter(_ name: String?) throws(ServiceError) -> String {
    if let name { return name }
    let stored = try store.answers()
    if stored.contains(.center) { return stored[.center] }
    return try startingAnswers(centers: try centers().map(\.name))[.center]
  }

  /// What replaced the certificate of a center, if the list has not changed it since.
  func replacement(for listed: Center) throws(ServiceError) -> ReplacedCertificate? {
    Self.valid(try store.replacedCertificates()[listed.name], for: listed)
  }

  static func valid(_ record: ReplacedCertificate?, for listed: Center) -> ReplacedCertificate? {
    record?.base == listed.thumbprint ? record : nil
  }

  /// The authorities that the administrator trusts.
  func authorities() throws(ServiceError) -> [Certificate] {
    do {
      return try Certificate.all(pem: String(decoding: try Files.read(store.home.trusted), as: UTF8.self))
    } catch let failure as Files.Failure {
      throw ServiceError(.rmg0215, details: [.init(code: .rmg0215, text: failure.message)])
    } catch {
      throw ServiceError(.rmg0215, details: [.init(code: .rmg0215, text: String(describing: error).harmless())])
    }
  }

  /// A registered device has to prove its connection again when the certificate of its center is another one.
  func certificateChanged(of center: String, _ connection: SQLiteConnection, at now: Date) throws {
    guard try Store.setting(.registered, connection) == "yes" else { return }
    var chosen = ""
    try connection.run("SELECT value FROM answer WHERE field = ?", [.text(FieldID.center.rawValue)]) {
      chosen = $0[0].text ?? ""
    }
    if chosen == center { try move(.certificateReplaced, connection, at: now) }
  }

  /// Follows a new center list: replacements that it overrules are forgotten, and where it brings another certificate
  /// for the chosen center, the connection has to be proved again.
  ///
  /// - Parameter before: the thumbprints of the certificates in use before, by the name of the center.
  /// - Throws: RMG_0150 if it cannot be stored.
  func centerListChanged(from before: [String: String]) throws(ServiceError) {
    let listed = try centers()
    let now = clock.now()
    try store.write { connection in
      let all = try Store.replacedCertificates(connection)
      let kept = all.filter { name, record in listed.contains { $0.name == name && record.base == $0.thumbprint } }
      if kept != all { try Store.set(kept, connection) }
      for name in Set(all.keys).subtracting(kept.keys).sorted() {
        try Store.note("certificate", detail: "overruled by the center list \(name)", at: now, connection)
      }
      for center in listed {
        let current = kept[center.name]?.inUse ?? center.placed
        guard let old = before[center.name], old != current.thumbprint else { continue }
        try certificateChanged(of: center.name, connection, at: now)
      }
      try Store.forgetContact(connection)
    }
    wakeAgent()
  }

  /// The thumbprints of the certificates in use, by the name of the center; none where the list cannot be read.
  func certificatesInUse() -> [String: String] {
    guard let listed = try? centers() else { return [:] }
    var result: [String: String] = [:]
    for center in listed { result[center.name] = ((try? replacement(for: center))?.inUse ?? center.placed).thumbprint }
    return result
  }
}

extension Center {
  /// What tells one certificate of the list from another.
  var thumbprint: String { placed.thumbprint }

  /// The certificate of the list, as one that may be restored.
  var placed: PlacedCertificate { PlacedCertificate(pem: certificate, chain: nil, seconds: nil) }
}

extension PlacedCertificate {
  /// The SHA-256 thumbprint; of a text that is no certificate, the sum of the text.
  var thumbprint: String {
    (try? Certificate(pem: pem))?.thumbprint(.sha256) ?? Digest.sha256(Array(pem.utf8)).uppercased()
  }

  /// As it is shown.
  var shown: CenterCertificate {
    CenterCertificate(pem: pem, replaced: seconds.map { Date(timeIntervalSince1970: $0).localISO8601 })
  }

  /// The certificate and its chain.
  /// - Throws: RMG_0211.
  func opened() throws(ServiceError) -> (certificate: Certificate, chain: [Certificate]?) {
    do {
      return (try Certificate(pem: pem), try chain?.map { try Certificate(pem: $0) })
    } catch {
      throw ServiceError(.rmg0211, CertificateFinding(.noCertificate, String(describing: error)))
    }
  }
}
