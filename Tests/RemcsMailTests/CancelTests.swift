import Foundation
import RemcsCore
import RemcsMail
import TestSupport
import Testing

/// A wish to stop is heard wherever the line hangs.
struct CancelTests {
  enum Place: String, CaseIterable, Sendable {
    case before, popLogin, popWait, connection, greeting, handshake, capabilities, authentication, sender, content
    case confirmation
  }

  @Test(arguments: Place.allCases)
  func `a wish to stop is heard at once at every stage`(place: Place) throws {
    var script = Script()
    var stage = TransportStage(rawValue: place.rawValue) ?? .encryption
    switch place {
    case .greeting, .handshake: script.greeting = .silence
    case .capabilities: script.actions["EHLO"] = [.silence]
    case .authentication: script.actions["AUTH"] = [.silence]
    case .sender: script.actions["MAIL"] = [.silence]
    case .confirmation: script.actions["."] = [.silence]
    default: break
    }
    let server = try MailServer(script)
    defer { server.stop() }
    let hole = try BlackHole()
    defer { hole.stop() }
    let deaf = try Deaf()
    defer { deaf.stop() }
    var pop = Script()
    pop.isPOP = true
    pop.greeting = place == .popLogin ? .silence : .say("+OK")
    let popServer = try MailServer(pop)
    defer { popServer.stop() }

    var environment = Sending.environment(server, timeout: 60)
    var reports = [Sending.report()]
    let cancellation = Cancellation()
    switch place {
    case .before:
      stage = .preparing
      cancellation.raise()
    case .popLogin, .popWait:
      environment.authentication = .popBeforeSMTP(
        server: "127.0.0.1", port: popServer.port, user: "device", password: "se cret", wait: 30_000)
    case .connection: environment.port = hole.port
    case .handshake: environment.encryption = .tls
    case .authentication: environment.authentication = .authSMTP(.auto, user: "device", password: "se cret")
    case .content:
      environment.port = deaf.port
      reports = [
        Sending.report(attachments: [try Sending.attachment("a", size: 12_000_000, in: Sending.directory())])
      ]
    default: break
    }
    let isThere = DispatchSemaphore(value: 0)
    // A thread of its own: the pool may be full of tests that wait.
    Thread.detachNewThread {
      _ = isThere.wait(timeout: .now() + 20)
      // Into the middle of the stage: where a body goes out, until the line takes no more of it.
      Thread.sleep(forTimeInterval: place == .content ? 1 : 0.2)
      cancellation.raise()
    }
    let result = try Sending.run(reports, through: environment, cancellation: cancellation) {
      if $0 == stage { isThere.signal() }
    }
    #expect(result.failure?.code == nil)
    #expect(result.failure?.stage == stage)
    #expect(result.failure?.isTemporary == true)
    #expect(result.relayed.isEmpty)
    // The time-out is 60 s and the wait 30 s; the bench holds it to 0.2 s.
    #expect(result.elapsed < 25)
    if place == .before { #expect(server.connections == 0) }
  }
}
