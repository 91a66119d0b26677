import Foundation
import RemcsCore
import RemcsCryptography
import RemcsMail
import TestSupport
import Testing

/// Reports that are larger than one mail may be.
struct SplitTests {
  private func send(
    _ report: Report, _ split: RemcsCore.Environment.Split
  ) throws -> (mails: [Data], result: Sending) {
    let server = try MailServer()
    defer { server.stop() }
    var environment = Sending.environment(server)
    environment.split = split
    let result = try Sending.run([report], through: environment)
    return (server.mails, result)
  }

  @Test(arguments: [0, 1, 40_000, 47_000, 100_000, 1_000_000])
  func `every mail of an event split stands alone and fits, and together they are the files`(size: Int) throws {
    let directory = try Sending.directory()
    let attachments = [
      try Sending.attachment("first.gz", size: size, in: directory),
      try Sending.attachment("second.log", size: 5000, in: directory),
    ]
    let report = Sending.report("split", attachments: attachments)
    let (mails, result) = try send(report, .event(kilobytes: 64))
    #expect(result.failure == nil)
    #expect(result.relayed == [report.id])
    #expect(mails.allSatisfy { $0.count <= 64 * 1024 })
    // Not more mails than needed: all but the last two are nearly full.
    #expect(mails.dropLast(2).allSatisfy { $0.count > 64 * 1024 - 200 })
    var files: [String: Data] = [:]
    for (index, data) in mails.enumerated() {
      let mail = ReceivedMail(data)
      #expect(mail.headers["subject"]?.hasSuffix("(\(index + 1)/\(mails.count))") == true)
      let id = mails.count == 1 ? report.id : "\(report.id).\(index + 1)-\(mails.count)"
      #expect(mail.headers["message-id"] == "<\(id)@example.test>")
      let inside = try #require(ReceivedMail.decrypt(data))
      let header = try inside.partHeader()
      #expect(header.part == index + 1 && header.of == mails.count && header.report == report.id)
      let parts = inside.parts
      #expect(parts[1].body == Data(report.manifest))
      #expect(header.manifestSHA256 == Digest.sha256(report.manifest))
      #expect(parts.count == header.files.count + 2)
      for (file, part) in zip(header.files, parts.dropFirst(2)) {
        #expect(files[file.name, default: Data()].count == file.offset)
        #expect(part.body.count == file.length)
        files[file.name, default: Data()] += part.body
      }
    }
    for attachment in attachments {
      #expect(Digest.sha256(Array(files[attachment.name] ?? Data([1]))) == attachment.sha256)
    }
    let total = mails.reduce(0) { $0 + $1.count }
    #expect(result.events.contains(.sent(bytes: total, of: total)))
  }

  @Test func `a manifest that would crowd every mail travels in pieces itself`() throws {
    let report = Sending.report(String(repeating: "m", count: 150_000))
    let (mails, result) = try send(report, .event(kilobytes: 64))
    #expect(result.failure == nil)
    #expect(mails.count == 4)
    #expect(mails.allSatisfy { $0.count <= 64 * 1024 })
    var manifest = Data()
    for data in mails {
      let inside = try #require(ReceivedMail.decrypt(data))
      let header = try inside.partHeader()
      #expect(header.files.map(\.name) == ["manifest.json"])
      #expect(header.files[0].offset == manifest.count)
      #expect(inside.parts.count == 2)
      manifest += inside.parts[1].body
    }
    #expect(manifest == Data(report.manifest))
  }

  @Test(arguments: [10, 64, 100])
  func `a mail split is put together again in any order, with its total on the last piece only`(limit: Int) throws {
    let directory = try Sending.directory()
    let log = try Sending.attachment("log.gz", size: 350_001, in: directory)
    let report = Sending.report("pieces", attachments: [log])
    let (mails, result) = try send(report, .mail(kilobytes: limit))
    #expect(result.failure == nil)
    #expect(result.relayed == [report.id])
    #expect(mails.count > 4)
    #expect(mails.allSatisfy { $0.count <= limit * 1024 })
    let pieces = mails.map { ReceivedMail($0) }
    #expect(Set(pieces.map { $0.parameter("id") }).count == 1)
    #expect(Set(pieces.map { $0.headers["message-id"] }).count == mails.count)
    #expect(pieces.allSatisfy { $0.headers["content-type"]?.hasPrefix("message/partial;") == true })
    #expect(pieces.dropLast().allSatisfy { $0.parameter("total") == nil })
    #expect(pieces.last?.parameter("total") == "\(mails.count)")
    let ordered = pieces.shuffled().sorted {
      (Int($0.parameter("number") ?? "") ?? 0) < Int($1.parameter("number") ?? "") ?? 0
    }
    let whole = ordered.reduce(Data()) { $0 + $1.body }
    #expect(ReceivedMail(whole).headers["message-id"] == "<\(report.id)@example.test>")
    let inside = try #require(ReceivedMail.decrypt(whole))
    #expect(Digest.sha256(Array(inside.parts[2].body)) == log.sha256)
  }

  @Test func `pieces of two tries cannot be mixed up`() throws {
    let log = try Sending.attachment("log.gz", size: 50_000, in: Sending.directory())
    let report = Sending.report(attachments: [log])
    let first = try send(report, .mail(kilobytes: 20)).mails.map { ReceivedMail($0) }
    let second = try send(report, .mail(kilobytes: 20)).mails.map { ReceivedMail($0) }
    #expect(first.count > 1)
    #expect(first[0].parameter("id") != second[0].parameter("id"))
    #expect(Set((first + second).map { $0.headers["message-id"] }).count == first.count + second.count)
  }

  @Test(arguments: [RemcsCore.Environment.Split.none, .mail(kilobytes: 100), .event(kilobytes: 64)])
  func `a small report is one mail however it might be split`(split: RemcsCore.Environment.Split) throws {
    let report = Sending.report()
    let mails = try send(report, split).mails
    #expect(mails.count == 1)
    #expect(ReceivedMail(mails[0]).headers["message-id"] == "<\(report.id)@example.test>")
    #expect(ReceivedMail.decrypt(mails[0])?.parts[1].body == Data(report.manifest))
  }

  @Test func `a split that cannot be as small as that says so before anybody is called`() throws {
    let server = try MailServer()
    defer { server.stop() }
    var environment = Sending.environment(server)
    for split in [RemcsCore.Environment.Split.mail(kilobytes: 0), .event(kilobytes: 1)] {
      environment.split = split
      let log = try Sending.attachment("log.gz", size: 5000, in: Sending.directory())
      let result = try Sending.run([Sending.report(attachments: [log])], through: environment)
      #expect(result.failure?.code == .rmg2004)
      #expect(result.failure?.libraryNumber == 16)
      #expect(result.failure?.stage == .preparing)
    }
    #expect(server.connections == 0)
  }
}
