internal import FoundationEssentials
internal import RemcsCryptography

extension Service {
  /// The centers of the list, in its order (接続先一覧, manual 3.2.3, 5.3). The list counts only with the signature of
  /// an authority that the administrator trusts.
  /// - Throws: RMG_0097 if there is none, or it is not signed by a trusted authority.
  public func centers() throws(ServiceError) -> [Center] {
    let home = store.home
    do {
      return try CenterList.open(try Files.read(home.centerList), trusted: try Files.read(home.trusted))
    } catch let failure as Files.Failure {
      throw Self.noCenterList(failure.message)
    } catch let error as CryptographyError {
      throw Self.noCenterList(error.description.harmless())
    } catch {
      throw Self.noCenterList(home.centerList)
    }
  }

  /// The manual's message, and the two commands that mend it.
  private static func noCenterList(_ reason: String) -> ServiceError {
    ServiceError(
      .rmg0097, [reason],
      details: [.init(code: .rmg0097, text: "remcs center trust ca.pem; remcs center replace-list centers.p7m")])
  }

  /// Trusts the authorities of a PEM file, in place of those trusted so far.
  /// - Throws: RMG_0212 if it holds no certificate.
  public func trust(_ pem: [UInt8]) throws(ServiceError) {
    do {
      guard !(try Certificate.all(pem: String(decoding: pem, as: UTF8.self))).isEmpty else {
        throw ServiceError(.rmg0211)
      }
      try Files.write(pem, to: store.home.trusted)
      // It is in place, whatever becomes of this.
      try? store.write { connection in try Store.forgetContact(connection) }
      wakeAgent()
    } catch let error as ServiceError {
      throw error
    } catch let failure as Files.Failure {
      throw ServiceError(.rmg0212, [failure.message])
    } catch {
      throw ServiceError(.rmg0212, [String(describing: error).harmless()])
    }
  }
}

/// A center list: JSON, signed with CMS.
enum CenterList {
  static func open(_ bytes: [UInt8], trusted: [UInt8]) throws -> [Center] {
    let document = try SignedData.verify(
      bytes, trusted: try Certificate.all(pem: String(decoding: trusted, as: UTF8.self)))
    return try JSONDecoder().decode([Center].self, from: Data(document))
  }

  /// What keeps a list from being of use, whoever signed it; nil if nothing does. Names are chosen and mailed to, so
  /// they keep to the rules of their fields.
  static func defect(in centers: [Center]) -> String? {
    if centers.isEmpty { return "no center" }
    if Set(centers.map(\.name)).count < centers.count { return "a name stands twice" }
    for center in centers {
      let name = center.name.harmless(maximum: 60)
      guard Field.of(.center).verdict(center.name).outcome == .accept else { return "name: \(name)" }
      guard Field.of(.senderEmail).verdict(center.mailAddress).outcome == .accept else {
        return "\(name): mail address"
      }
      guard (try? Certificate(pem: center.certificate)) != nil else { return "\(name): certificate" }
    }
    return nil
  }
}
