internal import Localization
public import RemcsCore

/// A certificate in lines, as the manual shows one (figures 3.28, 4.7 to 4.12 and 5.8), for screens and commands.
public enum CertificateText {
  /// The certificate that a mail server showed (figure 5.8); one that cannot be read any more is told as such by its
  /// host and time alone.
  public static func lines(of kept: KeptCertificate, in language: Language) -> [String] {
    var lines = [text(.certificateShown, in: language, kept.shown.host.harmless(maximum: 128), kept.time)]
    lines.append(kept.shown.refusal?.text(in: language) ?? text(.certificateBelieved, in: language))
    let facts = facts(kept.shown.pem, in: language, withNames: true)
    return facts.isEmpty ? lines : lines + [""] + facts
  }

  /// The certificate of a center, in use or previous (figures 4.7 to 4.9), with the day of its replacement.
  public static func lines(
    of certificate: CenterCertificate, isPrevious: Bool = false, in language: Language
  ) -> [String] {
    let heading = text(isPrevious ? .certificatePrevious : .certificateInUse, in: language)
    var lines = [text(.certificateHeading, in: language, heading)] + facts(certificate.pem, in: language)
    if let replaced = certificate.replaced { lines.append(row(.certificateReplaced, day(replaced), language)) }
    return lines
  }

  /// What is weak about it, a line each.
  public static func warnings(about inspected: InspectedCertificate, in language: Language) -> [String] {
    inspected.warnings.map { text(.certificateWarning, in: language, $0.text(in: language)) }
  }

  private static func facts(_ pem: String, in language: Language, withNames: Bool = false) -> [String] {
    guard let facts = CertificateFacts(pem: pem) else { return [] }
    var rows = [row(.certificateSubject, facts.subject, language), row(.certificateIssuer, facts.issuer, language)]
    if withNames, !facts.names.isEmpty { rows.append(row(.certificateNames, facts.names, language)) }
    let range = text(.certificateRange, in: language, day(facts.notBefore), day(facts.notAfter))
    rows.append(row(.certificateValidity, range, language))
    for (name, digits) in [("sha256", facts.sha256), ("sha1", facts.sha1), ("md5", facts.md5)] {
      rows.append(row(.certificateThumbprint, "\(name): " + grouped(digits), language))
    }
    rows.append(row(.certificateKey, facts.publicKey, language))
    rows.append(row(.certificateSerial, facts.serial, language))
    return rows
  }

  private static func row(_ key: TextKey, _ value: String, _ language: Language) -> String {
    "\(text(key, in: language)): \(value)"
  }

  /// Eight digits at a time, as the manual prints thumbprints.
  static func grouped(_ digits: String) -> String {
    var groups: [Substring] = []
    var rest = digits[...]
    while !rest.isEmpty {
      groups.append(rest.prefix(8))
      rest = rest.dropFirst(8)
    }
    return groups.joined(separator: " ")
  }

  /// `2026/11/24`, as the manual prints dates, of a time in ISO 8601.
  private static func day(_ time: String) -> String {
    time.prefix { $0 != "T" }.split(separator: "-").joined(separator: "/")
  }
}
