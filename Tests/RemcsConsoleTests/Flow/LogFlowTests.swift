import RemcsCore
import Testing

@testable import RemcsConsole

/// Log collection at the console (manual chapter 7), by keys alone.
struct LogFlowTests {
  private var menu: Walk { Walk(registered: true, state: .active, answers: ScreenGallery.sample) }

  @Test func `the logs are written after a question, and path and size are told`() {
    var walk = menu
    walk.choose(.collectLogs)
    #expect(walk.flow.screen.id == .logCollection)
    walk.fill("/media/usb")
    walk.press(.next)
    #expect(walk.text.contains("/media/usb") && walk.text.contains("よろしいですか"))
    #expect(!walk.effects.contains { if case .collectLogs = $0 { true } else { false } })
    walk.press(.activate)
    #expect(walk.effects.contains(.collectLogs(directory: "/media/usb")))
    #expect(walk.flow.screen.id == .menu)
    #expect(walk.text.contains("/media/usb/remcs-logs-00-T.tar.gz") && walk.text.contains("12345"))
    for field in FieldID.transient { #expect(!walk.flow.answers.contains(field)) }
  }

  @Test func `a directory that is none keeps the path for another try, and nothing typed is refused`() {
    var walk = menu
    walk.choose(.collectLogs)
    walk.press(.next)
    #expect(walk.text.contains("RMG_0036") && walk.flow.screen.id == .logCollection)
    walk.fill("/nowhere")
    walk.press(.next, .activate)
    #expect(walk.text.contains("RMG_0033"))
    walk.press(.activate)
    #expect(walk.flow.screen.id == .logCollection && walk.text.contains("/nowhere"))
    walk.press(.leave)
    #expect(walk.flow.screen.id == .menu, "a path that was not used is no loss")
  }

  @Test func `a collection that takes its time shows, and can be stopped`() {
    var walk = menu
    walk.isSlow = true
    walk.choose(.collectLogs)
    walk.fill("/media/usb")
    walk.press(.next, .activate)
    #expect(walk.flow.screen.id == .logCollecting && walk.flow.isRunning)
    walk.press(.leave, .left, .activate)
    #expect(walk.effects.last == .cancelAction)
    #expect(walk.flow.screen.id == .menu && !walk.flow.isRunning)
  }

  @Test(arguments: OperatingState.allCases)
  func `logs can be collected in every state`(state: OperatingState) {
    #expect(MenuItem.collectLogs.refusal(in: state) == nil)
  }
}
