import Foundation
@testable public import RemcsCore

/// A device that came into a situation by real actions, a copy for each use.
struct StateDevice {
  let home: TestHome
  let transport: FakeTransport
  let service: Service

  init(_ situation: StateTableTests.Situation) throws {
    home = try TestHome()
    transport = FakeTransport()
    let origin = try Self.homes.home(situation)
    for name in try FileManager.default.contentsOfDirectory(atPath: origin.path) {
      let to = home.path + "/" + name
      try? FileManager.default.removeItem(atPath: to)
      try FileManager.default.copyItem(atPath: origin.path + "/" + name, toPath: to)
    }
    service = try home.service(transport)
  }

  /// One home a situation, made once a run.
  private final class Homes: @unchecked Sendable {
    private let lock = NSLock()
    private var made: [StateTableTests.Situation: TestHome] = [:]

    func home(_ situation: StateTableTests.Situation) throws -> TestHome {
      lock.lock()
      defer { lock.unlock() }
      if let home = made[situation] { return home }
      let home = try StateDevice.prepare(situation)
      made[situation] = home
      return home
    }
  }

  private static let homes = Homes()

  /// Everything that is remembered, besides the history of what was tried.
  func memory() throws -> [String] {
    var lines: [String] = []
    let store = service.store
    try store.read { connection throws(SQLiteError) in
      for table in ["setting", "answer", "report", "consent", "draft"] {
        try connection.run("SELECT * FROM \(table)") { lines.append("\(table) \($0)") }
      }
    }
    for file in [home.home.centerList, home.home.trusted] {
      lines.append("\(FileManager.default.contents(atPath: file)?.hashValue ?? 0)")
    }
    return lines
  }

  private static func prepare(_ situation: StateTableTests.Situation) throws -> TestHome {
    let home = try TestHome()
    let service = try home.trustingService()
    let listed = try home.listCertificate()
    let centers = ["OSC", "OSC-TEST"].map {
      Center(name: $0, mailAddress: "\($0.lowercased())@center.example", certificate: listed)
    }
    try service.replaceCenterList(home.signedList(centers))
    // A previous certificate for OSC, none for OSC-TEST.
    try service.replaceCenterCertificate(CertificateSpecimens.bytes("second.pem"))
    if situation == .new { return home }
    try service.register(sampleAnswers(), consent: agreement(), observer: ignore, cancellation: Cancellation())
    if situation == .unused { return home }
    try service.checkConnection(Answers(), observer: ignore, cancellation: Cancellation())
    if [.maintenance, .maintenancePaused].contains(situation) { try service.setMaintenance(true) }
    if [.paused, .maintenancePaused].contains(situation) {
      try service.pause(observer: ignore, cancellation: Cancellation())
    }
    return home
  }

  private static func ignore(_: ActionProgress) {}

  /// Tries an action.
  func run(_ action: StateTableTests.Action) throws {
    let wish = Cancellation()
    switch action {
    case .register:
      try service.register(sampleAnswers(), consent: agreement(), observer: Self.ignore, cancellation: wish)
    case .checkConnection: try service.checkConnection(Answers(), observer: Self.ignore, cancellation: wish)
    case .diagnose: _ = try service.diagnose(cancellation: wish)
    case .pause: try service.pause(observer: Self.ignore, cancellation: wish)
    case .resume: try service.resume(observer: Self.ignore, cancellation: wish)
    case .maintenanceOn: try service.setMaintenance(true)
    case .maintenanceOff: try service.setMaintenance(false)
    case .changeSchedule:
      try service.changeSchedule(
        [.connectionCycle: "daily", .startTime: "01:30", .endTime: "04:00"], observer: Self.ignore, cancellation: wish)
    case .changeEnvironment: try service.changeEnvironment([.timeout: "90"], of: .internetDetail)
    case .changeOtherEnvironment: try service.changeEnvironment([.timeout: "90"], of: .pointToPointDetail)
    case .changeConnectionType: try service.changeConnectionType(.vpn)
    case .selectCenter: try service.set([.center: "OSC-TEST"])
    case .selectSameCenter: try service.set([.center: "OSC"])
    case .setCustomer: try service.set([.building: "別館"])
    case .setLanguage: try service.setLanguage(.en)
    case .setSameLanguage: if let language = try service.language() { try service.setLanguage(language) }
    case .showCertificate: _ = try service.centerCertificate()
    case .inspectCertificate: _ = try service.inspect(try CertificateSpecimens.bytes("center.pem"))
    case .replaceCertificate: try service.replaceCenterCertificate(CertificateSpecimens.bytes("center.pem"))
    case .restoreCertificate: try service.restoreCenterCertificate()
    case .restoreWithoutPrevious: try service.restoreCenterCertificate(for: "OSC-TEST")
    case .trust: try service.trust(Array(Data(contentsOf: URL(filePath: home.home.trusted))))
    case .inspectCenterList: _ = try service.inspectCenterList(try otherList())
    case .replaceCenterList: try service.replaceCenterList(otherList())
    case .replaceCenterListByItself:
      try service.replaceCenterList(Array(Data(contentsOf: URL(filePath: home.home.centerList))))
    case .importChange: try importing { $0[.building] = "別館" }
    case .importNothing: try importing { _ in }
    case .export: _ = try service.export(to: home.path)
    case .deletePersonalInformation: try service.deletePersonalInformation()
    case .displayID: try service.setDisplayName(isUniqueName: false)
    case .displayMissingName: try service.setDisplayName(isUniqueName: true)
    case .serverCertificate: _ = try service.serverCertificate()
    case .maintenancePort: try service.setMaintenancePort(nil)
    case .idleTimeout: try service.setIdleTimeout(300)
    case .draft:
      try service.save(Draft(screen: "customer", answers: sampleAnswers()))
      try service.discardDraft()
    case .refuse:
      try service.record(Consent(agreed: false, language: .ja, version: "1", sha256: "00", time: Date()))
    case .setDevice: try service.setDevice(service.device())
    case .eventLog: _ = try service.store.reports()
    case .sendSchedule: try service.sendSchedule(observer: Self.ignore, cancellation: wish)
    case .sendHardware:
      let told = HardwareConfiguration(inventory: HardwareInventory(source: .machine), since: nil, changes: [])
      try service.sendHardware(told, observer: Self.ignore, cancellation: wish)
    case .fault: _ = try service.report(Fault(unit: "DIMM-1", level: .error, code: "1", text: "broken"))
    case .recovery: try service.endSuppression(unit: "DIMM-1")
    case .suppressionTime: try service.setSuppressionTime(minutes: 60)
    case .collectLogs: _ = try service.collectLogs(into: .directory(home.path), readme: [])
    case .hardwareSource: try service.setHardwareSource(.machine)
    }
  }

  /// A list with another certificate for the center in use.
  private func otherList() throws -> [UInt8] {
    let pem = try CertificateSpecimens.text("center.pem")
    return try home.signedList([Center(name: "OSC", mailAddress: "osc@center.example", certificate: pem)])
  }

  /// Takes over what a device with the same settings exported, after a change of it.
  private func importing(_ change: (inout Answers) -> Void) throws {
    let other = try home.copy()
    let source = try other.service()
    if try source.answers().fields.isEmpty { try source.set(sampleAnswers()) }
    var answers = try source.answers()
    change(&answers)
    try source.set(answers)
    _ = try source.export(to: other.path)
    let preview = try service.previewImport(from: .directory(other.path))
    _ = try service.importSettings(preview)
  }
}

extension TestHome {
  /// The same in another place.
  func copy() throws -> TestHome {
    let other = try TestHome()
    for name in try FileManager.default.contentsOfDirectory(atPath: path) {
      let to = other.path + "/" + name
      try? FileManager.default.removeItem(atPath: to)
      try FileManager.default.copyItem(atPath: path + "/" + name, toPath: to)
    }
    return other
  }
}

extension Answers: ExpressibleByDictionaryLiteral {
  /// Answers as a test writes them.
  public init(dictionaryLiteral elements: (FieldID, String)...) {
    self.init()
    for (field, value) in elements { self[field] = value }
  }
}
