import Foundation
import RemcsCore
import Synchronization

/// A transport that looks for the files of a report, as the real one does.
final class VanishingFiles: MailTransport {
  /// Where it misses them.
  private let stage: TransportStage

  init(at stage: TransportStage = .preparing) { self.stage = stage }

  func send(
    _ reports: [Report], from device: DeviceIdentity, to center: Center, through environment: RemcsCore.Environment,
    observer: (TransportEvent) -> Void, cancellation: Cancellation
  ) throws(TransportFailure) {
    for report in reports {
      for file in report.attachments where !FileManager.default.fileExists(atPath: file.path) {
        throw TransportFailure(.file, at: stage, TransportRemark(.fileUnusable, file.path, "No such file or directory"))
      }
      observer(.relayed(id: report.id, reply: "250 ok"))
    }
  }

  func probe(
    _ center: Center, through environment: RemcsCore.Environment, observer: (TransportEvent) -> Void,
    cancellation: Cancellation
  ) throws(TransportFailure) {}
}

/// A transport whose server is away as long as the test says.
final class OutageTransport: MailTransport {
  private let isAway: @Sendable () -> Bool
  private let state = Mutex<(sent: [Report], calls: Int)>(([], 0))
  var sent: [Report] { state.withLock { $0.sent } }
  var calls: Int { state.withLock { $0.calls } }

  init(_ isAway: @escaping @Sendable () -> Bool) { self.isAway = isAway }

  func send(
    _ reports: [Report], from device: DeviceIdentity, to center: Center, through environment: RemcsCore.Environment,
    observer: (TransportEvent) -> Void, cancellation: Cancellation
  ) throws(TransportFailure) {
    state.withLock { $0.calls += 1 }
    if isAway() { throw TransportFailure(.notRunning, at: .connection) }
    for report in reports {
      state.withLock { $0.sent.append(report) }
      observer(.relayed(id: report.id, reply: "250 ok"))
    }
  }

  func probe(
    _ center: Center, through environment: RemcsCore.Environment, observer: (TransportEvent) -> Void,
    cancellation: Cancellation
  ) throws(TransportFailure) {}
}
