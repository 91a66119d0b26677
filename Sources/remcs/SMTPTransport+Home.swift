internal import RemcsCore
internal import RemcsCryptography
internal import RemcsMail

extension SMTPTransport {
  /// A transport that trusts, besides the system's authorities, those of a home. Their file is read when somebody is to be
  /// trusted: an event is taken, and the file can be replaced, whatever it is like.
  convenience init(home: Home) {
    self.init { () throws(TransportRemark) in
      do {
        return try Certificate.all(pem: String(decoding: try Files.read(home.trusted), as: UTF8.self))
      } catch let failure as Files.Failure {
        if failure.isMissing { return [] }
        throw TransportRemark(.fileUnusable, home.trusted, failure.reason)
      } catch {
        throw TransportRemark(.fileUnusable, home.trusted, "\(error)".harmless())
      }
    }
  }
}
