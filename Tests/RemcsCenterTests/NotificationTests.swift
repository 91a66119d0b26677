import Foundation
import RemcsCore
import Testing

@testable import RemcsCenter

struct NotificationTests {
  let center: TestCenter
  init() throws { center = try TestCenter() }

  private func receive(
    _ language: String, administrator: String? = nil, engineer: String? = nil, sequence: Int = 3
  ) throws -> SampleReport {
    var report = SampleReport(sequence: sequence, kind: .connectionCheck, language: language)
    let parts = [administrator.map { "\"administrator\":\($0)" }, engineer.map { "\"engineer\":\($0)" }].compactMap(
      \.self)
    report.extra = ", \"connectionCheck\":{\(parts.joined(separator: ","))}"
    #expect(try center.intake().accept(try report.mail(for: center.certificate)).outcome == .complete)
    return report
  }

  private func mail(_ name: String) throws -> (header: [String], lines: [String]) {
    let text = String(decoding: try center.inbox.outboxMail(name), as: UTF8.self)
    #expect(!text.replacingOccurrences(of: "\r\n", with: "").contains("\n"))
    let lines = text.components(separatedBy: "\r\n")
    let blank = try #require(lines.firstIndex(of: ""))
    return (Array(lines[..<blank]), Array(lines[(blank + 1)...]))
  }

  @Test func `the administrator gets a Japanese mail with the device and the time on its clock`() throws {
    let report = try receive("ja", administrator: #"{"notify":true,"address":"admin@customer.example"}"#)
    #expect(center.inbox.outbox() == ["\(report.id)-administrator.eml"])
    let mail = try mail("\(report.id)-administrator.eml")
    #expect(mail.header.contains("To: <admin@customer.example>"))
    #expect(mail.header.contains("From: REMCS center <osc@center.example>"))
    #expect(mail.header.contains("Content-Type: text/plain; charset=utf-8"))
    #expect(mail.header.allSatisfy { $0.utf8.allSatisfy { $0 < 128 } && $0.utf8.count <= 998 })
    let subject = try #require(mail.header.first { $0.hasPrefix("Subject: ") })
    let words = subject.dropFirst(9).split(separator: " ").map { $0.dropFirst(10).dropLast(2) }
    let title = words.map { String(decoding: Data(base64Encoded: String($0)) ?? Data(), as: UTF8.self) }.joined()
    #expect(title == "REMCS 接続確認完了のお知らせ")
    let body = mail.lines.joined(separator: "\n")
    #expect(body.contains("接続確認が完了しました"))
    #expect(body.contains("装置ID      : 00-PQ-3800E-1-MA1234"))
    #expect(body.contains("固有名      : 日本"))
    #expect(body.contains("通報番号    : 3"))
    #expect(body.contains("+09:00"))
  }

  @Test func `an English device gets English mails`() throws {
    let report = try receive(
      "en", administrator: #"{"notify":true,"address":"admin@customer.example"}"#,
      engineer: #"{"notify":"normal","address":"engineer@field.example"}"#)
    #expect(center.inbox.outbox().count == 2)
    for name in ["administrator", "engineer"] {
      let mail = try mail("\(report.id)-\(name).eml")
      #expect(mail.header.contains("Subject: REMCS connection check complete"))
      #expect(mail.lines.joined(separator: "\n").contains("Device ID   : 00-PQ-3800E-1-MA1234"))
    }
  }

  @Test(arguments: [("ja", "接続確認完了"), ("en", "Connection check OK")])
  func `the brief form for mobile phones is three short lines`(language: String, first: String) throws {
    let report = try receive(language, engineer: #"{"notify":"brief","address":"engineer@phone.example"}"#)
    let lines = try mail("\(report.id)-engineer.eml").lines.filter { !$0.isEmpty }
    #expect(lines.count == 3)
    #expect(lines[0] == first)
    #expect(lines[1] == report.device)
    #expect(lines.joined().utf8.count < 120)
  }

  @Test func `nobody is told who did not want it, and odd addresses are not mailed to`() throws {
    _ = try receive(
      "ja", administrator: #"{"notify":false,"address":"admin@customer.example"}"#,
      engineer: #"{"notify":"none","address":"engineer@field.example"}"#)
    _ = try receive(
      "ja", administrator: #"{"notify":true,"address":"a@b\r\nBcc: everybody@else.example"}"#,
      engineer: #"{"notify":"normal","address":"no address"}"#, sequence: 4)
    #expect(center.inbox.outbox().isEmpty)
  }

  @Test func `without an address the administrator of the latest registration is told`() throws {
    for (sequence, address) in [(1, "old@customer.example"), (2, "new@customer.example")] {
      var registration = SampleReport(sequence: sequence, kind: .registration)
      registration.extra = #", "registration":{"type":"new","customer":{"administratorEmail":"\#(address)"}}"#
      _ = try center.intake().accept(try registration.mail(for: center.certificate))
    }
    let report = try receive("ja", administrator: #"{"notify":true}"#)
    #expect(try mail("\(report.id)-administrator.eml").header.contains("To: <new@customer.example>"))
  }

  @Test func `a duplicate writes no second mail`() throws {
    let report = try receive("ja", administrator: #"{"notify":true,"address":"admin@customer.example"}"#)
    try FileManager.default.removeItem(atPath: "\(center.directory.outboxPath)/\(report.id)-administrator.eml")
    _ = try center.intake().accept(try report.mail(for: center.certificate))
    #expect(center.inbox.outbox().isEmpty)
  }

  @Test func `a control sequence in a name does not get into a mail`() throws {
    var report = SampleReport(kind: .connectionCheck, language: "en")
    report.extra =
      #", "connectionCheck":{"administrator":{"notify":true,"address":"a@b"}}, "created":"x", "x":"\u001b[2J""#
    _ = try? center.intake().accept(try report.mail(for: center.certificate))
    for name in center.inbox.outbox() {
      #expect(try !center.inbox.outboxMail(name).contains(0x1B))
    }
  }

  @Test func `dates are those of RFC 5322`() {
    #expect(
      NotificationWriter.mailDate(Date(timeIntervalSince1970: 1_769_817_900)) == "Sat, 31 Jan 2026 00:05:00 +0000")
    #expect(
      NotificationWriter.time(Date(timeIntervalSince1970: 1_769_817_900), zoneSeconds: 32_400)
        == "2026-01-31 09:05 +09:00")
    #expect(
      NotificationWriter.time(Date(timeIntervalSince1970: 1_769_817_900), zoneSeconds: -12_600)
        == "2026-01-30 20:35 -03:30")
  }
}
