internal import FoundationEssentials
internal import RemcsCore
internal import RemcsCryptography

/// Writes the mails that tell people that a connection check arrived (manual 3.2.8, 4.2.10), into the outbox.
///
/// The center is a program of its own with few words, so they stand here and not in the catalogues of the device.
struct NotificationWriter {
  /// How long the mail may be.
  enum Form { case normal, brief }

  let center: CenterDirectory
  let now: Date

  /// Writes what the report asks for; nothing for other reports. Done twice it writes the same files again.
  func write(for manifest: ManifestSummary, record: ReportRecord) throws(CenterError) {
    guard record.kind == ReportKind.connectionCheck.rawValue, let check = manifest.connectionCheck else { return }
    if check.administrator?.notify == true {
      let given = check.administrator?.address ?? ""
      // Figure 4.13: without an address the one that the center has from the registration is used.
      let address = given.isEmpty ? try registeredAdministrator(of: record.device) : given
      try write(.normal, to: address ?? "", file: "\(record.id)-administrator.eml", manifest, record)
    }
    if let wish = check.engineer?.notify, let address = check.engineer?.address {
      if wish == EngineerNotification.normal.rawValue {
        try write(.normal, to: address, file: "\(record.id)-engineer.eml", manifest, record)
      } else if wish == EngineerNotification.brief.rawValue {
        try write(.brief, to: address, file: "\(record.id)-engineer.eml", manifest, record)
      }
    }
  }

  /// The administrator in the latest registration of that device that names one.
  private func registeredAdministrator(of device: String) throws(CenterError) -> String? {
    let registrations = try Inbox(center).list().filter {
      $0.device == device && $0.kind == ReportKind.registration.rawValue && $0.isComplete
    }
    for report in registrations.sorted(by: { ($0.sequence ?? 0) > ($1.sequence ?? 0) }) {
      let address = (try? ManifestSummary.read(report.manifest))?.registration?.customer?.administratorEmail
      if let address, !address.isEmpty { return address }
    }
    return nil
  }

  private func write(
    _ form: Form, to address: String, file: String, _ manifest: ManifestSummary, _ record: ReportRecord
  ) throws(CenterError) {
    // An address that could not be a recipient is not mailed to; the report itself is fine.
    guard MailAddress.isUsable(address), let sender = center.settings.mailboxes.first else { return }
    let isJapanese = manifest.language == Language.ja.rawValue
    let time = Self.time(record.received, zoneSeconds: manifest.zoneSeconds)
    let device = record.device.harmless(maximum: 200)
    let name = (manifest.device.uniqueName ?? "").harmless(maximum: 64)
    let lines: [String]
    switch (form, isJapanese) {
    case (.normal, true):
      lines =
        [
          "REMCSセンターとの接続確認が完了しました。", "", "装置ID      : \(device)",
        ] + (name.isEmpty ? [] : ["固有名      : \(name)"]) + [
          "通報番号    : \(record.sequence)", "受付日時    : \(time)", "受付番号    : \(record.number)",
          "センター    : \(sender.name)", "",
          "センターは、この装置からの通報を受け付けました。", "このメールには返信できません。",
        ]
    case (.normal, false):
      lines =
        [
          "The REMCS center has completed the connection check.", "", "Device ID   : \(device)",
        ] + (name.isEmpty ? [] : ["Unique name : \(name)"]) + [
          "Report      : \(record.sequence)", "Received    : \(time)", "Receipt     : \(record.number)",
          "Center      : \(sender.name)", "", "The center received the report of this device.",
          "Replies to this mail are not read.",
        ]
    case (.brief, true): lines = ["接続確認完了", device, time]
    case (.brief, false): lines = ["Connection check OK", device, time]
    }
    let subject =
      isJapanese
      ? Self.encodedWords(form == .brief ? "接続確認完了" : "REMCS 接続確認完了のお知らせ")
      : form == .brief ? "REMCS check OK" : "REMCS connection check complete"
    let header = [
      "From: REMCS center <\(sender.mailAddress)>", "To: <\(address)>", "Subject: \(subject)",
      "Date: \(Self.mailDate(now))",
      "Message-ID: <\(file.dropLast(4))@\(sender.mailAddress.drop { $0 != "@" }.dropFirst())>",
      // RFC 3834: programs do not answer this.
      "Auto-Submitted: auto-generated", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: 8bit", "",
    ]
    let text = (header + lines).map { $0 + "\r\n" }.joined()
    try center.files.write(Array(text.utf8), to: "\(center.outboxPath)/\(file)")
  }

  /// RFC 2047, in words of at most 75 characters, never cut inside of a character.
  static func encodedWords(_ text: String) -> String {
    var words: [String] = []
    var piece: [UInt8] = []
    for character in text {
      let bytes = Array(String(character).utf8)
      if piece.count + bytes.count > 45 {
        words.append("=?UTF-8?B?\(Base64.encode(piece))?=")
        piece = []
      }
      piece += bytes
    }
    words.append("=?UTF-8?B?\(Base64.encode(piece))?=")
    return words.joined(separator: " ")
  }

  private static func calendar(_ seconds: Int) -> Calendar {
    var calendar = Calendar(identifier: .gregorian)
    if let zone = TimeZone(secondsFromGMT: seconds) { calendar.timeZone = zone }
    return calendar
  }

  private static func padded(_ number: Int?) -> String {
    let text = String(number ?? 0)
    return text.utf8.count < 2 ? "0\(text)" : text
  }

  private static func zone(_ seconds: Int, separator: String) -> String {
    let minutes = abs(seconds) / 60
    return "\(seconds < 0 ? "-" : "+")\(padded(minutes / 60))\(separator)\(padded(minutes % 60))"
  }

  /// 2026-01-31 09:05 +09:00, on the clock of the device.
  static func time(_ date: Date, zoneSeconds: Int) -> String {
    let parts = calendar(zoneSeconds).dateComponents([.year, .month, .day, .hour, .minute], from: date)
    let day = "\(parts.year ?? 0)-\(padded(parts.month))-\(padded(parts.day))"
    return "\(day) \(padded(parts.hour)):\(padded(parts.minute)) \(zone(zoneSeconds, separator: ":"))"
  }

  /// RFC 5322 3.3.
  static func mailDate(_ date: Date) -> String {
    let parts = calendar(0).dateComponents([.year, .month, .day, .hour, .minute, .second, .weekday], from: date)
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let day = days[max(0, min(6, (parts.weekday ?? 1) - 1))]
    let month = months[max(0, min(11, (parts.month ?? 1) - 1))]
    let time = "\(padded(parts.hour)):\(padded(parts.minute)):\(padded(parts.second))"
    return "\(day), \(parts.day ?? 1) \(month) \(parts.year ?? 0) \(time) +0000"
  }
}
