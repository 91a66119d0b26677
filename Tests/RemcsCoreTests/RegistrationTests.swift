import Foundation
import RemcsCore
import Testing

/// The main job: from answers to 運用中.
@Suite struct RegistrationTests {
  private func ignore(_ progress: ActionProgress) {}

  @Test func `a registration and a connection check make the device active`() throws {
    let home = try TestHome()
    let transport = FakeTransport()
    let service = try home.service(transport)
    #expect(try service.status().state == .unused)
    var steps: [Int] = []
    try service.register(
      sampleAnswers(), consent: agreement(), observer: { steps.append($0.percent) }, cancellation: Cancellation())
    #expect(try service.status().isRegistered)
    #expect(try service.status().state == .unused)
    #expect(steps == steps.sorted() && steps.last == 100)
    try service.checkConnection(
      FormID.connectionCheck.initialAnswers(weekday: .monday), observer: ignore, cancellation: Cancellation())
    #expect(try service.status().state == .active)
    let sent = transport.sent
    #expect(sent.map(\.kind) == [.registration, .connectionCheck])
    #expect(sent.map(\.sequence) == [1, 2])
    let manifest = try Manifest(sent[0].manifest)
    #expect(manifest.registration?.customer["corporateName"] == "株式会社高島屋")
    #expect(manifest.registration?.environment["password"] == nil)
    #expect(try Manifest(sent[1].manifest).connectionCheck?.administrator.address == "taro.secret@example.co.jp")
    #expect(try service.status().waiting == 0)
  }

  @Test func `a check before a registration is refused with RMG_0092`() throws {
    let home = try TestHome()
    let service = try home.service()
    #expect(throws: ActionFailure.failed(ServiceError(.rmg0092), temporary: false)) {
      try service.checkConnection(Answers(), observer: ignore, cancellation: Cancellation())
    }
  }

  @Test func `a failure that may pass is retried as often as set`() throws {
    let transport = FakeTransport([.timeOut])
    let home = try TestHome()
    let service = try home.service(transport)
    var retries = 0
    try service.register(
      sampleAnswers(), consent: agreement(),
      observer: { if case .retrying = $0.step { retries += 1 } }, cancellation: Cancellation())
    #expect(retries == 1)
    #expect(try service.store.reports()[0].tries == 2)
  }

  @Test func `tries that are used up leave the report waiting, and the next registration sends the same one`() throws {
    let transport = FakeTransport([.timeOut, .timeOut])
    let home = try TestHome()
    let service = try home.service(transport)
    let failure = #expect(throws: ActionFailure.self) {
      try service.register(sampleAnswers(), consent: agreement(), observer: ignore, cancellation: Cancellation())
    }
    #expect(failure?.error?.code == .rmg0085)
    #expect(failure?.error?.root.code == .rmg2003)
    #expect(failure?.error?.arguments == ["RMG_2003"])
    let waiting = try service.store.reports(in: [.waiting])
    #expect(waiting.count == 1)
    try service.register(sampleAnswers(), consent: agreement(), observer: ignore, cancellation: Cancellation())
    #expect(transport.sent.map(\.id) == waiting.map(\.id))
  }

  @Test func `a refusal for good is not retried`() throws {
    let home = try TestHome()
    let service = try home.service(FakeTransport([.refusedLogin]))
    let failure = #expect(throws: ActionFailure.self) {
      try service.register(sampleAnswers(), consent: agreement(), observer: ignore, cancellation: Cancellation())
    }
    #expect(failure?.error?.root.arguments == ["9", "9535", "535 no"])
    #expect(try service.store.reports().map(\.state) == [.failed])
  }

  @Test func `other answers take the waiting registration out and say so to the center`() throws {
    let transport = FakeTransport([.refusedLogin])
    let home = try TestHome()
    let service = try home.service(transport)
    _ = try? service.register(sampleAnswers(), consent: agreement(), observer: ignore, cancellation: Cancellation())
    var changed = sampleAnswers()
    changed[.department] = "情報部"
    try service.register(changed, consent: agreement(), observer: ignore, cancellation: Cancellation())
    #expect(try service.store.reports().map(\.state) == [.canceled, .relayed])
    #expect(try Manifest(transport.sent[0].manifest).canceled == [1])
  }

  @Test func `a person can stop it, and the report stays`() throws {
    let home = try TestHome()
    let service = try home.service(FakeTransport(onSend: { $0.raise() }))
    #expect(throws: ActionFailure.canceled(isQueued: true)) {
      try service.register(sampleAnswers(), consent: agreement(), observer: ignore, cancellation: Cancellation())
    }
    #expect(try service.store.reports(in: [.waiting]).count == 1)
    #expect(try service.answers()[.smtpServer] == "mail.example.co.jp")
  }

  @Test func `wrong answers are all listed and nothing is stored`() throws {
    let home = try TestHome()
    let service = try home.service()
    var wrong = sampleAnswers()
    wrong[.corporateName] = "髙"
    wrong[.smtpPort] = "70000"
    let failure = #expect(throws: ActionFailure.self) {
      try service.register(wrong, consent: agreement(), observer: ignore, cancellation: Cancellation())
    }
    #expect(Set(failure?.error?.details.compactMap(\.field) ?? []) == [.corporateName, .smtpPort])
    #expect(try service.answers().fields.isEmpty)
    #expect(try service.store.reports().isEmpty)
  }

  @Test func `nobody registers without agreeing`() throws {
    let home = try TestHome()
    let service = try home.service()
    let refusal = Consent(agreed: false, language: .ja, version: "1", sha256: "00", time: Date())
    #expect(throws: ActionFailure.self) {
      try service.register(sampleAnswers(), consent: refusal, observer: ignore, cancellation: Cancellation())
    }
    try service.save(Draft(screen: "consent", answers: sampleAnswers()))
    try service.record(refusal)
    #expect(try service.draft() == nil)
    #expect(try service.store.consents().map(\.agreed) == [false])
  }

  @Test func `deleted personal information is nowhere in the files`() throws {
    let home = try TestHome()
    let transport = FakeTransport()
    let service = try home.service(transport)
    var answers = sampleAnswers()
    answers[.deletePersonalInformation] = "yes"
    try service.save(Draft(screen: "consent", answers: answers))
    let secrets = ["taro.secret", "03-9876-5432", "山田　太郎", "ヤマダ　タロウ"].map { Data($0.utf8) }
    for secret in secrets { #expect(home.databaseBytes().range(of: secret) != nil) }
    try service.register(answers, consent: agreement(), observer: ignore, cancellation: Cancellation())
    for secret in secrets { #expect(home.databaseBytes().range(of: secret) == nil) }
    #expect(home.databaseBytes().range(of: Data("株式会社高島屋".utf8)) != nil)
    #expect(String(decoding: transport.sent[0].manifest, as: UTF8.self).contains("taro.secret"))
  }

  @Test func `numbers are never given twice`() throws {
    let home = try TestHome()
    for expected in 1...3 {
      let transport = FakeTransport()
      // Each time a new process, as after a power cut.
      let service = try home.service(transport)
      var answers = sampleAnswers()
      answers[.building] = String(repeating: "館", count: expected)
      try service.register(answers, consent: agreement(), observer: ignore, cancellation: Cancellation())
      #expect(transport.sent.map(\.sequence) == [expected])
    }
  }

  @Test func `the addresses of the check are deleted too, and with them the damaged files put aside`() throws {
    let home = try TestHome()
    let service = try home.service()
    var answers = sampleAnswers()
    answers[.deletePersonalInformation] = "yes"
    let aside = home.path + "/remcs.sqlite.damaged-1"
    try Data("taro.secret".utf8).write(to: URL(fileURLWithPath: aside))
    try service.register(answers, consent: agreement(), observer: ignore, cancellation: Cancellation())
    var check = FormID.connectionCheck.initialAnswers(weekday: .monday)
    check[.administratorEmail] = "taro.secret@example.co.jp"
    try service.checkConnection(check, observer: ignore, cancellation: Cancellation())
    #expect(home.databaseBytes().range(of: Data("taro.secret".utf8)) == nil)
    #expect(!FileManager.default.fileExists(atPath: aside))
  }

  @Test(arguments: ["garbage", "<x@y>", "a@b.c\nX: y", "髙@x", ""])
  func `an administrator who cannot be reached is refused before anything is sent`(address: String) throws {
    let home = try TestHome()
    let transport = FakeTransport()
    let service = try home.service(transport)
    try service.register(sampleAnswers(), consent: agreement(), observer: ignore, cancellation: Cancellation())
    var check = FormID.connectionCheck.initialAnswers(weekday: .monday)
    check[.administratorEmail] = address
    let failure = #expect(throws: ActionFailure.self) {
      try service.checkConnection(check, observer: ignore, cancellation: Cancellation())
    }
    #expect(failure?.error?.code == (address.isEmpty ? .rmg0183 : .rmg0181))
    #expect(transport.sent.count == 1)
  }

  @Test func `addresses of the check are sent as they were repaired`() throws {
    let home = try TestHome()
    let transport = FakeTransport()
    let service = try home.service(transport)
    try service.register(sampleAnswers(), consent: agreement(), observer: ignore, cancellation: Cancellation())
    var check = FormID.connectionCheck.initialAnswers(weekday: .monday)
    check[.administratorEmail] = "ａ＠ｂ．ｊｐ"
    check[.notifyEngineer] = "brief"
    check[.notifyEngineerEmail] = "ｅ＠ｘ．ｊｐ"
    try service.checkConnection(check, observer: ignore, cancellation: Cancellation())
    let sent = try Manifest(transport.sent[1].manifest).connectionCheck
    #expect(sent?.administrator.address == "a@b.jp")
    #expect(sent?.engineer.address == "e@x.jp")
  }

  @Test func `settings are refused one by one, also those without meaning now, and stored as repaired`() throws {
    let home = try TestHome()
    let service = try home.service()
    var changes = Answers()
    let wrong: [FieldID: String] = [
      .popPort: "99999999", .popServer: "a b\r\nc", .userID: "a b", .notifyEngineerEmail: "garbage",
      .connectionWeekday: "garbage", .authenticationMechanism: "<script>",
    ]
    for (field, value) in wrong { changes[field] = value }
    let error = #expect(throws: ServiceError.self) { try service.set(changes) }
    #expect(Set(error?.details.compactMap(\.field) ?? []) == Set(wrong.keys))
    #expect(try service.answers().fields.isEmpty)
    var right = Answers()
    right[.smtpServer] = "ｍａｉｌ．example.jp"
    right[.popPort] = "１１０"
    try service.set(right)
    #expect(try service.answers()[.smtpServer] == "mail.example.jp")
    #expect(try service.answers()[.popPort] == "110")
  }

  @Test func `two that register at once take turns, and nothing that arrived is called canceled`() async throws {
    let home = try TestHome()
    let transport = FakeTransport(onSend: { _ in usleep(20_000) })
    let service = try home.service(transport)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...6 {
        group.addTask {
          // A connection of its own, as in another program.
          let other = try home.service(transport)
          var answers = sampleAnswers()
          answers[.building] = String(repeating: "館", count: number)
          try other.register(answers, consent: agreement(), observer: { _ in }, cancellation: Cancellation())
        }
      }
      try await group.waitForAll()
    }
    #expect(transport.sent.map(\.sequence).sorted() == Array(1...6))
    #expect(try transport.sent.allSatisfy { try Manifest($0.manifest).canceled.isEmpty })
    #expect(try service.store.reports().allSatisfy { $0.state == .relayed })
  }

  @Test func `a list without OSC starts with its first center`() throws {
    let home = try TestHome()
    let service = try home.service()
    #expect(try service.startingAnswers(centers: ["ACME", "B"])[.center] == "ACME")
    #expect(try service.startingAnswers(centers: ["ACME", "OSC"])[.center] == "OSC")
  }

  @Test func `a refusal after an agreement takes the waiting registration out and the customer with it`() throws {
    let home = try TestHome()
    let service = try home.service(FakeTransport([.refusedLogin]))
    _ = try? service.register(sampleAnswers(), consent: agreement(), observer: ignore, cancellation: Cancellation())
    #expect(try service.status().failed == 1)
    try service.record(Consent(agreed: false, language: .ja, version: "1", sha256: "00", time: Date()))
    #expect(try service.status().waiting == 0)
    #expect(try service.store.reports().map(\.state) == [.canceled])
    #expect(try service.answers()[.corporateName].isEmpty)
    #expect(try service.answers()[.smtpServer] == "mail.example.co.jp")
    #expect(home.databaseBytes().range(of: Data("taro.secret".utf8)) == nil)
  }
}
