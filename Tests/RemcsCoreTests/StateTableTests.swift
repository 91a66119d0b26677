import Foundation
import RemcsCore
import Testing

@testable import RemcsConsole

/// Every state and every action: where it leads and what the center is told, or the code of the refusal.
///
/// The table below is the truth, taken from the manual (chapters 3 to 5 and the messages of chapter 6) and from section 4
/// of the design, not from the code. Each cell is tried on a device that came into its state by real actions.
struct StateTableTests {
  /// What a device is when an action is asked for: an operating state, with 設定未完了 before and after a registration.
  enum Situation: String, CaseIterable, Sendable {
    case new, unused, active, maintenance, paused, maintenancePaused

    var state: OperatingState {
      switch self {
      case .new, .unused: .unused
      case .active: .active
      case .maintenance: .maintenance
      case .paused: .paused
      case .maintenancePaused: .maintenancePaused
      }
    }
  }

  /// Everything that ``Service`` can be asked for.
  enum Action: String, CaseIterable, Sendable {
    case register, checkConnection, diagnose, pause, resume, maintenanceOn, maintenanceOff
    case changeSchedule, changeEnvironment, changeOtherEnvironment, changeConnectionType
    case selectCenter, selectSameCenter, setCustomer, setLanguage, setSameLanguage
    case showCertificate, inspectCertificate, replaceCertificate, restoreCertificate, restoreWithoutPrevious
    case trust, inspectCenterList, replaceCenterList, replaceCenterListByItself
    case importChange, importNothing, export, deletePersonalInformation, displayID, displayMissingName
    case serverCertificate, maintenancePort, idleTimeout, draft, refuse, setDevice, eventLog
    case sendSchedule, sendHardware, fault, recovery, suppressionTime, collectLogs, hardwareSource
  }

  /// In the order of the situations. A cell is the state afterwards and the reports that went out; `+` before a report
  /// that waits; or the code of a refusal, after which everything is as it was.
  static let table: [Action: [String]] = [
    // 3.2, 4.2.2; 3.1: not under maintenance. Only the connection check makes a device active. The stop of 4.2.11 is
    // not ended by it.
    .register: [
      "unused registration", "unused registration", "active registration", "RMG_0088", "paused registration",
      "RMG_0088",
    ],
    // 3.2.8, 4.2.10; 5.2 shows it 運用中、保守中または接続停止中. It needs a registration.
    .checkConnection: [
      "RMG_0092", "active connectionCheck", "active connectionCheck", "maintenance connectionCheck",
      "paused connectionCheck", "maintenancePaused connectionCheck",
    ],
    // It sends nothing; it needs a way to go.
    .diagnose: ["RMG_0092"] + same.dropFirst(),
    // 4.2.11 and tables 6.26 and 6.27: not before the registration is complete (RMG_0092), nor twice (RMG_0041).
    .pause: ["RMG_0092", "RMG_0092", "paused pause", "maintenancePaused pause", "RMG_0041", "RMG_0041"],
    // 4.2.12: 接続停止中 becomes 運用中, 保守中・接続停止中 becomes 保守中.
    .resume: ["RMG_0092", "RMG_0092", "RMG_0041", "RMG_0041", "active resume", "maintenance resume"],
    .maintenanceOn: ["RMG_0092", "RMG_0092", "maintenance", "RMG_0041", "maintenancePaused", "RMG_0041"],
    .maintenanceOff: ["RMG_0092", "RMG_0092", "RMG_0041", "active", "RMG_0041", "paused"],
    // 4.2.4: the center is told; design 4: while stopped or not yet checked, reports wait.
    .changeSchedule: [
      "RMG_0092", "unused +agentInformation", "active agentInformation", "maintenance agentInformation",
      "paused +agentInformation", "maintenancePaused +agentInformation",
    ],
    .sendSchedule: [
      "RMG_0092", "unused +agentInformation", "active agentInformation", "maintenance agentInformation",
      "paused +agentInformation", "maintenancePaused +agentInformation",
    ],
    // 4.2.13: likewise.
    .sendHardware: [
      "RMG_0092", "unused +hardwareConfiguration", "active hardwareConfiguration", "maintenance hardwareConfiguration",
      "paused +hardwareConfiguration", "maintenancePaused +hardwareConfiguration",
    ],
    // 1.2.1: an event is taken always; the agent sends it once the device sends.
    .fault: same.map { $0 + " +fault" },
    // 4.2.3, 5.2, RMG_0189: the check is offered, the state stays.
    .changeEnvironment: same,
    // Tables 6.12 and 6.13.
    .changeOtherEnvironment: all("RMG_0095"),
    // 4.2.6, 5.3, 5.4, 4.2.8, 4.2.9, 3.3: 設定未完了 until registered and checked, or checked, again.
    .changeConnectionType: all("unused"),
    .selectCenter: all("unused"),
    .setLanguage: all("unused"),
    .replaceCertificate: all("unused"),
    .restoreCertificate: all("unused"),
    .replaceCenterList: all("unused"),
    .importChange: all("unused"),
    // The same again is no change.
    .selectSameCenter: same,
    .setSameLanguage: same,
    .replaceCenterListByItself: same,
    .importNothing: same,
    // Table 4.1: without a replacement there is nothing to restore.
    .restoreWithoutPrevious: all("RMG_0221"),
    // 5.7: no certificate was ever shown.
    .serverCertificate: all("RMG_0229"),
    // 5.5: a name that is not there cannot be shown.
    .displayMissingName: all("RMG_0036"),
    // 4.2.5: nothing is there to be exported on a new device.
    .export: ["RMG_0121"] + same.dropFirst(),
    // What does not touch the connection is possible always, and leaves the state.
    .setCustomer: same, .showCertificate: same, .inspectCertificate: same, .trust: same, .inspectCenterList: same,
    .deletePersonalInformation: same, .displayID: same, .maintenancePort: same, .idleTimeout: same, .draft: same,
    .refuse: same, .setDevice: same, .eventLog: same, .recovery: same, .suppressionTime: same, .collectLogs: same,
    .hardwareSource: same,
  ]

  private static let same = Situation.allCases.map { $0.state.name }
  private static func all(_ cell: String) -> [String] { Situation.allCases.map { _ in cell } }

  /// The functions of ``Service`` that each row stands for, so that a new one cannot be forgotten.
  private static let functions: [String: [Action]] = [
    "register": [.register], "checkConnection": [.checkConnection], "diagnose": [.diagnose], "pause": [.pause],
    "resume": [.resume], "setMaintenance": [.maintenanceOn, .maintenanceOff], "changeSchedule": [.changeSchedule],
    "changeEnvironment": [.changeEnvironment, .changeOtherEnvironment], "changeConnectionType": [.changeConnectionType],
    "set": [.selectCenter, .selectSameCenter, .setCustomer], "setLanguage": [.setLanguage, .setSameLanguage],
    "centerCertificate": [.showCertificate], "inspect": [.inspectCertificate],
    "replaceCenterCertificate": [.replaceCertificate],
    "restoreCenterCertificate": [.restoreCertificate, .restoreWithoutPrevious], "trust": [.trust],
    "inspectCenterList": [.inspectCenterList], "replaceCenterList": [.replaceCenterList, .replaceCenterListByItself],
    "previewImport": [.importChange, .importNothing], "importSettings": [.importChange, .importNothing],
    "registrationAnswers": [], "export": [.export], "deletePersonalInformation": [.deletePersonalInformation],
    "setDisplayName": [.displayID, .displayMissingName], "serverCertificate": [.serverCertificate],
    "setMaintenancePort": [.maintenancePort], "maintenancePort": [.maintenancePort], "setIdleTimeout": [.idleTimeout],
    "idleTimeout": [.idleTimeout], "save": [.draft], "draft": [.draft], "discardDraft": [.draft], "record": [.refuse],
    "setDevice": [.setDevice], "sendSchedule": [.sendSchedule], "sendHardware": [.sendHardware], "report": [.fault],
    "endSuppression": [.recovery], "setSuppressionTime": [.suppressionTime], "collectLogs": [.collectLogs],
    "setHardwareSource": [.hardwareSource],
    // A matter of the state of the report, not of the device: QueueDecisionTests.
    "decide": [],
    // Looking changes nothing and is never refused for a state; the lock of the console is no matter of it.
    "device": [], "status": [], "state": [], "isRegistered": [], "language": [], "answers": [], "startingAnswers": [],
    "centers": [], "center": [], "consoleOccupant": [], "openConsole": [], "takeOverConsole": [],
    "hardwareSource": [], "periodicSchedule": [], "previewHardware": [], "suppressionTime": [], "suppressions": [],
    "timeZoneChange": [],
  ]

  @Test func `every action of the service has its row`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/RemcsCore/Actions")
    var found: Set<String> = []
    for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    where file.lastPathComponent.hasPrefix("Service") {
      let source = try String(contentsOf: file, encoding: .utf8)
      for match in source.matches(of: /\n  public func ([A-Za-z]+)/) { found.insert(String(match.output.1)) }
    }
    #expect(found.count > 30)
    #expect(found.subtracting(Self.functions.keys) == [], "an action without a row")
    #expect(Set(Self.table.keys) == Set(Action.allCases))
    for (action, cells) in Self.table { #expect(cells.count == Situation.allCases.count, "\(action)") }
  }

  @Test(arguments: Action.allCases, Situation.allCases)
  func `each state allows or refuses each action as the manual says`(action: Action, situation: Situation) throws {
    let index = try #require(Situation.allCases.firstIndex(of: situation))
    let expected = try #require(Self.table[action]?[index])
    let device = try StateDevice(situation)
    #expect(try device.service.state() == situation.state)
    let before = try device.memory()
    let told = device.transport.sent.count
    var cell: String
    do {
      try device.run(action)
      let sent = device.transport.sent.dropFirst(told).map(\.kind.rawValue)
      let waiting = try device.service.store.reports(in: [.waiting]).map { "+" + $0.kind.rawValue }
      cell = ([try device.service.state().name] + sent + waiting).joined(separator: " ")
    } catch let error as ServiceError {
      cell = error.code.rawValue
    } catch {
      cell = (error as? ActionFailure)?.error?.code.rawValue ?? "\(error)"
    }
    #expect(cell == expected, "\(action) on a device that is \(situation)")
    if expected.hasPrefix("RMG_") {
      #expect(try device.memory() == before, "a refusal changes nothing")
      #expect(device.transport.sent.count == told, "and tells nobody")
    }
  }

  // MARK: The menus

  /// The row of each item.
  private static func action(of item: MenuItem) -> Action? {
    switch item {
    case .register, .customer: .register
    case .connectionInformation, .environmentDetail: .changeEnvironment
    case .schedule: .changeSchedule
    case .export: .export
    case .connectionType: .changeConnectionType
    case .certificate: .showCertificate
    case .certificateReplacement: .replaceCertificate
    case .certificateRestoration: .restoreCertificate
    case .connectionCheck: .checkConnection
    case .diagnosis: .diagnose
    case .pause: .pause
    case .resume: .resume
    case .eventLog: .eventLog
    case .suppression: .recovery
    case .center: .selectCenter
    case .language: .setLanguage
    case .displayName: .displayID
    case .deletePersonalInformation: .deletePersonalInformation
    case .serverCertificate: .serverCertificate
    case .centerListReplacement: .replaceCenterList
    case .hardware: .sendHardware
    case .collectLogs: .collectLogs
    case .leave: nil
    }
  }

  /// The refusals that are a matter of the state; others say that something is missing.
  private static let ofState: Set<String> = ["RMG_0041", "RMG_0088", "RMG_0092"]

  @Test(arguments: MenuItem.allCases, Situation.allCases.filter { $0 != .new })
  func `a menu marks exactly what the state does not allow, with the same code`(item: MenuItem, situation: Situation)
    throws
  {
    let index = try #require(Situation.allCases.firstIndex(of: situation))
    let cell = Self.action(of: item).flatMap { Self.table[$0]?[index] } ?? ""
    let expected = Self.ofState.contains(cell) ? cell : nil
    #expect(item.refusal(in: situation.state)?.code.rawValue == expected, "\(item) in \(situation)")
  }

  @Test(arguments: MenuPage.ce.columns.flatMap { $0 }.flatMap(\.items))
  func `the CE menu of a new device offers nothing that its state does not allow`(item: MenuItem) {
    let cell = Self.action(of: item).flatMap { Self.table[$0]?[0] } ?? ""
    #expect(!Self.ofState.contains(cell), "\(item)")
    #expect(item.refusal(in: .unused) == nil)
  }
}

extension OperatingState {
  /// Its name in the table.
  fileprivate var name: String { self == .maintenancePaused ? "maintenancePaused" : rawValue }
}
