import Foundation
@testable import RemcsCore
import RemcsCryptography
import Testing

/// Replacing and restoring the center's certificate, and what is encrypted for which (manual 3.5, 4.2.7 to 4.2.9).
@Suite struct CertificateReplacementTests {
  private typealias Specimen = CertificateSpecimens

  private func register(_ service: Service) throws {
    try service.register(sampleAnswers(), consent: agreement(), observer: { _ in }, cancellation: Cancellation())
  }

  private func check(_ service: Service) throws {
    var answers = Answers()
    answers[.notifyAdministrator] = "yes"
    try service.checkConnection(answers, observer: { _ in }, cancellation: Cancellation())
  }

  private func same(_ left: String, _ right: String) throws -> Bool {
    try Certificate(pem: left) == Certificate(pem: right)
  }

  @Test func `before a replacement the list's certificate is in use, with no date and none before`() throws {
    let home = try TestHome()
    let service = try home.trustingService()
    let shown = try service.centerCertificate()
    #expect(shown == CenterCertificates(center: "OSC", inUse: CenterCertificate(pem: try home.listCertificate())))
  }

  @Test func `a replaced certificate is encrypted for, the one before is kept, and the connection has to be proved`()
    throws
  {
    let home = try TestHome()
    let transport = FakeTransport()
    // Behind the moment in which the specimens are made, and at a whole second.
    let noon = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down) + 3600)
    let service = try home.trustingService(transport, clock: SystemClock(now: { noon }, timeZone: { "UTC" }))
    try register(service)
    try check(service)
    #expect(try service.state() == .active)

    try service.replaceCenterCertificate(Specimen.bytes("center.pem"))
    #expect(try service.state() == .unused)
    let shown = try service.centerCertificate()
    #expect(try same(shown.inUse.pem, Specimen.text("center.pem")))
    #expect(shown.inUse.replaced == noon.localISO8601)
    #expect(try shown.previous == CenterCertificate(pem: home.listCertificate()))

    try check(service)
    #expect(try service.state() == .active)
    #expect(try transport.centers.map { try same($0.certificate, home.listCertificate()) } == [true, true, false])
    #expect(try same(#require(transport.centers.last).certificate, Specimen.text("center.pem")))
    #expect(transport.centers.allSatisfy { $0.mailAddress == "osc@center.example" })

    let history = try service.store.history().map { "\($0.event) \($0.detail)" }
    let sum = try Certificate(pem: Specimen.text("center.pem")).thumbprint(.sha256)
    #expect(history.contains("certificate replaced OSC \(sum)"))
    #expect(history.contains("state certificateReplaced unused"))
  }

  @Test func `what waits goes out encrypted for the new certificate, under its own number and id`() throws {
    let home = try TestHome()
    let transport = FakeTransport([.refusedLogin])
    let service = try home.trustingService(transport)
    #expect(throws: ActionFailure.self) { try register(service) }
    let waiting = try #require(try service.store.reports(in: [.failed]).first)
    try service.replaceCenterCertificate(Specimen.bytes("center.pem"))
    #expect(try service.store.reports(in: [.failed]) == [waiting])
    try register(service)
    #expect(transport.sent.map(\.id) == [waiting.id] && transport.sent.map(\.sequence) == [waiting.sequence])
    #expect(try same(transport.centers[0].certificate, home.listCertificate()))
    #expect(try same(transport.centers[1].certificate, Specimen.text("center.pem")))
  }

  @Test func `a replacement between two tries counts for the second`() throws {
    let home = try TestHome()
    try home.signCenterList()
    let path = home.home
    let transport = FakeTransport([.timeOut]) { _ in
      // Another program of the same home, while the first try is on its way.
      let other = try? Service(home: path, transport: FakeTransport(), device: .unknownForTests)
      _ = try? other?.replaceCenterCertificate(CertificateSpecimens.bytes("center.pem"))
    }
    let service = try home.trustingService(transport)
    try register(service)
    #expect(transport.centers.count == 2)
    #expect(try same(transport.centers[0].certificate, home.listCertificate()))
    #expect(try same(transport.centers[1].certificate, Specimen.text("center.pem")))
  }

  @Test func `a check that proved the certificate before makes nothing active`() throws {
    let home = try TestHome()
    let service = try home.trustingService()
    try register(service)
    let path = home.home
    let transport = FakeTransport { _ in
      let other = try? Service(home: path, transport: FakeTransport(), device: .unknownForTests)
      _ = try? other?.replaceCenterCertificate(CertificateSpecimens.bytes("center.pem"))
    }
    let checking = try home.trustingService(transport)
    let failure = #expect(throws: ActionFailure.self) { try check(checking) }
    #expect(failure?.error?.code == .rmg0056 && failure?.error?.root.code == .rmg0219)
    #expect(try checking.state() == .unused)
    try check(checking)
    #expect(try checking.state() == .active)
  }

  @Test func `a restored certificate is the one before, and the other way round`() throws {
    let home = try TestHome()
    let transport = FakeTransport()
    let service = try home.trustingService(transport)
    try register(service)
    try service.replaceCenterCertificate(Specimen.bytes("chain.p7b"))
    try check(service)
    let restored = try service.restoreCenterCertificate()
    #expect(try same(restored.inUse.pem, home.listCertificate()) && restored.inUse.replaced != nil)
    #expect(try same(#require(restored.previous).pem, Specimen.text("below.pem")))
    #expect(try service.state() == .unused)
    try check(service)
    #expect(try same(#require(transport.centers.last).certificate, home.listCertificate()))
    let again = try service.restoreCenterCertificate()
    #expect(try same(again.inUse.pem, Specimen.text("below.pem")))
    #expect(try service.store.history().filter { $0.event == "certificate" }.count == 3)
  }

  @Test func `without a previous certificate, or with one that has expired, nothing is restored`() throws {
    let home = try TestHome()
    let service = try home.trustingService()
    let none = #expect(throws: ServiceError.self) { try service.restoreCenterCertificate() }
    #expect(none?.code == .rmg0221 && none?.details.first?.finding?.code == .noPrevious)
    try service.replaceCenterCertificate(Specimen.bytes("soon.pem"))
    try service.replaceCenterCertificate(Specimen.bytes("center.pem"))
    let later = SystemClock(now: { Date().addingTimeInterval(11 * 86400) }, timeZone: { "UTC" })
    let old = #expect(throws: ServiceError.self) {
      try home.trustingService(clock: later).restoreCenterCertificate()
    }
    #expect(old?.code == .rmg0221 && old?.root.code == .rmg0215)
    #expect(old?.root.details.first?.finding?.code == .expired)
    #expect(try same(service.centerCertificate().inUse.pem, Specimen.text("center.pem")))
    try service.restoreCenterCertificate()
    #expect(try same(service.centerCertificate().inUse.pem, Specimen.text("soon.pem")))
  }

  @Test func `a device that is not registered has no state to lose`() throws {
    let home = try TestHome()
    let service = try home.trustingService()
    try service.replaceCenterCertificate(Specimen.bytes("center.pem"))
    #expect(try service.store.history().map(\.event) == ["certificate"])
    try register(service)
    try check(service)
    #expect(try service.state() == .active)
  }

  @Test func `a replacement belongs to its center and to no other`() throws {
    let home = try TestHome()
    let transport = FakeTransport()
    let service = try home.trustingService(transport)
    let listed = try home.listCertificate()
    let centers = ["OSC", "OSC-TEST"].map {
      Center(name: $0, mailAddress: "\($0.lowercased())@center.example", certificate: listed)
    }
    try service.replaceCenterList(home.signedList(centers))
    try register(service)
    try check(service)
    // Another center's certificate is no matter of the state.
    try service.replaceCenterCertificate(Specimen.bytes("second.pem"), for: "OSC-TEST")
    #expect(try service.state() == .active)
    #expect(try same(service.center(named: "OSC").certificate, listed))
    try service.replaceCenterCertificate(Specimen.bytes("center.pem"))
    var change = Answers()
    change[.center] = "OSC-TEST"
    try service.set(change)
    #expect(try same(service.centerCertificate().inUse.pem, Specimen.text("second.pem")))
    try check(service)
    #expect(try same(#require(transport.centers.last).certificate, Specimen.text("second.pem")))
    #expect(try same(service.center(named: "OSC").certificate, Specimen.text("center.pem")))
    #expect { try service.centerCertificate(of: "NONE") } throws: { ($0 as? ServiceError)?.code == .rmg0099 }
  }

  @Test func `a new list with another certificate overrules the replacement, one with the same leaves it`() throws {
    let home = try TestHome()
    let service = try home.trustingService()
    try register(service)
    try service.replaceCenterCertificate(Specimen.bytes("center.pem"))
    try check(service)
    let listed = try home.listCertificate()
    let same = [Center(name: "OSC", mailAddress: "new@center.example", certificate: listed)]
    try service.replaceCenterList(home.signedList(same))
    #expect(try service.center(named: "OSC").mailAddress == "new@center.example")
    #expect(try self.same(service.center(named: "OSC").certificate, Specimen.text("center.pem")))
    #expect(try service.state() == .active)

    let other = [Center(name: "OSC", mailAddress: "osc@center.example", certificate: try Specimen.text("second.pem"))]
    try service.replaceCenterList(home.signedList(other))
    let shown = try service.centerCertificate()
    #expect(try self.same(shown.inUse.pem, Specimen.text("second.pem")))
    #expect(shown.inUse.replaced == nil && shown.previous == nil)
    #expect(try service.state() == .unused)
    #expect(try service.store.history().contains { $0.detail == "overruled by the center list OSC" })
    #expect { try service.restoreCenterCertificate() } throws: { ($0 as? ServiceError)?.code == .rmg0221 }
  }

  @Test func `a list that was copied into the home overrules it too`() throws {
    let home = try TestHome()
    let service = try home.trustingService()
    try service.replaceCenterCertificate(Specimen.bytes("center.pem"))
    let other = [Center(name: "OSC", mailAddress: "osc@center.example", certificate: try Specimen.text("second.pem"))]
    try Data(home.signedList(other)).write(to: URL(fileURLWithPath: home.home.centerList))
    #expect(try same(service.center(named: "OSC").certificate, Specimen.text("second.pem")))
  }

  @Test func `an authority that is trusted no longer stops the sending, and restoring helps`() throws {
    let home = try TestHome()
    let transport = FakeTransport()
    let service = try home.trustingService(transport)
    try register(service)
    try service.replaceCenterCertificate(Specimen.bytes("center.pem"))
    try service.trust(Array(home.listCertificate().utf8))
    let failure = #expect(throws: ActionFailure.self) { try check(service) }
    #expect(failure?.error?.code == .rmg0215 && transport.centers.count == 1)
    try service.restoreCenterCertificate()
    try check(service)
    #expect(try service.state() == .active)
  }

  @Test func `a certificate that expires while in use still hides what is sent`() throws {
    let home = try TestHome()
    try home.trustingService().replaceCenterCertificate(Specimen.bytes("soon.pem"))
    let later = SystemClock(now: { Date().addingTimeInterval(11 * 86400) }, timeZone: { "UTC" })
    let service = try home.trustingService(clock: later)
    #expect(try same(service.center(named: "OSC").certificate, Specimen.text("soon.pem")))
  }

  @Test func `a store that cannot be written keeps everything as it was`() throws {
    let home = try TestHome()
    let service = try home.trustingService()
    try register(service)
    try check(service)
    try service.store.write {
      try $0.run("CREATE TRIGGER no BEFORE INSERT ON history BEGIN SELECT RAISE(ABORT, 'full'); END")
    }
    let error = #expect(throws: ServiceError.self) {
      try service.replaceCenterCertificate(Specimen.bytes("center.pem"))
    }
    #expect(error?.code == .rmg0218 && error?.root.code == .rmg0150)
    try service.store.write { try $0.run("DROP TRIGGER no") }
    #expect(try service.state() == .active)
    #expect(try service.centerCertificate().previous == nil)
  }

  @Test func `a record that cannot be read is no reason to encrypt for an old key`() throws {
    let home = try TestHome()
    let service = try home.trustingService()
    try service.store.set(.centerCertificates, "{")
    #expect { try service.center(named: "OSC") } throws: { ($0 as? ServiceError)?.code == .rmg0150 }
  }
}

extension DeviceIdentity {
  /// Some device; its identity does not matter.
  fileprivate static let unknownForTests = DeviceIdentity(series: "T", model: "M", checkCode: "AC", serial: "1")
}
