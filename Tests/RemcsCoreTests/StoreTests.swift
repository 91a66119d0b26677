import Foundation
import Synchronization
import Testing

@testable import RemcsCore

/// The store against what happens to files.
@Suite struct StoreTests {
  @Test func `a damaged file is kept beside and a new one begun with RMG_0188`() throws {
    let home = try TestHome()
    let garbage = Data("this is no database, it is a poem".utf8) + Data(repeating: 7, count: 9000)
    try garbage.write(to: URL(fileURLWithPath: home.home.database))
    let service = try home.service()
    #expect(service.store.notice?.code == .rmg0188)
    let kept = try #require(service.store.notice?.details.first?.text)
    #expect(FileManager.default.contents(atPath: kept) == garbage)
    #expect(try service.status().state == .unused)
    #expect(try home.service().store.notice == nil)
  }

  @Test func `a file that a power cut has emptied is noticed, one that is just begun is not`() throws {
    let home = try TestHome()
    try Data().write(to: URL(fileURLWithPath: home.home.database))
    #expect(try home.service().store.notice == nil)
    let old = try TestHome()
    try Data().write(to: URL(fileURLWithPath: old.home.database))
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -3600)], ofItemAtPath: old.home.database)
    #expect(try old.service().store.notice?.code == .rmg0188)
  }

  @Test func `a page damaged in the middle is noticed too`() throws {
    let home = try TestHome()
    do {
      let service = try home.service()
      for number in 0..<200 {
        try service.save(Draft(screen: "customer \(number)", answers: sampleAnswers()))
        try service.record(agreementFor(number))
      }
    }
    var bytes = try #require(FileManager.default.contents(atPath: home.home.database))
    bytes.replaceSubrange(
      4096..<min(bytes.count, 40960), with: Data(repeating: 0xAA, count: min(bytes.count, 40960) - 4096))
    try bytes.write(to: URL(fileURLWithPath: home.home.database))
    for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: home.home.database + suffix) }
    #expect(try home.service().store.notice?.code == .rmg0188)
  }

  private func agreementFor(_ number: Int) -> Consent {
    Consent(agreed: true, language: .en, version: String(number), sha256: "0", time: Date())
  }

  @Test func `a home that cannot be made is a plain RMG_0150`() throws {
    let error = #expect(throws: ServiceError.self) {
      try Service(
        home: Home("/proc/nowhere/remcs"), transport: FakeTransport(),
        device: DeviceIdentity(series: "A", model: "B", checkCode: "C", serial: "D"))
    }
    #expect(error?.code == .rmg0150)
    #expect(error?.arguments.first?.contains("/proc/nowhere/remcs") == true)
  }

  @Test func `the tables of a new home are in the file itself once something was confirmed`() throws {
    let home = try TestHome()
    let service = try home.service()
    func size() throws -> Int {
      try #require(FileManager.default.attributesOfItem(atPath: home.home.database)[.size] as? Int)
    }
    // Made without waiting for the disk, they are in the log only; beside an empty file that would be worth nothing.
    #expect(try size() <= 4096)
    try service.setLanguage(.ja)
    #expect(try size() > 8 * 4096)
    #expect(try service.language() == .ja)
  }

  @Test func `a password that gave way to another one is in no file any more`() throws {
    let home = try TestHome()
    func isFound(_ text: String) throws -> Bool {
      let files = try FileManager.default.contentsOfDirectory(atPath: home.path)
      return files.contains { name in
        FileManager.default.contents(atPath: home.path + "/" + name)?.range(of: Data(text.utf8)) != nil
      }
    }
    func set(_ password: String) throws { try home.service().set([.password: password]) }
    try set("first-secret")
    try set("second-secret")
    #expect(try isFound("second-secret") && !isFound("first-secret"))
    // While somebody else reads, it can only be done at the next start.
    do {
      let reader = try home.service()
      try reader.store.snapshot { connection throws(SQLiteError) in
        try connection.run("SELECT value FROM answer")
        do { try set("third-secret") } catch { Issue.record(error) }
      }
    }
    _ = try home.service()
    #expect(try isFound("third-secret") && !isFound("second-secret"))
  }

  @Test func `a report stays in the log, and is there for the next program`() throws {
    let home = try TestHome()
    try home.service().setSuppressionTime(minutes: 0)
    let log = home.home.database + "-wal"
    func length() throws -> Int { try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int ?? 0 }
    let fault = try Fault(unit: "U1", level: .error, code: "E1", text: "broken")
    var longest = 0
    for number in 1...30 {
      let service = try home.service()
      _ = try service.report(fault)
      #expect(try service.store.reports().count == number)
      longest = max(longest, try length())
    }
    #expect(longest > 64 << 10 && longest < 512 << 10, "and the log does not grow without end")
  }

  @Test func `a log that was folded keeps its file and begins anew, also for another program`() throws {
    let home = try TestHome()
    let log = home.home.database + "-wal"
    func length() throws -> Int { try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int ?? 0 }
    /// As the next program finds them.
    func pages() throws -> Int {
      let copy = try TestHome()
      for suffix in ["", "-wal"] {
        try FileManager.default.copyItem(atPath: home.home.database + suffix, toPath: copy.home.database + suffix)
      }
      var found = -1
      try SQLiteConnection(path: copy.home.database).run("PRAGMA wal_checkpoint(PASSIVE)") {
        found = $0[1].integer ?? -1
      }
      return found
    }
    try home.service().setSuppressionTime(minutes: 0)
    for number in 1...5 {
      let fault = try Fault(unit: "U\(number)", level: .error, code: "E1", text: "broken")
      _ = try home.service().report(fault)
    }
    let grown = try length()
    #expect(try pages() > 20)
    // It has grown: it is folded.
    var number = 5
    repeat {
      number += 1
      let fault = try Fault(unit: "U\(number)", level: .error, code: "E1", text: "broken")
      _ = try home.service().report(fault)
    } while try pages() > 1 && number < 40
    #expect(try number < 40 && length() >= grown && grown > 20 * 4096)
    #expect(try home.service().store.reports().count == number)
    // Not from an event: nothing of what was there before stays in it.
    try home.service().setLanguage(.ja)
    #expect(try length() == 0)
    #expect(try home.service().store.reports().count == number)
    #expect(try home.service().language() == .ja)
  }

  @Test func `the database is for its owner alone`() throws {
    let home = try TestHome()
    _ = try home.service()
    let attributes = try FileManager.default.attributesOfItem(atPath: home.home.database)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func `a draft comes back as it was left`() throws {
    let home = try TestHome()
    let draft = Draft(screen: "customer", answers: sampleAnswers(), field: .address)
    try home.service().save(draft)
    #expect(try home.service().draft() == draft)
    try home.service().discardDraft()
    #expect(try home.service().draft() == nil)
    #expect(home.databaseBytes().range(of: Data("taro.secret".utf8)) == nil)
  }

  @Test func `a list that nobody trusted signed is refused`() throws {
    let home = try TestHome()
    let service = try home.service()
    #expect(try service.centers().map(\.name) == ["OSC"])
    let other = try TestHome()
    try other.signOwnCenterList()
    let list = [UInt8](try #require(FileManager.default.contents(atPath: other.home.centerList)))
    #expect(throws: ServiceError.self) { try service.replaceCenterList(list) }
    #expect(try service.centers().map(\.name) == ["OSC"])
    try FileManager.default.removeItem(atPath: home.home.centerList)
    let error = #expect(throws: ServiceError.self) { try service.centers() }
    #expect(error?.code == .rmg0097)
  }

  @Test(arguments: OperatingState.allCases, StateCause.allCases)
  func `every state answers every cause with a state or a code`(state: OperatingState, cause: StateCause) {
    do {
      let next = try state.after(cause)
      if cause == .connectionCheckSucceeded { #expect(next == (state == .unused ? .active : state)) }
      if cause == .paused { #expect([.paused, .maintenancePaused].contains(next)) }
    } catch {
      #expect([.rmg0092, .rmg0041].contains(error.code))
      #expect(error.code != .rmg0092 || state == .unused)
    }
  }

  @Test func `who writes is waited for by who puts the file aside, and the other way round`() throws {
    let home = try TestHome()
    let service = try home.service()
    let lock = StoreLock(home.home)
    let order = Mutex<[String]>([])
    let (inside, done) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    Thread.detachNewThread {
      lock.alone {
        inside.signal()
        usleep(300_000)
        order.withLock { $0.append("alone") }
      }
      done.signal()
    }
    inside.wait()
    try service.setSuppressionTime(minutes: 1)
    order.withLock { $0.append("written") }
    done.wait()
    #expect(order.withLock { $0 } == ["alone", "written"])
  }

  @Test func `a statement ends where somebody wishes it`() throws {
    let home = try TestHome()
    let service = try home.service()
    for number in 1...5 { _ = try service.report(Fault(unit: "U\(number)", level: .error, code: "E", text: "x")) }
    let cancellation = Cancellation()
    var rows = 0
    try service.store.read { connection throws(SQLiteError) in
      try connection.run("SELECT sequence FROM report", [], cancellation) { _ in
        rows += 1
        if rows == 2 { cancellation.raise() }
      }
    }
    #expect(rows == 2)
  }
}
