import Foundation
import RemcsCenter
import RemcsCore
import RemcsCryptography
import TestSupport
import Testing

/// What arrives through Postfix: read back by tools that nobody here wrote, and by the center.
@Suite(.enabled(if: MailPeers.canRun, "Postfix needs root")) struct RealServerMailTests {
  let peers: MailPeers

  init() throws { peers = try MailPeers.shared.get() }

  private func send(_ report: Report, _ environment: RemcsCore.Environment) throws -> Sending {
    try Sending.run([report], through: environment)
  }

  // MARK: - Splits

  @Test func `the pieces of a mail split are put together by munpack in any order, and opened by openssl`() throws {
    let log = try Sending.attachment("log.gz", size: 120_000, in: Sending.directory())
    let report = Sending.report("pieces", attachments: [log])
    var environment = peers.environment(.auth, .startTLS, .auto)
    environment.split = .mail(kilobytes: 20)
    #expect(try send(report, environment).failure == nil)
    let mails = try peers.mails(id: report.id)
    #expect(mails.count > 5)
    let folder = try TestDirectory.make()
    var names: [String] = []
    for (index, mail) in mails.shuffled().enumerated() {
      let file = folder.appendingPathComponent("\(index).eml")
      // munpack reads files of this system, whose lines end in a line feed.
      try mail.filter { $0 != 0x0D }.write(to: file)
      names.append(file.path)
    }
    // munpack keeps what is not whole yet in a folder of its own.
    let unpacked = TestAuthority.shared.run(
      "env", ["TMPDIR=\(folder.path)", "munpack", "-q", "-f", "-C", folder.path] + names)
    #expect(unpacked.status == 0)
    let opened = TestAuthority.shared.openssl(
      "cms", "-decrypt", "-inform", "DER", "-in", folder.appendingPathComponent("smime.p7m").path, "-recip",
      "center.pem", "-inkey", "center.key")
    let inside = ReceivedMail(opened.output)
    try #require(inside.parts.count == 3)
    #expect(Digest.sha256(Array(inside.parts[2].body)) == log.sha256)
  }

  @Test func `each mail of an event split is opened by openssl alone`() throws {
    let log = try Sending.attachment("log.gz", size: 150_000, in: Sending.directory())
    let report = Sending.report("event", attachments: [log])
    var environment = peers.environment(.open, .startTLS)
    environment.split = .event(kilobytes: 64)
    #expect(try send(report, environment).failure == nil)
    let mails = try peers.mails(id: report.id)
    var pieces: [Int: Data] = [:]
    for mail in mails {
      let inside = try #require(ReceivedMail.decrypt(mail))
      let header = try inside.partHeader()
      for (file, part) in zip(header.files, inside.parts.dropFirst(2)) { pieces[file.offset] = part.body }
    }
    let whole = pieces.sorted { $0.key < $1.key }.reduce(Data()) { $0 + $1.value }
    #expect(Digest.sha256(Array(whole)) == log.sha256)
  }

  @Test func `a gateway that refuses message/partial is told as such, and takes the event split`() throws {
    let log = try Sending.attachment("log.gz", size: 60_000, in: Sending.directory())
    let report = Sending.report(attachments: [log])
    var environment = peers.environment(.gateway)
    environment.split = .mail(kilobytes: 20)
    let failure = try #require(try send(report, environment).failure)
    #expect(failure.code == .rmg2004 && failure.stage == .confirmation && failure.reply == 554)
    #expect(failure.serverText.contains("message/partial"))
    #expect(failure.advice == .useEventSplit && !failure.isTemporary)
    environment.split = .event(kilobytes: 64)
    #expect(try send(report, environment).failure == nil)
  }

  @Test func `what the server will not take is not begun, and what fits goes`() throws {
    let log = try Sending.attachment("log.gz", size: 90_000, in: Sending.directory())
    let report = Sending.report(attachments: [log])
    var environment = peers.environment(.small)
    environment.split = .event(kilobytes: 512)
    let result = try send(report, environment)
    #expect(result.failure?.remark?.code == .mailTooLarge && result.failure?.advice == .splitSmaller)
    #expect(result.remarks == [.splitAboveLimit])
    environment.split = .event(kilobytes: 64)
    let second = try send(report, environment)
    #expect(second.failure == nil && second.remarks.isEmpty)
  }

  // MARK: - To the center

  @Test(arguments: [RemcsCore.Environment.Split.mail(kilobytes: 16), .event(kilobytes: 64)])
  func `mails in any order, doubled and with one lost, make a report only when the lost one comes`(
    split: RemcsCore.Environment.Split
  ) throws {
    let folder = NSTemporaryDirectory() + "remcs-real-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let directory = try CenterDirectory.create(at: folder)
    let authority = try Certificate(pem: String(contentsOfFile: directory.authorityPath, encoding: .utf8))
    let list = [UInt8](try Data(contentsOf: URL(fileURLWithPath: directory.centerListPath)))
    let centers = try JSONDecoder().decode([Center].self, from: Data(SignedData.verify(list, trusted: [authority])))
    let log = try Sending.attachment("log.gz", size: 150_000, in: Sending.directory())
    let id = UUID().uuidString.lowercased()
    let manifest = """
      {"format":"remcs-report","version":1,"id":"\(id)","sequence":1,"kind":"log","device":{"id":"\(Sending.device.id)"},
      "language":"en","attachments":[{"name":"log.gz","size":\(log.size),"sha256":"\(log.sha256)"}]}
      """
    let report = Report(
      id: id, sequence: 1, kind: .log, created: Date(), manifest: Array(manifest.utf8), attachments: [log])
    var environment = peers.environment(.open)
    environment.split = split
    let center = Center(
      name: "OSC", mailAddress: "osc@center.test", certificate: try #require(centers.first).certificate)
    #expect(try Sending.run([report], through: environment, center: center).failure == nil)
    let mails = try peers.mails(id: id).shuffled()
    let intake = try Intake(directory)
    for mail in (mails.dropLast() + mails.dropLast()).shuffled() { _ = try intake.accept(Array(mail)) }
    let incomplete = try #require(try Inbox(directory).list().first)
    #expect(!incomplete.isComplete)
    // Which number is lost nobody can say before the last piece of a mail split has come.
    #expect(incomplete.missing.count == 1 || incomplete.total == nil)
    let lost = try #require(mails.last)
    #expect(try intake.accept(Array(lost)).outcome == .complete)
    #expect(try intake.accept(Array(mails[0])).outcome == .duplicate)
    let stored = try Inbox(directory).list()
    #expect(stored.map(\.id) == [id] && stored.allSatisfy(\.isComplete))
    let path = try #require(Inbox(directory).path(of: "log.gz", in: stored[0]))
    #expect(Digest.sha256(Array(try Data(contentsOf: URL(fileURLWithPath: path)))) == log.sha256)
  }

  @Test func `two hundred reports go over one connection`() throws {
    let reports = (1...200).map { Sending.report("n\($0)", sequence: $0) }
    let result = try Sending.run(reports, through: peers.environment(.auth, .startTLS, .auto))
    #expect(result.failure == nil)
    #expect(result.relayed == reports.map(\.id))
    #expect(result.stages.filter { $0 == .connection }.count == 1)
    for report in [reports[0], reports[199]] { #expect(try peers.mails(id: report.id).count == 1) }
  }
}
