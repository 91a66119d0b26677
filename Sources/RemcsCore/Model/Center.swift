/// A support center that the device can report to: one line of the center list (接続先一覧, manual 5.3).
public struct Center: Sendable, Codable, Equatable {
  /// The name that people choose, for example OSC.
  public let name: String
  /// Where reports are mailed to.
  public let mailAddress: String
  /// The center's S/MIME certificate, PEM.
  public let certificate: String

  /// A center.
  public init(name: String, mailAddress: String, certificate: String) {
    self.name = name
    self.mailAddress = mailAddress
    self.certificate = certificate
  }
}
