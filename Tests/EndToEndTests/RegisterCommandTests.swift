import Foundation
import Testing

/// Registration without a screen, from definition files to the center's inbox.
@Suite struct RegisterCommandTests {
  static func environment(port: Int, _ more: String = "") -> String {
    """
    format=1
    kind=environment
    connectionType=internet
    center=OSC
    smtpServer=127.0.0.1
    smtpPort=\(port)
    senderEmail=remcs@device.example
    retryCount=0
    \(more)
    """
  }

  static let customerValues: KeyValuePairs = [
    "corporateName": "株式会社　日本橋製作所", "corporateNameKana": "カブシキガイシャ　ニホンバシセイサクショ",
    "department": "情報システム部", "address": "東京都中央区日本橋２丁目４番１号", "building": "東館７階",
    "administratorName": "山田　太郎", "administratorNameKana": "ヤマダ　タロウ",
    "administratorEmail": "taro@example.co.jp", "postalCode": "103-8265", "telephone": "03-3211-4111",
    "fax": "03-3211-4112", "uniqueName": "SV-01", "country": "JP", "installationSite": "神奈川県川崎市中原区",
    "installationBuilding": "第２棟", "engineerEmail": "ce@example.co.jp",
  ]

  static let customer = "format=1\nkind=customer\n" + customerValues.map { "\($0)=\($1)\n" }.joined()

  @Test func `definition files make a device active and the center receives every character`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome()
    try device.trust(center)
    let port = try #require(center.ports["smtp"])
    let result = try device.remcs(
      "register", "--environment", try device.file("e.def", Self.environment(port: port)), "--customer",
      try device.file("c.def", Self.customer), "--agree", "--notify-engineer", "ce@example.co.jp", "--brief")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("RMG_0086") && result.output.contains("RMG_0058"))
    #expect(try device.status()["state"] as? String == "active")
    let inbox = try center.inbox()
    #expect(inbox.map { $0["kind"] as? String } == ["registration", "connectionCheck"])
    let manifest = try #require(inbox.first?["manifest"] as? [String: Any])
    let received = try #require((manifest["registration"] as? [String: Any])?["customer"] as? [String: String])
    for (field, value) in Self.customerValues { #expect(received[field] == value) }
    let mails = try center.outbox()
    #expect(mails.count == 2)
    #expect(mails.contains { $0.contains("taro@example.co.jp") } && mails.contains { $0.contains("ce@example.co.jp") })
  }

  @Test(arguments: [
    ("starttls", "auto", "auth"), ("tls", "cram-md5", "auth"), ("none", "plain", "auth"), ("starttls", "login", "auth"),
    ("none", "auto", "pop"),
  ])
  func `every connection that the wizard offers can be rehearsed`(
    encryption: String, mechanism: String, authentication: String
  ) throws {
    var options = ["--smtps-port", "0", "--pop-port", "0", "--user", "engineer:secret-words", "--starttls"]
    options.append(authentication == "pop" ? "--pop-before-smtp" : "--require-auth")
    let center = try RunningCenter(options)
    let device = try DeviceHome()
    try device.trust(center)
    let port = try #require(center.ports[encryption == "tls" ? "smtps" : "smtp"])
    let more = """
      encryption=\(encryption)
      authenticationType=\(authentication)
      authenticationMechanism=\(mechanism)
      userID=engineer
      popServer=127.0.0.1
      popPort=\(center.ports["pop"] ?? 0)
      popWait=0
      """
    let result = try device.remcs(
      "register", "--environment", try device.file("e.def", Self.environment(port: port, more)), "--customer",
      try device.file("c.def", Self.customer), "--agree", "--password-file",
      try device.file("password", "secret-words\n"))
    #expect(result.status == 0, "\(result.errors)")
    #expect(try center.inbox().count == 2)
    #expect(!(result.output + result.errors).contains("secret-words"))
    #expect(try !device.remcs("settings", "show").output.contains("secret-words"))
  }

  @Test func `errors in files are all listed, exit 65, and nothing is changed`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome()
    try device.trust(center)
    let port = try #require(center.ports["smtp"])
    let wrong = Self.customer.replacingOccurrences(of: "日本橋製作所", with: "髙島屋")
      .replacingOccurrences(of: "taro@example.co.jp", with: "taro.example.co.jp")
    let result = try device.remcs(
      "register", "--environment", try device.file("e.def", Self.environment(port: port)), "--customer",
      try device.file("c.def", wrong), "--agree")
    #expect(result.status == 65)
    #expect(result.errors.contains("RMG_0144"))
    #expect(result.errors.contains("RMG_0068") && result.errors.contains("U+9AD9") && result.errors.contains("高島屋"))
    #expect(result.errors.contains("RMG_0181"))
    #expect(try device.remcs("settings", "show").output.isEmpty)
    #expect(try center.inbox().isEmpty)
  }

  @Test func `a mail server that is not there is exit 69 with RMG_2006, and the report waits`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome()
    try device.trust(center)
    let result = try device.remcs(
      "register", "--environment", try device.file("e.def", Self.environment(port: 1)), "--customer",
      try device.file("c.def", Self.customer), "--agree")
    #expect(result.status == 69)
    #expect(result.errors.contains("RMG_0085") && result.errors.contains("RMG_2006"))
    #expect(try device.status()["waiting"] as? Int == 1)
    #expect(try device.status()["state"] as? String == "unused")
  }

  @Test func `without agreeing nothing leaves, and without a center the reason is plain`() throws {
    let device = try DeviceHome()
    let environment = try device.file("e.def", Self.environment(port: 1))
    let customer = try device.file("c.def", Self.customer)
    #expect(try device.remcs("register", "--environment", environment, "--customer", customer).status == 64)
    let result = try device.remcs("register", "--environment", environment, "--customer", customer, "--agree")
    #expect(result.status == 78)
    #expect(result.errors.contains("RMG_0097") && result.errors.contains("remcs center"))
  }

  @Test func `personal information leaves the device for good and reaches the center`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome()
    try device.trust(center)
    let port = try #require(center.ports["smtp"])
    let customer = try device.file("c.def", Self.customer)
    let result = try device.remcs(
      "register", "--environment", try device.file("e.def", Self.environment(port: port)), "--customer", customer,
      "--agree", "--delete-personal-information", "--notify-administrator", "no", "--notify-engineer",
      "ce@example.co.jp")
    #expect(result.status == 0, "\(result.errors)")
    try FileManager.default.removeItem(atPath: customer)
    for name in try FileManager.default.contentsOfDirectory(atPath: device.path) where name.hasPrefix("remcs.sqlite") {
      let bytes = try #require(FileManager.default.contents(atPath: device.path + "/" + name))
      #expect(bytes.range(of: Data("taro@example.co.jp".utf8)) == nil)
      #expect(bytes.range(of: Data("山田".utf8)) == nil)
    }
    let manifest = try #require(try center.inbox().first?["manifest"] as? [String: Any])
    let received = try #require((manifest["registration"] as? [String: Any])?["customer"] as? [String: String])
    #expect(received["administratorEmail"] == "taro@example.co.jp")
  }
}
