import Foundation
import RemcsCryptography
import Testing

@testable import RemcsCenter

struct IntakeTests {
  let center: TestCenter
  init() throws { center = try TestCenter() }

  private func bytes(_ count: Int, seed: UInt8 = 7) -> [UInt8] {
    // Hostile content for a reader of MIME: every byte value, line ends, boundary-like lines.
    var result = Array("\r\n--=_\r\n--\r\n.\r\n".utf8)
    while result.count < count { result.append(UInt8(truncatingIfNeeded: result.count) &* 31 &+ seed) }
    return Array(result.prefix(count))
  }

  @Test func `a report with attachments is decrypted, checked and kept byte for byte`() throws {
    var report = SampleReport()
    report.files = [("a.log.gz", bytes(70_000)), ("empty.txt", [])]
    let receipt = try center.intake().accept(try report.mail(for: center.certificate))
    #expect(receipt.outcome == .complete)
    #expect(receipt.number == 1)
    let stored = try #require(try center.reports().first)
    #expect(stored.isComplete)
    #expect(stored.id == report.id)
    #expect(stored.device == report.device)
    #expect(stored.sequence == 1)
    #expect(stored.kind == "hardwareConfiguration")
    #expect(stored.manifest == report.manifest)
    for file in report.files {
      let path = try #require(center.inbox.path(of: file.name, in: stored))
      #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) == file.bytes)
    }
  }

  @Test func `the same report again is accepted and changes nothing`() throws {
    let report = SampleReport()
    let intake = try center.intake()
    _ = try intake.accept(try report.mail(for: center.certificate))
    let before = try center.reports()
    let again = try intake.accept(try report.mail(for: center.certificate))
    #expect(again.outcome == .duplicate)
    #expect(again.number == 1)
    #expect(try center.reports() == before)
  }

  @Test(arguments: [[1, 2, 3], [3, 1, 2], [2, 3, 1, 2, 3], [3, 3, 2, 1]])
  func `mails of one report make it complete in any order`(order: [Int]) throws {
    var report = SampleReport()
    report.files = [("big.bin", bytes(50_000)), ("small.txt", bytes(10, seed: 3))]
    let slices: [Int: [SampleReport.Slice]] = [
      1: [.init(file: 0, range: 0..<20_000)], 2: [.init(file: 0, range: 20_000..<40_000)],
      3: [.init(file: 0, range: 40_000..<50_000), .init(file: 1, range: 0..<10)],
    ]
    let intake = try center.intake()
    var seen: Set<Int> = []
    for part in order {
      let receipt = try intake.accept(
        try report.mail(for: center.certificate, part: part, of: 3, slices: slices[part] ?? []))
      let isNew = seen.insert(part).inserted
      #expect(receipt.outcome == (seen.count == 3 ? (isNew ? .complete : .duplicate) : isNew ? .part : .duplicate))
      let stored = try #require(try center.reports().first)
      #expect(stored.isComplete == (seen.count == 3))
      #expect(stored.missing == (1...3).filter { !seen.contains($0) })
    }
    let stored = try #require(try center.reports().first)
    for file in report.files {
      let path = try #require(center.inbox.path(of: file.name, in: stored))
      #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) == file.bytes)
    }
    #expect(!FileManager.default.fileExists(atPath: "\(center.path)/reports/\(report.id)/parts"))
  }

  @Test func `a sender that starts anew with another size is not mixed up with its first try`() throws {
    var report = SampleReport()
    report.files = [("big.bin", bytes(50_000))]
    func send(_ part: Int, of: Int, _ range: Range<Int>) throws -> Receipt {
      try center.intake().accept(
        try report.mail(for: center.certificate, part: part, of: of, slices: [.init(file: 0, range: range)]))
    }
    _ = try send(3, of: 3, 48_000..<50_000)
    _ = try send(1, of: 2, 0..<25_000)
    #expect(try center.reports().first?.missing == [2])
    // The same count as the first try, other cuts: the old third piece leaves a hole until the new one comes.
    _ = try send(1, of: 3, 0..<10_000)
    #expect(try send(2, of: 3, 10_000..<20_000).outcome == .part)
    #expect(try send(3, of: 3, 20_000..<50_000).outcome == .complete)
    let stored = try #require(try center.reports().first)
    let path = try #require(center.inbox.path(of: "big.bin", in: stored))
    #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) == report.files[0].bytes)
  }

  @Test func `a piece with a wrong byte makes the report damaged, and it can be sent anew`() throws {
    var report = SampleReport()
    report.files = [("big.bin", bytes(5_000))]
    let halves: [[SampleReport.Slice]] = [[.init(file: 0, range: 0..<2_000)], [.init(file: 0, range: 2_000..<5_000)]]
    var faults = SampleReport.Faults()
    faults.flipsFileByte = true
    let intake = try center.intake()
    _ = try intake.accept(try report.mail(for: center.certificate, part: 1, of: 2, slices: halves[0], faults))
    let second = try report.mail(for: center.certificate, part: 2, of: 2, slices: halves[1])
    #expect(throws: CenterError.self) { try intake.accept(second) }
    #expect(try center.reports().isEmpty)
    _ = try intake.accept(try report.mail(for: center.certificate, part: 1, of: 2, slices: halves[0]))
    #expect(try intake.accept(second).outcome == .complete)
  }

  @Test(arguments: [[1, 2, 3], [3, 2, 1], [2, 3, 1]])
  func `a manifest that is too large for every mail comes in pieces`(order: [Int]) throws {
    var report = SampleReport(extra: ", \"inventory\":\"\(String(repeating: "x", count: 3_000))\"")
    report.files = [("a.bin", bytes(500))]
    let size = report.manifest.count
    let slices: [Int: [SampleReport.Slice]] = [
      1: [.init(file: 1, range: 0..<2_000)], 2: [.init(file: 1, range: 2_000..<size)],
      3: [.init(file: 0, range: 0..<500)],
    ]
    var faults = SampleReport.Faults()
    faults.leavesOutManifest = true
    let intake = try center.intake()
    for part in order {
      _ = try intake.accept(
        try report.mail(for: center.certificate, part: part, of: 3, slices: slices[part] ?? [], faults))
      // While it is not whole the record still says whose report it is.
      #expect(try center.reports().first?.device == report.device)
      #expect(try JSONSerialization.jsonObject(with: Data(Inbox.json(center.reports()))) is [[String: Any]])
    }
    let stored = try #require(try center.reports().first)
    #expect(stored.isComplete)
    #expect(stored.language == "ja")
    #expect(stored.manifest == report.manifest)
    let path = try #require(center.inbox.path(of: "a.bin", in: stored))
    #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) == report.files[0].bytes)
  }

  @Test func `a report without any manifest is damaged`() throws {
    var faults = SampleReport.Faults()
    faults.leavesOutManifest = true
    let mail = try SampleReport().mail(for: center.certificate, faults)
    #expect(throws: CenterError.self) { try center.intake().accept(mail) }
    #expect(FileManager.default.subpaths(atPath: "\(center.path)/reports") == [])
  }

  private static let faults: [(String, @Sendable (inout SampleReport.Faults) -> Void)] = [
    ("manifest sum", { $0.manifestSum = String(repeating: "0", count: 64) }),
    ("file byte", { $0.flipsFileByte = true }),
    ("more parts", { $0.extraPart = true }),
    ("version", { $0.header = { $0.replacingOccurrences(of: #""version":1"#, with: #""version":2"#) } }),
    ("device", { $0.header = { $0.replacingOccurrences(of: "MA1234", with: "MA9999") } }),
    ("path as id", { $0.header = { $0.replacingOccurrences(of: #""report":""#, with: #""report":"../"#) } }),
    ("part", { $0.header = { $0.replacingOccurrences(of: #""part":1"#, with: #""part":2"#) } }),
    ("no part", { $0.header = { $0.replacingOccurrences(of: #""part":1"#, with: #""part":0"#) } }),
    ("many", { $0.header = { $0.replacingOccurrences(of: #""of":1"#, with: #""of":1000000000"#) } }),
    ("offset", { $0.header = { $0.replacingOccurrences(of: #""offset":0"#, with: #""offset":9223372036854775807"#) } }),
    ("negative", { $0.header = { $0.replacingOccurrences(of: #""offset":0"#, with: #""offset":-1"#) } }),
    ("kind", { $0.header = { $0.replacingOccurrences(of: "hardwareConfiguration", with: "surprise") } }),
    ("no JSON", { $0.header = { _ in "{" } }),
    ("deep JSON", { $0.header = { _ in String(repeating: "[", count: 100_000) } }),
  ]

  @Test(arguments: faults.indices)
  func `a report that does not fit together is damaged and leaves nothing`(index: Int) throws {
    var report = SampleReport()
    report.files = [("a.bin", bytes(100))]
    var faults = SampleReport.Faults()
    Self.faults[index].1(&faults)
    let mail = try report.mail(for: center.certificate, faults)
    let error = #expect(throws: CenterError.self, "\(Self.faults[index].0)") { try center.intake().accept(mail) }
    #expect(error?.code == .damaged)
    #expect(error?.exitCode == 65)
    #expect(try center.reports().isEmpty)
    #expect(FileManager.default.subpaths(atPath: "\(center.path)/reports") == [])
  }

  @Test(arguments: ["../evil", "a/b", ".hidden", "", "new\nline", "\u{1B}[2J"])
  func `an attachment cannot leave its directory or be something else than a name`(name: String) throws {
    var report = SampleReport()
    report.files = [("placeholder", [1, 2, 3])]
    let escaped = String(decoding: try JSONEncoder().encode(name), as: UTF8.self).dropFirst().dropLast()
    report.files[0].name = String(escaped)
    let error = #expect(throws: CenterError.self) {
      try center.intake().accept(try report.mail(for: center.certificate))
    }
    #expect(error?.code == .damaged)
  }

  @Test func `mail for another certificate and mail that is no report are not for us`() throws {
    let other = try TestCenter()
    let folder = try TemporaryFolder()
    let key = "\(folder.path)/key.pem"
    let certificate = "\(folder.path)/certificate.pem"
    try Tool.run(
      "openssl",
      ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x", "-keyout", key, "-out", certificate])
    let foreign = try SampleReport().mail(for: certificate)
    #expect(throws: CenterError(.notForUs, "the report is encrypted for somebody else")) {
      try other.intake().accept(foreign)
    }
    let plain = Array("Subject: hello\r\n\r\nhello\r\n".utf8)
    #expect(throws: CenterError(.notForUs, "this is no encrypted report")) { try other.intake().accept(plain) }
  }

  @Test func `numbers that have not come are told, canceled ones are not`() throws {
    for (sequence, extra) in [(2, ""), (5, #", "canceled":[4]"#), (6, ""), (Int.max, "")] {
      _ = try center.intake().accept(
        try SampleReport(sequence: sequence, extra: extra).mail(for: center.certificate))
    }
    let device = SampleReport().device
    #expect(
      try Inbox.gaps(in: center.reports()) == [
        Gap(device: device, numbers: 1...1), Gap(device: device, numbers: 3...3),
        Gap(device: device, numbers: 7...(Int.max - 1)),
      ])
    let text = try Tool.run(Tool.center, ["inbox", center.path]).text
    #expect(text.contains("\(device): number 1 has not come\n"))
  }

  @Test func `the second center of the list opens its mail too`() throws {
    let mail = try SampleReport().mail(for: center.path + "/certificates/center-2.pem")
    #expect(try center.intake().accept(mail).outcome == .complete)
  }

  @Test func `a mail with LF line ends and an envelope line, as mail servers hand it over, is read`() throws {
    let mail = try SampleReport().mail(for: center.certificate).filter { $0 != 13 }
    let piped = Array("From board@device.example Sat Jan 31 09:05:00 2026\n".utf8) + mail
    #expect(try center.intake().accept(piped).outcome == .complete)
  }

  @Test func `another report with the same id is refused`() throws {
    var report = SampleReport()
    _ = try center.intake().accept(try report.mail(for: center.certificate))
    report.sequence = 2
    let mail = try report.mail(for: center.certificate)
    #expect(throws: CenterError.self) { try center.intake().accept(mail) }
    #expect(try center.reports().map(\.sequence) == [1])
  }

  @Test func `a changed byte anywhere in the envelope never gets through`() throws {
    var report = SampleReport()
    report.files = [("a.bin", bytes(300))]
    let mail = try report.mail(for: center.certificate)
    let intake = try center.intake()
    let start = try #require(mail.firstRange(of: Array("\r\n\r\n".utf8))).upperBound
    var refused = 0
    for position in stride(from: start, to: mail.count - 4, by: 37) {
      var changed = mail
      changed[position] = changed[position] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
      if changed == mail { continue }
      // A change that neither the sums nor the padding can show would be a stored report that differs.
      if (try? intake.accept(changed)) == nil {
        refused += 1
      } else {
        #expect(try center.reports().first?.manifest == report.manifest)
      }
    }
    #expect(refused > 10)
  }
}
