internal import Localization
internal import RemcsCore

extension TextScreen {
  /// Figure 5.8: the certificate that the mail server showed last.
  static func serverCertificate(_ kept: KeptCertificate) -> TextScreen {
    TextScreen(.serverCertificate, buttons: [.finish], primary: .finish) { words, columns in
      CertificateText.lines(of: kept, in: words.language).flatMap { BodyRow.paragraph($0, columns: columns) }
    }
  }
}
