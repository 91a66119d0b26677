internal import FoundationEssentials
internal import Localization
public import RemcsCore
internal import RemcsCryptography

extension TextScreen {
  /// Figure 5.8: the certificate that the mail server showed last.
  static func serverCertificate(_ kept: KeptCertificate) -> TextScreen {
    TextScreen(.serverCertificate, buttons: [.finish], primary: .finish) { words, columns in
      CertificateText.lines(of: kept, in: words.language).flatMap { BodyRow.paragraph($0, columns: columns) }
    }
  }
}

/// A certificate in lines, as the manual shows one (figures 4.8 and 5.8), for screens and commands.
public enum CertificateText {
  /// The lines; a certificate that cannot be read any more is told as such by its host and time alone.
  public static func lines(of kept: KeptCertificate, in language: Language) -> [String] {
    var lines = [text(.certificateShown, in: language, kept.shown.host.harmless(maximum: 128), kept.time)]
    let judgement = kept.shown.refusal?.text(in: language) ?? text(.certificateBelieved, in: language)
    lines.append(judgement)
    guard let certificate = try? Certificate(pem: kept.shown.pem) else { return lines }
    lines.append("")
    func add(_ key: TextKey, _ value: String) {
      if !value.isEmpty { lines.append("\(text(key, in: language)): \(value.harmless(maximum: 300))") }
    }
    add(.certificateSubject, certificate.subject)
    add(.certificateIssuer, certificate.issuer)
    add(.certificateNames, certificate.hostNames)
    let dates = [certificate.notBefore, certificate.notAfter].map(date)
    add(.certificateValidity, text(.certificateRange, in: language, dates[0], dates[1]))
    for (name, algorithm) in [("sha256", Digest.Algorithm.sha256), ("sha1", .sha1), ("md5", .md5)] {
      add(.certificateThumbprint, "\(name): " + grouped(certificate.thumbprint(algorithm)))
    }
    add(.certificateKey, certificate.publicKeyDescription)
    add(.certificateSerial, certificate.serial)
    return lines
  }

  /// Eight digits at a time, as the manual prints thumbprints.
  private static func grouped(_ digits: String) -> String {
    var groups: [Substring] = []
    var rest = digits[...]
    while !rest.isEmpty {
      groups.append(rest.prefix(8))
      rest = rest.dropFirst(8)
    }
    return groups.joined(separator: " ")
  }

  /// `2026/11/24`, as the manual prints dates.
  private static func date(_ seconds: Int) -> String {
    Date(timeIntervalSince1970: Double(seconds)).formatted(Date.ISO8601FormatStyle().year().month().day())
      .split(separator: "-").joined(separator: "/")
  }
}
