import Foundation
import RemcsCore
import Synchronization
import Testing

/// A change of the system's time zone (manual chapter 8).
struct TimeZoneTests {
  /// The zone of a machine, which an administrator changes.
  private final class Zone: Sendable {
    private let name = Mutex("Asia/Tokyo")
    func change(to other: String) { name.withLock { $0 = other } }
    var clock: SystemClock { SystemClock(now: { Date() }, timeZone: { [self] in name.withLock { $0 } }) }
  }

  private let home: TestHome
  private let zone = Zone()
  private let transport = FakeTransport()
  private let service: Service

  init() throws {
    home = try TestHome()
    service = try home.service(transport, clock: zone.clock)
  }

  private func register() throws {
    try service.register(sampleAnswers(), consent: agreement(), observer: { _ in }, cancellation: Cancellation())
    try service.checkConnection(Answers(), observer: { _ in }, cancellation: Cancellation())
  }

  private func send(_ service: Service? = nil) throws -> Bool {
    try (service ?? self.service).sendSchedule(observer: { _ in }, cancellation: Cancellation())
  }

  private func told() throws -> [String] {
    try transport.sent.compactMap { try Manifest($0.manifest).registration?.timeZone }
  }

  @Test func `nothing has changed before anybody was told`() throws {
    #expect(try service.timeZoneChange() == nil)
    zone.change(to: "Europe/Berlin")
    #expect(try service.timeZoneChange() == nil)
    #expect(try service.status().timeZone == "Europe/Berlin")
    try register()
    #expect(try service.timeZoneChange() == nil)
    #expect(try told() == ["Europe/Berlin"])
  }

  @Test func `a change is noticed, by another program too, until the center was told`() throws {
    try register()
    zone.change(to: "Europe/Berlin")
    let change = TimeZoneChange(told: "Asia/Tokyo", now: "Europe/Berlin", isQueued: false)
    #expect(try service.timeZoneChange() == change)
    #expect(try home.service(clock: zone.clock).status().timeZoneChange == change)
    #expect(try send())
    #expect(try told() == ["Asia/Tokyo", "Europe/Berlin"])
    #expect(transport.sent.last?.kind == .agentInformation)
    let manifest = try Manifest(transport.sent.last?.manifest ?? [])
    #expect(manifest.registration?.schedule["startTime"] == sampleAnswers()[.startTime], "the schedule stays")
    #expect(try service.timeZoneChange() == nil)
    // Back again is a change as well.
    zone.change(to: "Asia/Tokyo")
    #expect(try service.timeZoneChange()?.told == "Europe/Berlin")
  }

  @Test func `a new registration tells the zone too`() throws {
    try register()
    zone.change(to: "Europe/Berlin")
    try register()
    #expect(try service.timeZoneChange() == nil)
  }

  @Test func `what was not sent was not told: while it waits it is known, after a refusal it is to be sent again`()
    throws
  {
    try register()
    zone.change(to: "Europe/Berlin")
    try service.pause(observer: { _ in }, cancellation: Cancellation())
    #expect(try !send())
    #expect(try service.timeZoneChange()?.isQueued == true)
    // Another change while it waits is not what waits.
    zone.change(to: "America/Lima")
    #expect(try service.timeZoneChange() == TimeZoneChange(told: "Asia/Tokyo", now: "America/Lima", isQueued: false))
    try service.resume(observer: { _ in }, cancellation: Cancellation())
    let broken = try home.service(FakeTransport([.refusedLogin]), clock: zone.clock)
    let failure = #expect(throws: ActionFailure.self) { try send(broken) }
    #expect(failure?.error?.code == .rmg0187)
    #expect(try service.timeZoneChange()?.isQueued == false)
    #expect(try send())
    #expect(try told() == ["Asia/Tokyo", "America/Lima"], "what was superseded never went")
    #expect(try service.timeZoneChange() == nil)
  }

  @Test func `a zone with control characters drives no terminal`() throws {
    try register()
    zone.change(to: "\u{1B}[2JEvil\nZone")
    #expect(try service.timeZoneChange()?.now == "[2JEvil Zone")
    #expect(try send())
    #expect(try service.timeZoneChange() == nil)
  }
}
