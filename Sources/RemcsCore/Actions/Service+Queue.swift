extension Service {
  /// The report of a number.
  ///
  /// - Parameters:
  ///   - sequence: its number.
  ///   - decision: what is to be decided about it; nil to look at it only.
  /// - Returns: the report as it stands now.
  /// - Throws: RMG_0016 with a ``QueueRefusal`` if there is none, or it stands where this cannot be decided.
  public func report(_ sequence: Int, for decision: QueueDecision? = nil) throws(ServiceError) -> Report {
    let report = try store.report(sequence)
    guard let report, decision?.states.contains(report.state) != false else {
      throw ServiceError(QueueRefusal(decision, sequence, report?.state))
    }
    return report
  }

  /// Carries out what a person decided about reports; the history tells of each. All of them, or none.
  ///
  /// - Throws: RMG_0016 with a ``QueueRefusal`` of the first of them that does not exist, or stands where this cannot be
  ///   decided, now.
  public func decide(_ decision: QueueDecision, about sequences: Int...) throws(ServiceError) {
    try decide(decision, about: sequences)
  }

  /// The same about a list of reports.
  public func decide(_ decision: QueueDecision, about sequences: [Int]) throws(ServiceError) {
    let now = clock.now()
    try store.write { connection in
      for sequence in Set(sequences).sorted() {
        let state = try Store.state(of: sequence, connection)
        // Another program may have sent it since the person looked.
        guard let state, decision.states.contains(state) else {
          throw ServiceError(QueueRefusal(decision, sequence, state))
        }
        switch decision {
        case .retry: try Store.retry(sequence, reason: "by a person", at: now, connection)
        case .cancel: try Store.cancel(sequence, reason: "by a person", at: now, connection)
        }
      }
      if decision == .retry { try Store.tryContactNow(connection) }
    }
    wakeAgent()
  }
}

extension ServiceError {
  /// The error of a decision about a report that is not possible.
  init(_ refusal: QueueRefusal) { self.init(.rmg0016, details: [.init(code: .rmg0016, reason: .queue(refusal))]) }
}
