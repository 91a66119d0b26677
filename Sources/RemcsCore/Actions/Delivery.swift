internal import Glibc

/// Sends one report with the retries that the environment asks for (table 5.1), and keeps the queue true meanwhile.
struct Delivery {
  let service: Service
  let center: Center
  let environment: Environment
  let cancellation: Cancellation
  let observer: (ActionProgress) -> Void

  /// Sends until the mail server has it, a refusal is final, the tries are used up, or a person stops it.
  /// - Returns: the center that it was encrypted for in the end.
  @discardableResult
  func send(_ report: Report) throws(ActionFailure) -> Center {
    let device = try lift { () throws(ServiceError) in try service.device() }
    var attempt = 0
    while true {
      if cancellation.isRaised { throw .canceled(isQueued: true) }
      // Hours may lie between two tries, and the certificate may have been replaced meanwhile.
      let current = try lift { () throws(ServiceError) in try service.center(named: center.name) }
      // Somebody may have taken it out meanwhile, with the personal information in it.
      guard try lift({ () throws(ServiceError) in try service.store.beginSending(report.sequence) }) else {
        throw .canceled(isQueued: false)
      }
      guard let failure = transported(report, from: device, to: current) else {
        try mark(report, .relayed, tried: true)
        return current
      }
      guard let error = failure.serviceError else {
        try mark(report, .waiting, detail: "canceled by a person")
        throw .canceled(isQueued: true)
      }
      let isLast = !failure.isTemporary || attempt >= environment.retryCount
      try mark(
        report, failure.isTemporary ? .waiting : .failed, error: error.code,
        detail: failure.summary, tried: true)
      if isLast { throw .failed(error, temporary: failure.isTemporary, isQueued: failure.isTemporary) }
      attempt += 1
      try pause(before: attempt, after: error)
    }
  }

  /// One try; nil if the mail server took it.
  private func transported(
    _ report: Report, from device: DeviceIdentity, to center: Center
  ) -> TransportFailure? {
    do throws(TransportFailure) {
      try service.transport.send(
        [report], from: device, to: center, through: environment, observer: tell, cancellation: cancellation)
      return nil
    } catch {
      return error
    }
  }

  private func tell(_ event: TransportEvent) {
    switch event {
    case .stage(let stage): observer(ActionProgress(.stage(stage), percent: stage.percent))
    case .sent(let bytes, let total):
      let range = TransportStage.confirmation.percent - TransportStage.content.percent
      observer(
        ActionProgress(.stage(.content), percent: TransportStage.content.percent + range * bytes / max(total, 1)))
    case .relayed: observer(ActionProgress(.finishing, percent: 97))
    case .certificate(let shown): service.keep(shown)
    case .noticed(let remark): observer(ActionProgress(.remark(remark), percent: TransportStage.capabilities.percent))
    case .found: break
    }
  }

  /// Waits for the retry interval, counting down, and wakes at once when a person stops it.
  private func pause(before attempt: Int, after failure: ServiceError) throws(ActionFailure) {
    var rest = environment.retryInterval
    while rest > 0 {
      let seconds = Int(rest.rounded(.up))
      observer(
        ActionProgress(
          .retrying(attempt: attempt, of: environment.retryCount, seconds: seconds, failure: failure), percent: 0))
      var descriptor = pollfd(fd: cancellation.descriptor, events: Int16(POLLIN), revents: 0)
      let slice = min(1, rest)
      poll(&descriptor, 1, Int32(slice * 1000))
      if cancellation.isRaised { throw .canceled(isQueued: true) }
      rest -= slice
    }
  }

  private func mark(
    _ report: Report, _ state: ReportState, error: MessageCode? = nil, detail: String = "", tried: Bool = false
  ) throws(ActionFailure) {
    try lift { () throws(ServiceError) in
      try service.store.mark(
        report.sequence, state, error: error, detail: detail, tried: tried, at: service.clock.now())
    }
  }
}

/// An error of the store, as the failure of an action: it will not pass by itself.
func lift<Result>(_ body: () throws(ServiceError) -> Result) throws(ActionFailure) -> Result {
  do { return try body() } catch { throw .failed(error, temporary: false) }
}

extension TransportStage {
  /// How far along a delivery is when this stage begins.
  var percent: Int {
    switch self {
    case .preparing: 5
    case .popLogin: 7
    case .popWait: 9
    case .name: 11
    case .route: 13
    case .connection: 14
    case .greeting: 18
    case .encryption: 22
    case .capabilities: 26
    case .authentication: 30
    case .sender: 34
    case .recipient: 37
    case .content: 40
    case .confirmation: 92
    }
  }
}
