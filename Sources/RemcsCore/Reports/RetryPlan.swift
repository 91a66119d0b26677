/// When a failed try is followed by another: first as the environment says (table 5.1), then further and further apart
/// for at least five days, then not any more.
///
/// It counts tries and looks at no clock: a clock that is set forward by a year must not end the patience, one that is
/// set back must not prolong it.
public struct RetryPlan: Sendable, Equatable {
  /// リトライ回数.
  public let retryCount: Int
  /// リトライ間隔, in seconds.
  public let retryInterval: Double

  /// How long tries go on at least, in seconds: five days.
  public static let patience: Double = 5 * 24 * 3600
  /// The first and the longest distance after the manual's own tries, in seconds.
  static let shortest: Double = 300, longest: Double = 4 * 3600

  /// The plan of an environment.
  public init(_ environment: Environment) {
    self.init(retryCount: environment.retryCount, retryInterval: environment.retryInterval)
  }

  init(retryCount: Int, retryInterval: Double) {
    self.retryCount = max(0, retryCount)
    self.retryInterval = max(0, retryInterval)
  }

  /// How long to wait after a failed try, without the scatter.
  ///
  /// - Parameter tries: how many failed, from 1.
  /// - Returns: seconds until the next try; nil once the patience is over.
  public func delay(afterTry tries: Int) -> Double? {
    if tries <= retryCount { return retryInterval }
    var spent = Double(retryCount) * retryInterval
    var next = Self.shortest
    for _ in retryCount + 1..<max(tries, retryCount + 1) {
      spent += next
      next = min(next * 2, Self.longest)
    }
    return spent < Self.patience ? next : nil
  }

  /// The same, up to a quarter later by chance, so that a fleet does not come back all at once.
  func scattered(afterTry tries: Int, _ generator: inout some RandomNumberGenerator) -> Double? {
    delay(afterTry: tries).map { tries <= retryCount ? $0 : $0 * Double.random(in: 1...1.25, using: &generator) }
  }
}

extension ReportKind {
  /// What goes first when several wait: 0 is the most important.
  var importance: Int {
    switch self {
    case .fault: 0
    case .registration, .connectionCheck, .pause, .resume: 1
    case .agentInformation, .hardwareConfiguration: 2
    case .log: 3
    case .periodic: 4
    }
  }
}
