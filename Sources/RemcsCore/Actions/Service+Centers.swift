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
    } catch let error as ServiceError {
      throw error
    } catch let failure as Files.Failure {
      throw ServiceError(.rmg0212, [failure.message])
    } catch {
      throw ServiceError(.rmg0212, [String(describing: error).harmless()])
    }
  }

  /// Puts another center list in place, after its signature was checked (manual 5.1, 接続先センターリストの入れ替え). Where it
  /// brings another certificate for the chosen center, a registered device becomes 設定未完了.
  /// - Throws: RMG_0215 if no trusted authority signed it, RMG_0212 if it cannot be stored.
  public func replaceCenterList(_ bytes: [UInt8]) throws(ServiceError) {
    let before = certificatesInUse()
    do {
      _ = try CenterList.open(bytes, trusted: try Files.read(store.home.trusted))
      try Files.write(bytes, to: store.home.centerList)
    } catch let failure as Files.Failure {
      throw ServiceError(.rmg0212, [failure.message])
    } catch let error as CryptographyError {
      throw ServiceError(.rmg0215, [], details: [.init(code: .rmg0215, text: error.description.harmless())])
    } catch {
      throw ServiceError(.rmg0211)
    }
    try centerListChanged(from: before)
  }
}

/// A center list: JSON, signed with CMS.
enum CenterList {
  static func open(_ bytes: [UInt8], trusted: [UInt8]) throws -> [Center] {
    let document = try SignedData.verify(
      bytes, trusted: try Certificate.all(pem: String(decoding: trusted, as: UTF8.self)))
    return try JSONDecoder().decode([Center].self, from: Data(document))
  }
}
