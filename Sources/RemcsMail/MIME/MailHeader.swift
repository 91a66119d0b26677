internal import FoundationEssentials
internal import Glibc
internal import RemcsCore

/// The outer headers of the mails of one report: what every mail server on the way may read.
struct MailHeader {
  let report: Report
  let device: String
  let sender: String
  let recipient: String

  /// The right half of every Message-ID of ours; the left half alone is unique.
  private var domain: String { String(sender[sender.index(after: sender.lastIndex(of: "@") ?? sender.startIndex)...]) }

  /// The header of a mail with encrypted content.
  ///
  /// The Message-ID is the report's, so that a mail that was taken although we never heard so is recognised when it
  /// comes again. In an event split, part and count are added: another split makes other mails.
  func envelope(part: Int, of count: Int) throws(TransportFailure) -> [UInt8] {
    let id = count == 1 ? report.id : "\(report.id).\(part)-\(count)"
    return try lines(
      part, count, id: id,
      [
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data;\r\n name=\"smime.p7m\"",
        "Content-Transfer-Encoding: base64",
        "Content-Disposition: attachment; filename=\"smime.p7m\"",
      ])
  }

  /// The header of a piece of a mail split. Only the last piece says how many there are: several readers fail
  /// otherwise.
  ///
  /// Each try encrypts anew, so pieces of two tries must never be put together: `token` is the try's own. The
  /// Message-ID that does not change is that of the enclosed mail.
  func piece(_ part: Int, of count: Int, token: String) throws(TransportFailure) -> [UInt8] {
    let total = part == count ? "; total=\(count)" : ""
    return try lines(
      part, count, id: "\(report.id).\(token).\(part)",
      [
        "Content-Type: message/partial; id=\"\(report.id).\(token)@\(domain)\";\r\n number=\(part)\(total)"
      ])
  }

  private func lines(_ part: Int, _ count: Int, id: String, _ more: [String]) throws(TransportFailure) -> [UInt8] {
    let values = [
      ("From", "<\(sender)>"), ("To", "<\(recipient)>"),
      ("Subject", "REMCS \(report.kind.rawValue) \(device) #\(report.sequence) (\(part)/\(count))"),
      ("Date", Self.date(report.created)), ("Message-ID", "<\(id)@\(domain)>"), ("MIME-Version", "1.0"),
    ]
    var text = ""
    for (name, value) in values {
      try Checked.header(value)
      text += "\(name): \(value)\r\n"
    }
    for line in more { text += line + "\r\n" }
    return Array((text + "\r\n").utf8)
  }

  /// A date as mail writes it, in the machine's own zone: `Tue, 24 Nov 2026 02:43:08 +0900`.
  static func date(_ date: Date) -> String {
    var seconds = time_t(date.timeIntervalSince1970.rounded(.down))
    var parts = tm()
    localtime_r(&seconds, &parts)
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let zone = parts.tm_gmtoff / 60
    return "\(days[Int(parts.tm_wday) % 7]), \(two(Int(parts.tm_mday))) \(months[Int(parts.tm_mon) % 12]) "
      + "\(parts.tm_year + 1900) \(two(Int(parts.tm_hour))):\(two(Int(parts.tm_min))):\(two(Int(parts.tm_sec))) "
      + (zone < 0 ? "-" : "+") + two(abs(zone) / 60) + two(abs(zone) % 60)
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
