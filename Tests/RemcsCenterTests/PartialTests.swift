import Foundation
import Testing

@testable import RemcsCenter

struct PartialTests {
  let center: TestCenter
  let report: SampleReport
  let pieces: [[UInt8]]

  init() throws {
    center = try TestCenter()
    var report = SampleReport()
    report.files = [("a.bin", (0..<9_000).map { UInt8(truncatingIfNeeded: $0) })]
    self.report = report
    pieces = SampleReport.pieces(try report.mail(for: center.certificate), id: "\(report.id)@board", bytes: 3_000)
  }

  @Test(arguments: [false, true])
  func `pieces of a cut mail come together in any order`(isReversed: Bool) throws {
    #expect(pieces.count >= 4)
    let intake = try center.intake()
    for (index, piece) in (isReversed ? pieces.reversed() : pieces).enumerated() {
      let receipt = try intake.accept(piece)
      #expect(receipt.number == 1)
      #expect(receipt.outcome == (index == pieces.count - 1 ? .complete : .piece))
    }
    let reports = try center.reports()
    #expect(reports.map(\.id) == [report.id])
    #expect(reports.first?.isComplete == true)
    #expect(reports.first?.manifest == report.manifest)
    // Late duplicates are known.
    #expect(try intake.accept(pieces[1]).outcome == .duplicate)
    #expect(try center.reports() == reports)
  }

  @Test func `a lost piece shows in the inbox`() throws {
    let intake = try center.intake()
    for piece in pieces[..<1] + pieces[2...] { _ = try intake.accept(piece) }
    let stored = try #require(try center.reports().first)
    #expect(!stored.isComplete)
    #expect(stored.missing == [2])
    #expect(stored.total == pieces.count)
    #expect(stored.id == "\(report.id)@board")
    #expect(stored.line.contains("missing: 2"))
    #expect(try intake.accept(pieces[1]).outcome == .complete)
  }

  @Test func `a second try with another size replaces the first`() throws {
    let intake = try center.intake()
    for piece in pieces.dropLast() { _ = try intake.accept(piece) }
    let larger = SampleReport.pieces(
      try report.mail(for: center.certificate), id: "\(report.id)@board", bytes: 6_000)
    #expect(larger.count < pieces.count)
    let outcomes = try larger.map { try intake.accept($0).outcome }
    #expect(outcomes.last == .complete)
    #expect(try center.reports().first?.isComplete == true)
  }

  @Test func `a later try with a name of its own makes the report complete and clears away the first`() throws {
    let intake = try center.intake()
    func tries(_ token: String) throws -> [[UInt8]] {
      SampleReport.pieces(
        try report.mail(for: center.certificate), id: "\(report.id).\(token)@device.example", bytes: 3_000)
    }
    let first = try tries("a")
    for piece in first.dropLast() { _ = try intake.accept(piece) }
    for piece in try tries("b") { _ = try intake.accept(piece) }
    #expect(try center.reports().map(\.isComplete) == [true])
    // What is still on its way from the first try is taken and thrown away.
    #expect(try intake.accept(first[first.count - 1]).outcome == .duplicate)
    #expect(try center.reports().count == 1)
    #expect(FileManager.default.subpaths(atPath: "\(center.path)/partial") == [])
  }

  @Test func `pieces that make no readable mail are refused and forgotten`() throws {
    let intake = try center.intake()
    var broken = pieces
    broken[1] = Array(broken[1].dropLast(40)) + Array("!!!!\r\n".utf8)
    for piece in broken.dropLast() { _ = try intake.accept(piece) }
    #expect(throws: CenterError.self) { try intake.accept(broken[broken.count - 1]) }
    #expect(try center.reports().isEmpty)
    for piece in pieces { _ = try intake.accept(piece) }
    #expect(try center.reports().first?.isComplete == true)
  }

  @Test(arguments: [
    "number=1", "id=x", "id=x; number=0", "id=x; number=-1", "id=x; number=2; total=1",
    "id=x; number=99999999999999999999",
    "id=x; number=1; total=1000000000", "id=\"\"; number=1",
  ])
  func `a piece without a place is refused`(parameters: String) throws {
    let mail = Array("Content-Type: message/partial; \(parameters)\r\n\r\nx\r\n".utf8)
    let error = #expect(throws: CenterError.self) { try center.intake().accept(mail) }
    #expect(error?.code == .damaged)
  }

  @Test func `a piece inside of pieces is refused`() throws {
    let inner = Array("Content-Type: message/partial; id=y; number=1; total=1\r\n\r\nx\r\n".utf8)
    let outer = Array("Content-Type: message/partial; id=x; number=1; total=1\r\n\r\n".utf8) + inner
    let error = #expect(throws: CenterError.self) { try center.intake().accept(outer) }
    #expect(error?.code == .notForUs)
    #expect(try center.reports().isEmpty)
  }
}
