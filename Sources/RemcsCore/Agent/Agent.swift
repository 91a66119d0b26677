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
  public private(set) var due: DutyTimes

  /// How soon a duty is tried again that failed, in seconds.
  private static let dutyInterval: Double = 600

  /// An agent.
  ///
  /// - Parameters:
  ///   - service: the core, on the same store as the console.
  ///   - duties: what it does besides sending.
  ///   - due: what the last agent knew of its duties; all are due if nothing is.
  ///   - log: is told what happens.
  public init(
    _ service: Service, duties: [AgentDuty] = [], due: DutyTimes = DutyTimes(),
    log: @escaping (AgentEvent) -> Void = { _ in }
  ) {
    self.service = service
    self.duties = duties
    self.due = due
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
      if !duty.isLookedAtAlways, let known = due[duty.name], known.isAhead(of: now) { continue }
      var failure: ServiceError?
      do throws(ServiceError) {
        due[duty.name] = .init(next: try duty.perform(service, now, cancellation), since: now)
      } catch {
        due[duty.name] = .init(next: now + Self.dutyInterval, since: now)
        log(.dutyFailed(duty.name, error))
        failure = error
      }
      // What was done is done, also where that cannot be noted: the reserve is for events.
      do throws(ServiceError) { try service.store.noteDuty(duty.name, failure: failure, at: now) } catch {
        log(.dutyFailed(duty.name, error))
      }
    }
    let queue = try QueueRun(service: service, cancellation: cancellation, log: log).perform()
    return [due.first, queue].compactMap { $0 }.min()
  }
}
