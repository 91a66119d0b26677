/// The staged check of the way to the center, as far as it has come: a value that a transport's events move forward.
public struct Diagnosis: Sendable, Equatable {
  /// How a stage stands.
  public enum Outcome: String, Sendable, Codable {
    /// Its turn has not come; after a failure it never will.
    case waiting
    /// It is at work.
    case running
    /// It is done; it may still have something to remark.
    case passed
    /// The check stopped here.
    case failed
    /// A person stopped the check here.
    case canceled
  }

  /// One stage with what it took and found.
  public struct Step: Sendable, Equatable {
    /// Which stage. With STARTTLS, `capabilities` comes twice.
    public let stage: TransportStage
    /// How it stands.
    public fileprivate(set) var outcome = Outcome.waiting
    /// How long it took, in seconds; nil before its end.
    public fileprivate(set) var seconds: Double?
    /// What it found.
    public fileprivate(set) var evidence: [Evidence] = []
    /// What may fail later.
    public fileprivate(set) var remarks: [TransportRemark] = []
  }

  /// The stages in their order.
  public private(set) var steps: [Step]
  /// How long it waits for each answer, in seconds.
  public let patience: Double
  /// What stopped it.
  public private(set) var failure: TransportFailure?
  /// Whether every stage passed.
  public var hasPassed: Bool { steps.allSatisfy { $0.outcome == .passed } }
  /// Whether nothing more will come.
  public var isOver: Bool { hasPassed || failure != nil }

  /// The step at work, or the first one.
  private var current = 0
  /// When it began.
  private var began = 0.0

  /// A check that has not begun.
  public init(of environment: Environment) {
    steps = TransportStage.probing(environment).map { Step(stage: $0) }
    patience = environment.timeout
  }

  /// Moves on by what the transport tells; `now` is any clock in seconds that never goes back.
  public mutating func take(_ event: TransportEvent, at now: Double) {
    switch event {
    case .stage(let stage):
      if steps[current].outcome == .running { end(.passed, at: now) }
      guard let next = step(of: stage) else { return }
      current = next
      began = now
      steps[next].outcome = .running
    case .found(let evidence): steps[current].evidence.append(evidence)
    case .noticed(let remark): steps[current].remarks.append(remark)
    case .certificate, .sent, .relayed: break
    }
  }

  /// Nothing failed.
  public mutating func finish(at now: Double) { end(.passed, at: now) }

  /// Stops with a failure, which may belong to a stage that had not begun: what could never work is found beforehand.
  public mutating func stop(with failure: TransportFailure, at now: Double) {
    self.failure = failure
    if let place = step(of: failure.stage), place != current {
      if steps[current].outcome == .running { end(.passed, at: now) }
      current = place
      began = now
    }
    end(failure.kind == nil ? .canceled : .failed, at: now)
  }

  private mutating func end(_ outcome: Outcome, at now: Double) {
    steps[current].outcome = outcome
    steps[current].seconds = max(0, now - began)
  }

  /// The next step of a stage: the one at work, or one behind it.
  private func step(of stage: TransportStage) -> Int? {
    let isBusy = [.waiting, .running].contains(steps[current].outcome)
    let first = isBusy ? current : current + 1
    return steps.indices.dropFirst(first).first { steps[$0].stage == stage }
  }
}
