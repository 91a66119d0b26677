internal import Glibc
internal import RemcsCore
internal import Synchronization

/// What actions tell, from their thread to the console's.
final class Mailbox: Sendable {
  private let events = Mutex<[ActionEvent]>([])
  private let waker: TerminalWaker

  /// An empty mailbox that wakes the console.
  init(waker: TerminalWaker) { self.waker = waker }

  /// Puts an event in. Progress that was not taken yet is replaced: only the newest matters.
  func post(_ event: ActionEvent) {
    events.withLock { events in
      switch (event, events.last) {
      case (.progress, .progress), (.diagnosis, .diagnosis): events.removeLast()
      default: break
      }
      events.append(event)
    }
    waker.wake()
  }

  /// Takes out everything.
  func takeAll() -> [ActionEvent] {
    events.withLock { events in
      defer { events = [] }
      return events
    }
  }
}

/// A thread for an action that blocks. Actions of the core wait in poll(2) and in libcurl, so they must not sit on a
/// thread of the concurrency pool, of which a board with one core has one.
final class ActionThread {
  /// The action: with the core, an observer and the wish to stop.
  typealias Work = @Sendable (Service, (ActionEvent) -> Void, Cancellation) throws(ActionFailure) -> Void

  /// Raise it to stop the action.
  let cancellation = Cancellation()
  private let thread: SystemThread
  private var isJoined = false

  /// Starts the action; nil if the system has no thread for it. Its end comes as the last event.
  init?(service: Service, mailbox: Mailbox, work: @escaping Work) {
    let cancellation = cancellation
    let thread = SystemThread {
      var failure: ActionFailure?
      do throws(ActionFailure) {
        try work(service, mailbox.post, cancellation)
      } catch { failure = error }
      if let status = try? service.status() { mailbox.post(.status(ViewContext.Status(status))) }
      mailbox.post(failure.map { .failed($0) } ?? .finished)
    }
    guard let thread else { return nil }
    self.thread = thread
  }

  /// Waits until the action is over.
  func join() {
    guard !isJoined else { return }
    isJoined = true
    thread.join()
  }
}
