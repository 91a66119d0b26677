import Foundation
import RemcsCore
import Testing

/// Pausing, resuming, maintenance and the changes of the menu (manual 4.2.3 to 4.2.6, 4.2.11, 4.2.12).
struct StateActionTests {
  private let home: TestHome
  private let transport: FakeTransport
  private let service: Service

  init() throws {
    home = try TestHome()
    transport = FakeTransport()
    service = try home.service(transport)
  }

  private static func ignore(_: ActionProgress) {}

  private func register(_ service: Service? = nil) throws {
    let service = service ?? self.service
    try service.register(
      sampleAnswers(), consent: agreement(), observer: Self.ignore, cancellation: Cancellation())
    try service.checkConnection(Answers(), observer: Self.ignore, cancellation: Cancellation())
  }

  private func code(_ body: () throws -> Void) -> MessageCode? {
    do {
      try body()
      return nil
    } catch let error as ServiceError {
      return error.code
    } catch {
      return (error as? ActionFailure)?.error?.code
    }
  }

  @Test func `pausing and resuming tell the center first`() throws {
    try register()
    try service.pause(observer: Self.ignore, cancellation: Cancellation())
    #expect(try service.state() == .paused)
    try service.resume(observer: Self.ignore, cancellation: Cancellation())
    #expect(try service.state() == .active)
    #expect(transport.sent.map(\.kind) == [.registration, .connectionCheck, .pause, .resume])
    #expect(transport.sent.map(\.sequence) == [1, 2, 3, 4])
  }

  @Test func `a pause that cannot be told does not happen, and is not told later`() throws {
    let transport = FakeTransport()
    let service = try home.service(transport)
    try register(service)
    let broken = try home.service(FakeTransport([.refusedLogin]))
    let failure = #expect(throws: ActionFailure.self) {
      try broken.pause(observer: Self.ignore, cancellation: Cancellation())
    }
    #expect(failure?.error?.code == .rmg0041)
    #expect(failure?.error?.root.code == .rmg2011)
    #expect(try broken.state() == .active)
    #expect(try broken.store.reports().last?.state == .canceled)
    // The next report names the number that never comes.
    try service.pause(observer: Self.ignore, cancellation: Cancellation())
    #expect(try Manifest(transport.sent.last?.manifest ?? []).canceled == [3])
  }

  /// Every state, every cause: where it leads, or the code of the refusal.
  @Test(arguments: OperatingState.allCases, StateCause.allCases)
  func `each state takes each change by one table`(state: OperatingState, cause: StateCause) {
    let allowed: [OperatingState: [StateCause: OperatingState]] = [
      .unused: [.connectionCheckSucceeded: .active],
      .active: [.maintenanceStarted: .maintenance, .paused: .paused, .connectionCheckSucceeded: .active],
      .maintenance: [
        .maintenanceEnded: .active, .paused: .maintenancePaused, .connectionCheckSucceeded: .maintenance,
      ],
      .paused: [
        .maintenanceStarted: .maintenancePaused, .resumed: .active, .connectionCheckSucceeded: .paused,
      ],
      .maintenancePaused: [
        .maintenanceEnded: .paused, .resumed: .maintenance, .connectionCheckSucceeded: .maintenancePaused,
      ],
    ]
    let always: [StateCause] = [
      .connectionTypeChanged, .certificateReplaced, .centerChanged, .languageChanged, .settingsDamaged,
      .settingsImported, .deviceChanged,
    ]
    do throws(ServiceError) {
      let next = try state.after(cause)
      #expect(next == (always.contains(cause) ? .unused : allowed[state]?[cause]))
    } catch {
      #expect(!always.contains(cause) && allowed[state]?[cause] == nil)
      #expect(error.code == (state == .unused ? .rmg0092 : .rmg0041))
    }
  }

  @Test func `before a registration nothing can be paused, resumed, maintained or scheduled`() {
    #expect(code { try service.pause(observer: Self.ignore, cancellation: Cancellation()) } == .rmg0092)
    #expect(code { try service.resume(observer: Self.ignore, cancellation: Cancellation()) } == .rmg0092)
    #expect(code { try service.setMaintenance(true) } == .rmg0092)
    let schedule = { try service.changeSchedule(Answers(), observer: Self.ignore, cancellation: Cancellation()) }
    #expect(code { try schedule() } == .rmg0092)
    #expect(transport.sent.isEmpty)
  }

  @Test func `under maintenance there is no registration`() throws {
    try register()
    try service.setMaintenance(true)
    #expect(try service.state() == .maintenance)
    #expect(code { try register() } == .rmg0088)
    #expect(code { try service.setMaintenance(true) } == .rmg0041)
    try service.setMaintenance(false)
    try register()
    #expect(try service.state() == .active)
  }

  // MARK: Changes

  private var schedule: Answers {
    var answers = Answers()
    answers[.connectionCycle] = "daily"
    answers[.startTime] = "01:30"
    answers[.endTime] = "04:00"
    return answers
  }

  @Test func `a change of the schedule is stored and told`() throws {
    try register()
    try service.changeSchedule(schedule, observer: Self.ignore, cancellation: Cancellation())
    let report = try #require(transport.sent.last)
    #expect(report.kind == .agentInformation)
    let manifest = try Manifest(report.manifest)
    #expect(manifest.registration?.schedule["startTime"] == "01:30")
    #expect(manifest.registration?.schedule["connectionWeekday"] == nil, "it has no meaning with every day")
    #expect(manifest.registration?.environment["password"] == nil)
    #expect(manifest.registration?.consent.agreed == true)
    #expect(try service.answers()[.connectionCycle] == "daily")
  }

  @Test func `a schedule that is wrong is refused with what is wrong`() throws {
    try register()
    var wrong = schedule
    wrong[.endTime] = "01:00"
    let failure = #expect(throws: ActionFailure.self) {
      try service.changeSchedule(wrong, observer: Self.ignore, cancellation: Cancellation())
    }
    #expect(failure?.error?.code == .rmg0051)
    #expect(failure?.error?.details.first?.code == .rmg0048)
    #expect(try service.answers()[.startTime] != "01:30")
  }

  @Test func `while the device is stopped the change waits, and so it does when the line is down`() throws {
    try register()
    try service.pause(observer: Self.ignore, cancellation: Cancellation())
    try service.changeSchedule(schedule, observer: Self.ignore, cancellation: Cancellation())
    #expect(transport.sent.last?.kind == .pause)
    #expect(try service.store.reports(in: [.waiting]).map(\.kind) == [.agentInformation])
    try service.resume(observer: Self.ignore, cancellation: Cancellation())
    let broken = try home.service(FakeTransport([.timeOut, .timeOut, .timeOut]))
    var other = schedule
    other[.startTime] = "02:00"
    let failure = #expect(throws: ActionFailure.self) {
      try broken.changeSchedule(other, observer: Self.ignore, cancellation: Cancellation())
    }
    #expect(failure?.error?.code == .rmg0187)
    #expect(try broken.answers()[.startTime] == "02:00")
    #expect(try broken.store.reports(in: [.waiting]).map(\.kind) == [.agentInformation])
  }

  @Test func `another connection type throws the settings of the old one away, password and all`() throws {
    var answers = sampleAnswers()
    answers[.authenticationType] = "auth"
    answers[.userID] = "board"
    answers[.password] = "Geheim-0815"
    try service.register(answers, consent: agreement(), observer: Self.ignore, cancellation: Cancellation())
    try service.checkConnection(Answers(), observer: Self.ignore, cancellation: Cancellation())
    #expect(home.databaseBytes().range(of: Data("Geheim-0815".utf8)) != nil)
    try service.changeConnectionType(.vpn)
    #expect(try service.state() == .unused)
    let after = try service.answers()
    #expect(after[.connectionType] == "vpn")
    #expect(!after.contains(.smtpServer) && !after.contains(.password))
    #expect(after[.administratorName] == "山田　太郎" && after.contains(.connectionCycle))
    #expect(home.databaseBytes().range(of: Data("Geheim-0815".utf8)) == nil)
    try service.changeConnectionType(.vpn)
    #expect(try service.state() == .unused)
  }

  @Test func `a password goes with the login that it belonged to, by registration and by settings alike`() throws {
    var answers = sampleAnswers()
    answers[.authenticationType] = "auth"
    answers[.userID] = "board"
    answers[.password] = "Geheim-0815"
    try service.set(answers)
    #expect(try service.answers()[.password] == "Geheim-0815")
    var change = Answers()
    change[.authenticationType] = "none"
    try service.set(change)
    #expect(try !service.answers().contains(.password) && !service.answers().contains(.userID))
    try service.set(answers)
    answers[.authenticationType] = "none"
    try service.register(answers, consent: agreement(), observer: Self.ignore, cancellation: Cancellation())
    let after = try service.answers()
    #expect(!after.contains(.password) && !after.contains(.popPort) && !after.contains(.authenticationMechanism))
  }

  @Test func `the environment is changed as a whole or not at all`() throws {
    try register()
    var change = Answers()
    change[.smtpServer] = "mail2.example.co.jp"
    change[.splitSize] = "9"
    let error = #expect(throws: ServiceError.self) { try service.changeEnvironment(change, of: .internetEnvironment) }
    #expect(error?.code == .rmg0043)
    #expect(error?.details.contains { $0.code == .rmg0208 } == true)
    #expect(try service.answers()[.smtpServer] == "mail.example.co.jp")
    change[.splitSize] = "256"
    try service.changeEnvironment(change, of: .internetEnvironment)
    #expect(try service.answers()[.smtpServer] == "mail2.example.co.jp")
    #expect(try service.state() == .active)
  }

  @Test func `a unique name is shown only where there is one`() throws {
    try register()
    #expect(throws: ServiceError.self) { try service.setDisplayName(isUniqueName: true) }
    var change = Answers()
    change[.uniqueName] = "rack7"
    try service.set(change)
    try service.setDisplayName(isUniqueName: true)
    #expect(try service.status().displayName == "rack7")
    try service.setDisplayName(isUniqueName: false)
    #expect(try service.status().displayName == service.device().id)
  }

  // MARK: Two programs

  @Test func `who has to wait for another program is told so once`() throws {
    try register()
    let home = self.home
    let gate = DispatchSemaphore(value: 0)
    let begun = DispatchSemaphore(value: 0)
    let slow = try home.service(
      FakeTransport(onSend: { _ in
        begun.signal()
        gate.wait()
      }))
    Thread.detachNewThread { try? slow.pause(observer: { _ in }, cancellation: Cancellation()) }
    begun.wait()
    var told = 0
    let failure = #expect(throws: ActionFailure.self) {
      let wish = Cancellation()
      try service.checkConnection(
        Answers(),
        observer: {
          guard $0.step == .waitingForAnother else { return }
          told += 1
          wish.raise()
        }, cancellation: wish)
    }
    gate.signal()
    #expect(failure == .canceled(isQueued: false))
    #expect(told == 1)
  }

  @Test func `what a killed program was sending waits again, and what a living one sends does not`() throws {
    try register()
    let path = home.path
    let begun = DispatchSemaphore(value: 0)
    let gate = DispatchSemaphore(value: 0)
    let slow = try home.service(
      FakeTransport(onSend: { _ in
        begun.signal()
        gate.wait()
      }))
    let ended = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      try? slow.pause(observer: { _ in }, cancellation: Cancellation())
      ended.signal()
    }
    begun.wait()
    #expect(try home.service().store.reports().last?.state == .sending)
    // The same file as a kill would leave it: a copy, which nobody holds a lock on.
    let copy = try TestHome()
    for name in try FileManager.default.contentsOfDirectory(atPath: path) {
      try FileManager.default.copyItem(atPath: path + "/" + name, toPath: copy.path + "/" + name)
    }
    #expect(try copy.service().store.reports().last?.state == .waiting)
    gate.signal()
    ended.wait()
  }
}
