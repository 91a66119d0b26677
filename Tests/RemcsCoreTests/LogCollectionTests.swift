import Foundation
import RemcsCore
import Testing

/// Log collection (manual chapter 7): what is in the archive, what is not, and what happens to files.
struct LogCollectionTests {
  private let home: TestHome
  private let service: Service
  /// Where archives go.
  private var folder: String { home.path + "/out" }

  init() throws {
    home = try TestHome()
    service = try home.service(FakeTransport([.refusedLogin]))
    try FileManager.default.createDirectory(atPath: home.path + "/out", withIntermediateDirectories: true)
  }

  private static let readme = [
    LogReadme(introduction: "Words") { "about \($0)" }, LogReadme(introduction: "言葉") { "\($0) について" },
  ]

  private func collect(_ destination: LogDestination? = nil) throws -> LogArchive {
    try service.collectLogs(
      into: destination ?? .directory(folder), readme: Self.readme, libraries: ["ncurses": "ncurses 6"])
  }

  /// The files of an archive as tar and gzip of the system see them, by name below its one folder.
  private func unpacked(_ archive: LogArchive) throws -> [String: Data] {
    let place = home.path + "/unpacked-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    let tar = Process()
    tar.executableURL = URL(fileURLWithPath: "/usr/bin/tar")
    tar.arguments = ["-xzf", archive.path, "-C", place]
    try tar.run()
    tar.waitUntilExit()
    try #require(tar.terminationStatus == 0)
    let folders = try FileManager.default.contentsOfDirectory(atPath: place)
    try #require(folders.count == 1)
    let root = place + "/" + folders[0]
    return try FileManager.default.subpathsOfDirectory(atPath: root).reduce(into: [:]) { files, name in
      files[name] = FileManager.default.contents(atPath: root + "/" + name)
    }
  }

  private func lines(_ data: Data?) throws -> [[String: Any]] {
    try String(decoding: try #require(data), as: UTF8.self).split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  private func document(_ data: Data?) throws -> [String: Any] {
    let bytes = try #require(data)
    return try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
  }

  /// A device with a login, a registration that failed, a staged check, and a log of the agent.
  private func prepared() throws {
    var answers = sampleAnswers()
    for (field, value) in [
      FieldID.authenticationType: "auth", .userID: "board-login", .password: "Geheim-0815", .fax: "03-1111-2222",
      .engineerEmail: "engineer.secret@example.co.jp", .uniqueName: "rack7",
    ] { answers[field] = value }
    #expect(throws: ActionFailure.self) {
      try service.register(answers, consent: agreement(), observer: { _ in }, cancellation: Cancellation())
    }
    _ = try service.diagnose()
    try FileManager.default.createDirectory(atPath: home.home.logs, withIntermediateDirectories: true)
    try Data("agent: started\n".utf8).write(to: URL(fileURLWithPath: home.home.logs + "/agent.log"))
    try FileManager.default.createSymbolicLink(
      atPath: home.home.logs + "/link.log", withDestinationPath: "/etc/passwd")
  }

  @Test func `it holds all that a support center asks for, and says what each file is`() throws {
    try prepared()
    let archive = try collect()
    let files = try unpacked(archive)
    #expect(
      Set(files.keys.filter { $0 != "logs" }) == [
        "README.txt", "versions.json", "status.json", "settings.json", "diagnosis.json", "history.jsonl", "queue.jsonl",
        "logs/agent.log",
      ])
    #expect(files["logs/agent.log"] == Data("agent: started\n".utf8))
    let readme = String(decoding: try #require(files["README.txt"]), as: UTF8.self)
    for name in files.keys where !name.hasPrefix("logs/") { #expect(readme.contains(name), "\(name)") }
    #expect(readme.contains("Words") && readme.contains("queue について"))
    let queue = try lines(files["queue.jsonl"])
    #expect(queue.count == 1 && queue[0]["state"] as? String == "failed")
    #expect(queue[0]["lastError"] as? String == "RMG_2011" && queue[0]["tries"] as? Int == 1)
    #expect(queue[0]["kind"] as? String == "registration" && queue[0]["sequence"] as? Int == 1)
    let events = try lines(files["history.jsonl"]).compactMap { $0["event"] as? String }
    #expect(events == ["enqueued", "failed", "diagnosis"], "oldest first")
    let diagnosis = try document(files["diagnosis.json"])
    #expect(diagnosis["passed"] as? Bool == true)
    #expect((diagnosis["steps"] as? [[String: Any]])?.isEmpty == false)
    #expect(try document(files["status.json"])["state"] as? String == "unused")
    let versions = try document(files["versions.json"])
    #expect(versions["version"] as? String == RemcsVersion.current)
    let libraries = try #require(versions["libraries"] as? [String: String])
    #expect(Set(libraries.keys) == ["SQLite", "zlib", "OpenSSL", "ncurses"])
    #expect(libraries["OpenSSL"]?.hasPrefix("OpenSSL 3") == true)
    #expect((versions["system"] as? [String: String])?["kernel"] == "Linux")
  }

  @Test func `no secret, no personal information and no content of a report is in it`() throws {
    try prepared()
    // A mail server that repeats an address brings it into the history.
    let talkative = try home.service(
      FakeTransport([
        TransportFailure(.refused, at: .recipient, reply: 550, text: #"550 "taro.secret@example.co.jp" \?"#)
      ]))
    #expect(throws: ActionFailure.self) {
      try talkative.register(sampleAnswers(), consent: agreement(), observer: { _ in }, cancellation: Cancellation())
    }
    #expect(try service.store.history().contains { $0.detail.contains("taro.secret") }, "else this proves nothing")
    var login = Answers()
    for (field, value) in [
      FieldID.authenticationType: "auth", .userID: "board-login", .password: "Geheim-0815", .fax: "03-1111-2222",
      .engineerEmail: "engineer.secret@example.co.jp",
    ] { login[field] = value }
    try service.set(login)
    let files = try unpacked(try collect())
    #expect(
      try lines(files["history.jsonl"]).contains { ($0["detail"] as? String)?.contains(##"550 "***" \?"##) == true })
    let all = files.values.reduce(into: Data()) { $0 += $1 }
    for value in [
      "Geheim-0815", "board-login", "taro.secret", "山田", "ヤマダ", "03-9876-5432", "03-1111-2222", "engineer.secret",
      "manifest",
    ] { #expect(all.range(of: Data(value.utf8)) == nil, "\(value)") }
    let fields = try #require(try document(files["settings.json"])["fields"] as? [String: String])
    #expect(fields["password"] == "(set)" && fields["administratorName"] == "(set)" && fields["userID"] == "(set)")
    #expect(fields["smtpServer"] == "mail.example.co.jp")
    try service.deletePersonalInformation()
    let after = try document(try unpacked(try collect(.file(folder + "/after.tar.gz")))["settings.json"])
    #expect((after["fields"] as? [String: String])?["administratorName"] == "(not set)")
  }

  @Test func `its name tells device and time, and it is for its owner alone`() throws {
    let archive = try collect()
    let name = try #require(archive.path.split(separator: "/").last)
    let id = try service.device().id
    #expect(name.hasPrefix("remcs-logs-\(id)-20") && name.hasSuffix(".tar.gz"))
    let attributes = try FileManager.default.attributesOfItem(atPath: archive.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(attributes[.size] as? Int == archive.size && archive.size > 0)
    #expect(try service.store.history(limit: 1).map(\.event) == ["logsCollected"])
  }

  @Test(arguments: ["", ".new"])
  func `what is there is never replaced, be it a file, a link, or something beside`(suffix: String) throws {
    let path = folder + "/mine.tar.gz"
    for isLink in [false, true] {
      if isLink {
        try FileManager.default.createSymbolicLink(atPath: path + suffix, withDestinationPath: "/nowhere")
      } else {
        try Data("mine".utf8).write(to: URL(fileURLWithPath: path + suffix))
      }
      let error = #expect(throws: ActionFailure.self) { try collect(.file(path)) }?.error
      #expect(error?.code == .rmg0150 && error?.systemNumber == EEXIST)
      #expect(error?.arguments.first?.contains(path + suffix) == true)
      if !isLink { #expect(FileManager.default.contents(atPath: path + suffix) == Data("mine".utf8)) }
      try FileManager.default.removeItem(atPath: path + suffix)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  @Test func `a place that is none is said before anything is written`() throws {
    for (destination, code) in [
      (LogDestination.directory("/nowhere"), MessageCode.rmg0033), (.file("/nowhere/file.tar.gz"), .rmg0033),
      (.directory(" "), .rmg0036), (.file("a\u{1B}b"), .rmg0015),
    ] {
      let error = #expect(throws: ActionFailure.self) { try collect(destination) }?.error
      #expect(error?.code == code, "\(destination)")
    }
    #expect(LogDestination(folder) == .directory(folder) && LogDestination(folder + "/x") == .file(folder + "/x"))
  }

  @Test func `one that is stopped leaves nothing behind`() throws {
    let cancellation = Cancellation()
    cancellation.raise()
    #expect(throws: ActionFailure.canceled(isQueued: false)) {
      try service.collectLogs(into: .directory(folder), readme: Self.readme, cancellation: cancellation)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }

  @Test func `a device that knows nothing yet has an archive too`() throws {
    let files = try unpacked(try collect())
    #expect(files["history.jsonl"] == Data() && files["queue.jsonl"] == Data())
    #expect(files["diagnosis.json"] == nil && files["logs/agent.log"] == nil)
    let readme = String(decoding: try #require(files["README.txt"]), as: UTF8.self)
    #expect(!readme.contains("diagnosis.json"), "it tells of what is there")
  }

  @Test func `of a large log the end is kept, and every size comes out as it went in`() throws {
    try FileManager.default.createDirectory(atPath: home.home.logs, withIntermediateDirectories: true)
    var large = Data(count: (16 << 20) + 1000)
    for index in 0..<1000 { large[large.count - 1 - index] = UInt8(index % 251) }
    try large.write(to: URL(fileURLWithPath: home.home.logs + "/a-large.log"))
    // Around the blocks of tar and the pieces of the compressor.
    let sizes = [0, 1, 511, 512, 513, 65535, 65536, 65537]
    for size in sizes {
      let bytes = Data((0..<size).map { _ in UInt8.random(in: 0...255) })
      try bytes.write(to: URL(fileURLWithPath: home.home.logs + "/random-\(size)"))
    }
    let files = try unpacked(try collect())
    #expect(files["logs/a-large.log"] == large.suffix(16 << 20))
    for size in sizes {
      #expect(files["logs/random-\(size)"] == FileManager.default.contents(atPath: home.home.logs + "/random-\(size)"))
    }
  }

  @Test func `the last staged check is kept, one that a person stopped is not`() throws {
    #expect(try service.lastDiagnosis() == nil)
    var answers = sampleAnswers()
    for (field, value) in [FieldID.authenticationType: "auth", .userID: "board", .password: "Geheim-0815"] {
      answers[field] = value
    }
    try service.set(answers)
    let failed = try service.diagnose()
    #expect(!failed.hasPassed)
    let kept = try #require(try service.lastDiagnosis())
    #expect(!kept.passed && kept.failure?.contains("RMG_2011 authentication 535") == true)
    #expect(kept.steps.map(\.stage) == failed.steps.map(\.stage))
    #expect(kept.steps.map(\.result) == failed.steps.map(\.outcome))
    let stopped = try home.service(FakeTransport(onSend: { $0.raise() })).diagnose()
    #expect(!stopped.hasPassed)
    #expect(try service.lastDiagnosis() == kept)
    _ = try service.diagnose()
    #expect(try service.lastDiagnosis()?.passed == true)
  }
}
