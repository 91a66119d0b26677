import RemcsCore
import Testing

@testable import RemcsConsole

/// Sending the hardware configuration from the menu (manual 4.2.13, figure 4.18).
struct HardwareFlowTests {
  private func menu(_ state: OperatingState = .active) -> Walk {
    Walk(registered: true, state: state, answers: ScreenGallery.sample)
  }

  @Test(arguments: [
    (OperatingState.active, "RMG_0132"), (.maintenance, "RMG_0132"), (.paused, "RMG_0138"),
    (.maintenancePaused, "RMG_0138"), (.unused, "RMG_0138"),
  ])
  func `what was read is shown, asked about, and sent as it was shown`(state: OperatingState, result: String) {
    var walk = menu(state)
    walk.choose(.hardware)
    #expect(walk.flow.screen.id == .hardware)
    #expect(walk.text.contains("DIMM 1") && walk.text.contains("追加"))
    walk.press(.activate)
    #expect(walk.text.contains("RMG_0136"))
    walk.press(.activate)
    #expect(walk.effects.contains(.sendHardware(SampleHardware.configuration)))
    #expect(walk.flow.screen.id == .menu && walk.text.contains(result))
    walk.press(.activate)
    #expect((walk.flow.screen as? MenuScreen)?.selected == .hardware)
  }

  @Test func `nothing is sent before the answer, and not after Cancel`() {
    var walk = menu()
    walk.choose(.hardware)
    walk.press(.activate, .right, .activate)
    #expect(walk.flow.screen.id == .hardware)
    walk.press(.right, .activate)
    #expect(walk.flow.screen.id == .menu)
    #expect(!walk.effects.contains { if case .sendHardware = $0 { true } else { false } })
  }

  @Test func `a long list scrolls to its end`() {
    var walk = menu()
    walk.choose(.hardware)
    #expect(!walk.text.contains("S45PNA0M"))
    walk.press(.end)
    #expect(walk.text.contains("S45PNA0M") || walk.text.contains("ファン"))
    walk.press(.help)
    #expect(walk.flow.screen.id == .help)
    walk.press(.activate)
    #expect(walk.flow.screen.id == .hardware)
  }

  @Test func `reading can be stopped`() {
    var walk = menu()
    walk.isSlow = true
    walk.choose(.hardware)
    #expect(walk.flow.screen.id == .hardwareReading && walk.flow.isRunning)
    walk.press(.leave, .left, .activate)
    #expect(walk.flow.screen.id == .menu && !walk.flow.isRunning)
  }

  @Test func `hardware that cannot be read says why, and is read again on request`() {
    var walk = menu()
    walk.failure = .failed(
      ServiceError(
        .rmg0133, ["notAllowed"],
        details: [.init(code: .rmg0133, reason: .hardware(HardwareRemark(.notAllowed, "https://bmc.example")))]),
      temporary: false)
    walk.choose(.hardware)
    #expect(walk.flow.screen.id == .actionFailed)
    #expect(walk.text.contains("RMG_0133") && walk.text.contains("https://bmc.example"))
    walk.failure = nil
    walk.press(.activate)
    #expect(walk.flow.screen.id == .hardware)
  }

  @Test func `a report that fails is tried again as it was shown`() {
    var walk = menu()
    walk.choose(.hardware)
    walk.failure = .failed(ServiceError(.rmg0133, ["RMG_2003"], cause: ServiceError(.rmg2003)), temporary: true)
    walk.press(.activate, .activate)
    #expect(walk.flow.screen.id == .actionFailed && walk.text.contains("RMG_2003"))
    walk.failure = nil
    walk.press(.activate)
    #expect(walk.text.contains("RMG_0132"))
    #expect(walk.effects.filter { $0 == .sendHardware(SampleHardware.configuration) }.count == 2)
    #expect(walk.effects.filter { $0 == .readHardware }.count == 1)
  }
}
