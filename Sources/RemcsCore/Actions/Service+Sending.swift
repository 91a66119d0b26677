internal import FoundationEssentials

extension Service {
  /// Puts a report into the queue and sends it; one program of a home does so at a time.
  ///
  /// - Parameters:
  ///   - route: the way to the center.
  ///   - code: the manual's message for this action's failure; the connection's own stands under it.
  ///   - observer: is told the progress, on the calling thread.
  ///   - cancellation: stops it.
  ///   - queue: puts the report into the queue.
  /// - Returns: the center as it was written to, with the certificate that was used.
  /// - Throws: `code` with what really happened under it, or that it was canceled.
  @discardableResult
  func send(
    along route: (center: Center, environment: Environment), failing code: MessageCode,
    observer: (ActionProgress) -> Void, cancellation: Cancellation, queue: () throws(ServiceError) -> Report
  ) throws(ActionFailure) -> Center {
    observer(ActionProgress(.storing, percent: 2))
    let lock = try SendingLock(store.home, cancellation) {
      observer(ActionProgress(.waitingForAnother, percent: 2))
    }
    defer { _ = lock }
    let report = try lift(queue)
    return try withoutActuallyEscaping(observer) { observer throws(ActionFailure) in
      let delivery = Delivery(
        service: self, center: route.center, environment: route.environment, cancellation: cancellation,
        observer: observer)
      do throws(ActionFailure) { return try delivery.send(report) } catch {
        // The agent goes on with what is still to be sent.
        wakeAgent()
        guard case .failed(let cause, let temporary, let isQueued) = error else { throw error }
        throw .failed(ServiceError(code, [cause.code.rawValue], cause: cause), temporary: temporary, isQueued: isQueued)
      }
    }
  }

  /// What follows when a report has arrived, whoever sent it: personal information was to be kept only that long (3.2.6).
  /// A connection check carried addresses as well.
  func conclude(_ kind: ReportKind) throws(ServiceError) {
    guard [.registration, .connectionCheck].contains(kind), try store.answer(.deletePersonalInformation) == "yes"
    else { return }
    try deletePersonalInformation()
  }

  /// Tells the agent that there may be something to do.
  func wakeAgent() { AgentPost.ring(store.home) }

  /// A report of this device that is not in the queue yet; `fill` adds what its kind needs to the manifest.
  func newReport(
    _ kind: ReportKind, fingerprint: String, language: Language? = nil, uniqueName: String? = nil,
    attachments: [Attachment] = [],
    fill: @escaping (inout Manifest) -> Void = { _ in }
  ) throws(ServiceError) -> NewReport {
    let identity = try device()
    let stored = try self.language()
    let language = language ?? stored ?? .en
    let known = try store.answer(.uniqueName)
    let name = uniqueName ?? known
    return NewReport(kind: kind, fingerprint: fingerprint, attachments: attachments) { id, sequence, time, ledger in
      var manifest = Manifest(
        id: id, sequence: sequence, kind: kind, created: time.localISO8601,
        device: .init(identity, uniqueName: name), language: language, ledger: ledger)
      manifest.attachments = attachments.map { .init(name: $0.name, size: $0.size, sha256: $0.sha256) }
      fill(&manifest)
      return try manifest.encoded()
    }
  }
}
