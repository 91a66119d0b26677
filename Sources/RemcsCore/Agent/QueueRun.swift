internal import FoundationEssentials
internal import Glibc

/// Works off the queue: everything that is due, most important first, over as few connections as possible. Trouble on the
/// way holds all back; trouble with one report holds back only that one. Nothing leaves the queue but by being relayed,
/// by the end of the patience, or by a person.
struct QueueRun {
  let service: Service
  let cancellation: Cancellation
  /// Told what happened, for the agent's log.
  let log: (AgentEvent) -> Void

  /// As many reports as travel over one connection before the queue is asked again what is most important.
  private static let batch = 50
  /// How often a way is tried that needs a person: it may have been mended without us being told.
  private static let blockedInterval: Double = 3600
  /// How often at most a way is tried once more because a fault came.
  private static let faultInterval: Double = 60
  /// How soon it is looked again after another program was sending.
  private static let busyInterval: Double = 2
  /// How long others have a chance to send between two connections, in milliseconds: they look ten times a second.
  private static let chance: Int32 = 200

  /// Sends what is due.
  /// - Returns: when something is due next; nil if nothing waits, or nothing may be sent before a person does something.
  func perform() throws(ServiceError) -> Date? {
    while !cancellation.isRaised {
      guard try service.isRegistered(), try service.state().sends else { return nil }
      let now = service.clock.now()
      if let wait = try wait(at: now) { return wait }
      guard try service.store.isAny(in: [.waiting, .sending]) else { return nil }
      guard let concluded = try sendBatch(at: now) else { return now + Self.busyInterval }
      switch concluded {
      case .nothingDue: return try service.store.nextDue()
      case .sent(let kinds):
        for kind in kinds { try service.conclude(kind) }
        var wish = pollfd(fd: cancellation.descriptor, events: Int16(POLLIN), revents: 0)
        if try service.store.isDue(at: service.clock.now()) { poll(&wish, 1, Self.chance) }
      }
    }
    return nil
  }

  private enum Batch {
    case nothingDue
    /// What kinds arrived.
    case sent([ReportKind])
  }

  /// Sends over one connection; nil if another program is sending.
  private func sendBatch(at now: Date) throws(ServiceError) -> Batch? {
    guard let lock = SendingLock.ifFree(service.store.home) else { return nil }
    defer { _ = lock }
    // What a program left behind that died while it was sending; nobody else is sending now.
    if try service.store.isAny(in: [.sending]) { try service.store.releaseInterrupted() }
    try service.store.cancelAnnouncements(at: now)
    let due = try service.store.dueReports(limit: Self.batch, at: now)
    guard !due.isEmpty else { return .nothingDue }
    // What follows a registration or a check may take out what comes after it: they end a connection.
    let end = due.firstIndex { [.registration, .connectionCheck].contains($0.kind) } ?? due.count - 1
    let batch = try service.store.addressed(Array(due[...end]), as: service.device())
    return .sent(try send(service.store.beginSending(batch)))
  }

  /// How long the way is left alone.
  private func wait(at now: Date) throws(ServiceError) -> Date? {
    guard let trouble = try service.store.contactTrouble() else { return nil }
    let next = Date(timeIntervalSince1970: trouble.nextTry)
    // A clock that was set back leaves a time behind that would come too late, or never.
    let isSetBack = trouble.noted.map { now.timeIntervalSince1970 < $0 } ?? false
    guard next > now, !isSetBack, next.timeIntervalSince(now) <= 2 * RetryPlan.longest, trouble.isWanted != true else {
      return nil
    }
    // A fault that came since is worth a try of its own, where a person need not mend something first.
    guard trouble.isTemporary, let noted = trouble.noted, let newest = try service.store.newestWaitingFault(),
      newest.timeIntervalSince1970 > noted
    else { return next }
    let soon = Date(timeIntervalSince1970: noted + Self.faultInterval)
    return soon <= now ? nil : min(next, soon)
  }

  /// - Returns: the kinds of what arrived.
  private func send(_ batch: [Report]) throws(ServiceError) -> [ReportKind] {
    guard !batch.isEmpty else { return [] }
    let way: (center: Center, environment: Environment)
    do throws(ServiceError) { way = try service.route() } catch {
      // No center, no certificate, settings that do not fit: nothing that a mail server could mend.
      try service.store.release(batch)
      log(.failed(batch[0].sequence, error.root.code.rawValue))
      try block(error.root, isTemporary: false, RetryPlan(.unknown))
      return []
    }
    var rest = batch[...]
    var arrived: [ReportKind] = []
    var storeError: ServiceError?
    let failure = transported(batch, way) { id in
      guard let index = rest.firstIndex(where: { $0.id == id }) else { return }
      let report = rest.remove(at: index)
      do throws(ServiceError) {
        try service.store.mark(report.sequence, .relayed, tried: true, at: service.clock.now())
        arrived.append(report.kind)
        log(.relayed(report.sequence, report.kind))
      } catch { storeError = error }
    }
    // Without being noted they would be sent again, which the center sees as one.
    if let storeError { throw storeError }
    guard let failure else { return arrived }
    let isBegun = failure.stage.sendsMail
    guard let error = failure.serviceError, let head = rest.first else {
      try service.store.release(Array(rest), begun: isBegun ? rest.first?.sequence : nil)
      return arrived
    }
    // The server's words may repeat addresses; the history has them, and forgets them with the personal information.
    log(.failed(head.sequence, "\(error.code.rawValue) \(failure.stage.rawValue)"))
    let plan = RetryPlan(way.environment)
    if failure.kind == .file,
      try service.store.leaveOutMissingFiles(of: head, isBegun: isBegun, at: service.clock.now())
    {
      try service.store.release(Array(rest))
    } else if failure.isAboutReport {
      try service.store.release(Array(rest.dropFirst()))
      try judge(head, failure, error.code, plan)
      // Who judges a mail has been reached: what kept all of them back is over.
      if failure.kind == .refused { try service.store.noteReached(by: head.sequence, at: service.clock.now()) }
    } else {
      try service.store.release(Array(rest), begun: isBegun ? head.sequence : nil)
      try block(error, isTemporary: failure.isTemporary, plan)
    }
    return arrived
  }

  /// Trouble with one report: it is tried again later, or waits for a person; the others go on.
  private func judge(
    _ report: Report, _ failure: TransportFailure, _ code: MessageCode, _ plan: RetryPlan
  ) throws(ServiceError) {
    let now = service.clock.now()
    var generator = SystemRandomNumberGenerator()
    if failure.isTemporary, let delay = plan.scattered(afterTry: report.tries + 1, &generator) {
      try service.store.postpone(report, until: now + delay, error: code, detail: failure.summary, at: now)
    } else {
      try service.store.mark(report.sequence, .failed, error: code, detail: failure.summary, tried: true, at: now)
    }
  }

  /// Trouble on the way.
  private func block(_ error: ServiceError, isTemporary: Bool, _ plan: RetryPlan) throws(ServiceError) {
    let now = service.clock.now()
    let before = try service.store.contactTrouble()
    var trouble = ContactTrouble(
      failures: (before?.failures ?? 0) + 1, since: before?.since ?? now.timeIntervalSince1970, nextTry: 0,
      noted: now.timeIntervalSince1970, newest: before?.newest, code: error.code, isTemporary: isTemporary,
      arguments: error.arguments, details: error.details.map(\.text).filter { !$0.isEmpty }, failure: error.failure)
    // A try before its time, because somebody wished it, takes nothing of the patience.
    if let before, before.nextTry > now.timeIntervalSince1970, before.noted ?? 0 <= now.timeIntervalSince1970 {
      trouble.failures = before.failures
      trouble.nextTry = before.nextTry
      return try service.store.set(trouble)
    }
    var generator = SystemRandomNumberGenerator()
    guard var delay = plan.scattered(afterTry: trouble.failures, &generator) else {
      // By numbers: times that were noted mean nothing after a clock was set.
      try service.store.failWaiting(upTo: before?.newest ?? .max, error.code, detail: error.summary, at: now)
      return log(.gaveUp(error.code.rawValue))
    }
    if before == nil {
      trouble.newest = try service.store.newestReport()
      try service.store.noteContactLost(error, at: now)
    }
    // What a person has to mend is not asked for every minute.
    if !isTemporary { delay = max(delay, Self.blockedInterval) }
    trouble.nextTry = now.timeIntervalSince1970 + delay
    try service.store.set(trouble)
  }

  private func transported(
    _ batch: [Report], _ way: (center: Center, environment: Environment), relayed: (String) -> Void
  ) -> TransportFailure? {
    do throws(TransportFailure) {
      let device: DeviceIdentity
      do { device = try service.device() } catch { throw TransportFailure(.memory, at: .preparing) }
      try service.transport.send(
        batch, from: device, to: way.center, through: way.environment,
        observer: { event in
          switch event {
          case .relayed(let id, _): relayed(id)
          case .certificate(let shown): service.keep(shown)
          default: break
          }
        }, cancellation: cancellation)
      return nil
    } catch {
      return error
    }
  }
}

extension TransportFailure {
  /// Whether it says something about the report, and not about the way that all reports go: the server would not have its
  /// content, or a file of it cannot be used. Otherwise it is the center's certificate that cannot.
  var isAboutReport: Bool {
    switch kind {
    case .file: remark?.code == .fileUnusable && !stage.beginsTLS
    case .size: true
    case .refused: stage == .content || stage == .confirmation
    default: false
    }
  }
}

extension Environment {
  /// What is assumed where nothing usable is set.
  static let unknown = Environment(server: "", sender: "")
}

extension ServiceError {
  /// One line for the history, in no language.
  var summary: String { failure?.summary ?? ([code.rawValue] + arguments).joined(separator: " ") }
}
