import Foundation
import RemcsCore
import Testing

@testable import RemcsCenter

/// An inbox stays readable, and says so when something in it is not.
struct DamagedInboxTests {
  /// What the decoder forgives and other readers of JSON do not.
  static let extras = [
    #","x":[1,]"#, #","x":{"a":1,}"#, ",\"x\":\"\u{1}\"", ",\"x\":\"a\nb\"", #","x":"\q""#, #","x":[01,-,1.]"#,
    #","x":01"#,
    #","x":"\ud800""#,
  ]

  @Test(arguments: extras)
  func `a manifest that is no JSON by the letter is refused for good`(extra: String) throws {
    let center = try TestCenter()
    let mail = try SampleReport(extra: extra).mail(for: center.certificate)
    let error = #expect(throws: CenterError.self) { try center.intake().accept(mail) }
    #expect(error?.code == .damaged)
    #expect(try Tool.run(Tool.center, ["deliver", center.path], input: mail).status == 65)
    #expect(try center.reports().isEmpty)
    #expect(try Tool.run(Tool.center, ["inbox", center.path, "--json"]).text == "[\n]\n")
  }

  @Test func `a manifest in pieces is held to the same`() throws {
    let center = try TestCenter()
    let report = SampleReport(extra: #","x":[1,]"#)
    var faults = SampleReport.Faults()
    faults.leavesOutManifest = true
    let size = report.manifest.count
    let intake = try center.intake()
    _ = try intake.accept(
      try report.mail(for: center.certificate, part: 1, of: 2, slices: [.init(file: 0, range: 0..<100)], faults))
    let last = try report.mail(
      for: center.certificate, part: 2, of: 2, slices: [.init(file: 0, range: 100..<size)], faults)
    let error = #expect(throws: CenterError.self) { try intake.accept(last) }
    #expect(error?.code == .damaged)
  }

  @Test(arguments: extras)
  func `one that already lies in the store leaves the inbox valid, and is marked`(extra: String) throws {
    let center = try TestCenter()
    let intake = try center.intake()
    let (first, second) = (SampleReport(), SampleReport(sequence: 2))
    for report in [first, second] { _ = try intake.accept(try report.mail(for: center.certificate)) }
    var bad = first
    bad.extra = extra
    let path = "\(center.path)/reports/\(first.id)/manifest.json"
    try Data(bad.manifest).write(to: URL(fileURLWithPath: path))
    let result = try Tool.run(Tool.center, ["inbox", center.path, "--json"])
    #expect(result.status == 0)
    let list = try #require(try JSONSerialization.jsonObject(with: Data(result.output)) as? [[String: Any]])
    #expect(list.count == 2)
    #expect(list[0]["damaged"] as? Bool == true)
    #expect(list[0]["manifest"] == nil)
    #expect(list[0]["device"] as? String == first.device)
    #expect(list[1]["damaged"] == nil)
    #expect(list[1]["manifest"] is [String: Any])
    let one = try Tool.run(Tool.center, ["show", center.path, "1", "--json"])
    let object = try #require(try JSONSerialization.jsonObject(with: Data(one.output)) as? [String: Any])
    #expect(object["damaged"] as? Bool == true)
    #expect(try Tool.run(Tool.center, ["inbox", center.path]).text.contains("damaged manifest"))
  }

  @Test func `a complete report without its manifest is damaged too`() throws {
    let center = try TestCenter()
    let report = SampleReport()
    _ = try center.intake().accept(try report.mail(for: center.certificate))
    try FileManager.default.removeItem(atPath: "\(center.path)/reports/\(report.id)/manifest.json")
    #expect(try center.reports().map(\.isDamaged) == [true])
  }

  @Test(arguments: ["{", "", "null", "directory"], [false, true])
  func `a record that cannot be read is named after the rest was listed`(content: String, json: Bool) throws {
    let center = try TestCenter()
    let intake = try center.intake()
    let (first, second) = (SampleReport(), SampleReport(sequence: 2))
    for report in [first, second] { _ = try intake.accept(try report.mail(for: center.certificate)) }
    let folder = "\(center.path)/reports/\(first.id)"
    let record = URL(fileURLWithPath: "\(folder)/report.json")
    if content == "directory" {
      try FileManager.default.removeItem(at: record)
      try FileManager.default.createDirectory(at: record, withIntermediateDirectories: false)
    } else {
      try Data(content.utf8).write(to: record)
    }
    let result = try Tool.run(Tool.center, ["inbox", center.path] + (json ? ["--json"] : []))
    #expect(result.status == 1)
    #expect(result.errors == "remcs-center: \(folder) cannot be read\n")
    #expect(result.text.contains(second.device))
    if json { #expect((try JSONSerialization.jsonObject(with: Data(result.output)) as? [Any])?.count == 1) }
    let show = try Tool.run(Tool.center, ["show", center.path, "1"])
    #expect(show.status == 1)
    #expect(show.errors.contains(folder))
    #expect(try Tool.run(Tool.center, ["show", center.path, "2"]).status == 0)
  }

  @Test func `pieces that cannot be read, and a box that is gone, are named`() throws {
    let center = try TestCenter()
    let mail = try SampleReport().mail(for: center.certificate)
    _ = try center.intake().accept(SampleReport.pieces(mail, id: "x@y", bytes: 400)[0])
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(center.path)/partial")
    let folder = "\(center.path)/partial/\(try #require(names.first))"
    #expect(center.inbox.contents().unreadable.isEmpty)
    try Data("x".utf8).write(to: URL(fileURLWithPath: "\(folder)/state.json"))
    #expect(center.inbox.contents().unreadable == [folder])
    try FileManager.default.removeItem(atPath: "\(center.path)/reports")
    #expect(center.inbox.contents().unreadable == ["\(center.path)/reports", folder])
    #expect(throws: CenterError.self) { try center.inbox.list() }
    let result = try Tool.run(Tool.center, ["inbox", center.path])
    #expect(result.status == 1)
    #expect(!result.text.contains("Nothing was received yet"))
  }

  @Test func `a folder that a power cut left without a record is no report and no fault`() throws {
    let center = try TestCenter()
    try FileManager.default.createDirectory(
      atPath: "\(center.path)/reports/\(SampleReport().id)/parts", withIntermediateDirectories: true)
    #expect(center.inbox.contents().unreadable.isEmpty)
  }
}
