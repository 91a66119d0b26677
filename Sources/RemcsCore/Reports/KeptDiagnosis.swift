internal import FoundationEssentials

/// A staged check as it is kept, for whoever looks for the cause later (manual chapter 7).
public struct KeptDiagnosis: Sendable, Codable, Equatable {
  /// One stage.
  public struct Step: Sendable, Codable, Equatable {
    /// Which.
    public let stage: TransportStage
    /// How it ended.
    public let result: Diagnosis.Outcome
    /// How long it took, in milliseconds; nil if its turn did not come.
    public let milliseconds: Int?
    /// What it found.
    public let evidence: [Evidence]
    /// What may fail later.
    public let remarks: [TransportRemark]
  }

  /// When it ended, ISO 8601 with offset.
  public let time: String
  /// Whether every stage passed.
  public let passed: Bool
  /// What stopped it, as the history has it: `RMG_2011 authentication 535 5.7.8 no`.
  public let failure: String?
  /// The stages in their order.
  public let steps: [Step]

  init(_ diagnosis: Diagnosis, time: String) {
    self.time = time
    passed = diagnosis.hasPassed
    failure = diagnosis.failure?.summary
    steps = diagnosis.steps.map { step in
      Step(
        stage: step.stage, result: step.outcome, milliseconds: step.seconds.map { Int(($0 * 1000).rounded()) },
        evidence: step.evidence, remarks: step.remarks)
    }
  }
}

extension Service {
  /// The staged check that was made last on this device; nil if none ever was.
  public func lastDiagnosis() throws(ServiceError) -> KeptDiagnosis? {
    // One of an older version that no longer fits is none.
    try store.setting(.lastDiagnosis).flatMap { try? JSONDecoder().decode(KeptDiagnosis.self, from: Data($0.utf8)) }
  }
}
