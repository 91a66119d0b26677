import Foundation
import RemcsConsole
import RemcsCore
import Testing

/// The commands that do not send: what they change, what they show, and what they leave alone.
@Suite struct CommandTests {
  // MARK: messages, screens

  @Test func `every row of the manual's messages is there`() throws {
    let rows = try #require(
      try Programs.run(Programs.remcs, ["messages", "--json"]).json() as? [[String: Any]])
    let table = try ValidateCommandTests.rows("LocalizationTests/Fixtures/messages.tsv")
    #expect(rows.count == 172 && table.count == 172)
    let expected = table.map { $0[0] }.sorted()
    #expect(rows.compactMap { $0["code"] as? String }.sorted() == expected)
    for row in rows {
      let code = row["code"] as? String ?? ""
      #expect(!(row["ja"] as? String ?? "").isEmpty && !(row["en"] as? String ?? "").isEmpty, "\(code)")
      #expect((row["remedy"] as? [String: String])?.count == 2, "\(code)")
    }
  }

  @Test(arguments: [Language.ja, .en])
  func `every screen prints in 24 rows of at most 80 cells`(_ language: Language) throws {
    let list = try Programs.run(Programs.remcs, ["screens", "--list", "--lang", language.rawValue])
    #expect(list.output.split(separator: "\n").count == ScreenGallery.screens.count)
    let all = try Programs.run(Programs.remcs, ["screens", "--lang", language.rawValue])
    #expect(all.status == 0 && all.errors.isEmpty)
    let screens = all.output.split(separator: "\n", omittingEmptySubsequences: false).split { $0.hasPrefix("== ") }
    #expect(screens.count == ScreenGallery.screens.count)
    var seen: Set<String> = []
    for screen in screens {
      // The last of all has the end of the output behind it.
      let lines = screen.last == "" && screen.count == 25 ? screen.dropLast() : screen
      #expect(lines.count == 24, "\(lines.first ?? "")")
      for line in lines { #expect(Self.cells(line) <= 80, "\(line)") }
      #expect(lines.first?.hasPrefix("REMCS") ?? false)
      seen.insert(lines.joined(separator: "\n"))
    }
    #expect(seen.count == screens.count)
    #expect(all.output.contains(language == .ja ? "お客様情報の入力" : "Customer information"))
  }

  /// Cells of a line, by the ranges that every terminal agrees on for what our words may hold.
  private static func cells(_ line: Substring) -> Int {
    line.unicodeScalars.reduce(0) { $0 + ($1.value < 0x1100 || (0xFF61...0xFF9F).contains($1.value) ? 1 : 2) }
  }

  @Test func `one screen, another size, and a name that is none`() throws {
    let large = try Programs.run(Programs.remcs, ["screens", "customer", "--size", "100x30", "--lang", "ja"])
    #expect(large.status == 0)
    #expect(large.output.split(separator: "\n", omittingEmptySubsequences: false).count == 31)
    #expect(try Programs.run(Programs.remcs, ["screens", "nothing"]).status == 64)
    #expect(try Programs.run(Programs.remcs, ["screens", "customer", "--size", "79x24"]).status == 64)
  }

  // MARK: settings

  @Test(arguments: [
    ["smtpPort=25", "smtpServer=mail server"], ["country=JP", "country=XX"], ["senderEmail=mmb", "smtpPort=26"],
    ["corporateName=髙島屋", "department=総務部"], ["splitMethod=event", "splitSize=63"],
    ["startTime=15:00", "endTime=10:00"], ["country=JP", "noSuchField=1"], ["country=JP", "country"],
    ["center=NOWHERE", "country=JP"],
  ])
  func `settings with an error change nothing`(_ changes: [String]) throws {
    let device = try DeviceHome()
    try device.prepare(folder: PreparedCenter.folder(), port: 587)
    let before = try device.remcs("settings", "show", "--json").output
    #expect(before.contains("587"))
    let result = try Programs.run(Programs.remcs, ["settings", "set", "--home", device.path, "--lang", "ja"] + changes)
    #expect([64, 65, 78].contains(result.status))
    #expect(!result.errors.isEmpty && result.output.isEmpty)
    #expect(try device.remcs("settings", "show", "--json").output == before)
  }

  @Test func `settings are shown as they are stored, repaired, without the password`() throws {
    let device = try DeviceHome()
    try device.mustDo(
      "settings", "set", "corporateName=ﾌｼﾞﾂｳ", "country=jp", "authenticationType=auth", "userID=mmb",
      "password=very-secret")
    let shown = try #require(try device.remcs("settings", "show", "--json").json() as? [String: String])
    #expect(shown["corporateName"] == "フジツウ" && shown["country"] == "JP" && shown["userID"] == "mmb")
    #expect(shown["password"] == "********")
    let device2 = try device.remcs("settings", "set", "deviceSerial=SN-123", "deviceModel=PQ3000")
    #expect(device2.status == 0 && device2.output.contains("RMG_0023"))
    #expect((try device.status()["deviceID"] as? String)?.contains("PQ3000-AC-SN-123") ?? false)
  }

  @Test func `customer information alone is told as such`() throws {
    let device = try DeviceHome()
    let customer = try device.remcs("settings", "set", "corporateName=日本橋製作所")
    #expect(customer.status == 0 && customer.output.contains("RMG_0078"))
    let both = try device.remcs("settings", "set", "corporateName=日本橋製作所", "smtpPort=2525")
    #expect(both.status == 0 && both.output.contains("RMG_0023"))
  }

  @Test func `authorities that were taken over are told with the manual's message`() throws {
    let result = try DeviceHome().remcs("center", "trust", PreparedCenter.folder() + "/ca.pem")
    #expect(result.status == 0 && result.output.contains("RMG_0213"))
  }

  @Test func `a password can come by standard input`() throws {
    let device = try DeviceHome()
    try device.mustDo("settings", "set", "authenticationType=auth", "userID=mmb", "password=first")
    let result = try device.remcs("settings", "set", "password=-", input: "second-word\n")
    #expect(result.status == 0)
    #expect(!(result.output + result.errors).contains("second-word"))
    #expect(try device.bytes().contains(Data("second-word".utf8)))
  }

  // MARK: import

  @Test func `definition files become settings, repairs are told`() throws {
    let device = try DeviceHome()
    try device.trust(PreparedCenter.folder())
    let customer = RegisterCommandTests.customer.replacingOccurrences(of: "東館７階", with: "東館7階")
    let result = try device.remcs(
      "import", "--environment", device.file("e.def", RegisterCommandTests.environment(port: 2525)), "--customer",
      device.file("c.def", customer))
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("building") && result.errors.contains("東館７階"))
    let shown = try #require(try device.remcs("settings", "show", "--json").json() as? [String: String])
    #expect(shown["building"] == "東館７階" && shown["smtpPort"] == "2525")
    #expect(shown["administratorName"] == "山田　太郎")
    #expect(try device.status()["state"] as? String == "unused")
  }

  @Test func `a definition file with errors changes nothing`() throws {
    let device = try DeviceHome()
    try device.mustDo("settings", "set", "corporateName=日本橋製作所")
    let before = try device.remcs("settings", "show").output
    let wrong =
      RegisterCommandTests.customer.replacingOccurrences(of: "country=JP", with: "country=QQ")
      .replacingOccurrences(of: "03-3211-4111", with: "none") + "\nsurprise=1\n"
    let path = try device.file("c.def", wrong)
    let result = try device.remcs("import", "--customer", path)
    #expect(result.status == 65)
    for word in ["country", "telephone", "surprise"] { #expect(result.errors.contains(word), "\(result.errors)") }
    #expect(try device.remcs("settings", "show").output == before)
    #expect(try device.remcs("import", "--customer", device.path + "/none.def").status == 65)
    #expect(try device.remcs("import").status == 64)
  }

  // MARK: language, personal information

  @Test func `the language is kept, and --lang goes before it`() throws {
    let device = try DeviceHome()
    let japanese = try Programs.run(Programs.remcs, ["language", "ja", "--home", device.path])
    #expect(japanese.status == 0 && japanese.output.contains("RMG_0166"))
    #expect(try device.status()["language"] as? String == "ja")
    let status = ["status", "--home", device.path]
    #expect(try Programs.run(Programs.remcs, status).output.contains("設定未完了"))
    #expect(try !Programs.run(Programs.remcs, status + ["--lang", "en"]).output.contains("設定未完了"))
    let english = try Programs.run(Programs.remcs, ["language", "en", "--home", device.path])
    #expect(english.status == 0 && english.output.contains("RMG_0167"))
    #expect(try device.status()["language"] as? String == "en")
  }

  @Test func `personal information is deleted for good, and the rest stays`() throws {
    let device = try DeviceHome()
    try device.mustDo(["settings", "set"] + SampleCustomer.settings)
    #expect(try device.bytes().contains(Data("山田".utf8)))
    let result = try device.remcs("personal-information", "delete")
    #expect(result.status == 0 && result.output.contains("RMG_0209"))
    let shown = try #require(try device.remcs("settings", "show", "--json").json() as? [String: String])
    #expect(shown["corporateName"] == "日本橋製作所")
    for field in FieldID.allCases where Field.of(field).isPersonal { #expect((shown[field.rawValue] ?? "").isEmpty) }
    let bytes = try device.bytes()
    for word in ["山田", "ヤマダ", "taro@example.co.jp", "03-3211-4111"] { #expect(!bytes.contains(Data(word.utf8))) }
  }

  // MARK: contract

  @Test func `home and language may stand before the command as well`() throws {
    let device = try DeviceHome()
    let before = try Programs.run(Programs.remcs, ["--home", device.path, "--lang=ja", "status"])
    #expect(before.status == 0 && before.output.contains("設定未完了"))
    let help = try Programs.run(Programs.remcs, ["--lang", "ja", "--help"])
    #expect(help.output.contains("終了コード"))
    let unknown = try Programs.run(Programs.remcs, ["bogus"])
    #expect(unknown.status == 64 && unknown.errors.contains("bogus"))
  }

  @Test(arguments: ["status", "queue", "queue list", "report fault", "settings show"])
  func `help and errors name a command as it is called`(_ name: String) throws {
    let words = name.split(separator: " ").map(String.init)
    #expect(try Programs.run(Programs.remcs, words + ["--help"]).output.contains("USAGE: remcs \(name) "))
    let wrong = try Programs.run(Programs.remcs, words + ["--bogus"])
    #expect(wrong.status == 64 && wrong.errors.contains("Usage: remcs \(name)"), "\(wrong.errors)")
    for (program, words) in [(Programs.remcs, words), (Programs.center, [])] {
      let version = try Programs.run(program, words + ["--version"])
      #expect(version.status == 0 && version.output == RemcsVersion.current + "\n")
    }
  }

  @Test(arguments: [
    ["import", "--environment", "/nonexistent"], ["import", "--environment", "/tmp"],
    ["center", "trust", "/nonexistent"],
    ["center", "select", "NOPE"], ["settings", "set", "popPort=99999999"],
    ["settings", "set", "retryCount=1", "retryCount=2"],
  ])
  func `bad input is 65 or 64 and changes nothing`(_ arguments: [String]) throws {
    let center = try RunningCenter()
    let device = try DeviceHome()
    try device.trust(center)
    let result = try Programs.run(Programs.remcs, arguments + ["--home", device.path])
    #expect(result.status == (arguments.last == "retryCount=2" ? 64 : 65), "\(result.errors)")
    #expect(!result.errors.isEmpty && result.output.isEmpty)
    #expect(try device.remcs("settings", "show").output.isEmpty)
  }

  @Test func `a second registration says that it is an update, and an unknown center names its line`() throws {
    let center = try RunningCenter()
    let device = try DeviceHome()
    try device.trust(center)
    let port = try #require(center.ports["smtp"])
    let environment = try device.file("e.def", RegisterCommandTests.environment(port: port))
    let customer = try device.file("c.def", RegisterCommandTests.customer)
    for code in ["RMG_0086", "RMG_0089"] {
      let result = try device.remcs("register", "--environment", environment, "--customer", customer, "--agree")
      #expect(result.status == 0 && result.output.contains(code), "\(result.errors)")
    }
    let wrong = try device.file(
      "w.def", RegisterCommandTests.environment(port: port).replacingOccurrences(of: "center=OSC", with: "center=NOPE"))
    let result = try device.remcs("register", "--environment", wrong, "--customer", customer, "--agree")
    #expect(result.status == 65)
    #expect(result.errors.contains("RMG_0143") && result.errors.contains("NOPE") && result.errors.contains("4"))
  }
}
