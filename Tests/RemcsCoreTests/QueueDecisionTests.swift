import Foundation
import RemcsCore
import Testing

/// What a person decides about a report that was not relayed.
struct QueueDecisionTests {
  private let home: TestHome
  private let transport = FakeTransport()

  init() throws { home = try TestHome() }

  /// A device whose report 3, a connection check, was refused for good.
  private func device() throws -> Service {
    let service = try home.service(transport)
    try service.register(sampleAnswers(), consent: agreement(), observer: { _ in }, cancellation: Cancellation())
    try service.checkConnection(Answers(), observer: { _ in }, cancellation: Cancellation())
    let broken = try home.service(FakeTransport([.refusedLogin]))
    #expect(throws: ActionFailure.self) {
      try broken.checkConnection(Answers(), observer: { _ in }, cancellation: Cancellation())
    }
    return service
  }

  private func refusal(_ body: () throws -> Void) -> ServiceError? {
    do {
      try body()
      return nil
    } catch { return error as? ServiceError }
  }

  @Test func `a report that failed waits again, and is sent under its old number and id`() throws {
    let service = try device()
    let failed = try service.report(3)
    #expect(failed.state == .failed && failed.lastError == .rmg2011)
    try service.decide(.retry, about: 3)
    let waiting = try service.report(3)
    #expect(waiting.state == .waiting && waiting.id == failed.id && waiting.tries == 0)
    #expect(try service.store.history(limit: 1).map { [$0.event, "\($0.report ?? 0)"] } == [["retried", "3"]])
    // The same check again is this report.
    try service.checkConnection(Answers(), observer: { _ in }, cancellation: Cancellation())
    #expect(transport.sent.map(\.sequence) == [1, 2, 3])
    #expect(transport.sent.last?.id == failed.id)
  }

  @Test func `what is taken out is never sent, and the next report names its number`() throws {
    let service = try device()
    try service.decide(.cancel, about: 3)
    #expect(try service.report(3).state == .canceled)
    #expect(try service.store.history(limit: 1).map(\.event) == ["canceled"])
    #expect(try service.status().waiting == 0)
    try service.checkConnection(Answers(), observer: { _ in }, cancellation: Cancellation())
    #expect(transport.sent.map(\.sequence) == [1, 2, 4])
    #expect(try Manifest(transport.sent.last?.manifest ?? []).canceled == [3])
  }

  @Test func `a report that waits can be taken out too, and then there is nothing to retry`() throws {
    let service = try device()
    try service.decide(.retry, about: 3)
    try service.decide(.cancel, about: 3)
    let error = refusal { try service.decide(.retry, about: 3) }
    #expect(error?.details.first?.queueRefusal == QueueRefusal(.retry, 3, .canceled))
    #expect(try service.report(3).state == .canceled)
  }

  @Test(arguments: QueueDecision.allCases)
  func `what was relayed, and what never was, is refused with a code`(decision: QueueDecision) throws {
    let service = try device()
    let events = try service.store.history().count
    for (number, state) in [(1, ReportState.relayed), (99, nil), (0, nil), (-1, nil)] {
      for error in [
        refusal { try service.decide(decision, about: number) },
        refusal { _ = try service.report(number, for: decision) },
      ] {
        #expect(error?.code == .rmg0016)
        #expect(error?.details.first?.queueRefusal == QueueRefusal(decision, number, state))
      }
    }
    #expect(try service.report(1).state == .relayed)
    #expect(try service.store.history().count == events, "a refusal changes nothing")
  }

  @Test func `what another program is sending is left alone`() throws {
    let service = try device()
    let begun = DispatchSemaphore(value: 0)
    let gate = DispatchSemaphore(value: 0)
    let ended = DispatchSemaphore(value: 0)
    let slow = try home.service(
      FakeTransport(onSend: { _ in
        begun.signal()
        gate.wait()
      }))
    Thread.detachNewThread {
      try? slow.pause(observer: { _ in }, cancellation: Cancellation())
      ended.signal()
    }
    begun.wait()
    for decision in QueueDecision.allCases {
      let error = refusal { try service.decide(decision, about: 4) }
      #expect(error?.details.first?.queueRefusal?.state == .sending)
    }
    gate.signal()
    ended.wait()
    #expect(try service.report(4).state == .relayed)
  }

  @Test func `taken out between two tries it is not tried again`() throws {
    let service = try device()
    let home = self.home
    // The first try fails for now; whoever is told of the pause before the second takes the report out.
    let slow = try home.service(FakeTransport([.timeOut]))
    let failure = #expect(throws: ActionFailure.self) {
      try slow.checkConnection(
        Answers(),
        observer: { progress in
          if case .retrying = progress.step { try? service.decide(.cancel, about: 3) }
        }, cancellation: Cancellation())
    }
    #expect(failure == .canceled(isQueued: false))
    #expect(try service.report(3).state == .canceled)
  }
}
