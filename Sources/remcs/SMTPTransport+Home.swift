internal import RemcsCore
internal import RemcsCryptography
internal import RemcsMail

extension SMTPTransport {
  /// A transport that trusts, besides the system's authorities, those of a home.
  /// - Throws: RMG_0150 if the home has a file of authorities that cannot be read.
  convenience init(home: Home) throws(ServiceError) {
    let trusted: [Certificate]
    do {
      trusted = try Certificate.all(pem: String(decoding: try Files.read(home.trusted), as: UTF8.self))
    } catch let failure as Files.Failure where failure.isMissing {
      trusted = []
    } catch {
      throw ServiceError(.rmg0150, ["\(home.trusted): \(error)".harmless()])
    }
    self.init(trusted: trusted)
  }
}
