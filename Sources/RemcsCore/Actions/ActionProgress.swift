/// What a running action tells, for the progress screen and for `--json` alike (table 6.29).
public struct ActionProgress: Sendable, Equatable {
  /// What it is doing.
  public enum Step: Sendable, Equatable {
    /// Reads the hardware.
    case reading
    /// Writes the report to the store.
    case storing
    /// Waits until another program of this home has sent what it sends.
    case waitingForAnother
    /// The connection found something that may fail later.
    case remark(TransportRemark)
    /// At the connection: this stage.
    case stage(TransportStage)
    /// Waits before another try, after a failure that may pass.
    case retrying(attempt: Int, of: Int, seconds: Int, failure: ServiceError)
    /// Writes the result to the store.
    case finishing
  }

  /// What it is doing.
  public let step: Step
  /// How much is done, 0 to 100; never goes back within one try.
  public let percent: Int

  /// A progress.
  public init(_ step: Step, percent: Int) {
    self.step = step
    self.percent = percent
  }
}
