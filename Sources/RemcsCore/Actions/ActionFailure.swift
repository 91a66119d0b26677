/// How an action that talks to the center can end other than well. `isQueued` tells whether its report is still to be
/// sent: a pause that fails is taken back, and one that is stopped early was never queued.
public enum ActionFailure: Error, Sendable, Equatable {
  /// A person stopped it.
  case canceled(isQueued: Bool)
  /// It failed. `temporary` tells whether the same may work later without a change: time-outs, lost links, 4xx.
  case failed(ServiceError, temporary: Bool, isQueued: Bool = false)

  /// The error to show; nil if a person stopped it.
  public var error: ServiceError? {
    if case .failed(let error, _, _) = self { error } else { nil }
  }

  /// The same as a part of an automatic registration: RMG_0040 with the code of the part and of what really happened.
  public var ofAutomaticRegistration: ActionFailure {
    guard case .failed(let error, let temporary, let isQueued) = self else { return self }
    let whole = ServiceError(.rmg0040, [error.code.rawValue, error.root.code.rawValue], cause: error)
    return .failed(whole, temporary: temporary, isQueued: isQueued)
  }

  /// The same of a report that was taken out again.
  var withdrawn: ActionFailure {
    switch self {
    case .canceled: .canceled(isQueued: false)
    case .failed(let error, let temporary, _): .failed(error, temporary: temporary)
    }
  }
}
