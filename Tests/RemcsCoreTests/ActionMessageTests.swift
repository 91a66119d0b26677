import Foundation
import Testing

@testable import RemcsCore

/// The messages under which an action of the menus fails (tables 6.8, 6.12 to 6.14, 6.25, 6.27).
struct ActionMessageTests {
  private let home: TestHome
  private let service: Service

  init() throws {
    home = try TestHome()
    service = try home.service(FakeTransport())
    try service.register(sampleAnswers(), consent: agreement(), observer: { _ in }, cancellation: Cancellation())
    try service.checkConnection(Answers(), observer: { _ in }, cancellation: Cancellation())
  }

  /// From now on nothing can be written down, as on a full disk.
  private func fill() throws {
    try service.store.write {
      for table in ["setting", "history"] {
        try $0.run("CREATE TRIGGER no_\(table) BEFORE INSERT ON \(table) BEGIN SELECT RAISE(ABORT, 'full'); END")
      }
    }
  }

  @Test func `a form of the other connection type is refused`() throws {
    let answers = try service.answers()
    for form in [FormID.pointToPointEnvironment, .pointToPointDetail] {
      let error = #expect(throws: ServiceError.self) { try service.changeEnvironment(answers, of: form) }
      #expect(error?.code == .rmg0095)
    }
    try service.changeConnectionType(.vpn)
    let error = #expect(throws: ServiceError.self) { try service.changeEnvironment(answers, of: .internetEnvironment) }
    #expect(error?.code == .rmg0095)
  }

  @Test func `the details of the environment have a message of their own`() throws {
    var change = Answers()
    change[.timeout] = "59"
    let error = #expect(throws: ServiceError.self) { try service.changeEnvironment(change, of: .internetDetail) }
    #expect(error?.code == .rmg0021 && error?.root.code == .rmg0016)
  }

  @Test func `a connection type that cannot be stored changes nothing`() throws {
    try fill()
    let error = #expect(throws: ServiceError.self) { try service.changeConnectionType(.vpn) }
    #expect(error?.code == .rmg0025 && error?.root.code == .rmg0150)
    #expect(try service.answers()[.connectionType] == "internet")
    #expect(try service.state() == .active)
  }

  @Test(arguments: [(Language.ja, MessageCode.rmg0164), (.en, .rmg0165)])
  func `a language that cannot be stored is told`(_ language: Language, _ code: MessageCode) throws {
    let before = try service.language()
    try fill()
    let error = #expect(throws: ServiceError.self) { try service.setLanguage(language) }
    #expect(error?.code == code && error?.root.code == .rmg0150)
    #expect(try service.language() == before)
  }

  @Test func `a schedule that cannot be stored is told, and not sent`() throws {
    var change = Answers()
    change[.connectionCycle] = "daily"
    change[.startTime] = "01:00"
    change[.endTime] = "02:00"
    try fill()
    let failure = #expect(throws: ActionFailure.self) {
      try service.changeSchedule(change, observer: { _ in }, cancellation: Cancellation())
    }
    #expect(failure?.error?.code == .rmg0052)
    #expect(try service.answers()[.startTime] != "01:00")
  }
}
