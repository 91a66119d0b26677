public import FoundationEssentials
internal import Glibc

/// What the agent writes into its log.
public enum AgentEvent: Sendable, Equatable {
  /// A report has left.
  case relayed(Int, ReportKind)
  /// Sending a report failed, and how.
  case failed(Int, String)
  /// The patience is over; what waited is kept as failed.
  case gaveUp(String)
  /// A duty could not be done, and why.
  case dutyFailed(String, ServiceError)
}

/// Something that the agent does from time to time besides sending: a periodic contact, looking at the hardware, asking an
/// event source.
public struct AgentDuty: Sendable {
  /// What status and log call it.
  public let name: String
  /// Does what is due and tells when it is due again; nil if never by itself.
  let perform: @Sendable (Service, Date, Cancellation) throws(ServiceError) -> Date?
  /// Whether it is looked at in every step, because others may change when it is due; it must cost next to nothing.
  let isLookedAtAlways: Bool

  /// A duty.
  public init(
    _ name: String, isLookedAtAlways: Bool = false,
    perform: @escaping @Sendable (Service, Date, Cancellation) throws(ServiceError) -> Date?
  ) {
    self.name = name
    self.isLookedAtAlways = isLookedAtAlways
    self.perform = perform
  }
}

/// The background agent (chapter 1): does what is due, and knows when something is due next. It does not wait itself, so
/// that a test can let a year pass in a second.
public struct Agent {
  let service: Service
  let duties: [AgentDuty]
  let log: (AgentEvent) -> Void
  /// When each duty is due, and since when that is known; now, for one that was never done.
  private var due: [String: (next: Date, since: Date)] = [:]

  /// How soon a duty is tried again that failed, in seconds.
  private static let dutyInterval: Double = 600

  /// An agent.
  ///
  /// - Parameters:
  ///   - service: the core, on the same store as the console.
  ///   - duties: what it does besides sending.
  ///   - log: is told what happens.
  public init(_ service: Service, duties: [AgentDuty] = [], log: @escaping (AgentEvent) -> Void = { _ in }) {
    self.service = service
    self.duties = duties
    self.log = log
  }

  /// Does everything that is due.
  ///
  /// - Parameter cancellation: stops it, in the middle of a mail too.
  /// - Returns: when something is due next; nil if only somebody else can give it something to do.
  /// - Throws: RMG_0150 if the store cannot be used.
  public mutating func step(_ cancellation: Cancellation = Cancellation()) throws(ServiceError) -> Date? {
    while true {
      // On a full disk what is reserved is worth most for what waits: with its logs it takes more room than it gives.
      do throws(ServiceError) { return try doWhatIsDue(cancellation) } catch {
        guard error.systemNumber == ENOSPC, Spool(service.store.home).releaseReserve() else { throw error }
      }
    }
  }

  private mutating func doWhatIsDue(_ cancellation: Cancellation) throws(ServiceError) -> Date? {
    // What waits goes first: a duty may take its time.
    _ = try QueueRun(service: service, cancellation: cancellation, log: log).perform()
    for duty in duties where !cancellation.isRaised {
      let now = service.clock.now()
      // A clock that was set back makes everything due: doing a thing once too often does no harm, never does.
      if !duty.isLookedAtAlways, let known = due[duty.name], known.next > now, known.since <= now { continue }
      do throws(ServiceError) {
        due[duty.name] = (try duty.perform(service, now, cancellation) ?? .distantFuture, now)
        try service.store.noteDuty(duty.name, failure: nil, at: now)
      } catch {
        due[duty.name] = (now + Self.dutyInterval, now)
        log(.dutyFailed(duty.name, error))
        try service.store.noteDuty(duty.name, failure: error, at: now)
      }
    }
    let queue = try QueueRun(service: service, cancellation: cancellation, log: log).perform()
    return (due.values.map(\.next).filter { $0 < .distantFuture } + [queue].compactMap { $0 }).min()
  }
}

/// How the agent and those who give it something to do find each other: one agent a home, and a pipe that wakes it.
public final class AgentPost: Sendable {
  private let lock: Int32
  /// Readable when somebody rang.
  public let descriptor: Int32

  /// Takes the post of the agent.
  /// - Returns: nil if another agent has it.
  /// - Throws: RMG_0150 if the home cannot be written.
  public init?(_ home: Home) throws(ServiceError) {
    let lockPath = home.path + "/agent.lock"
    let lock = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard lock >= 0 else {
      throw ServiceError(.rmg0150, ["\(lockPath): \(systemMessage())"], systemNumber: errno)
    }
    // Somebody who asks whether an agent runs holds the lock for a moment.
    var tries = 0
    while flock(lock, LOCK_EX | LOCK_NB) != 0 {
      tries += 1
      guard tries < 10 else {
        close(lock)
        return nil
      }
      usleep(50_000)
    }
    let path = Self.path(home)
    if mkfifo(path, 0o600) != 0, errno != EEXIST {
      close(lock)
      throw ServiceError(.rmg0150, ["\(path): \(systemMessage())"], systemNumber: errno)
    }
    // Open for both, so that it never ends when a ringer closes its side.
    let descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      close(lock)
      throw ServiceError(.rmg0150, ["\(path): \(systemMessage())"], systemNumber: errno)
    }
    self.lock = lock
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
    close(lock)
  }

  /// Forgets that somebody rang; to be called before looking what there is to do.
  public func quiet() {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while read(descriptor, &buffer, buffer.count) > 0 {}
  }

  /// Wakes the agent of a home, if there is one.
  public static func ring(_ home: Home) {
    let descriptor = open(path(home), O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var byte: UInt8 = 1
    // The agent may end just now: that must not end us. A full pipe has woken it already.
    let before = signal(SIGPIPE, SIG_IGN)
    _ = write(descriptor, &byte, 1)
    signal(SIGPIPE, before)
  }

  /// Whether an agent has the post of a home.
  public static func isTaken(_ home: Home) -> Bool {
    let descriptor = open(home.path + "/agent.lock", O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) != 0
  }

  private static func path(_ home: Home) -> String { home.path + "/agent.wake" }
}
