import Foundation
import RemcsCore
import RemcsMail
import TestSupport

/// How soon a person is obeyed and a time-out fires, wherever the line hangs.
func measurePatience(_ programs: Installation) throws -> Table {
  let limit = 1.0
  var table = Table(
    "A silent line: seconds after the wish to stop, and to a time-out of \(Table.decimals(limit, 0)) s", "stop",
    "time-out")
  for place in Hang.allCases {
    let stops = try (0..<3).map { _ in try place.stop() }
    let timeOut = place == .popWait ? nil : try place.timeOut(limit)
    table.add(
      place.rawValue, limit: "0.2, \(Table.decimals(limit * 1.1, 1))",
      [Table.decimals(stops.max() ?? 0, 3), timeOut.map { Table.decimals($0, 3) } ?? ""])
  }
  table.note("the worst of three; no time-out ends the wait after a POP login, which is a setting")
  return table
}

/// Where the line hangs.
private enum Hang: String, CaseIterable {
  case connection, handshake, greeting, capabilities, authentication, sender, recipient, content, body, confirmation
  case popLogin, popWait

  /// Seconds between the wish to stop and the end.
  func stop() throws -> Double {
    let cancellation = Cancellation()
    let raised = DispatchSemaphore(value: 0)
    // The kernel's buffers take the beginning of a body; only then does it hang.
    let delay = self == .body ? 1.5 : 0.15
    nonisolated(unsafe) var moment = ContinuousClock.now
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: delay)
      moment = .now
      cancellation.raise()
      raised.signal()
    }
    try send(timeout: 60, cancellation)
    let end = ContinuousClock.now
    raised.wait()
    return moment.duration(to: end) / .seconds(1)
  }

  /// Seconds to the end by itself; of a body, from when it began to hang.
  func timeOut(_ seconds: Double) throws -> Double {
    let start = ContinuousClock.now
    var last = start
    try send(timeout: seconds, Cancellation()) { last = .now }
    return (self == .body ? last : start).duration(to: .now) / .seconds(1)
  }

  private func send(timeout: Double, _ cancellation: Cancellation, progress: () -> Void = {}) throws {
    var script = Script()
    switch self {
    case .greeting, .handshake: script.greeting = .silence
    case .capabilities: script.actions["EHLO"] = [.silence]
    case .authentication: script.actions["AUTH"] = [.silence]
    case .sender: script.actions["MAIL"] = [.silence]
    case .recipient: script.actions["RCPT"] = [.silence]
    case .content: script.actions["DATA"] = [.silence]
    case .confirmation: script.actions["."] = [.silence]
    case .popLogin: (script.isPOP, script.greeting) = (true, .silence)
    case .popWait: (script.isPOP, script.greeting) = (true, .say("+OK"))
    case .connection, .body: break
    }
    let server = try MailServer(script)
    defer { server.stop() }
    let hole = try BlackHole()
    defer { hole.stop() }
    let deaf = try Deaf()
    defer { deaf.stop() }
    var environment = Environment(
      server: "127.0.0.1", port: server.port, sender: "board@device.example", split: .none, timeout: timeout)
    var attachments: [Attachment] = []
    switch self {
    case .connection: environment.port = hole.port
    case .handshake: environment.encryption = .tls
    case .authentication: environment.authentication = .authSMTP(.plain, user: "device", password: "se cret")
    case .popLogin, .popWait:
      environment.authentication = .popBeforeSMTP(
        server: "127.0.0.1", port: server.port, user: "device", password: "se cret", wait: 30_000)
    case .body:
      environment.port = deaf.port
      let file = try TestDirectory.make().appendingPathComponent("body")
      try Data(count: 12_000_000).write(to: file)
      attachments = [Attachment(name: "log.gz", path: file.path, size: 12_000_000, sha256: "")]
    default: break
    }
    let report = Report(
      id: UUID().uuidString.lowercased(), sequence: 1, kind: .fault, created: Date(), manifest: Array("{}".utf8),
      attachments: attachments)
    let center = Center(
      name: "OSC", mailAddress: "osc@center.test", certificate: TestAuthority.shared.text("center.pem"))
    do throws(TransportFailure) {
      try SMTPTransport(systemStore: false).send(
        [report], from: DeviceIdentity(series: "S", model: "M", checkCode: "C", serial: "1"), to: center,
        through: environment, observer: { if case .sent = $0 { progress() } }, cancellation: cancellation)
    } catch { return }
    throw Installation.Failure(description: "\(rawValue) did not hang")
  }
}
