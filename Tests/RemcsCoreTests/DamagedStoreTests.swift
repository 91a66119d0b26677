import Foundation
import Testing

@testable import RemcsCore

/// A store that is damaged, or whose log was cut: what was accepted and can be read is sent, and no number is given twice.
struct DamagedStoreTests {
  private let home: TestHome

  init() throws { home = try TestHome() }

  private func fault(_ number: Int) throws -> Fault {
    try Fault(unit: "U\(number)", level: .error, code: "E1", text: String(repeating: "broken ", count: 80))
  }

  /// A home whose database, and log if wanted, are these bytes.
  private func copy(_ database: Data, log: Data? = nil, of original: TestHome) throws -> TestHome {
    let other = try TestHome()
    try database.write(to: URL(fileURLWithPath: other.home.database))
    try log?.write(to: URL(fileURLWithPath: other.home.database + "-wal"))
    return other
  }

  private func bytes(_ path: String) throws -> Data { try #require(FileManager.default.contents(atPath: path)) }

  /// So many reports wait, all of them in the database itself.
  private func report(_ count: Int) throws {
    let service = try home.service()
    for number in 1...count { _ = try service.report(try fault(number)) }
    try service.store.shred()
  }

  private func damage(_ range: Range<Int>) throws {
    var broken = try bytes(home.home.database)
    broken.replaceSubrange(range, with: Data(repeating: 0xA5, count: range.count))
    try broken.write(to: URL(fileURLWithPath: home.home.database))
  }

  /// The page of the settings.
  private func damageSettings() throws {
    let place =
      try #require(try bytes(home.home.database).range(of: Data("nextSequence".utf8))?.lowerBound) / 4096 * 4096
    try damage(place..<place + 4096)
  }

  @Test func `whatever page is damaged, the numbers go on, and nearly all that waits is saved`() throws {
    try report(40)
    let before = try home.service().store.reports()
    let whole = try bytes(home.home.database)
    let pages = whole.count / 4096
    var damaged = 0
    var saved = 0
    for page in 1..<pages {
      var broken = whole
      broken.replaceSubrange(page * 4096..<(page + 1) * 4096, with: Data(repeating: 0xA5, count: 4096))
      let other = try copy(broken, of: home)
      defer { withExtendedLifetime(other) {} }
      let service = try other.service()
      guard service.store.notice != nil else { continue }
      damaged += 1
      let after = try service.store.reports()
      for report in after { #expect(before.contains { $0.id == report.id && $0.manifest == report.manifest }) }
      if after.count == before.count { saved += 1 }
      guard case .queued(let number, _, _) = try service.report(try fault(41)) else {
        Issue.record("page \(page): held back by a report that is gone")
        continue
      }
      #expect(number == 41, "page \(page)")
    }
    #expect(damaged > 10)
    #expect(saved > damaged / 2, "\(saved) of \(damaged)")
  }

  @Test func `with its log a saved report waits again, and one whose log is gone says so`() throws {
    do {
      let service = try home.service()
      for name in ["a", "b"] {
        try "log \(name)".write(toFile: home.path + "/" + name, atomically: true, encoding: .utf8)
      }
      _ = try service.report(try fault(1), logs: [home.path + "/a"])
      _ = try service.report(try fault(2), logs: [home.path + "/b"])
      unlink(try #require(try service.store.report(2)?.attachments.first).path)
      try service.store.shred()
    }
    try damageSettings()
    let service = try home.service()
    #expect(service.store.notice?.code == .rmg0188)
    #expect(try service.store.reports().map(\.attachments.count) == [1, 0])
    #expect(try service.store.reports().map { try Manifest($0.manifest).attachments.count } == [1, 0])
    _ = try service.report(try fault(3))
    let told = try Manifest(try #require(try service.store.report(3)).manifest)
    #expect(told.dropped?.map(\.report) == [2])
    #expect(told.late == ["1-2"])
  }

  @Test func `a saved report whose log is gone, and of which a piece may have arrived, goes under another number`()
    throws
  {
    do {
      let service = try home.service()
      try "log".write(toFile: home.path + "/a", atomically: true, encoding: .utf8)
      _ = try service.report(try fault(1), logs: [home.path + "/a"])
      _ = try service.report(try fault(2))
      try service.store.mark(1, .failed, error: .rmg2004, tried: true, at: Date())
      unlink(try #require(try service.store.report(1)?.attachments.first).path)
      try service.store.shred()
    }
    try damageSettings()
    let reports = try home.service().store.reports()
    #expect(reports.map(\.sequence) == [1, 2, 3] && reports.map(\.state) == [.canceled, .waiting, .failed])
    let manifests = try reports.map { try Manifest($0.manifest) }
    #expect(manifests[0].attachments.count == 1 && manifests[2].attachments.isEmpty)
    // What the center is told of the others: one is taken out, one is still on its way.
    #expect(manifests[2].canceled == [1] && manifests[2].late == ["2"])
  }

  @Test func `where only the first bytes are damaged, everything that waits is saved`() throws {
    try report(40)
    try damage(0..<100)
    let service = try home.service()
    #expect(service.store.notice != nil)
    #expect(try service.store.reports().map(\.sequence) == Array(1...40))
    let files = try FileManager.default.contentsOfDirectory(atPath: home.path)
    #expect(!files.contains { $0.contains(".mended") })
  }

  @Test
  func `of a store of which nothing can be read the numbers go on, and it is said until the device is registered`()
    throws
  {
    try report(5)
    try damage(0..<4096)
    _ = try home.service()
    // Another program, later.
    let service = try home.service()
    let kept = try #require(try service.status().damagedStore)
    #expect(FileManager.default.fileExists(atPath: kept))
    #expect(try service.status().damage?.code == .rmg0188)
    guard case .queued(6, _, _) = try service.report(try fault(6)) else {
      Issue.record("a number was given twice")
      return
    }
    try service.register(sampleAnswers(), consent: agreement(), observer: { _ in }, cancellation: Cancellation())
    #expect(try service.status().damage == nil)
  }

  @Test func `a log that is cut anywhere loses what was written last, never what was before, and is no error`() throws {
    let service = try home.service()
    try service.setLanguage(.en)
    for number in 1...6 { _ = try service.report(try fault(number)) }
    let database = try bytes(home.home.database)
    let log = try bytes(home.home.database + "-wal")
    try #require(log.count > 20 * 4096)
    var last = 0
    for length in stride(from: 0, through: log.count, by: 3000) {
      let other = try copy(database, log: log.prefix(length), of: home).service()
      #expect(other.store.notice == nil)
      let numbers = try other.store.reports().map(\.sequence)
      #expect(numbers == Array(1..<(numbers.count + 1)))
      #expect(numbers.count >= last)
      last = numbers.count
    }
    #expect(try copy(database, log: log, of: home).service().store.reports().count == 6)
    #expect(last >= 5)
  }

  @Test func `damage in a large store is found while it is read, told as such, and mended by the next start`() throws {
    do {
      let service = try home.service()
      var content = Manifest.Fault(try fault(1), at: Date())
      content.text = String(repeating: "broken ", count: 5000)
      let new = try service.newReport(.fault, fingerprint: "") { [content] in $0.fault = content }
      try service.store.write { connection in
        for _ in 0..<300 { _ = try Store.enqueue(new, at: Date(), connection) }
      }
      try service.store.shred()
    }
    var broken = try bytes(home.home.database)
    try #require(broken.count > 8 << 20)
    let place = broken.count / 2 / 4096 * 4096
    broken.replaceSubrange(place..<place + 4096, with: Data(repeating: 0xA5, count: 4096))
    try broken.write(to: URL(fileURLWithPath: home.home.database))
    do {
      let service = try home.service()
      #expect(service.store.notice == nil)
      let error = #expect(throws: ServiceError.self) { try service.store.reports() }
      #expect(error?.code == .rmg0150 && error?.systemNumber == EIO)
    }
    let service = try home.service()
    #expect(service.store.notice?.code == .rmg0188)
    let saved = try service.store.count(.waiting)
    #expect((290..<300).contains(saved), "\(saved)")
    #expect(try home.service().store.notice == nil)
  }

  @Test func `a program that has a store open which another one put aside writes nothing into it`() throws {
    let service = try home.service()
    try service.setIdleTimeout(300)
    try Data("no database".utf8).write(to: URL(fileURLWithPath: home.home.database), options: .atomic)
    #expect(throws: ServiceError.self) { try service.setIdleTimeout(600) }
    #expect(try service.idleTimeout() == 300)
  }
}
