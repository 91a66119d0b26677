import RemcsCore
import Testing

@Suite("Half-width fields") struct HalfWidthFieldTests {
  @Test(arguments: ["ー", "ｰ", "―", "−", "‐", "–", "—", "─", "－", "‑"])
  func `every dash is a hyphen in a telephone number and a postal code`(_ dash: String) {
    #expect(Field.of(.telephone).verdict("03" + dash + "1234").value == "03-1234")
    #expect(Field.of(.postalCode).verdict("105" + dash + "8563").value == "105-8563")
  }

  @Test(arguments: [
    ("03 (1234) 5678", "03(1234)5678"), ("03　1234　5678", "03-1234-5678"), ("＋81 3 1234 5678", "+81-3-1234-5678"),
    ("03 - 1234", "03-1234"), ("1111", "1111"),
  ])
  func `spaces in a telephone number become what they stand for`(_ typed: String, _ expected: String) {
    let verdict = Field.of(.telephone).verdict(typed)
    #expect(verdict.outcome != .reject && verdict.value == expected)
  }

  @Test(arguments: [
    ("03-1234-5678 内線 12", "03-1234-5678#12"), ("03-1234-5678(内線12)", "03-1234-5678#12"),
    ("03-1234-5678 ext. 12", "03-1234-5678#12"), ("03-1234-5678x12", "03-1234-5678#12"),
    ("03-1234-5678（内線：１２）", "03-1234-5678#12"),
  ])
  func `an extension is proposed with a number sign`(_ typed: String, _ expected: String) {
    let verdict = Field.of(.telephone).verdict(typed)
    #expect(verdict.outcome == .reject && verdict.suggestions == [expected] && verdict.code == .rmg0015)
  }

  @Test(arguments: ["a..b.@docomo.ne.jp", "aaa@xxx", "a@b@c", "a@x.jp.", "\"a\"@x", "a,b@x.y", "%a@b"])
  func `an e-mail address is held to the manual's rule and no other`(_ typed: String) {
    #expect(Field.of(.administratorEmail).verdict(typed).outcome == .accept)
  }

  @Test(arguments: Array("()<>;:[]\\¥").map(String.init) + [" ", "あ", "é", "\u{7F}"])
  func `an e-mail address takes no other sign`(_ sign: String) {
    let verdict = Field.of(.administratorEmail).verdict("ta" + sign + "ro@example.jp")
    #expect(verdict.outcome == .reject && verdict.code == .rmg0181 && verdict.problems.map(\.column) == [3])
  }

  @Test(arguments: [
    ("Taro <taro@example.jp>", "taro@example.jp"), ("mailto:taro@example.jp", "taro@example.jp"),
    ("<taro@example.jp>", "taro@example.jp"), ("taro@example。jp", "taro@example.jp"),
    ("taro@example.jp;", "taro@example.jp"),
  ])
  func `the bare address is proposed`(_ typed: String, _ expected: String) {
    let verdict = Field.of(.administratorEmail).verdict(typed)
    #expect(verdict.outcome == .reject && verdict.suggestions == [expected])
  }

  @Test func `odd addresses are pointed out`() {
    #expect(Field.of(.senderEmail).verdict("a@b@c.d").notes == [.twoAtSigns])
    #expect(Field.of(.senderEmail).verdict("a@b").notes == [.noDomainDot])
    #expect(Field.of(.senderEmail).verdict("a,b@c.d").notes == [.oddAddress])
    #expect(Field.of(.senderEmail).verdict("a@c.d.").notes == [.oddAddress])
  }

  @Test(arguments: [
    "mail.example.co.jp", "localhost", "192.0.2.25", "a_b.example", "::1", "10.0.0.0", "223.255.255.255", "2001:db8::1",
    "ff::1", "fe80::1%eth0",
    "fe80::1%enp0s3.100", "::ffff:192.0.2.1", "1:2:3:4:5:6:7:8", "FE80::A%if-1", "example.com.", "3com.example",
  ])
  func `a server is a name or an address`(_ typed: String) {
    let verdict = Field.of(.smtpServer).verdict(typed)
    #expect(verdict.outcome == .accept && verdict.value == typed)
  }

  @Test(arguments: [
    "192.0.2.256", "192.0.2", "01.2.3.4", "a..b", "-a", "a-", ".", "1:2:3", ":::", "1::2::3", "fe80::1%",
    "2001:db8::1%eth0",
    "mail example", "mail/example", "メール", "12345:1::", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "a%b", "fe80::1%a%b",
    "1:2:3:4:5:6:7::8",
  ])
  func `a server is nothing else`(_ typed: String) {
    #expect(Field.of(.smtpServer).verdict(typed).outcome == .reject)
  }

  @Test(arguments: [
    "0.0.0.0", "0.1.2.3", "224.0.0.1", "255.255.255.255", "::", "0:0:0:0:0:0:0:0", "::0.0.0.0", "ff02::1", "FF05::2",
  ])
  func `an address of nobody, of a group or of everybody is no server`(_ typed: String) {
    let verdict = Field.of(.smtpServer).verdict(typed)
    #expect(verdict.outcome == .reject && verdict.code == .rmg0016)
  }

  @Test(arguments: [
    ("ｍａｉｌ．ｅｘａｍｐｌｅ．ｊｐ", "mail.example.jp"), ("ｆｅ８０：：１％ｅｔｈ０", "fe80::1%eth0"), (" mail ", "mail"),
  ])
  func `a full-width server is narrowed`(_ typed: String, _ expected: String) {
    let verdict = Field.of(.smtpServer).verdict(typed)
    #expect(verdict.outcome == .repair && verdict.value == expected)
  }

  @Test(arguments: [
    ("[::1]", "::1"), ("mail.example:25", "mail.example"), ("smtp://mail.example/", "mail.example"),
    ("[2001:db8::1]:587", "2001:db8::1"), ("mail。example", "mail.example"),
  ])
  func `the server alone is proposed`(_ typed: String, _ expected: String) {
    #expect(Field.of(.smtpServer).verdict(typed).suggestions == [expected])
  }

  @Test(arguments: [
    (FieldID.smtpPort, "１２３４", "1234"), (.smtpPort, "025", "25"), (.retryCount, "00", "0"),
    (.startTime, "9:00", "09:00"),
    (.startTime, "１０：００", "10:00"), (.endTime, " 24:00", "24:00"), (.encryption, "STARTTLS", "starttls"),
    (.notifyAdministrator, "ＹＥＳ", "yes"), (.country, "jp", "JP"),
  ])
  func `numbers, times and words are put into their form`(_ field: FieldID, _ typed: String, _ expected: String) {
    let verdict = Field.of(field).verdict(typed)
    #expect(verdict.outcome == .repair && verdict.value == expected)
  }

  @Test(arguments: [
    (FieldID.smtpPort, "0", MessageCode.rmg0016), (.smtpPort, "65536", .rmg0016), (.smtpPort, "2a", .rmg0015),
    (.smtpPort, "99999999999999999999", .rmg0016), (.timeout, "59", .rmg0016), (.timeout, "3601", .rmg0016),
    (.retryInterval, "601", .rmg0016), (.retryInterval, "0", .rmg0016), (.popWait, "30001", .rmg0016),
    (.retryCount, "100", .rmg0016), (.retryCount, "-1", .rmg0015), (.splitSize, "9", .rmg0016),
    (.splitSize, "513", .rmg0016), (.startTime, "24:00", .rmg0016), (.endTime, "24:01", .rmg0016),
    (.startTime, "12:60", .rmg0016), (.startTime, "12h00", .rmg0015), (.startTime, "1200", .rmg0016),
    (.encryption, "ssl", .rmg0016), (.smtpPort, "", .rmg0036), (.encryption, "", .rmg0036), (.popServer, "", .rmg0036),
    (.uniqueName, "a b", .rmg0015), (.postalCode, "105-856", .rmg0029), (.postalCode, "10-58563", .rmg0015),
    (.country, "JPN", .rmg0029), (.country, "ZZ", .rmg0015), (.telephone, "", .rmg0036),
    (.notifyEngineerEmail, "", .rmg0183), (.password, "パス", .rmg0015), (.password, "a b", .rmg0015),
  ])
  func `what is refused has the manual's message`(_ field: FieldID, _ typed: String, _ code: MessageCode) {
    let verdict = Field.of(field).verdict(typed)
    #expect(verdict.outcome == .reject && verdict.code == code)
  }

  @Test(arguments: [
    (FieldID.timeout, "3,600", "3600"), (.timeout, "60秒", "60"), (.splitSize, "512KB", "512"),
    (.startTime, "900", "09:00"),
    (.startTime, "9時30分", "09:30"), (.endTime, "24", "24:00"), (.postalCode, "105--8563", "105-8563"),
    (.country, "UK", "GB"), (.country, "EL", "GR"), (.country, "eu", "99"), (.country, "米国", "US"),
    (.country, "ﾌﾗﾝｽ", "FR"), (.country, "deu", "DE"), (.uniqueName, "SVー０１", "SV-01"), (.smtpPort, "②", "2"),
  ])
  func `what was meant is proposed`(_ field: FieldID, _ typed: String, _ expected: String) {
    let verdict = Field.of(field).verdict(typed)
    #expect(verdict.outcome == .reject && verdict.suggestions.first == expected, "\(verdict.suggestions)")
  }

  @Test func `all 249 countries and no others are taken`() {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    let codes = letters.flatMap { first in letters.map { "\(first)\($0)" } }
    #expect(codes.filter { Field.of(.country).verdict($0).outcome == .accept }.count == 249)
  }

  @Test func `nothing of a password is shown`() {
    let verdict = Field.of(.password).verdict("ひみつ")
    #expect(verdict.problems.isEmpty && verdict.suggestions.isEmpty)
    #expect(Field.of(.password).verdict("ｐａｓｓ").outcome == .reject)
    #expect(Field.of(.password).verdict("p@ss~!").outcome == .accept)
  }
}
