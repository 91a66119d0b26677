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
        guard case .failed(let cause, let temporary, let isQueued) = error else { throw error }
        throw .failed(ServiceError(code, [cause.code.rawValue], cause: cause), temporary: temporary, isQueued: isQueued)
      }
    }
  }

  /// A report of this device that is not in the queue yet; `fill` adds what its kind needs to the manifest.
  func newReport(
    _ kind: ReportKind, fingerprint: String, language: Language? = nil, uniqueName: String? = nil,
    fill: @escaping (inout Manifest) -> Void = { _ in }
  ) throws(ServiceError) -> NewReport {
    let identity = try device()
    let stored = try self.language()
    let language = language ?? stored ?? .en
    let known = try store.answers()[.uniqueName]
    let name = uniqueName ?? known
    return NewReport(kind: kind, fingerprint: fingerprint, attachments: []) { id, sequence, time, canceled in
      var manifest = Manifest(
        id: id, sequence: sequence, kind: kind, created: time.localISO8601,
        device: .init(identity, uniqueName: name), language: language, canceled: canceled)
      fill(&manifest)
      return try manifest.encoded()
    }
  }
}
