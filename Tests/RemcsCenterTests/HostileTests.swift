import Foundation
import RemcsCore
import Testing

@testable import RemcsCenter

/// Bytes of strangers: whatever comes, an answer and no trap.
struct HostileTests {
  /// A generator that gives the same bytes in every run.
  struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      var value = state
      value ^= value >> 33
      value = value &* 0xff51_afd7_ed55_8ccd
      return value ^ (value >> 33)
    }
  }

  private func changed(_ bytes: [UInt8], _ dice: inout Dice) -> [UInt8] {
    var result = bytes
    for _ in 0...Int.random(in: 0..<4, using: &dice) where !result.isEmpty {
      let position = Int.random(in: result.indices, using: &dice)
      switch Int.random(in: 0..<5, using: &dice) {
      case 0: result[position] = UInt8.random(in: 0...255, using: &dice)
      case 1: result.remove(at: position)
      case 2: result.insert([13, 10, 0, 34, 61, 45, 58].randomElement(using: &dice) ?? 0, at: position)
      case 3: result.removeSubrange(position...)
      default:
        let end = Int.random(in: position...result.count, using: &dice)
        result.insert(contentsOf: Array(result[position..<end].prefix(200)), at: position)
      }
    }
    return result
  }

  @Test func `three thousand changed entities are read or refused`() throws {
    var report = SampleReport()
    report.files = [("a.bin", Array(0...255))]
    let entity = report.entity()
    var dice = Dice(state: 1)
    var read = 0
    for _ in 0..<3_000 {
      let bytes = changed(entity, &dice)
      guard let mail = try? OpenedMail(bytes, limits: Limits()) else { continue }
      read += 1
      #expect(mail.manifest == report.manifest || mail.manifest == nil)
      #expect(mail.header.report == report.id)
    }
    #expect(read < 1_500)
  }

  @Test func `three thousand changed mails are read or refused`() throws {
    let center = try TestCenter()
    let intake = try center.intake()
    let mail = try SampleReport().mail(for: center.certificate)
    var dice = Dice(state: 2)
    for _ in 0..<300 { _ = try? intake.accept(changed(mail, &dice)) }
    let reports = try center.reports()
    #expect(reports.count <= 1)
    for _ in 0..<3_000 {
      let bytes = changed(Array(mail.prefix(500)), &dice)
      if let entity = try? MimeEntity(bytes[...]) { _ = try? entity.parts(maximum: 10) }
    }
  }

  @Test(arguments: [
    "", "[]", "null", "{\"id\":\"x\"}", "{} {}", "\u{FEFF}{}", "{\"a\":\u{1}}", String(repeating: "[", count: 200_000),
    "{\"format\":\"remcs-report\",\"version\":99999999999999999999}",
  ])
  func `what is no manifest is damaged`(text: String) {
    #expect(throws: CenterError.self) { try ManifestSummary.read(Array(text.utf8)) }
  }

  @Test func `a manifest in another encoding than UTF-8 is refused, because it stands in other documents`() throws {
    let text = String(decoding: SampleReport().manifest, as: UTF8.self)
    _ = try ManifestSummary.read(Array(text.utf8))
    for encoding in [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian, .utf32] {
      let bytes = [UInt8](try #require(text.data(using: encoding)))
      #expect(throws: CenterError.self) { try ManifestSummary.read(bytes) }
    }
    #expect(throws: CenterError.self) { try ManifestSummary.read(Array(text.utf8) + [0xFF]) }
  }

  @Test func `a mail in any packets is the same mail`() {
    let mail = Array("a: b\r\n\r\n..dots\r\n...\r\n.x\r\nend\r\n".utf8)
    let expected = Array("a: b\r\n\r\n.dots\r\n..\r\nx\r\nend\r\n".utf8)
    let wire = mail + Array(".\r\nNOOP\r\n".utf8)
    for size in 1...wire.count {
      var receiver = DataReceiver(maximum: 1_000, maximumLine: 100)
      var position = 0
      while receiver.progress == .receiving, position < wire.count {
        let piece = Array(wire[position..<min(position + size, wire.count)])
        position += piece.withUnsafeBytes { receiver.take($0) }
      }
      #expect(receiver.progress == .finished)
      #expect(position == wire.count - 6)
      #expect(receiver.finish() == expected)
    }
  }

  @Test(arguments: [
    "", "\r\n", "no colon\r\n\r\n", " folded first\r\n", "a: b", "Content-Type: multipart/mixed\r\n\r\n--\r\n",
    "Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n",
    "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x",
    "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n--x--",
    "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\n\n--x--", "Content-Type: ;;;=;\"\r\n\r\n",
    "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x--x--x",
  ])
  func `odd mails are no report`(text: String) throws {
    let center = try TestCenter()
    let error = #expect(throws: CenterError.self) { try center.intake().accept(Array(text.utf8)) }
    #expect(error?.code == .notForUs || error?.code == .damaged)
  }

  @Test func `headers without end are refused before they are read`() {
    let long = Array("a: b\r\n".utf8) + [UInt8](repeating: 65, count: 10_000_000)
    #expect(throws: CenterError.self) { try MimeEntity(long[...]) }
    let many = Array(String(repeating: "a: b\r\n", count: 5_000).utf8)
    #expect(throws: CenterError.self) { try MimeEntity(many[...]) }
    let folded = Array(("a: b\r\n" + String(repeating: " x\r\n", count: 50_000)).utf8)
    #expect(throws: CenterError.self) { try MimeEntity(folded[...]) }
  }

  @Test(arguments: [
    ("a@b", true), ("a.b+c@d-e.example", true), ("@b", false), ("a@", false), ("a@b@c", false), ("a b@c", false),
    ("a@b\r\nBcc: x", false), ("<a@b>", false), ("あ@b", false), (String(repeating: "a", count: 260) + "@b", false),
  ])
  func `an address is plain ASCII with one at`(text: String, isUsable: Bool) {
    #expect(MailAddress.isUsable(text) == isUsable)
  }
}
