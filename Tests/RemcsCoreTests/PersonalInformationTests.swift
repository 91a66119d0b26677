import Foundation
import Testing

@testable import RemcsCore

/// Deleted personal information is gone for good (table 3.5, manual 5.6): proved with the bytes of every file of the
/// home, wherever it once stood.
struct PersonalInformationTests {
  private let home: TestHome

  init() throws { home = try TestHome() }

  /// Personal information, different at each place where it can be typed, so that a find names the place.
  private static func person(_ place: String) -> [FieldID: String] {
    [
      .administratorName: "山田　太郎\(place)", .administratorNameKana: "ヤマダ　タロウ\(place)",
      .administratorEmail: "taro.\(number(place))@secret.example", .telephone: "03-9876-\(number(place))",
      .fax: "03-9875-\(number(place))", .engineerEmail: "jiro.\(number(place))@secret.example",
      .notifyEngineerEmail: "saburo.\(number(place))@secret.example",
    ]
  }

  private static func number(_ place: String) -> Int {
    5400 + place.unicodeScalars.reduce(0) { ($0 * 7 + Int($1.value)) % 500 }
  }

  /// Parts of personal information that no other text of the tests holds.
  private static let secrets = [
    "山田　太郎", "ヤマダ　タロウ", "secret.example", "taro.", "jiro.", "saburo.", "03-9876-", "03-9875-",
  ]

  /// Which of them stand in which file of the home.
  private func found(in home: TestHome? = nil) throws -> [String] {
    let path = (home ?? self.home).path
    var result: [String] = []
    for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted() {
      guard let bytes = FileManager.default.contents(atPath: path + "/" + name) else { continue }
      for secret in Self.secrets where bytes.range(of: Data(secret.utf8)) != nil { result.append("\(name): \(secret)") }
    }
    return result
  }

  private func answers(_ place: String) -> Answers {
    var answers = sampleAnswers()
    for (field, value) in Self.person(place) { answers[field] = value }
    answers[.notifyEngineer] = "normal"
    return answers
  }

  private func ignore(_: ActionProgress) {}

  private func register(_ service: Service, _ place: String) throws {
    try service.register(answers(place), consent: agreement(), observer: ignore, cancellation: Cancellation())
  }

  private func check(_ service: Service, _ place: String) throws {
    var check = Answers()
    for field in FormID.connectionCheck.fields { check[field] = answers(place)[field] }
    check[.notifyAdministrator] = "yes"
    check[.administratorEmail] = answers(place)[.administratorEmail]
    try service.checkConnection(check, observer: ignore, cancellation: Cancellation())
  }

  /// Puts personal information everywhere where it can come to stand.
  private func fill(_ service: Service) throws {
    try register(service, "Ａ")
    try check(service, "Ｂ")
    try service.changeSchedule(
      [.connectionCycle: "daily", .startTime: "01:30", .endTime: "04:00"], observer: ignore,
      cancellation: Cancellation())
    try service.pause(observer: ignore, cancellation: Cancellation())
    // What waits while the device is stopped.
    try service.changeSchedule(
      [.connectionCycle: "daily", .startTime: "02:30", .endTime: "04:00"], observer: ignore,
      cancellation: Cancellation())
    try service.resume(observer: ignore, cancellation: Cancellation())
    // What failed for good, with an answer of the server that names the person.
    let refusal = TransportFailure(
      .authentication, at: .sender, reply: 550, text: "550 taro.\(Self.number("Ａ"))@secret.example is not known")
    let broken = try home.service(FakeTransport([refusal, refusal]))
    #expect(throws: ActionFailure.self) { try register(broken, "Ａ") }
    #expect(throws: ActionFailure.self) { try check(broken, "Ｄ") }
    // Settings by hand, a file that was taken over, and a walk that is not finished.
    try service.set([.telephone: "03-9876-0001", .notifyEngineerEmail: "saburo.1@secret.example"])
    let other = try TestHome()
    let source = try other.service()
    try source.set(answers("Ｅ"))
    _ = try source.export(to: other.path)
    _ = try service.importSettings(try service.previewImport(from: .directory(other.path)))
    try service.save(
      Draft(
        screen: "customer", answers: answers("Ｆ"), field: .fax,
        consent: agreement()))
    try service.store.discardDraft()
    try service.save(Draft(screen: "connection-check", answers: answers("Ｇ")))
    // What the agent and the last staged check met.
    try service.store.set(.lastDiagnosis, refusal.summary)
    try service.store.set(
      ContactTrouble(
        failures: 1, since: 0, nextTry: 0, noted: 0, newest: 0, code: .rmg2011, isTemporary: false, failure: refusal))
    #expect(try service.store.setting(.contactTrouble)?.contains("secret.example") == true)
  }

  @Test func `what was filled in stands in the files before`() throws {
    let service = try home.service()
    try fill(service)
    let found = try found()
    for secret in Self.secrets { #expect(found.contains { $0.hasSuffix(secret) }, "\(secret)") }
    let history = try service.store.history(limit: 1000)
    #expect(history.contains { $0.detail.contains("secret.example") }, "the server's words")
  }

  @Test func `after the deletion it is nowhere, while another program has the store open, and after a restart`() throws
  {
    let service = try home.service()
    let other = try home.service()
    try fill(service)
    try service.deletePersonalInformation()
    #expect(try found() == [])
    // What is not personal is still there.
    let bytes = home.databaseBytes()
    for kept in ["株式会社高島屋", "mail.example.co.jp", "東京都中央区日本橋２丁目４番１号"] {
      #expect(bytes.range(of: Data(kept.utf8)) != nil, "\(kept)")
    }
    for field in FieldID.personal { #expect(try !other.answers().contains(field)) }
    #expect(try service.draft()?.screen == "connection-check")
    // Everything that was there is told or taken out, and every report still is a document.
    for report in try other.store.reports() {
      _ = try Manifest(report.manifest)
      #expect([.relayed, .canceled].contains(report.state), "\(report.kind)")
    }
    // As after a power cut: the files alone, without the log being closed.
    let copy = try home.copy()
    _ = try copy.service().status()
    #expect(try found(in: copy) == [])
    withExtendedLifetime((service, other)) {}
  }

  @Test func `a program that stopped in the middle of a deletion goes on with it at the next start`() throws {
    let service = try home.service()
    try fill(service)
    // The deletion is written, but the old pages are not overwritten yet, as after a power cut at that moment.
    try service.forgetPersonalInformation()
    let copy = try home.copy()
    #expect(try !found(in: copy).isEmpty, "the log still has it")
    _ = try copy.service()
    #expect(try found(in: copy) == [])
    withExtendedLifetime(service) {}
  }

  @Test func `a draft that this version cannot read goes as a whole`() throws {
    let service = try home.service()
    try service.save(Draft(screen: "customer", answers: answers("Ａ")))
    try service.store.write {
      try $0.run("UPDATE draft SET document = ?", [.blob(Array(#"{"screen":1,"old":"taro.1@secret.example"}"#.utf8))])
    }
    #expect(try service.draft() == nil)
    try service.deletePersonalInformation()
    #expect(try found() == [])
  }

  @Test func `a report that cannot be read goes as a whole, and is taken out`() throws {
    let service = try home.service(FakeTransport([.refusedLogin]))
    #expect(throws: ActionFailure.self) { try register(service, "Ａ") }
    try service.store.write {
      try $0.run("UPDATE report SET manifest = ?", [.blob(Array("taro.1@secret.example {".utf8))])
    }
    try service.deletePersonalInformation()
    #expect(try found() == [])
    #expect(try service.store.reports().map(\.state) == [.canceled])
  }

  @Test func `sums that could tell an address by trying are gone too`() throws {
    let service = try home.service()
    try register(service, "Ａ")
    try check(service, "Ａ")
    try service.deletePersonalInformation()
    var sums: [String] = []
    try service.store.read { connection throws(SQLiteError) in
      try connection.run("SELECT fingerprint FROM report") { sums.append($0[0].text ?? "?") }
    }
    #expect(sums == ["", ""])
  }

  @Test func `while somebody reads old pages the deletion says that it is not done`() throws {
    let service = try home.service()
    try fill(service)
    let reader = try SQLiteConnection(path: home.home.database)
    try reader.run("BEGIN")
    try reader.run("SELECT count(*) FROM answer")
    let error = #expect(throws: ServiceError.self) { try service.deletePersonalInformation() }
    #expect(error?.code == .rmg0196)
    try reader.run("COMMIT")
    try service.deletePersonalInformation()
    #expect(try found() == [])
    withExtendedLifetime(reader) {}
  }

  @Test func `the choice to delete with the registration means the addresses of the check as well`() throws {
    let service = try home.service()
    var answers = answers("Ａ")
    answers[.deletePersonalInformation] = "yes"
    try service.register(answers, consent: agreement(), observer: ignore, cancellation: Cancellation())
    #expect(try found() == [])
    try check(service, "Ｂ")
    #expect(try found() == [])
  }

  @Test func `a short number does not tear holes into what is kept`() throws {
    let service = try home.service()
    var answers = answers("Ａ")
    answers[.telephone] = "1"
    try service.register(answers, consent: agreement(), observer: ignore, cancellation: Cancellation())
    let before = try service.store.history(limit: 100).map(\.detail)
    try service.deletePersonalInformation()
    #expect(try Array(service.store.history(limit: 100).map(\.detail).suffix(before.count)) == before)
  }
}
