/// How an action that talks to the center can end other than well.
public enum ActionFailure: Error, Sendable, Equatable {
  /// A person stopped it. What was queued stays queued.
  case canceled
  /// It failed. `temporary` tells whether the same may work later without a change: time-outs, lost links, 4xx.
  case failed(ServiceError, temporary: Bool)

  /// The error to show; nil if a person stopped it.
  public var error: ServiceError? {
    if case .failed(let error, _) = self { error } else { nil }
  }
}
